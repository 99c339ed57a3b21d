# SPDX-License-Identifier: Apache-2.0
"""The small signs beside records: it waits here, it is under way, it was received elsewhere; and what each means."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.services.ticks import RECEIVED, SENT, WAITING
from app.translation import later, tr
from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_TINY
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import label

_SIDE: Final = 14
_SIGNS: Final = {
    WAITING: (Icon.CLOCK, "muted", later("Waits on this laptop")),
    SENT: (Icon.CHECK, "muted", later("Under way on a stick")),
    RECEIVED: (Icon.CHECK_CHECK, "accent", later("Received elsewhere")),
}


def tick_pixmap(state: str, side: int, ratio: float) -> QPixmap:
    """The sign of a state, as a square of so many device-independent pixels."""
    drawing, colour, _ = _SIGNS[state]
    return pixmap(drawing, colour, side, ratio)


def tick_words(state: str) -> str:
    """The state in words, for tool tips and screen readers."""
    return tr(_SIGNS[state][2]) if state in _SIGNS else ""


class Tick(QLabel):
    """The sign of one of the states."""

    def __init__(self, state: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(look().px(_SIDE))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPixmap(tick_pixmap(state, look().px(_SIDE), self.devicePixelRatioF()))
        self.setToolTip(tick_words(state))
        self.setAccessibleName(tick_words(state))


class Legend(Flow):
    """What the three signs mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(*map(_explained, _SIGNS), gap=GAP, parent=parent)


def _explained(state: str) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP_TINY)
    line.addWidget(Tick(state))
    line.addWidget(label(tick_words(state), "caption"))
    return made
