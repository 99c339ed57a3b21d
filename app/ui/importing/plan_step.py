# SPDX-License-Identifier: Apache-2.0
"""What an import would do, row by row, before anything is changed: looked at, put right, decided, imported."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from app.records.queries.cohorts import Inside
from app.services.import_plan import Choices, ImportPlan, PlannedRow, Rule, State
from app.translation import later, tr
from app.ui.background.task import Task
from app.ui.importing.destination import Destination
from app.ui.importing.draft import Draft
from app.ui.importing.numbers import PlanNumbers
from app.ui.importing.plan_table import PlanTable
from app.ui.importing.plan_words import import_words
from app.ui.importing.row_detail import RowDetail
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import announce, label
from app.ui.widgets.work_progress import WorkProgress

RULES: Final = {
    Rule.ASK: later("Other duplicates: ask me"),
    Rule.OWN: later("Other duplicates: somebody else"),
    Rule.SAME: later("Other duplicates: the most alike"),
}
_SHARES: Final = (660, 440)
_PATIENCE_MS: Final = 400
"""A new look that takes longer shows how far it is."""


class PlanStep(QWidget):
    """``chosen`` carries the choices after each decision; ``import_wanted`` and ``report_wanted`` are wishes."""

    chosen = Signal(object)
    import_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, may_enrol: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = Choices()
        self.plan: ImportPlan | None = None
        self._inside = Inside()
        self._kept: set[int] = set()
        self._looking = False
        self.numbers = PlanNumbers()
        self.notice = label("", "warning", wrap=True)
        self.rule = QComboBox()
        self.rule.setAccessibleName(tr("Possible duplicates that are not decided"))
        self.table = PlanTable()
        self.detail = RowDetail()
        self.progress = WorkProgress()
        self.destination = Destination(may_enrol, self)
        self.report = button(tr("Save &refused rows as a workbook..."), self.report_wanted.emit, drawing=Icon.SAVE)
        self.go = button(tr("&Import"), self.import_wanted.emit, kind="primary")
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_PATIENCE_MS)
        self._task: Task | None = None
        self._arrange()
        self._listen()
        self.setFocusProxy(self.table)

    def begin(self, draft: Draft) -> None:
        """A sheet whose plan is not known yet."""
        self.choices, self.plan = draft.choices, None
        self._kept.clear()
        self.say("")
        self.numbers.tiles[None].setChecked(True)
        self.rule.setCurrentIndex(self.rule.findData(draft.choices.rule))
        self.table.show_rows(())

    def show_plan(self, plan: ImportPlan) -> None:
        """Show this plan of the choices; the person stays where they are."""
        first = self.plan is None
        self.plan, self._looking = plan, False
        self._slow.stop()
        self.numbers.show_plan(plan)
        self.rule.setVisible(self.choices.rule is not Rule.ASK or any(row.alikes for row in plan.rows))
        self.report.setVisible(bool(plan.refused))
        self._show_rows()
        self._show_go()
        if first:
            self.table.setFocus()
            announce(self, ", ".join(tile.accessibleName() for tile in self.numbers.tiles.values()))

    def show_inside(self, inside: Inside) -> None:
        """Who is in the chosen cohort already."""
        self._inside = inside
        self._show_go()

    def wait_for(self, task: Task) -> None:
        """The choices are being planned: nothing can be imported before that is seen."""
        self._task, self._looking = task, True
        self._slow.start()
        self._show_go()

    def say(self, notice: str) -> None:
        """Tell something about the whole plan."""
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        announce(self, notice)

    def choose(self, choices: Choices) -> None:
        """Decide."""
        self.choices = choices
        self.say("")
        self.chosen.emit(choices)

    @Slot(object, bool)
    def leave_out(self, rows: Sequence[int], out: bool) -> None:
        """Leave these rows out, or take them again. The ticks follow at once, the numbers when they are known."""
        if self.plan is not None:
            wanted = set(rows)
            shown = tuple(replace(row, left_out=out) if row.row in wanted else row for row in self.plan.rows)
            self.plan = replace(self.plan, rows=shown)
            self._show_rows()
        before = self.choices.left_out
        self.choose(replace(self.choices, left_out=before | set(rows) if out else before - set(rows)))

    @Slot(int, str, str)
    def edit(self, row: int, field: str, text: str) -> None:
        """Another text stands in this cell."""
        self.choose(replace(self.choices, edits={**self.choices.edits, (row, field): text}))

    @Slot(int, str, bool)
    def tick_cell(self, row: int, field: str, taken: bool) -> None:
        """Whether this changed cell is taken over."""
        self.choose(replace(self.choices, cells={**self.choices.cells, (row, field): taken}))

    @Slot(int, bytes)
    def decide(self, row: int, learner: bytes) -> None:
        """The row is about this learner; about somebody else if empty."""
        self.choose(replace(self.choices, same_as={**self.choices.same_as, row: bytes(learner)}))

    @Slot(int)
    def repeats(self, row: int) -> None:
        """The row says again what an earlier one says."""
        self.leave_out([row], True)

    @Slot(object)
    def _filter(self, state: State | None) -> None:
        self._kept.clear()
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows of the chosen state; those that were of it when it was chosen stay, so that nothing jumps away."""
        if self.plan is None:
            return
        state = self.numbers.state
        self._kept |= {row.row for row in self.plan.rows if row.state is state}
        rows = self.plan.rows if state is None else [row for row in self.plan.rows if row.row in self._kept]
        self.table.show_rows(rows)

    @Slot(object)
    def _pick(self, row: PlannedRow | None) -> None:
        self.detail.show_row(row, self.choices)

    @Slot()
    def _show_go(self) -> None:
        words = import_words(self.plan, self.destination.into, self._inside) if self.plan is not None else ""
        self.go.setText(words or tr("Nothing to import"))
        self.go.setEnabled(bool(words) and not self._looking)

    @Slot()
    def _show_slow(self) -> None:
        if self._looking and self._task is not None:
            self.progress.watch(self._task, tr("Looking at the rows again..."), counted=False)

    @Slot()
    def _on_rule(self) -> None:
        self.choose(replace(self.choices, rule=Rule(str(self.rule.currentData()))))

    def _listen(self) -> None:
        self.numbers.chosen.connect(self._filter)
        self.table.picked.connect(self._pick)
        self.table.left_out.connect(self.leave_out)
        self.table.edited.connect(self.edit)
        self.table.entered.connect(self.detail.take_keyboard)
        self.detail.left.connect(self.table.setFocus)
        self.detail.cell_ticked.connect(self.tick_cell)
        self.detail.edited.connect(self.edit)
        self.detail.decided.connect(self.decide)
        self.detail.repeated.connect(self.repeats)
        self.destination.changed.connect(self._show_go)
        self.rule.activated.connect(self._on_rule)
        self._slow.timeout.connect(self._show_slow)

    def _arrange(self) -> None:
        for rule, words in RULES.items():
            self.rule.addItem(tr(words), rule.value)
        for hidden in (self.notice, self.rule, self.report):
            hidden.hide()
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(GAP)
        both.addWidget(self.table)
        both.addWidget(self.detail)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setSizes(_SHARES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for part in (self.numbers, self.notice, self.progress):
            column.addWidget(part)
        column.addWidget(both, 1)
        into = self.destination
        column.addWidget(Flow(into.cohort, into.enrol, into.without_units, self.rule, self.report, gap=GAP_SMALL))
