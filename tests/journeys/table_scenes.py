# SPDX-License-Identifier: Apache-2.0
"""What lists look like while they are worked in: ranges, filters, columns, views, cells that are typed and pasted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from app.domain.filtering import Filter
from app.ui.cohorts.cohorts_page import CohortsPage
from app.ui.learners.learners_page import LearnersPage
from app.ui.tables.columns import choose_columns
from app.ui.tables.desk import desk_of
from app.ui.tables.keeping import keep_view
from app.ui.tables.menu import table_menu
from app.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from tests.journeys.scenes import Stage

LATIN, SEX, BIRTH_DATE, ID_NUMBER = range(1, 5)
ALL_SHOWN = ("name", "birth_date", "phone")


def tables(stage: "Stage") -> Iterator[str]:
    """The register of learners, worked in as a spreadsheet; the members of a cohort with other columns."""
    page = stage.page("learners", LearnersPage)
    page.show_list()
    stage.settle()
    table = page.table
    select(table, (1, 0), (5, ID_NUMBER))
    yield "table-range"
    table_menu(table, SEX).popup(table.header.mapToGlobal(QPoint(300, 40)))
    yield "table-menu"
    close_all()
    for column, name in ((SEX, "values"), (BIRTH_DATE, "dates")):
        table.filters.ask(column)
        stage.settle()
        yield f"table-filter-{name}"
        close_all()
    table.filters.set_wish(Filter("sex", among=("F",)))
    stage.settle()
    yield "table-filtered"
    table.filters.set_wish(Filter("name", contains="qqqq"))
    stage.settle()
    yield "table-filtered-all-out"
    table.filters.clear()
    stage.settle()
    choose_columns(table)
    yield "table-columns"
    close_all()
    desk = desk_of(table)
    assert desk is not None
    keep_view(table, desk).keep.click()
    yield "table-view"
    close_all()
    yield from _changing(stage, table)
    yield from _members(stage)


def _changing(stage: "Stage", table: DataTable) -> Iterator[str]:
    assert table.editing is not None
    table.setCurrentIndex(table.rows.index(2, ID_NUMBER))
    table.edit(table.currentIndex())
    yield "table-typing"
    table.closePersistentEditor(table.currentIndex())
    table.setFocus()
    table.setCurrentIndex(table.rows.index(1, SEX))
    table.editing.take([["F", "1.2.2001", "N 1"], ["M", "31.2.2001", "N 2"], ["?", "", "N 3"], ["X", "2.3.2002", ""]])
    stage.settle()
    yield "table-paste"
    close_all()
    select(table, (table.rows.rowCount() - 1, 0), (table.rows.rowCount() - 1, 0))
    table.editing.take([["", "", "", "", "", "", ""], [""] * 7])
    stage.settle()
    yield "table-paste-nothing"
    close_all()
    table.clearSelection()


def _members(stage: "Stage") -> Iterator[str]:
    page = stage.page("cohorts", CohortsPage)
    page.show_cohort(stage.cohort().code)
    stage.settle()
    page.card.table.show_columns(ALL_SHOWN)
    stage.settle()
    yield "table-members"
    page.card.table.show_usual()
    page.show_list()


def select(table: DataTable, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Select these cells, the first of them the current one."""
    corner: QModelIndex = table.rows.index(*first)
    table.setCurrentIndex(corner)
    table.selectionModel().select(
        QItemSelection(corner, table.rows.index(*last)), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    table.setFocus()


def close_all() -> None:
    """Close windows and menus over the window."""
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and isinstance(each, QDialog | QMenu):
            each.close()
