# SPDX-License-Identifier: Apache-2.0
"""An import on the screen: read, its columns confirmed, its plan looked at and put right, imported, taken back."""

from pathlib import Path

from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.dates import MONTH_FIRST
from app.records.queries import cohorts, learners
from app.services.import_plan import Rule, State
from app.services.learners import set_learner
from app.services.mappings import kept_mappings
from app.services.sample import COHORT
from app.spreadsheets.reading.book import TextForm
from app.spreadsheets.sample import sample_learners, write_sample_cohort
from app.ui.importing import PAGE
from app.ui.importing.import_page import ImportPage
from app.ui.importing.plan_model import Part
from app.ui.importing.problem_fields import CellEdit
from app.ui.importing.text_form import TextFormQuestion
from app.ui.take_back import TakeBack
from tests.journeys.awkward import (
    LATIN,
    NEW_NAME,
    NEW_PHONE,
    OTHER_NEW,
    WRONG_NAME,
    WRONG_ROW,
    awkward_workbook,
    doubtful_dates,
)
from tests.ui.sample_sitting import Sitting, seated, words
from tests.ui.screen_checks import RESOURCES, nameless, press, shared_mnemonics

KEY = Qt.Key
LATIN_ROW = 9


def shown(here: Sitting, cohort: str = COHORT) -> ImportPage:
    page = here.show(PAGE.make)
    assert isinstance(page, ImportPage)
    page.go_to(f"into {cohort}".strip())
    here.settle()
    return page


def read(here: Sitting, page: ImportPage, path: Path) -> None:
    page.take_file(path)
    here.settle()


def planned(here: Sitting, tmp_path: Path) -> ImportPage:
    """The awkward workbook, its columns confirmed as they were found out."""
    page = shown(here)
    read(here, page, awkward_workbook(tmp_path / "Список.xlsx", RESOURCES))
    page.columns.confirm()
    here.settle()
    assert page.steps.currentWidget() is page.plan
    return page


def states(page: ImportPage) -> dict[int, State]:
    assert page.plan.plan is not None
    return {row.row: row.state for row in page.plan.plan.rows}


def counts(page: ImportPage) -> list[str]:
    return [tile.accessibleName() for tile in page.plan.numbers.tiles.values()]


def known(here: Sitting, text: str) -> list[str]:
    return [one.name for one in here.centre.work.read(learners.find, text)]


def test_a_known_template_goes_straight_to_its_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        write_sample_cohort(tmp_path / "list.xlsx", RESOURCES)
        read(here, page, tmp_path / "list.xlsx")
        assert page.steps.currentWidget() is page.plan
        assert counts(page)[:3] == ["0 new", "0 changed", "0 problems"]
        assert page.plan.go.text() == "Nothing to import"
        assert not page.plan.go.isEnabled()


def test_columns_that_are_not_known_are_confirmed_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = awkward_workbook(tmp_path / "Список.xlsx", RESOURCES)
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, path)
        assert page.steps.currentWidget() is page.columns
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
        number = next(box for box in page.columns.rows.choices.values() if "Документ номер" in box.accessibleName())
        number.setCurrentIndex(number.findData("id_number"))
        number.activated.emit(number.currentIndex())
        page.columns.confirm()
        here.settle()
        assert [one.name for one in kept_mappings(here.centre.folder)] == ["Список"]
        page.begin()
        read(here, page, path)
        assert page.steps.currentWidget() is page.plan
        assert page.draft is not None
        assert page.draft.source.layout.fields()["id_number"] == 3


def test_columns_travel_to_another_centre_as_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = awkward_workbook(tmp_path / "Список.xlsx", RESOURCES)
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, path)
        birth = next(box for box in page.columns.rows.choices.values() if box.currentData() == "birth_date")
        birth.setCurrentIndex(0)
        page.columns.save_columns(tmp_path / "theirs.mapping.json")
        here.settle()
        page.begin()
        read(here, page, path)
        page.columns.use_columns(tmp_path / "theirs.mapping.json")
        assert "birth_date" not in page.columns.rows.fields().values()
        read(here, page, doubtful_dates(tmp_path / "list.csv"))
        page.columns.use_columns(tmp_path / "theirs.mapping.json")
        assert "other columns" in page.columns.trouble.text()


def test_headers_stand_where_the_person_says(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, awkward_workbook(tmp_path / "Список.xlsx", RESOURCES))
        header = page.columns.header
        assert header.currentText().startswith("Row 3: №, Ф.И.О.")
        header.setCurrentIndex(header.findData(-1))
        header.activated.emit(header.currentIndex())
        assert "without a header" in page.columns.rows.choices[0].accessibleName()
        page.columns.confirm()
        assert page.columns.trouble.text() or page.steps.currentWidget() is not page.columns


def test_dates_that_may_be_meant_either_way_are_asked_with_examples(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, doubtful_dates(tmp_path / "list.csv"))
        assert page.strip.form.text() == "Read as Windows Cyrillic, semicolon between cells, decimal comma"
        page.columns.confirm()
        assert "Say first" in page.columns.trouble.text()
        month = page.columns.orders.buttons[MONTH_FIRST]
        assert month.text() == "Month first: 03/04/2005 is 4 Mar 2005; 05/06/2004 is 6 May 2004"
        month.click()
        page.columns.confirm()
        here.settle()
        assert page.plan.plan is not None
        assert [row.details.birth_date for row in page.plan.plan.rows] == ["2005-03-04", "2004-05-06"]


def test_a_text_file_is_read_otherwise(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, doubtful_dates(tmp_path / "list.csv"))
        page.strip.otherwise.click()
        asked = page.findChild(TextFormQuestion)
        assert asked is not None
        assert (nameless(asked), shared_mnemonics(asked)) == ([], [])
        asked.encoding.setCurrentIndex(asked.encoding.findData("koi8-r"))
        asked.read.click()
        here.settle()
        assert page.draft is not None
        assert page.draft.sheet.text_form == TextForm("koi8-r", ";", ",")


def test_a_hidden_sheet_is_offered_and_never_taken_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, awkward_workbook(tmp_path / "Список.xlsx", RESOURCES))
        sheets = page.strip.sheets
        assert [sheets.itemText(n) for n in range(sheets.count())] == ["Sheet Список", "Sheet Служебный (hidden)"]
        assert sheets.currentData() == "Список"
        sheets.setCurrentIndex(1)
        sheets.activated.emit(1)
        here.settle()
        assert page.draft is not None
        assert page.draft.sheet.name == "Служебный"


def test_every_row_is_told_and_the_numbers_filter(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        told = QAbstractItemModelTester.FailureReportingMode.Warning
        tester = QAbstractItemModelTester(page.plan.table.plan, told)
        assert counts(page) == [
            "2 new", "1 changed", "1 problem", "1 possible duplicate", "1 unchanged", "6 rows in all",
        ]  # fmt: skip
        assert page.plan.go.text() == "&Import 3 learners; 2 rows stay out"
        page.plan.numbers.tiles[State.REFUSED].click()
        assert tester.model().rowCount() == 1
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
        assert "31.02.2003 is not a day of the calendar." in words(page.plan.detail)
        page.plan.numbers.choose(State.CHANGED)
        assert NEW_PHONE in str(page.plan.table.plan.index(0, Part.WHAT).data())


def test_a_refused_cell_is_put_right_where_it_stands(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.numbers.choose(State.REFUSED)
        page.activateWindow()
        page.plan.table.setFocus()
        press(page.plan.table, KEY.Key_F2)
        editor = page.plan.table.viewport().findChild(QLineEdit)
        assert editor is not None
        assert editor.text() == "31.02.2003"
        editor.setText("28.02.2003")
        press(editor, KEY.Key_Return)
        here.settle()
        assert states(page)[WRONG_ROW] is State.NEW
        row = page.plan.table.current_row()
        assert row is not None
        assert (row.row, row.details.birth_date) == (WRONG_ROW, "2003-02-28")
        assert page.plan.go.text() == "&Import 4 learners; 1 row stays out"


def test_a_letter_begins_to_write_and_esc_takes_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.numbers.choose(State.REFUSED)
        page.plan.table.setFocus()
        press(page.plan.table, KEY.Key_2)
        editor = page.plan.table.viewport().findChild(QLineEdit)
        assert editor is not None
        press(editor, KEY.Key_Escape)
        here.settle()
        assert page.plan.choices.edits == {}


def test_the_field_beside_keeps_the_keyboard_while_the_row_is_looked_at_again(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.numbers.choose(State.REFUSED)
        field = page.plan.detail.problems.fields["birth_date"]
        edit = field.editor
        assert isinstance(edit, CellEdit)
        edit.setFocus()
        edit.setText("30.02.2003")
        press(edit, KEY.Key_Return)
        here.settle()
        assert "30.02.2003 is not a day of the calendar." in words(page.plan.detail)
        edit.setText("1.3.2003")
        press(edit, KEY.Key_Return)
        here.settle()
        assert states(page)[WRONG_ROW] is State.NEW
        assert page.plan.detail.problems.fields["birth_date"].editor is edit
        edit.setText("nonsense")
        press(edit, KEY.Key_Escape)
        assert edit.text() == "1.3.2003"


def test_rows_are_left_out_by_space_del_and_the_tick(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        table = page.plan.table
        table.selectAll()
        press(table, KEY.Key_Delete)
        here.settle()
        assert counts(page)[:3] == ["0 new", "0 changed", "0 problems"]
        assert not page.plan.go.isEnabled()
        table.selectAll()
        press(table, KEY.Key_Space)
        here.settle()
        assert counts(page)[:2] == ["2 new", "1 changed"]
        first = table.plan.index(0, Part.TAKEN)
        table.plan.setData(first, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        here.settle()
        assert first.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
        assert counts(page)[0] == "1 new"


def test_one_changed_cell_is_not_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.numbers.choose(State.CHANGED)
        cells = page.plan.detail.differences
        assert cells.cells.sentence(0).endswith(f"becomes “{NEW_PHONE}”")
        press(cells, KEY.Key_Space)
        here.settle()
        assert counts(page)[1] == "0 changed"
        assert cells.isVisible()
        press(cells, KEY.Key_Space)
        here.settle()
        assert counts(page)[1] == "1 changed"


def test_a_possible_duplicate_is_decided_one_by_one_and_by_rule(qtbot: QtBot, tmp_path: Path) -> None:
    name = sample_learners(RESOURCES)[LATIN].full_name
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.numbers.choose(State.DOUBTFUL)
        alikes = page.plan.detail.alikes
        here.settle()
        assert name in words(alikes)
        alikes.same[0].click()
        here.settle()
        assert states(page)[LATIN_ROW] is State.CHANGED
        assert alikes.isVisible()
        alikes.other.click()
        here.settle()
        assert states(page)[LATIN_ROW] is State.NEW
    with seated(tmp_path / "rule") as here:
        page = planned(here, tmp_path)
        rule = page.plan.rule
        assert rule.isVisible()
        for choice, state in ((Rule.SAME, State.CHANGED), (Rule.OWN, State.NEW), (Rule.ASK, State.DOUBTFUL)):
            rule.setCurrentIndex(rule.findData(choice.value))
            rule.activated.emit(rule.currentIndex())
            here.settle()
            assert states(page)[LATIN_ROW] is state


def test_it_is_imported_looked_back_at_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        before = work.read(learners.count)
        page = planned(here, tmp_path)
        assert work.read(learners.count) == before
        page.plan.go.click()
        here.settle()
        assert "2 learners are new. 1 learner was changed." in words(page.done)
        assert known(here, NEW_NAME) == [NEW_NAME]
        group = work.read(cohorts.cohort, COHORT)
        members = {one.name: one.enrolled for one in work.read(cohorts.members, group.id)}
        assert members[OTHER_NEW]
        assert known(here, WRONG_NAME) == []
        page.done.back.click()
        here.settle()
        asked = page.findChild(TakeBack)
        assert asked is not None
        assert (nameless(asked), shared_mnemonics(asked)) == ([], [])
        assert "2 learners would be gone. 1 learner would be as before." in words(asked)
        taken_back: list[bytes] = []
        here.context.taken_back.connect(taken_back.append)
        asked.take.click()
        here.settle()
        assert work.read(learners.count) == before
        assert "taken back" in words(page.done)
        assert taken_back == [page.writing.act]


def test_the_page_says_what_was_done_and_the_menu_takes_it_back_too(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.go.click()
        here.settle()
        assert here.said[-1] == ""
        take_back = here.undo[-1]
        assert take_back is not None
        take_back()
        here.settle()
        assert known(here, NEW_NAME) == []
        assert "taken back" in words(page.done)


def test_what_changed_meanwhile_is_looked_at_again(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        work = here.centre.work
        row = next(row for row in page.plan.plan.rows if row.state is State.CHANGED) if page.plan.plan else None
        assert row is not None
        set_learner(work, row.learner, {"phone": NEW_PHONE})
        page.plan.go.click()
        here.settle()
        assert "The records changed while you looked" in page.plan.notice.text()
        assert states(page)[row.row] is State.UNCHANGED
        assert known(here, NEW_NAME) == []


def test_refused_rows_come_back_as_a_workbook(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.writing.write_report(tmp_path / "remarks.xlsx")
        here.settle()
        sheet = load_workbook(tmp_path / "remarks.xlsx").worksheets[0]
        comment = sheet["E8"].comment
        assert comment is not None
        assert "31.02.2003" in comment.text


def test_a_range_is_pasted(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here, "")
        QGuiApplication.clipboard().clear()
        page.reading.paste()
        content = QMimeData()
        content.setText("Full name\tPhone\nPasted One SAMPLE\t012\nPasted Two SAMPLE\t013\n")
        QGuiApplication.clipboard().setMimeData(content)
        page.start.choose.setFocus()
        press(page.start.choose, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        assert counts(page)[0] == "2 new"
        page.plan.go.click()
        here.settle()
        assert known(here, "Pasted") == ["Pasted One SAMPLE", "Pasted Two SAMPLE"]
        QGuiApplication.clipboard().clear()


def test_a_locked_workbook_asks_for_its_password(qtbot: QtBot, tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, locked = tmp_path / "plain.xlsx", tmp_path / "locked.xlsx"
    write_sample_cohort(plain, RESOURCES)
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("sesame", target)
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, locked)
        assert page.steps.currentWidget() is page.password
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
        for typed in ("wrong", "sesame"):
            QTest.keyClicks(page.password.edit, typed)
            press(page.password.edit, KEY.Key_Return)
            here.settle()
            if typed == "wrong":
                assert page.steps.currentWidget() is page.password
                assert "password" in words(page.password)
        assert page.steps.currentWidget() is page.plan
        assert page.password.edit.text() == ""


def test_a_file_that_is_no_workbook_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        (tmp_path / "photo.xlsx").write_bytes(b"no workbook")
        read(here, page, tmp_path / "photo.xlsx")
        assert page.steps.currentWidget() is page.start
        assert "photo.xlsx is neither a workbook" in page.start.trouble.text()


def test_a_workbook_without_learners_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Full name", "Phone"])
    book.save(tmp_path / "empty.xlsx")
    with seated(tmp_path) as here:
        page = shown(here)
        read(here, page, tmp_path / "empty.xlsx")
        assert "holds no learners" in page.start.trouble.text()


def test_going_back_writes_nothing_and_leads_to_the_cohort(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        before = here.centre.work.read(learners.count)
        page = planned(here, tmp_path)
        assert page.place() == f"into {COHORT}"
        page.header.back.click()
        here.settle()
        assert here.wanted == [("cohorts", COHORT)]
        assert page.draft is None
        assert here.centre.work.read(learners.count) == before


def test_what_was_decided_outlives_a_window_that_is_made_anew(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.leave_out([WRONG_ROW], True)
        here.settle()
        page.deleteLater()
        again = shown(here)
        assert again.steps.currentWidget() is again.plan
        assert again.plan.choices.left_out == {WRONG_ROW}
        assert again.plan.go.text() == "&Import 3 learners; 2 rows stay out"


def test_a_second_file_takes_the_place_of_the_first_while_that_is_read(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        page.take_file(doubtful_dates(tmp_path / "list.csv"))
        write_sample_cohort(tmp_path / "list.xlsx", RESOURCES)
        page.take_file(tmp_path / "list.xlsx", more=2)
        here.settle()
        assert page.draft is not None
        assert page.draft.name == "list.xlsx"
        assert page.steps.currentWidget() is page.plan
        assert here.said == ["One file is imported at a time: list.xlsx is read."]


def test_no_other_file_is_taken_while_one_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = planned(here, tmp_path)
        page.plan.go.click()
        assert not page.header.back.isEnabled()
        page.take_file(doubtful_dates(tmp_path / "list.csv"))
        assert "still being imported" in here.said[-1]
        here.settle()
        assert page.steps.currentWidget() is page.done
        assert page.header.back.isEnabled()
