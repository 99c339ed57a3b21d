# SPDX-License-Identifier: Apache-2.0
"""The margins and distances that all pages share."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_WIDE


def page_layout(page: QWidget) -> QVBoxLayout:
    """The vertical layout of a page, with the margins of the design."""
    column = QVBoxLayout(page)
    column.setContentsMargins(GAP_SECTION, GAP_WIDE, GAP_SECTION, GAP)
    column.setSpacing(GAP)
    return column


def row(*widgets: QWidget, stretch_last: bool = False) -> QHBoxLayout:
    """Widgets side by side; free room goes to the end, or to the last widget."""
    made = QHBoxLayout()
    made.setSpacing(GAP)
    for widget in widgets:
        made.addWidget(widget)
    if stretch_last:
        made.setStretch(made.count() - 1, 1)
    else:
        made.addStretch(1)
    return made


def card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A white panel with an edge, and the layout to fill."""
    frame = QFrame(parent)
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
    column.setSpacing(GAP)
    return frame, column


def centred(middle: QWidget, above: int = 1, below: int = 2) -> QVBoxLayout:
    """The widget in the middle of the free room, at its own width, as high as its words need there."""
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(middle)
    line.addStretch(1)
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(above)
    column.addLayout(line)
    column.addStretch(below)
    return column


class _Beside(QScrollArea):
    """Never narrower than what is in it: the list beside it can be scrolled sideways, fields cannot."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside

    def minimumSizeHint(self) -> QSize:
        """As wide as the widget inside needs, with the bar; of any height."""
        bar, least = self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint()
        width = self._inside.minimumSizeHint().width() + bar + 2 * self.frameWidth()
        return QSize(max(least.width(), width), least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the width anew where other words came in."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget at the width of the page, with a scroll bar where it is higher than the page."""
    return _holding(QScrollArea(), inside)


def beside_list(inside: QWidget) -> QScrollArea:
    """As ``scrolled``, for what stands beside a list: it keeps the width that it needs."""
    return _holding(_Beside(inside), inside)


def _holding(area: QScrollArea, inside: QWidget) -> QScrollArea:
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
