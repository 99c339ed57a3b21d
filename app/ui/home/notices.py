# SPDX-License-Identifier: Apache-2.0
"""What the program noticed when it opened the records, until the person has read it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.drawing import LARGE, Drawing
from app.ui.widgets.texts import label


class Notices(QFrame):
    """One card with all sentences; hidden when there are none. ``read`` tells that the person has read them."""

    read = Signal()

    def __init__(self, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        words = QVBoxLayout()
        words.setSpacing(GAP_SMALL)
        for sentence in sentences:
            words.addWidget(label(sentence, wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP, GAP_WIDE, GAP)
        line.setSpacing(GAP_WIDE)
        line.addWidget(Drawing(Icon.TRIANGLE_ALERT, "warn", LARGE))
        line.addLayout(words, 1)
        line.addWidget(button(tr("I have &read this"), self._put_away), 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(sentences))

    @Slot()
    def _put_away(self) -> None:
        self.hide()
        self.read.emit()
