# SPDX-License-Identifier: Apache-2.0
"""Who a row may be about: the row and each person side by side, and the decision."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.learners import LearnerDetails
from app.services.import_plan import PlannedRow
from app.services.known_names import Alike
from app.translation import tr
from app.ui.learner_columns import field_words, shown_date
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.pill import Pill
from app.ui.widgets.texts import label, set_variant

_COMPARED = ("full_name", "birth_date", "id_number")


class AlikeCards(QWidget):
    """``decided`` carries the learner that the row is about, empty bytes for somebody else; ``same_row`` that it
    repeats an earlier row of the sheet."""

    decided = Signal(bytes)
    same_row = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.same: list[QPushButton] = []
        self.other = button(tr("Some&body else"), lambda: self.decided.emit(b""))
        self._alikes: Sequence[Alike] = ()
        self._number = 0
        self._cards: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._title = label("", "field", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(Flow(self.other))

    def show_row(self, row: PlannedRow, said: bytes | None) -> None:
        """Show whom the row may be about, and what was decided: None while it is open."""
        if (row.row, row.alikes) != (self._number, self._alikes):
            self._rebuild(row)
        open_ = said is None and not row.learner
        self._title.setText(tr("Who is this?") if open_ else tr("Who this is taken for"))
        for alike, same in zip(self._alikes, self.same, strict=True):
            _mark(same, bool(alike.learner) and row.learner == alike.learner)
        _mark(self.other, said == b"" or (not row.learner and row.taken))

    def focus_first(self) -> None:
        """Put the keyboard on the first decision."""
        if self.same:
            self.same[0].setFocus()

    def _rebuild(self, row: PlannedRow) -> None:
        self._number, self._alikes = row.row, row.alikes
        self.same.clear()
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [self._card(row.details, alike, n) for n, alike in enumerate(row.alikes)]
        for n, card in enumerate(self._cards):
            self._column.insertWidget(1 + n, card)

    def _card(self, details: LearnerDetails, alike: Alike, n: int) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "alike")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_TINY)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        where = tr("In the records") if alike.learner else tr("In row {row}", row=alike.row)
        for column, title in enumerate(("", tr("In this row"), where)):
            grid.addWidget(label(title, "caption"), 0, column)
        known = {"full_name": alike.name, "birth_date": alike.birth_date, "id_number": alike.id_number}
        for line, field in enumerate(_COMPARED, start=1):
            ours, theirs = getattr(details, field), known[field]
            grid.addWidget(label(field_words(field), "caption"), line, 0)
            role = "same" if ours == theirs else ""
            for column, text in ((1, ours), (2, theirs)):
                shown = shown_date(text) if field == "birth_date" else text
                grid.addWidget(label(shown or "–", role, wrap=True), line, column)
        same = button(tr("Sa&me person") if n == 0 else tr("Same person"))
        if alike.learner:
            same.clicked.connect(lambda: self.decided.emit(alike.learner))
        else:
            same.clicked.connect(self.same_row)
            same.setToolTip(tr("This row is left out; the other one is imported"))
        same.setAccessibleDescription(f"{alike.name}: {alike.why}")
        self.same.append(same)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        inside.setSpacing(GAP_SMALL)
        inside.addWidget(Flow(Pill(alike.why, "warn")))
        inside.addLayout(grid)
        inside.addWidget(Flow(same))
        return frame


def _mark(made: QPushButton, chosen: bool) -> None:
    set_variant(made, "chosen", "true" if chosen else "")
    made.setAccessibleName(made.text().replace("&", "") + (", " + tr("chosen") if chosen else ""))
