# SPDX-License-Identifier: Apache-2.0
"""All cohorts of the centre, and the ways into one: its page, opening it, filling it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries import cohorts as register
from app.records.queries.cohorts import CohortRow
from app.translation import language, later, tr
from app.ui.background.change_bus import Changes
from app.ui.cohorts.cohort_card import CohortCard
from app.ui.cohorts.cohort_cells import cohort_list
from app.ui.cohorts.exporting import write_empty
from app.ui.cohorts.opening import OpenCohort
from app.ui.context import Context
from app.ui.file_writing import ask_workbook
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.row_source import Order

NEW: Final = "?new"
"""A place that is no cohort: codes never hold a question mark."""


class CohortsPage(QWidget):
    """The list, or one cohort. Its place is empty on the list, ``?new``, or the code of a cohort."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._codes: dict[bytes, str] = {}
        self._stale = False
        roles = context.centre.work.roles
        self._may_open, self._may_import = (allowed(roles, c) for c in (Command.OPEN_COHORT, Command.IMPORT_COHORT))
        self.header = PageHeader(tr("Cohorts"))
        self.table = DataTable(tr("Cohorts"), cohort_list(()), Order("code"), key="cohorts")
        self.card = CohortCard(context)
        self.opening = OpenCohort(context)
        self._bodies = QStackedWidget()
        self.sides = QStackedWidget()
        self._arrange()
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._on_opened)
        self.card.left.connect(self.show_list)
        self.card.import_wanted.connect(self.show_import)
        self.opening.left.connect(self.show_list)
        self.opening.opened.connect(self.show_cohort)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def place(self) -> str:
        """The list, or where in it the person is."""
        return ("", self.card.code, NEW)[self.sides.currentIndex()]

    def go_to(self, place: str) -> None:
        """Show that cohort, or the fields of a new one."""
        if place == NEW:
            self.show_opening()
        elif place:
            self.show_cohort(place)

    @Slot()
    def show_list(self) -> None:
        """Back to all cohorts."""
        self.sides.setCurrentIndex(0)
        self.table.setFocus()

    @Slot(str)
    def show_cohort(self, code: str) -> None:
        """The page of this cohort."""
        self.sides.setCurrentIndex(1)
        self.card.show_cohort(code)
        self.card.table.setFocus()

    @Slot()
    def show_opening(self) -> None:
        """Fields for a new cohort."""
        if self._may_open:
            self.sides.setCurrentIndex(2)
            self.opening.begin()

    @Slot(str)
    def show_import(self, code: str = "") -> None:
        """The import, into this cohort."""
        if self._may_import:
            self._context.show_page("import", f"into {code}".strip())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.cohorts, then=self._on_cohorts, key="cohorts.list")

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self._codes = {row.id: row.code for row in rows}
        self.table.show_source(cohort_list(rows), self.table.rows.order)
        self.header.set_subtitle(QLocale(language()).toString(len(rows)))
        self._bodies.setCurrentIndex(0 if rows else 1)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & {"cohort", "member"}:
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    @Slot(bytes)
    def _on_opened(self, cohort: bytes) -> None:
        self.show_cohort(self._codes[bytes(cohort)])

    def _on_import(self) -> None:
        self.show_import("")

    def _on_template(self) -> None:
        ask_workbook(self, tr("learners"), self.write_workbook)

    def write_workbook(self, path: Path) -> None:
        """Write an empty workbook, to be filled in and imported."""
        write_empty(self._context, self, path)

    def _arrange(self) -> None:
        if self._may_import:
            self.header.add(button(tr("&Empty workbook..."), self._on_template, drawing=Icon.FILE_SPREADSHEET))
            self.header.add(button(tr("&Import from Excel..."), self._on_import))
        if self._may_open:
            self.header.add(button(tr("&Open a cohort"), self.show_opening, kind="primary"))
        sentence = tr("No cohorts yet. Open one, then import its learners from Excel.")
        first = Choice(tr("Open a cohort"), self.show_opening) if self._may_open else None
        self._bodies.addWidget(self.table)
        self._bodies.addWidget(EmptyState(sentence, first, drawing=Icon.GRADUATION_CAP))
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.header)
        column.addWidget(self._bodies, 1)
        for side in (lists, self.card, self.opening):
            self.sides.addWidget(side)
        page_layout(self).addWidget(self.sides)


PAGE: Final = Page("cohorts", later("Cohorts"), Icon.GRADUATION_CAP, CohortsPage)
