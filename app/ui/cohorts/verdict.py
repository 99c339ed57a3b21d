# SPDX-License-Identifier: Apache-2.0
"""What a workbook comes to, in one sentence in the middle of the page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.texts import label

_SIDE, _WIDTH = 40, 560


class Verdict(QWidget):
    """A drawing over a sentence. ``good`` chooses the drawing and its colour; the sentence says it all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = QLabel()
        self._drawing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label("", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setFixedWidth(look().px(_WIDTH))
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        column.addWidget(self._drawing)
        column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, sentence: str, good: bool) -> None:
        """Say this."""
        name, colour = (Icon.CIRCLE_CHECK, "met") if good else (Icon.TRIANGLE_ALERT, "warn")
        drawn = pixmap(name, colour, look().px(_SIDE), self.devicePixelRatioF()) if sentence else None
        self._drawing.setVisible(drawn is not None)
        if drawn is not None:
            self._drawing.setPixmap(drawn)
        self._words.setText(sentence)
        self._words.setMinimumHeight(max(0, self._words.heightForWidth(self._words.width())))
