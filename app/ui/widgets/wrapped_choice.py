# SPDX-License-Identifier: Apache-2.0
"""A radio button whose words go on in the next line, however long they are."""

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY

_NARROWEST: Final = 120


class WrappedChoice(QRadioButton):
    """One of a few values side by side. Left and right choose, up and down ask for the line above or below by
    ``line_wanted`` (-1 or 1)."""

    line_wanted = Signal(int)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width."""
        laid = self._laid(width - self._indent())
        return max(look().px(24), round(laid.boundingRect().height()) + 2 * GAP_TINY)

    def sizeHint(self) -> QSize:
        """As high as the words need at the present width."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(min(width, self._indent() + self.fontMetrics().horizontalAdvance(self.text()) + GAP_SMALL),
                     self.heightForWidth(width))  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """A few words wide."""
        return QSize(look().px(_NARROWEST), look().px(24))

    def hitButton(self, place: QPoint) -> bool:
        """Anywhere on it."""
        return self.rect().contains(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to another line; all else is as in every group of choices."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.line_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button at the first line, the words beside it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        laid = self._laid(self.width() - self._indent())
        top = GAP_TINY
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorHeight, option, self)
        line = round(laid.lineAt(0).height()) if laid.lineCount() else side
        place = QRect(0, top + (line - side) // 2, side, side)
        option.rect = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, option, painter, self)
        role = QPalette.ColorRole.WindowText
        painter.setPen(self.palette().color(role) if self.isChecked() else look().colour("muted"))
        left = 0 if self.isRightToLeft() else self._indent()
        laid.draw(painter, QPointF(left, top))
        painter.end()

    def _indent(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, None, self) + GAP_SMALL

    def _laid(self, width: int) -> QTextLayout:
        laid = QTextLayout(self.text().replace("\n", "\N{LINE SEPARATOR}"), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self.layoutDirection())
        laid.setTextOption(option)
        laid.beginLayout()
        height = 0.0
        while (line := laid.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height()
        laid.endLayout()
        return laid
