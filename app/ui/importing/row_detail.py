# SPDX-License-Identifier: Apache-2.0
"""The current row of a plan: what it would change, what is wrong with it, who it may be about."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.differences import Difference
from app.services.import_plan import Choices, PlannedCell, PlannedRow, State
from app.spreadsheets.cohort_columns import LEARNER_ID
from app.translation import tr
from app.ui.importing.alike_cards import AlikeCards
from app.ui.importing.plan_words import name_of, state_of
from app.ui.importing.problem_fields import Problem, ProblemFields
from app.ui.importing.ticked_differences import TickedDifferences
from app.ui.learner_columns import field_words
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.pill import Pill
from app.ui.widgets.texts import label

"""So many cells are shown without a scroll bar of their own."""


class RowDetail(QWidget):
    """``cell_ticked`` carries a row, a field and whether it is taken; ``edited`` a row, a field and its text;
    ``decided`` a row and whose it is; ``repeated`` a row that repeats another; ``left`` goes back to the list."""

    cell_ticked = Signal(int, str, bool)
    edited = Signal(int, str, str)
    decided = Signal(int, bytes)
    repeated = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: PlannedRow | None = None
        self._name = label("", "heading", wrap=True)
        self._place = label("", "muted", wrap=True)
        self._state = Pill()
        self._warnings = label("", "warning", wrap=True)
        self._said = label("", "muted", wrap=True)
        self.problems = ProblemFields()
        self.alikes = AlikeCards()
        self.differences = TickedDifferences()
        self._arrange()
        self.problems.edited.connect(lambda field, text: self.edited.emit(self._number, field, text))
        self.problems.left.connect(self.left)
        self.alikes.decided.connect(lambda learner: self.decided.emit(self._number, bytes(learner)))
        self.alikes.same_row.connect(lambda: self.repeated.emit(self._number))
        self.differences.ticked.connect(lambda field, taken: self.cell_ticked.emit(self._number, field, taken))

    @property
    def _number(self) -> int:
        return self.row.row if self.row is not None else 0

    def show_row(self, row: PlannedRow | None, choices: Choices) -> None:
        """Show this row; what has the keyboard keeps it as long as it is about the same row."""
        if row is None or self.row is None or row.row != self.row.row:
            self.problems.forget()
        self.row = row
        self._inside.setVisible(row is not None)
        self._nothing.setVisible(row is None)
        if row is None:
            return
        self._name.setText(name_of(row))
        self._place.setText(tr("Row {row} of the sheet", row=row.row))
        state = state_of(row)
        self._state.show_state(state.text, state.kind)
        self._warnings.setText("\n".join(f"{field_words(name)}: {why}" for name, why in row.warnings.items()))
        self._warnings.setVisible(bool(row.warnings))
        self.problems.show_problems(_problems(row, choices.edits))
        self.problems.setVisible(bool(self.problems.fields))
        self.alikes.setVisible(bool(row.alikes))
        if row.alikes:
            self.alikes.show_row(row, choices.same_as.get(row.row))
        self._show_cells(row)

    @Slot()
    def take_keyboard(self) -> None:
        """Put the keyboard on what is to be decided."""
        if self.row is None:
            return
        if self.problems.fields:
            self.problems.focus_first()
        elif self.row.alikes:
            self.alikes.focus_first()
        elif self.differences.isVisible():
            self.differences.setFocus()

    def _show_cells(self, row: PlannedRow) -> None:
        cells = row.cells if row.learner else _all_new(row)
        self.differences.show_cells(cells, may_untick=bool(row.learner))
        shown = bool(cells) and row.state not in (State.REFUSED, State.DOUBTFUL)
        self.differences.setVisible(shown)
        self._said.setText(_sentence(row))
        self._said.setVisible(bool(self._said.text()))

    def _arrange(self) -> None:
        self._inside = QWidget()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, GAP_SMALL, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        for part in (self._place, self._warnings, self.problems, self.alikes, self._said, self.differences):
            column.addWidget(part)
        column.addStretch(1)
        frame: QFrame
        frame, inside = card()
        self._nothing = label(tr("There are no such rows."), "muted", wrap=True)
        self._nothing.hide()
        inside.addWidget(self._nothing)
        inside.addWidget(scrolled(self._inside))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.setMinimumWidth(look().px(300))


def _problems(row: PlannedRow, edits: Mapping[tuple[int, str], str]) -> dict[str, Problem]:
    """The cells that are refused, and those that a person put right."""
    mended = {field: text for (number, field), text in edits.items() if number == row.row}
    found = {field: Problem(mended.get(field, row.written.get(field, "")), why) for field, why in row.refused.items()}
    right = {field: Problem(text) for field, text in mended.items() if field not in found}
    return dict(sorted((found | right).items()))


def _all_new(row: PlannedRow) -> tuple[PlannedCell, ...]:
    name = row.details.full_name
    fields = {field: text for field, text in row.fields.items() if field != LEARNER_ID}
    return tuple(PlannedCell(Difference(b"", name, field, "", text), True) for field, text in fields.items())


def _sentence(row: PlannedRow) -> str:
    if row.left_out:
        return tr("This row is left out. Tick it to import it.")
    if row.state is State.UNCHANGED:
        same = tr("The records say all this already.")
        return tr("Nothing of this row is taken over.") if row.cells else same
    if row.state is State.REFUSED:
        return tr("The row stays out until this is put right.")
    return ""
