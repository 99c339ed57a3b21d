# SPDX-License-Identifier: Apache-2.0
"""A drawing beside words: it takes the colours of the look in use whenever it is painted."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look

SMALL, LARGE = 18, 22


class Drawing(QWidget):
    """``colour`` is the name of a token; ``size`` in pixels at 100 %. It says nothing to a screen reader: the words
    beside it do."""

    def __init__(self, name: Icon, colour: str, size: int = SMALL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.setFixedWidth(look().px(size))
        self.setMinimumHeight(look().px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it at the upper edge."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, self._colour, look().px(self._size), self.devicePixelRatioF()))
        painter.end()
