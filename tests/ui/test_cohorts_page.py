# SPDX-License-Identifier: Apache-2.0
"""Cohorts: the list, one cohort, opening one, filling one from a workbook."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from app.records.queries import cohorts as register
from app.services.cohort_import import Into
from app.services.cohorts import CohortWish, open_cohort, remove_members
from app.services.people import disable_person
from app.services.sample import COHORT, QUALIFICATION
from app.services.workbook_import import ImportWish, Opening, import_cohort
from app.spreadsheets.sample import write_sample_cohort
from app.ui.cohorts import PAGE
from app.ui.cohorts.adding import AddLearners
from app.ui.cohorts.changing import ChangeCohort
from app.ui.cohorts.cohorts_page import NEW, CohortsPage
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.toast import Follow
from tests.ui.sample_sitting import ADMINISTRATOR, ASSESSOR, VIEWER, Sitting, seated, words
from tests.ui.screen_checks import RESOURCES, nameless, press, shared_mnemonics


def shown(here: Sitting, place: str = "") -> CohortsPage:
    page = here.show(PAGE.make)
    assert isinstance(page, CohortsPage)
    page.go_to(place)
    here.settle()
    return page


def column(table: DataTable, at: int) -> list[str]:
    return [str(table.rows.index(n, at).data()) for n in range(table.rows.rowCount())]


def members(here: Sitting, code: str) -> list[str]:
    work = here.centre.work
    return [one.name for one in work.read(register.members, work.read(register.cohort, code).id)]


def workbook(path: Path, **cells: str) -> Path:
    """The sample workbook with other words in these cells."""
    write_sample_cohort(path, RESOURCES)
    book = load_workbook(path)
    for cell, text in cells.items():
        book.worksheets[0][cell] = text
    book.save(path)
    return path


def test_the_list_keeps_the_rules_of_qt_and_opens_a_cohort(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        testers = [QAbstractItemModelTester(table.rows, told) for table in (page.table, page.card.table)]
        assert column(page.table, 0) == [COHORT]
        page.table.selectRow(0)
        press(page.table, Qt.Key.Key_Return)
        here.settle()
        assert page.place() == COHORT
        assert testers[1].model().rowCount() == len(members(here, COHORT))


def test_a_cohort_shows_bibs_names_and_how_far_its_units_are(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, COHORT)
        assert column(page.card.table, 0) == [str(n) for n in range(1, len(members(here, COHORT)) + 1)]
        assert column(page.card.table, 1) == members(here, COHORT)
        assert "0 of 300 marked" in words(page.card.units)
        page.card.table.selectRow(0)
        press(page.card.table, Qt.Key.Key_Return)
        first = here.centre.work.read(register.members, here.centre.work.read(register.cohort, COHORT).id)[0]
        assert here.wanted == [("learners", first.learner.hex())]


def test_assess_leads_to_the_practical_of_that_unit(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here, COHORT)
        unit = here.centre.work.read(register.cohort, COHORT).units[1]
        page.card.units.row(unit).assess.click()
        assert here.wanted == [("assess", f"{COHORT} {unit}")]
    with seated(tmp_path, VIEWER) as here:
        page = shown(here, COHORT)
        assert not page.card.units.row(unit).assess.isVisible()
        assert not page.card.import_button.isVisible()


def test_a_cohort_is_opened_with_its_units_dates_and_assessors(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, NEW)
        form = page.opening
        QTest.keyClicks(form.code, "WELD-27")
        QTest.keyClicks(form.shared.start, "2.3.2027")
        form.qualification.setCurrentIndex(form.qualification.findData(QUALIFICATION))
        here.settle()
        untick(form.units, 0)
        untick(form.shared.assessors, 0)
        form.save()
        here.settle()
        row = here.centre.work.read(register.cohort, "WELD-27")
        assert (row.start, row.qualification, row.assessors) == ("2027-03-02", QUALIFICATION, ())
        assert len(row.units) == form.units.count() - 1
        assert page.place() == "WELD-27"
        assert "Nobody is in this cohort yet" in words(page)


def untick(listed: QListWidget, row: int) -> None:
    item = listed.item(row)
    assert item is not None
    assert item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked)


def test_what_is_wrong_with_a_new_cohort_stands_at_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, NEW)
        page.opening.save()
        assert "The code is needed." in words(page.opening)
        QTest.keyClicks(page.opening.code, COHORT.lower())
        QTest.keyClicks(page.opening.shared.end, "30.02.2027")
        page.opening.save()
        assert "30.02.2027 is not a day of the calendar." in words(page.opening)
        page.opening.shared.end.clear()
        page.opening.save()
        here.settle()
        assert f"There is a cohort {COHORT} already" in words(page.opening)
        assert page.place() == NEW


def test_everybody_is_enrolled_in_one_step_and_it_can_be_undone(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        open_cohort(work, CohortWish("NEW-1", QUALIFICATION))
        path = workbook(tmp_path / "list.xlsx", B2="Somebody New SAMPLE", K2="ZZ1", L2="")
        import_cohort(work, ImportWish(path, Opening(RESOURCES / "translations"), Into("NEW-1")))
        page = shown(here, "NEW-1")
        assert "Not enrolled" in column(page.card.table, 2)
        page.card.enrol_button.click()
        here.settle()
        assert set(column(page.card.table, 2)) == {"Enrolled"}
        assert not page.card.enrol_button.isEnabled()
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert "Not enrolled" in column(page.card.table, 2)


def test_the_import_is_reached_from_the_list_and_from_a_cohort(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, COHORT)
        page.card.import_button.click()
        page.show_list()
        page.show_import()
        assert here.wanted == [("import", f"into {COHORT}"), ("import", "into")]


def test_learners_of_the_register_are_added_by_name(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ADMINISTRATOR) as here:
        work = here.centre.work
        gone = work.read(register.members, work.read(register.cohort, COHORT).id)[0]
        remove_members(work, COHORT, [gone.learner])
        page = shown(here, COHORT)
        page.card.add_button.click()
        asked = page.findChild(AddLearners)
        assert asked is not None
        asked.search.setText(gone.name)
        press(asked.search, Qt.Key.Key_Return)
        here.settle()
        assert column(asked.table, 0) == [gone.name]
        asked.table.selectRow(0)
        assert nameless(asked) == []
        asked.add.click()
        here.settle()
        assert gone.name in column(page.card.table, 1)
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert gone.name not in column(page.card.table, 1)


def test_selected_learners_leave_the_cohort_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, COHORT)
        table, before = page.card.table, members(here, COHORT)
        assert not page.card.remove_button.isEnabled()
        table.selectRow(1)
        press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        page.card.remove_button.click()
        here.settle()
        assert column(table, 1) == [before[0], *before[3:]]
        assert here.said[-1] == f"2 learners were taken out of {COHORT}."
        assert not page.card.remove_button.isEnabled()
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert column(table, 1) == before


def test_a_viewer_takes_nobody_out(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, VIEWER) as here:
        card = shown(here, COHORT).card
        card.table.selectRow(0)
        assert not card.remove_button.isVisible()


def changing(page: CohortsPage, here: Sitting) -> ChangeCohort:
    page.card.change_button.click()
    here.settle()
    asked = page.findChild(ChangeCohort)
    assert asked is not None
    return asked


def test_a_cohort_is_changed_with_enter_and_it_can_be_undone(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, work = shown(here, COHORT), here.centre.work
        before = work.read(register.cohort, COHORT)
        asked = changing(page, here)
        assert (nameless(asked), shared_mnemonics(asked)) == ([], [])
        asked.form.title.setText("Evening welders SAMPLE")
        asked.form.end.setText("30.11.2027")
        untick(asked.form.assessors, 0)
        press(asked.form.assessors, Qt.Key.Key_Return)
        here.settle()
        row = work.read(register.cohort, COHORT)
        assert (row.title, row.start, row.end, row.assessors) == (
            "Evening welders SAMPLE", before.start, "2027-11-30", before.assessors[1:],
        )  # fmt: skip
        assert "Evening welders SAMPLE" in words(page.card.header)
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert work.read(register.cohort, COHORT) == before


def test_what_is_wrong_with_a_change_stands_at_its_field_and_esc_leaves_all_as_it_was(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with seated(tmp_path) as here:
        page, work = shown(here, COHORT), here.centre.work
        before = work.read(register.cohort, COHORT)
        asked = changing(page, here)
        for text, sentence in (("soon", "soon is not a date."), ("1.1.1999", "lies before the start")):
            asked.form.start.setText("2.1.2027")
            asked.form.end.setText(text)
            press(asked.form.end, Qt.Key.Key_Return)
            here.settle()
            assert sentence in words(asked.form.fields["end"])
        press(asked, Qt.Key.Key_Escape)
        here.settle()
        assert work.read(register.cohort, COHORT) == before
        assert here.said == []


def test_a_change_of_nothing_says_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, COHORT)
        press(changing(page, here).form.title, Qt.Key.Key_Return)
        here.settle()
        assert page.findChild(ChangeCohort) is None
        assert here.said == []


def test_an_assessor_who_has_ended_stays_with_the_cohort_until_unticked(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        before = work.read(register.cohort, COHORT)
        disable_person(here.centre, ASSESSOR)
        asked = changing(shown(here, COHORT), here)
        asked.form.title.setText("New")
        asked.save()
        here.settle()
        row = work.read(register.cohort, COHORT)
        assert (row.title, row.assessors) == ("New", before.assessors)


def test_an_assessor_does_not_change_a_cohort(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        card = shown(here, COHORT).card
        assert card.remove_button.isVisible()
        assert not card.change_button.isVisible()


def offered(page: CohortsPage) -> list[str]:
    """What stands in the menu of the export, as far as it can be chosen."""
    menu = page.card.exports.button.menu()
    assert menu is not None
    return [each.text().replace("&", "") for each in menu.actions() if each.isEnabled()]


def first_sheet(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_the_learners_of_a_cohort_leave_and_come_back_unchanged(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page, path = shown(here, COHORT), tmp_path / "cohort.xlsx"
        assert offered(page)[0] == "Learners, to edit and bring back..."
        page.card.exports.write_learners(path)
        here.settle()
        names = [row[1] for row in first_sheet(path)[1:] if row[1]]
        assert names == members(here, COHORT)
        assert here.said[-1].startswith("cohort.xlsx is written.")
        then = here.undo[-1]
        assert isinstance(then, Follow)
        assert then.words == "Open the folder"
        wish = ImportWish(path, Opening(RESOURCES / "translations"), Into(COHORT))
        again = import_cohort(here.centre.work, wish)
        assert (again.new, again.changed, again.refused) == (0, 0, ())


def test_results_and_the_marks_of_a_unit_leave_a_cohort(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page, exports = shown(here, COHORT), shown(here, COHORT).card.exports
        assert offered(page)[1:] == ["Results...", "Marks workbook of a unit"]
        unit = here.centre.work.read(register.cohort, COHORT).units[0]
        exports.write_results(tmp_path / "results.xlsx")
        exports.write_marks(unit, tmp_path / "marks.xlsx")
        here.settle()
        for name in ("results.xlsx", "marks.xlsx"):
            written = {cell for row in first_sheet(tmp_path / name) for cell in row}
            assert written.issuperset(members(here, COHORT))


def test_of_a_cohort_without_learners_there_is_an_empty_workbook(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        open_cohort(here.centre.work, CohortWish("NEW-1", QUALIFICATION))
        page = shown(here, "NEW-1")
        assert offered(page) == ["Empty workbook, to fill in..."]
        page.card.exports.write_empty(tmp_path / "empty.xlsx")
        here.settle()
        assert "Full name" in first_sheet(tmp_path / "empty.xlsx")[0]
    with seated(tmp_path, VIEWER) as here:
        assert not shown(here, COHORT).card.exports.button.isVisible()


def test_an_export_that_is_stopped_leaves_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, COHORT)
        writing = page.card.exports.write_learners(tmp_path / "cohort.xlsx")
        press(writing, Qt.Key.Key_Escape)
        here.settle()
        assert here.said == ["Stopped. cohort.xlsx was not written."]
        assert [path.name for path in tmp_path.glob("*cohort*")] == []


def test_a_folder_that_is_gone_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        shown(here, COHORT).card.exports.write_learners(tmp_path / "gone" / "cohort.xlsx")
        here.settle()
        assert len(here.said) == 1
        assert here.undo == [None]


def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        for place in ("", COHORT, NEW):
            if place:
                page.go_to(place)
                here.settle()
            assert (place, nameless(page), shared_mnemonics(page)) == (place, [], [])
