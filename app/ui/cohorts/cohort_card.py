# SPDX-License-Identifier: Apache-2.0
"""One cohort: who is in it, how far its units are, and what can be done with it."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.records.queries import cohorts as register
from app.records.queries import learners
from app.records.queries.cohorts import CohortRow, Member, UnitProgress
from app.services.cohorts import enrol_cohort, remove_members
from app.translation import tr, trn
from app.ui.background.change_bus import Changes
from app.ui.cohorts.adding import AddLearners
from app.ui.cohorts.changing import ChangeCohort
from app.ui.cohorts.cohort_cells import about, member_list
from app.ui.cohorts.exporting import CohortExports
from app.ui.cohorts.papers import CohortPapers
from app.ui.cohorts.unit_rows import UnitRows
from app.ui.context import Context
from app.ui.learner_columns import FIELDS, let_edit
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import card
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.row_source import Order
from app.ui.widgets.texts import label

_TOUCHING = frozenset({"cohort", "member", "enrolment", "mark", "absence", "judgement", "signoff", "learner"})


class CohortCard(QWidget):
    """Shows one cohort. ``left`` asks for the list, ``import_wanted`` for the import into this cohort."""

    left = Signal()
    import_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.cohort: CohortRow | None = None
        self.code = ""
        self._members: Sequence[Member] = ()
        self._stale = False
        roles = context.centre.work.roles
        self._may_import = allowed(roles, Command.IMPORT_COHORT)
        self.header = RecordHeader(tr("Back to all cohorts"), self.left.emit)
        self.exports, self.papers = CohortExports(context, self), CohortPapers(context, self)
        self.add_button = button(tr("&Add learners..."), self._on_add, drawing=Icon.USER_PLUS)
        self.remove_button = button(tr("&Take out of the cohort"), self._on_remove)
        self.remove_button.setToolTip(tr("The selected learners leave the cohort; what was recorded of them stays"))
        self.change_button = button(tr("&Change..."), self._on_change)
        self.change_button.setEnabled(False)
        self.change_button.setVisible(allowed(roles, Command.SET_COHORT))
        self.enrol_button = button(tr("&Enrol everyone"), self._on_enrol)
        self.import_button = button(tr("&Import from Excel..."), self._on_import, kind="primary")
        self.import_button.setVisible(self._may_import)
        self.enrol_button.setVisible(allowed(roles, Command.ENROL))
        for each in (self.add_button, self.remove_button):
            each.setVisible(allowed(roles, Command.SET_MEMBERS))
        self.table = DataTable(tr("Members of the cohort"), member_list((), {}), Order("bib"), key="members")
        let_edit(self.table, context)
        self.units = UnitRows(allowed(roles, Command.RECORD_MARK))
        self._bodies = QStackedWidget()
        self._arrange()
        self._on_selected()
        self.table.opened.connect(self._on_opened)
        self.table.rows.modelReset.connect(self._on_selected)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.units.assess_wanted.connect(self._on_assess)
        context.bus.changed.connect(self._on_changed)

    def show_cohort(self, code: str) -> None:
        """Read this cohort and show it."""
        if code != self.code:
            self.cohort = None
            self.change_button.setEnabled(False)
            self._offer(None)
            self.header.show_record(code)
            self.units.show_units(())
            self.table.show_source(member_list((), {}))
            self._bodies.setCurrentIndex(0)
        self.code = code
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale and self.code:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.cohort, self.code, then=self._on_cohort, key="cohort.card", refused=self._on_gone)

    @Slot(object)
    def _on_cohort(self, cohort: CohortRow) -> None:
        self.cohort = cohort
        self.change_button.setEnabled(True)
        self._offer(cohort)
        self.header.show_record(cohort.code, about(cohort))
        self._context.read(register.members, cohort.id, then=self._on_members, key="cohort.members")
        self._context.read(register.progress, cohort.id, then=self._on_progress, key="cohort.progress")

    def _offer(self, cohort: CohortRow | None) -> None:
        self.exports.show_cohort(cohort)
        self.papers.show_cohort(cohort)

    @Slot(object)
    def _on_gone(self, refusal: Refused) -> None:
        self._context.say(str(refusal))
        self.left.emit()

    @Slot(object)
    def _on_members(self, members: Sequence[Member]) -> None:
        self._members = members
        ids, shown = [member.learner for member in members], partial(self._on_fields, members)
        self._context.read(learners.fields_of, ids, FIELDS, then=shown, key="cohort.fields", owner=self)
        self._bodies.setCurrentIndex(0 if members else 1)
        missing = sum(not member.enrolled for member in members)
        self.enrol_button.setEnabled(missing > 0)
        self.enrol_button.setToolTip(
            trn("{n} learner is not enrolled yet", "{n} learners are not enrolled yet", missing) if missing else ""
        )

    def _on_fields(self, members: Sequence[Member], fields: Mapping[bytes, Mapping[str, str]]) -> None:
        self.table.update_source(member_list(members, fields))

    @Slot(object)
    def _on_progress(self, units: Sequence[UnitProgress]) -> None:
        self.units.show_units(units)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not self.code or not changes.tables & _TOUCHING:
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    @Slot(bytes)
    def _on_opened(self, learner: bytes) -> None:
        self._context.show_page("learners", bytes(learner).hex())

    @Slot(str)
    def _on_assess(self, unit: str) -> None:
        self._context.show_page("assess", f"{self.code} {unit}")

    @Slot()
    def _on_import(self) -> None:
        self.import_wanted.emit(self.code)

    @Slot()
    def _on_enrol(self) -> None:
        work, code = self._context.centre.work, self.code
        done = tr("Everyone in {cohort} is enrolled.", cohort=code)
        self._context.do(lambda _: enrol_cohort(work, code), done=done, undo=True)

    @Slot()
    def _on_add(self) -> None:
        if self.cohort is not None:
            known = frozenset(member.learner for member in self._members)
            AddLearners(self._context, self.code, known, self).open()

    @Slot()
    def _on_selected(self) -> None:
        self.remove_button.setEnabled(self.table.selectionModel().hasSelection())

    @Slot()
    def _on_remove(self) -> None:
        work, code, leaving = self._context.centre.work, self.code, self.table.selected_ids()
        done = trn(
            "{n} learner was taken out of {cohort}.", "{n} learners were taken out of {cohort}.",
            len(leaving), cohort=code,
        )  # fmt: skip
        self._context.do(lambda _: remove_members(work, code, leaving), done=done, undo=True)

    @Slot()
    def _on_change(self) -> None:
        if self.cohort is not None:
            ChangeCohort(self._context, self.cohort, self).open()

    def _arrange(self) -> None:
        self.header.add(self.change_button, self.import_button)
        nobody, column = card()
        column.addStretch(1)
        words = label(tr("Nobody is in this cohort yet. Import the list of learners, or add them."), "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words)
        column.addStretch(2)
        self._bodies.addWidget(self.table)
        self._bodies.addWidget(nobody)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self._bodies, 3)
        body.addWidget(self.units, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(
            Flow(self.add_button, self.remove_button, self.enrol_button, self.exports.button, self.papers.button)
        )
        outer.addLayout(body, 1)
