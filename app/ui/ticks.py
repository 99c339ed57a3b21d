# SPDX-License-Identifier: Apache-2.0
"""The small signs beside records: it waits here, it is under way, it was received elsewhere; and what each means."""

from typing import Final

from PySide6.QtCore import Qt
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


def tick_icon(state: str) -> tuple[Icon, str]:
    """The drawing of a state and the token of its colour."""
    drawing, colour, _ = _SIGNS[state]
    return drawing, colour


def tick_words(state: str) -> str:
    """The state in words, for tool tips and screen readers."""
    return tr(_SIGNS[state][2]) if state in _SIGNS else ""


class Tick(QLabel):
    """One sign; without a state it is hidden and takes no room."""

    def __init__(self, state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(look().px(_SIDE))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_state(state)

    def show_state(self, state: str) -> None:
        """Show this state."""
        self.setVisible(state in _SIGNS)
        if state in _SIGNS:
            drawing, colour = tick_icon(state)
            self.setPixmap(pixmap(drawing, colour, look().px(_SIDE), self.devicePixelRatioF()))
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
