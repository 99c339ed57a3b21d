# SPDX-License-Identifier: Apache-2.0
"""Qualifications, units, and the text of each unit."""

from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.standards import Criterion, Element, Unit
from app.records.queries import standards as register
from app.services.sample import QUALIFICATION
from app.ui.standards import PAGE
from app.ui.standards.standards_page import StandardsPage
from app.ui.standards.unit_text import UnitText
from tests.ui.sample_sitting import ASSESSOR, Sitting, seated, words
from tests.ui.screen_checks import dress, nameless, shared_mnemonics

NEW_STANDARD = """
guildmark_standards: 1
qualifications:
  - {code: SEW, title: Sewing SAMPLE, level: "1", sector: Textile, language: en, mandatory: [SEW-1]}
units:
  - code: SEW-1
    title: Sew a straight seam
    language: en
    elements:
      - {title: Prepare, criteria: [The thread is chosen.]}
"""


def shown(here: Sitting) -> StandardsPage:
    page = here.show(PAGE.make)
    assert isinstance(page, StandardsPage)
    return page


def codes(page: StandardsPage) -> list[str]:
    return [str(page.units.rows.index(n, 0).data()) for n in range(page.units.rows.rowCount())]


def test_units_of_a_qualification_are_listed_and_one_is_shown_in_full(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        testers = [QAbstractItemModelTester(table.rows, told) for table in (page.qualifications, page.units)]
        everything = codes(page)
        rows = [str(page.qualifications.rows.index(n, 0).data()) for n in range(testers[0].model().rowCount())]
        page.qualifications.selectRow(rows.index(QUALIFICATION))
        here.settle()
        found = here.centre.work.read(register.qualification, QUALIFICATION)
        assert codes(page) == sorted(found[1].unit_codes())
        assert len(everything) > len(codes(page))
        page.units.selectRow(1)
        here.settle()
        unit = here.centre.work.read(register.unit, codes(page)[1])[1]
        text = page.text.toPlainText()
        assert all(known.text in text and known.code in text for known in unit.criteria())
        assert text.count("critical") >= sum(known.critical for known in unit.criteria())
        assert page.place() == unit.code


def test_the_page_goes_back_to_its_unit(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        wanted = codes(page)[-1]
        page.go_to(wanted)
        here.settle()
        assert page.place() == wanted
        assert wanted in page.text.toPlainText()
        page.go_to("GONE-1")
        here.settle()
        assert page.place() == ""
        assert "GONE-1" in here.said[-1]


def test_a_file_of_standards_is_brought_in_and_can_be_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        before = codes(page)
        (tmp_path / "sewing.yaml").write_text(NEW_STANDARD, encoding="utf-8")
        page.import_file(tmp_path / "sewing.yaml")
        here.settle()
        assert "SEW-1" in codes(page)
        assert "1 qualification, 1 unit, 1 criterion" in words(page.remarks)
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert codes(page) == before


def test_an_example_workbook_is_written_that_can_be_imported(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        page.write_example(tmp_path / "mine.xlsx")
        here.settle()
        assert "mine.xlsx" in here.said[-1]
        page.import_file(tmp_path / "mine.xlsx")
        here.settle()
        assert "1 qualification, 4 units, 100 criteria" in words(page.remarks)


def test_what_is_wrong_with_a_file_stays_until_it_was_read(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        (tmp_path / "broken.yaml").write_text("units: [", encoding="utf-8")
        page.import_file(tmp_path / "broken.yaml")
        here.settle()
        assert "The file was not imported." in words(page.remarks)


def test_an_assessor_reads_and_does_not_import(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        assert not page.import_button.isVisible()
        assert nameless(page) == []


def test_markup_in_a_standard_is_shown_as_it_is_written(qtbot: QtBot) -> None:
    dress()
    view = UnitText()
    qtbot.addWidget(view)
    title = "Weld <b>quickly</b> & well"
    view.show_unit(Unit("X-1", title, (Element("1", "<i>e</i>", (Criterion("1.1", "a < b", critical=True),)),)))
    text = view.toPlainText()
    assert title in text
    assert "<i>e</i>" in text
    assert "a < b" in text


def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
