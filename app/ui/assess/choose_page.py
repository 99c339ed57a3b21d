# SPDX-License-Identifier: Apache-2.0
"""Which cohort is assessed in which unit; the practical itself follows on the same page."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Role
from app.records.queries import assessing
from app.records.queries import cohorts as register
from app.records.queries.assessing import AssessmentSheet
from app.records.queries.cohorts import CohortRow, UnitProgress
from app.translation import later, tr
from app.ui.assess.assess_page import AssessPage, assess_page
from app.ui.assess.centre_desk import CentreDesk
from app.ui.assess.coming_back import last_mark
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.row_source import CellKind, Column, Order, Share
from app.ui.widgets.texts import label

_TOUCHING: Final = frozenset({"cohort", "member", "mark", "signoff", "enrolment"})


class AssessHome(QWidget):
    """The choice, or a practical. Its place is empty on the choice, otherwise ``COHORT UNIT`` and, on further lines,
    the cell that the person was at and when they had marked last. Codes of cohorts hold no spaces; those of units may.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._cohorts: Sequence[CohortRow] = ()
        self._cohort = self._cell = ""
        self._unit_codes: dict[bytes, str] = {}
        self._stale = False
        self.session: AssessPage | None = None
        self._desk: CentreDesk | None = None
        self.mine = QCheckBox(tr("&Only the cohorts that I assess"))
        self.cohorts = DataTable(tr("Cohorts"), _cohort_list(()), Order("code"), key="assess-cohorts")
        self.units = DataTable(tr("Units of the cohort"), _unit_list(()), Order("code"), key="assess-units")
        self.start_button = button(tr("&Start"), self._on_start, kind="primary", drawing=Icon.CLIPBOARD_CHECK)
        self._bodies, self.sides = QStackedWidget(), QStackedWidget()
        self._arrange()
        self.setFocusProxy(self.cohorts)
        self.mine.toggled.connect(self._show_cohorts)
        self.cohorts.picked.connect(self._on_cohort)
        self.cohorts.opened.connect(self._on_cohort_opened)
        self.units.picked.connect(self._on_unit)
        self.units.opened.connect(self._on_start)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def place(self) -> str:
        """The practical and the cell, or nothing."""
        if self.session is None or self._desk is None:
            return ""
        marked = last_mark(self.session.model, self._context.centre.work.person_name)
        return f"{self._desk.cohort} {self._desk.unit}\n{self.session.place()}\n{marked[0] if marked else 0}"

    def go_to(self, place: str) -> None:
        """Open that practical at that cell, as far as they are still there."""
        practical, _, self._cell = place.partition("\n")
        cohort, _, unit = practical.partition(" ")
        if not cohort or not unit:
            return
        if self._desk is not None and (self._desk.cohort, self._desk.unit) == (cohort, unit):
            self._show_cell()
            return
        self._context.read(
            assessing.sheet, cohort, unit, then=self._on_sheet, key="assess.open", refused=self._on_refused
        )

    def busy_assessing(self) -> bool:
        """Whether someone is marking just now."""
        return self.session is not None and self.session.busy_assessing()

    @Slot()
    def leave(self) -> None:
        """Back to the choice. All marks are kept already."""
        self._close()
        self.sides.setCurrentIndex(0)
        self.setFocusProxy(self.cohorts)
        self.cohorts.setFocus()
        self._context.place_changed.emit()
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    @Slot(object)
    def _on_sheet(self, read: AssessmentSheet) -> None:
        self._close()
        desk = CentreDesk(self._context, read)
        page = assess_page(desk, self._context.say)
        desk.setParent(page)
        desk.arrived.connect(page.show_changes)
        desk.reshaped.connect(page.reload)
        page.left.connect(self.leave)
        self.session, self._desk = page, desk
        self.sides.addWidget(page)
        self.sides.setCurrentWidget(page)
        self.setFocusProxy(page)
        self._show_cell()
        page.setFocus()
        self._context.place_changed.emit()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._context.say(str(refusal))

    def _show_cell(self) -> None:
        if self.session is None or not self._cell:
            return
        cell, _, marked_then = self._cell.partition("\n")
        self.session.go_to(cell)
        marked = last_mark(self.session.model, self._context.centre.work.person_name)
        if marked is not None and marked_then.isdecimal() and marked[0] > int(marked_then):
            self.session.presenter.go_on_after(marked[1])

    def _close(self) -> None:
        if self.session is not None:
            self.session.bar.save_note()
            self.sides.removeWidget(self.session)
            self.session.deleteLater()
        self.session = self._desk = None

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.cohorts, then=self._on_cohorts, key="assess.cohorts")

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        first = not self._cohorts
        self._cohorts = rows
        own = [row for row in rows if self._context.centre.work.person in row.assessors]
        self.mine.setVisible(0 < len(own) < len(rows))
        self._bodies.setCurrentIndex(0 if rows else 1)
        if first:
            self.mine.setChecked(bool(own))
        self._show_cohorts()

    @Slot()
    def _show_cohorts(self) -> None:
        person, only = self._context.centre.work.person, self.mine.isChecked()
        shown = [row for row in self._cohorts if not only or person in row.assessors]
        self.cohorts.show_source(_cohort_list(shown), self.cohorts.rows.order)
        at = next((n for n, row in enumerate(shown) if row.code == self._cohort), 0)
        if shown:
            self.cohorts.selectRow(at)
        else:
            self._on_units(())

    @Slot(bytes)
    def _on_cohort(self, cohort: bytes) -> None:
        self._cohort = next((row.code for row in self._cohorts if row.id == bytes(cohort)), "")
        self._context.read(register.progress, bytes(cohort), then=self._on_units, key="assess.units")

    @Slot()
    def _on_cohort_opened(self) -> None:
        self.units.setFocus()

    @Slot(object)
    def _on_units(self, units: Sequence[UnitProgress]) -> None:
        self._unit_codes = {unit.unit_id: unit.code for unit in units}
        self.units.show_source(_unit_list(units), self.units.rows.order)
        if units:
            self.units.selectRow(0)
        self.start_button.setEnabled(bool(units))

    @Slot(bytes)
    def _on_unit(self, unit: bytes) -> None:
        self.start_button.setEnabled(bytes(unit) in self._unit_codes)

    @Slot()
    def _on_start(self) -> None:
        row = self.units.rows.row(self.units.currentIndex().row())
        if row is not None and row.id in self._unit_codes:
            self.go_to(f"{self._cohort} {self._unit_codes[row.id]}")

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & _TOUCHING:
            return
        if self.isVisible() and self.session is None:
            self._read()
        else:
            self._stale = self.session is None

    def _arrange(self) -> None:
        header = PageHeader(tr("Assess"))
        header.add(self.start_button)
        lists = QHBoxLayout()
        lists.setSpacing(GAP)
        lists.addWidget(self.cohorts, 2)
        lists.addWidget(self.units, 3)
        there = QWidget()
        column = QVBoxLayout(there)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(tr("Choose the cohort, then the unit. Every mark is kept at once."), "muted", wrap=True))
        column.addWidget(self.mine)
        column.addLayout(lists, 1)
        self._bodies.addWidget(there)
        sentence = tr("No cohort is open yet. An administrator opens it, with its units and learners.")
        self._bodies.addWidget(EmptyState(sentence, Choice(tr("Go to cohorts"), self._on_cohorts_wanted)))
        choosing = QWidget()
        page = page_layout(choosing)
        page.addWidget(header)
        page.addWidget(self._bodies, 1)
        self.sides.addWidget(choosing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.sides)

    def _on_cohorts_wanted(self) -> None:
        self._context.show_page("cohorts")


def _cohort_list(rows: Sequence[CohortRow]) -> ListSource:
    columns = [
        Column("code", tr("Cohort"), 110),
        Column("title", tr("Title"), 110, grows=True),
        Column("learners", tr("Learners"), 80, CellKind.NUMBER),
    ]
    return ListSource(columns, [(row.id, [row.code, row.title, row.learners]) for row in rows])


def _unit_list(units: Sequence[UnitProgress]) -> ListSource:
    columns = [
        Column("code", tr("Unit"), 110),
        Column("title", tr("Title"), 150, grows=True),
        Column("marked", tr("Marked"), 116, CellKind.PROGRESS),
        Column("signed", tr("Signed"), 116, CellKind.PROGRESS),
    ]
    cells = [
        (unit.unit_id, [unit.code, unit.title, Share(unit.marked, unit.of), Share(unit.signed, unit.learners)])
        for unit in units
    ]
    return ListSource(columns, cells)


PAGE: Final = Page("assess", later("Assess"), Icon.CLIPBOARD_CHECK, AssessHome, frozenset({Role.ASSESSOR}))
