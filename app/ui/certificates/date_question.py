# SPDX-License-Identifier: Apache-2.0
"""Which of two numbers in the dates of a workbook is the day: asked with one of its own dates, in words."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.dates import DAY_FIRST, MONTH_FIRST, DateOrder, read_date
from app.domain.refusals import BadInput
from app.translation import later, tr
from app.ui.learner_columns import shown_date
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import card, centred
from app.ui.widgets.texts import label

_WIDTH: Final = 520
_WORDS: Final = {DAY_FIRST: later("Day first: {examples}"), MONTH_FIRST: later("Month first: {examples}")}


class DateQuestion(QWidget):
    """``answered`` carries the order that the person chose."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = label("", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.orders = {order: button("") for order in _WORDS}
        for order, made in self.orders.items():
            made.clicked.connect(partial(self._answer, order))
        frame, column = card()
        frame.setFixedWidth(look().px(_WIDTH))
        column.addWidget(self._sentence)
        ways = QVBoxLayout()
        for each in self.orders.values():
            ways.addWidget(each, 0, Qt.AlignmentFlag.AlignCenter)
        ways.setSpacing(GAP_SMALL)
        column.addLayout(ways)
        self.setLayout(centred(frame))
        self.setFocusProxy(self.orders[DAY_FIRST])

    def ask(self, sentence: str, example: str) -> None:
        """Ask with this date of the workbook."""
        self._sentence.setText(sentence)
        for order, made in self.orders.items():
            told = tr("{written} is {day}", written=example, day=_day(example, order))
            made.setText(tr(_WORDS[order], examples=told))

    def _answer(self, order: DateOrder) -> None:
        self.answered.emit(order)


def _day(text: str, order: DateOrder) -> str:
    try:
        return shown_date(read_date(text, order).isoformat())
    except BadInput:
        return "?"
