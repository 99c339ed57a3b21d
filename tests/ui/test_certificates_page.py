# SPDX-License-Identifier: Apache-2.0
"""Issuing certificates, the register, checking one, paper."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.documents.preview import page_count
from app.records.queries import certificates as register
from app.records.queries import cohorts
from app.services.certificates import IssueWish, issue
from app.services.reprinting import reprint
from app.services.sample import COHORT
from app.services.stationery import StationeryWish, receive_stationery
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.issue_choices import BOTH
from app.ui.certificates.printing import paper, print_on
from tests.ui.sample_sitting import ASSESSOR, Sitting, all_competent, seated, words
from tests.ui.screen_checks import LOW_PAGE, clipped, dress, nameless, out_of_reach, press, shared_mnemonics

READY = 2


def shown(here: Sitting, place: str = f"issue {COHORT}") -> CertificatesPage:
    page = here.show(PAGE.make)
    assert isinstance(page, CertificatesPage)
    page.go_to(place)
    here.settle()
    return page


def checks(page: CertificatesPage) -> dict[str, str]:
    rows = page.issuing.table.rows
    return {str(rows.index(n, 1).data()): str(rows.index(n, 0).data()) for n in range(rows.rowCount())}


def choose(here: Sitting, page: CertificatesPage, name: str) -> None:
    page.issuing.table.selectRow(list(checks(page)).index(name))
    here.settle()


def issued(here: Sitting) -> list[register.CertificateRow]:
    return here.centre.work.read(register.register)


def test_it_is_said_who_is_ready_and_what_the_others_lack(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        page = shown(here)
        members = here.centre.work.read(cohorts.members, here.centre.work.read(cohorts.cohort, COHORT).id)
        assert [name for name, check in checks(page).items() if check == "Ready"] == sorted(
            (member.name for member in members[:READY]), key=str.casefold
        )
        assert page.issuing.counts.ready.text() == f"{READY} ready"
        assert page.issuing.counts.attention.text() == f"{len(members) - READY} need attention"
        choose(here, page, members[-1].name)
        assert page.issuing.needs.heading.text() == members[-1].name
        assert "is needed" in words(page.issuing.needs)
        assert page.issuing.view.picture is not None


def test_certificates_are_issued_into_a_folder_and_stand_in_the_register(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, READY)
    with seated(tmp_path) as here:
        page = shown(here)
        page.issuing.choices.files.setCurrentIndex(page.issuing.choices.files.findData(BOTH))
        assert page.issuing.choices.button.text() == f"&Issue {READY} documents..."
        page.issuing.issue_to(tmp_path / "out")
        here.settle()
        files = sorted(file.name for file in (tmp_path / "out").iterdir())
        assert files == sorted([f"certificates {COHORT}.pdf", *(f"{row.number}.pdf" for row in issued(here))])
        assert f"{READY} certificates were issued" in words(page.issuing.issued)
        assert not page.issuing.choices.button.isEnabled()
        page.go_to("register")
        here.settle()
        assert page.register.table.rows.rowCount() == READY
        assert page.register.view.picture is not None
        name = issued(here)[0].name
        page.register.search.setText(name)
        press(page.register.search, Qt.Key.Key_Return)
        here.settle()
        assert page.register.number == issued(here)[0].number
        assert page.place() == f"register {issued(here)[0].number}"


def test_only_selected_learners_get_theirs_when_two_or_more_are_selected(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 3)
    with seated(tmp_path) as here:
        page = shown(here)
        ready = [n for n, check in enumerate(checks(page).values()) if check == "Ready"]
        page.issuing.table.clearSelection()
        page.issuing.table.setSelectionMode(page.issuing.table.SelectionMode.MultiSelection)
        for row in ready[:2]:
            page.issuing.table.selectRow(row)
        page.issuing.issue_to(tmp_path / "out")
        here.settle()
        assert len(issued(here)) == 2


def test_a_file_is_checked_and_so_is_the_text_of_a_code(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        made = issue(here.centre, IssueWish(COHORT, out=tmp_path / "out"))
        assert made.issued[0].file is not None
    with seated(tmp_path, ASSESSOR) as here:  # the list of signatures is written when the records are closed
        page = shown(here, "check")
        page.checking.check_file(made.issued[0].file)
        here.settle()
        assert page.checking.result.text() == "Genuine"
        for fact in (made.issued[0].name, "Certificate", "MEF2-EN", "MEF201-EN", "Compare this, letter by letter"):
            assert fact in words(page.checking)
        page.checking.text.setPlainText(made.issued[0].number.lower())
        page.checking.check_button.click()
        here.settle()
        assert page.checking.result.text() == "Genuine"
        assert "The register of this centre holds this number." in words(page.checking)
        page.checking.text.setPlainText("something else")
        page.checking.check_button.click()
        here.settle()
        assert page.checking.result.text() == "No certificate"
        assert made.issued[0].name not in words(page.checking)


def test_documents_are_printed_page_by_page_as_they_lie(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 2)
    with seated(tmp_path) as here:
        made = issue(here.centre, IssueWish(COHORT))
        numbers = [row.number for row in made.issued]
        page = shown(here, "register")
        printer = paper(QPrinter())
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printing = print_on(page, here.context, printer, lambda: [reprint(here.centre, number) for number in numbers])
        with qtbot.waitSignal(printing.finished, timeout=20_000):
            pass
        pages = sum(page_count(reprint(here.centre, number)) for number in numbers)
        assert page_count((tmp_path / "paper.pdf").read_bytes()) == pages
        assert here.said[-1] == f"{pages} pages were sent to the printer."


def test_a_document_is_saved_again_from_the_register(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        number = issue(here.centre, IssueWish(COHORT)).issued[0].number
        page = shown(here, f"register {number}")
        page.register.files.save_pages(tmp_path / "again.pdf")
        here.settle()
        assert (tmp_path / "again.pdf").read_bytes() == reprint(here.centre, number)


def test_the_learner_gets_the_digital_certificate_as_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        made = issue(here.centre, IssueWish(COHORT)).issued[0]
        page = shown(here, f"register {made.number}")
        files = page.register.files
        assert files.digital.isVisible()
        files.save_digital(tmp_path / "kept.json")
        here.settle()
        assert here.said[-1] == "kept.json is written."
        files.save_digital(tmp_path / "kept.jwt")
        here.settle()
        page.go_to("check")
        page.checking.check_file(tmp_path / "kept.json")
        here.settle()
        assert page.checking.result.text() == "Genuine"
        for shown_text in (tmp_path / "kept.jwt").read_text(), (tmp_path / "kept.json").read_text():
            page.checking.text.setPlainText("something else")
            page.checking.check_button.click()
            here.settle()
            page.checking.text.setPlainText(shown_text)
            page.checking.check_button.click()
            here.settle()
            assert page.checking.result.text() == "Genuine"
            assert made.name in words(page.checking)
        files.show_row(None)
        assert not files.digital.isVisible()


def test_an_assessor_sees_the_register_and_issues_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        assert [page.tabs.tabText(n) for n in range(page.tabs.count())] == [
            "Register", "Hand out", "Forms", "Check one",
        ]  # fmt: skip
        assert "No certificate was issued yet" in words(page)
        assert page.place() == "register"


def test_the_lists_keep_the_rules_of_qt_and_everything_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        testers = [QAbstractItemModelTester(t.rows, told) for t in (page.issuing.table, page.register.table)]
        for place in ("issue", "register", "hand-out", "forms", "check"):
            page.go_to(place)
            here.settle()
            assert (place, nameless(page), shared_mnemonics(page)) == (place, [], [])
        assert [tester.model().rowCount() for tester in testers] == [len(checks(page)), 0]


@pytest.mark.parametrize("scale", [100, 150])
def test_on_a_low_screen_everything_can_be_reached_and_is_not_cut(qtbot: QtBot, tmp_path: Path, scale: int) -> None:
    all_competent(tmp_path, 1)
    with seated(tmp_path) as here:
        dress(scale=scale)
        issue(here.centre, IssueWish(COHORT))
        receive_stationery(here.centre.work, StationeryWish("SAMPLE blue forms", "AB-004401", "AB-004500"))
        page = here.show(PAGE.make, *LOW_PAGE)
        assert isinstance(page, CertificatesPage)
        for place in ("register", "hand-out", "forms", "rules"):
            page.go_to(place)
            here.settle()
            assert out_of_reach(page) == []
            assert [fault for fault in clipped(page) if "DataTable" not in fault] == [], "only lists go sideways"
    dress()
