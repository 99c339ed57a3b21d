# SPDX-License-Identifier: Apache-2.0
"""Widgets side by side that go on in the next line where there is no room: long words, large letters."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.ui.theme.tokens import GAP, GAP_SMALL


class Flow(QWidget):
    """Lines of widgets, each in the middle of its line. Each has its own width, never more than there is room for;
    hidden ones take none."""

    def __init__(self, *widgets: QWidget, gap: int = GAP, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """Put this at the end."""
        hidden = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and widget.isHidden()
        widget.setParent(self)
        widget.setVisible(not hidden)
        self._widgets.append(widget)

    def event(self, event: QEvent) -> bool:
        """Place everything anew when one of them has other words, is hidden or shown."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.width(), move=True)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room that there is."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Room for all in one line."""
        sizes = [widget.sizeHint() for widget in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """Room for the widest of them."""
        widest = max((widget.sizeHint().width() for widget in self._shown()), default=0)
        return QSize(widest, self.sizeHint().height())

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _place(self, width: int, *, move: bool) -> int:
        """Place line after line; answers the height of all."""
        top = 0
        for line in self._lines(width):
            height, left = max(size.height() for _, size in line), 0
            for widget, size in line:
                place = QRect(QPoint(left, top + (height - size.height()) // 2), size)
                if move:
                    whole = QRect(0, 0, width, self.height())
                    widget.setGeometry(QStyle.visualRect(self.layoutDirection(), whole, place))
                left += size.width() + self._gap
            top += height + GAP_SMALL
        return max(0, top - GAP_SMALL)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        """The widgets of each line, with their sizes."""
        lines: list[list[tuple[QWidget, QSize]]] = []
        left = width + 1
        for widget in self._shown():
            size = widget.sizeHint().expandedTo(QSize(0, widget.minimumHeight()))
            size.setWidth(min(size.width(), max(1, width)))
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((widget, size))
            left += size.width() + self._gap
        return lines
