# SPDX-License-Identifier: Apache-2.0
"""Which of two numbers in a date of birth is the day: asked with the person's own dates, in words."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.domain.dates import DAY_FIRST, MONTH_FIRST, DateOrder, read_date
from app.domain.refusals import BadInput
from app.spreadsheets.reading.book import Value
from app.translation import later, tr
from app.ui.learner_columns import shown_date
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.texts import label

_EXAMPLES: Final = 2
_WORDS: Final = {DAY_FIRST: later("Day first: {examples}"), MONTH_FIRST: later("Month first: {examples}")}


class DateOrders(QWidget):
    """Two radio buttons; neither is on before the person has said it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[DateOrder, QRadioButton] = {DAY_FIRST: QRadioButton(), MONTH_FIRST: QRadioButton()}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addWidget(label(tr("The dates of birth can be read in two ways. Which is right?"), "warning", wrap=True))
        for each in self.buttons.values():
            self._group.addButton(each)
            column.addWidget(each)

    @property
    def order(self) -> DateOrder | None:
        """What the person said."""
        return next((order for order, button in self.buttons.items() if button.isChecked()), None)

    def ask(self, values: Iterable[Value], said: DateOrder | None) -> None:
        """Ask with the first of these dates that can be read in two ways."""
        examples = doubtful_dates(values)
        for order, words in _WORDS.items():
            told = "; ".join(
                tr("{written} is {day}", written=text, day=shown_date(read_date(text, order).isoformat()))
                for text in examples
            )
            self.buttons[order].setText(tr(words, examples=told))
        if said is not None:
            self.buttons[said].setChecked(True)

    def forget(self) -> None:
        """Nothing has been said yet."""
        self._group.setExclusive(False)
        for each in self.buttons.values():
            each.setChecked(False)
        self._group.setExclusive(True)


def doubtful_dates(values: Iterable[Value]) -> Sequence[str]:
    """The first few texts that are one day by one order, and another by the other."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str) and value not in found and _is_doubtful(value):
            found.append(value)
            if len(found) == _EXAMPLES:
                break
    return found


def _is_doubtful(text: str) -> bool:
    try:
        return read_date(text, DAY_FIRST) != read_date(text, MONTH_FIRST)
    except BadInput:
        return False
