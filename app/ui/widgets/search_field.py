# SPDX-License-Identifier: Apache-2.0
"""The field above a list: type and see. It waits for a short pause before it asks."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL

PAUSE_MS = 120
DRAWING = 16
"""The side of the drawing in pixels at 100 %; it grows with the text."""


class SearchField(QLineEdit):
    """``asked`` carries the stripped text after a pause of typing, at once on Enter and when cleared by Esc.

    ``name`` is what a screen reader says; ``hint`` is a key shown at the end while the field is empty.
    """

    asked = Signal(str)

    def __init__(self, name: str, placeholder: str, hint: str = "Ctrl+K", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self._last = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(200)
        before = look().px(DRAWING) + GAP_SMALL
        self.setTextMargins(*((0, 0, before, 0) if self.isRightToLeft() else (before, 0, 0, 0)))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field; in an empty field it goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._ask()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the drawing at its beginning, and the key hint at its end while it is empty."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = look().px(DRAWING)
        left = self.width() - GAP_SMALL - side if self.isRightToLeft() else GAP_SMALL
        painter.drawPixmap(
            left, (self.height() - side) // 2, pixmap(Icon.SEARCH, "muted", side, self.devicePixelRatioF())
        )
        if self.text() or not self._hint:
            return
        painter.setPen(look().colour("muted"))
        room = QRect(0, 0, self.width(), self.height()).adjusted(GAP, 0, -GAP, 0)
        end = Qt.AlignmentFlag.AlignLeft if self.isRightToLeft() else Qt.AlignmentFlag.AlignRight
        painter.drawText(room, end | Qt.AlignmentFlag.AlignVCenter, self._hint)

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.asked.emit(text)
