# SPDX-License-Identifier: Apache-2.0
"""Cells of learners are typed, pasted and filled down; a range is shown before it changes, and taken back at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.filtering import Filter
from app.records.queries import learners as register
from app.services.sample import COHORT
from app.ui.cohorts import PAGE as COHORTS
from app.ui.cohorts.cohorts_page import CohortsPage
from app.ui.learners import PAGE
from app.ui.learners.learners_page import LearnersPage
from app.ui.tables.preview import CellsPreview
from app.ui.widgets.data_table import DataTable
from tests.ui.sample_sitting import VIEWER, Sitting, seated
from tests.ui.screen_checks import nameless, press

SEX, BIRTH_DATE, ID_NUMBER = 2, 3, 4
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(here: Sitting) -> DataTable:
    page = here.show(PAGE.make)
    assert isinstance(page, LearnersPage)
    return page.table


def select(table: DataTable, first: tuple[int, int], last: tuple[int, int]) -> None:
    table.setCurrentIndex(table.rows.index(*first))
    cells = QItemSelection(table.rows.index(*first), table.rows.index(*last))
    table.selectionModel().select(cells, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def paste(here: Sitting, table: DataTable, text: str) -> CellsPreview:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    press(table, Qt.Key.Key_V, CONTROL)
    here.settle()
    return preview(table)


def preview(table: DataTable) -> CellsPreview:
    return next(each for each in table.findChildren(CellsPreview) if each.isVisible())


def sentences(asked: CellsPreview) -> list[str]:
    return [asked.list.cells.sentence(row) for row in range(asked.list.cells.rowCount())]


def column(table: DataTable, n: int) -> list[str]:
    return [str(table.rows.index(row, n).data()) for row in range(table.rows.rowCount())]


def said(asked: CellsPreview) -> str:
    return "\n".join(each.text() for each in asked.findChildren(QLabel))


def test_a_pasted_range_is_shown_and_then_changed_as_one_act(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        before = column(table, ID_NUMBER)
        name = column(table, 0)[1]
        table.setCurrentIndex(table.rows.index(1, BIRTH_DATE))
        asked = paste(here, table, '1.2.2003\tN 1\r\n31.2.2003\t"N 2"\r\n')
        assert nameless(asked) == []
        assert sentences(asked)[0].endswith("31.2.2003 is not a day of the calendar.")
        assert f"{name}, ID number: “{before[1]}” becomes “N 1”" in sentences(asked)
        assert "3 cells change, in 2 rows." in said(asked)
        assert column(table, ID_NUMBER) == before, "nothing is changed before somebody agrees"
        asked.change.click()
        here.settle()
        assert column(table, ID_NUMBER)[1:3] == ["N 1", "N 2"]
        assert column(table, BIRTH_DATE)[1] == "1 Feb 2003"
        assert here.said[-1] == "3 cells are changed."
        undo = here.undo[-1]
        assert undo is not None
        undo()
        here.settle()
        assert column(table, ID_NUMBER) == before


def test_to_leave_all_as_it_is_writes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        place = here.centre.work.records.place
        table.setCurrentIndex(table.rows.index(0, ID_NUMBER))
        paste(here, table, "N 1").leave.click()
        here.settle()
        assert here.centre.work.records.place == place


def test_what_hangs_over_the_end_and_titles_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        last = table.rows.rowCount() - 1
        table.setCurrentIndex(table.rows.index(last, ID_NUMBER))
        words = said(paste(here, table, "ID number\tmore\nN 1\tx\nN 2\ty"))
        assert "1 column hangs over the end of the list and is left out." in words
        assert "1 row hangs over the end of the list and is left out." in words
        assert "The first row holds the titles of the columns; it is left out." in words


def test_one_cell_is_pasted_into_all_that_are_selected(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        select(table, (0, SEX), (3, SEX))
        paste(here, table, "X").change.click()
        here.settle()
        assert column(table, SEX)[:4] == ["Other"] * 4


def test_what_was_copied_here_is_pasted_without_a_difference(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        press(table, Qt.Key.Key_A, CONTROL)
        press(table, Qt.Key.Key_C, CONTROL)
        press(table, Qt.Key.Key_V, CONTROL)
        here.settle()
        asked = preview(table)
        assert "Nothing changes." in said(asked)
        assert sentences(asked) == []


def test_the_first_cell_is_filled_down(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        born = column(table, BIRTH_DATE)[0]
        select(table, (0, BIRTH_DATE), (2, BIRTH_DATE))
        press(table, Qt.Key.Key_D, CONTROL)
        here.settle()
        preview(table).change.click()
        here.settle()
        assert column(table, BIRTH_DATE)[:3] == [born] * 3


def test_a_cell_is_typed_in_place_and_esc_leaves_it(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        before = column(table, ID_NUMBER)[0]
        for keys, wanted in (("Q 1", Qt.Key.Key_Escape), ("Q 2", Qt.Key.Key_Return)):
            table.setFocus()
            table.setCurrentIndex(table.rows.index(0, ID_NUMBER))
            press(table, Qt.Key.Key_F2)
            [editor] = [each for each in table.findChildren(QLineEdit) if each.isVisible()]
            assert editor.text() == before
            editor.selectAll()
            QTest.keyClicks(editor, keys)
            press(editor, wanted)
            here.settle()
        assert column(table, ID_NUMBER)[0] == "Q 2"
        assert here.said == ["1 cell is changed."]
        assert table.currentIndex().row() == 0, "the person stays where they are"


def test_what_cannot_be_kept_is_told_when_it_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        before = column(table, BIRTH_DATE)
        table.rows.setData(table.rows.index(0, BIRTH_DATE), "31.2.2001")
        here.settle()
        assert here.said == ["31.2.2001 is not a day of the calendar."]
        assert column(table, BIRTH_DATE) == before


@pytest.mark.parametrize("keys", [Qt.Key.Key_F2, Qt.Key.Key_V])
def test_who_may_only_look_changes_nothing(qtbot: QtBot, tmp_path: Path, keys: Qt.Key) -> None:
    with seated(tmp_path, VIEWER) as here:
        table = shown(here)
        table.setCurrentIndex(table.rows.index(0, ID_NUMBER))
        press(table, keys, CONTROL if keys == Qt.Key.Key_V else Qt.KeyboardModifier.NoModifier)
        assert table.findChildren(QLineEdit) == []
        assert table.findChildren(CellsPreview) == []


def test_the_register_is_filtered_sorted_and_edited_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        table = shown(here)
        everybody = here.centre.work.read(register.page, register.Page())
        women = [row.name for row in everybody if row.sex == "F"]
        table.filters.set_wish(Filter("sex", contains="fem"))
        here.settle()
        assert column(table, 0) == women
        table.sort_by(0, Qt.SortOrder.DescendingOrder)
        here.settle()
        assert column(table, 0) == women[::-1]
        table.show_columns(["name", "phone", "province"])
        here.settle()
        assert any(column(table, 10))
        table.setCurrentIndex(table.rows.index(0, 10))
        paste(here, table, "012").change.click()
        here.settle()
        assert column(table, 10)[0] == "012"
        table.filters.set_wish(Filter("name", contains="qqqq"))
        here.settle()
        assert column(table, 0) == []
        assert table.isVisible(), "the way back is in the head of the list"
        table.filters.clear()
        here.settle()
        assert table.rows.rowCount() == len(everybody)


def test_members_of_a_cohort_are_edited_in_their_list(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = here.show(COHORTS.make)
        assert isinstance(page, CohortsPage)
        page.show_cohort(COHORT)
        here.settle()
        table = page.card.table
        table.show_columns(["bib", "name", "phone"])
        phone = next(n for n, each in enumerate(table.rows.columns) if each.key == "phone")
        table.setCurrentIndex(table.rows.index(2, 0))
        asked = paste(here, table, "7\tSok Dara SAMPLE\t012 345")
        assert "The column Bib cannot be changed here; it stays as it is." in said(asked)
        asked.change.click()
        here.settle()
        assert (column(table, 1)[2], column(table, phone)[2]) == ("Sok Dara SAMPLE", "012 345")
        assert table.currentIndex().row() == 2
