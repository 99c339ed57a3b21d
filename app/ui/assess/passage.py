# SPDX-License-Identifier: Apache-2.0
"""A text that can be read to its end at every width, in scripts without spaces too."""

from math import ceil

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_MOST_HEIGHTS = 500


class Passage(QLabel):
    """A label that breaks lines between words and, where a script such as Khmer has no spaces, between letters.

    Qt's own label cuts such a text off at its edge.
    """

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._companions: tuple[str, ...] = ()
        self._heights: dict[tuple[str, int], int] = {}
        self._reserved: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keep_room_for(self, texts: tuple[str, ...]) -> None:
        """Be as high as most of these need, two lines at most, so that the page does not jump from text to text."""
        self._companions = texts
        self._reserved.clear()
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        reserved = self._reserved.get(width)
        if reserved is None:
            most = max((self._height(text, width) for text in self._companions), default=0)
            reserved = self._reserved[width] = min(most, 2 * self._height("", width))
        return max(self._height(self.text(), width), reserved)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()

    def _forget(self) -> None:
        self._heights.clear()
        self._reserved.clear()

    def _height(self, text: str, width: int) -> int:
        """Layouts ask for the same few heights again and again while a window takes its shape and at every mark."""
        known = self._heights.get((text, width))
        if known is None:
            if len(self._heights) >= _MOST_HEIGHTS:
                self._forget()
            known = self._heights[text, width] = ceil(self._laid_out(text, width).boundingRect().height())
        return known

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(max(1, self.width())))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        self._laid_out(self.text(), self.width()).draw(painter, QPointF(0, 0))
        painter.end()

    def _laid_out(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text, self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
            line = layout.createLine()
        layout.endLayout()
        return layout


def numbered(code: str, text: str) -> str:
    """A code and its text as one passage that is not broken between them."""
    return f"{code}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{text}"
