# SPDX-License-Identifier: Apache-2.0
"""The head of the page of one record: the way back, its name however long, actions at the right."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import CONTROL_HEIGHT, GAP
from app.ui.widgets.buttons import icon_button


class ElidedLabel(QLabel):
    """One line that ends in dots where there is no room; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text, and ask for its room."""
        super().setText(text)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """A few letters at the least."""
        return QSize(min(self.sizeHint().width(), look().px(48)), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for other room when the letters have another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()


class RecordHeader(QWidget):
    """A button back (``back_name`` says where to), the title over what it is about, then whatever ``add`` is given."""

    def __init__(self, back_name: str, on_back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = icon_button(Icon.CHEVRON_LEFT, back_name, on_back)
        self._title = ElidedLabel("", "title")
        self._subtitle = ElidedLabel("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.back)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        self._row.addLayout(names, 1)
        self.setMinimumHeight(look().px(CONTROL_HEIGHT) + 4)

    def add(self, *widgets: QWidget) -> None:
        """Put these at the right end."""
        for widget in widgets:
            self._row.addWidget(widget)

    def show_record(self, title: str, subtitle: str = "") -> None:
        """Name the record."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
