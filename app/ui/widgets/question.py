# SPDX-License-Identifier: Apache-2.0
"""A small window over the page that tells or asks one thing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import label

_WIDTH = 520


class Question(QDialog):
    """A title, sentences beneath it, a row of ``buttons``. It is gone for good once it is closed."""

    def __init__(self, parent: QWidget, title: str, *sentences: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(look().px(_WIDTH))
        self.buttons = QDialogButtonBox()
        _gap_between(self.buttons)
        words = QVBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(label(title, "title", wrap=True))
        for sentence in sentences:
            words.addWidget(label(sentence, wrap=True))
        words.addStretch(1)
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
        column.setSpacing(GAP_SECTION)
        column.addLayout(words)
        column.addWidget(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at this width."""
        super().showEvent(event)
        self.resize(self.width(), self.heightForWidth(self.width()))

    def add(self, *widgets: QWidget) -> None:
        """Put these under the sentences."""
        for widget in widgets:
            self._words.insertWidget(self._words.count() - 1, widget)

    def offer(self, keep: str, doing: QPushButton) -> None:
        """Ask: ``keep`` are the words of the button that changes nothing, where the keyboard is at first."""
        stay = button(keep, self.reject)
        stay.setAutoDefault(True)
        stay.setDefault(True)
        self.buttons.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.addButton(doing, QDialogButtonBox.ButtonRole.AcceptRole)
        stay.setFocus()


def _gap_between(buttons: QDialogButtonBox) -> None:
    line = buttons.layout()
    if line is not None:
        line.setSpacing(GAP)


def short_name(name: str) -> str:
    """A name for a button: cut where it is long, and without a letter to press."""
    shown = name if len(name) <= 32 else f"{name[:31]}…"
    return shown.replace("&", "&&")
