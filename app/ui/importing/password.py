# SPDX-License-Identifier: Apache-2.0
"""A workbook that is locked: its password is asked, used once, and kept nowhere."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.translation import tr
from app.ui.theme.look import look
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, centred, row
from app.ui.widgets.texts import announce, label

_WIDTH = 520


class PasswordStep(QWidget):
    """``given`` carries the password, ``left`` the wish to take another file."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.returnPressed.connect(self._give)
        self.field = FormField(tr("Pass&word of the workbook"), self.edit)
        self.open = button(tr("&Open the workbook"), self._give, kind="primary")
        self.other = button(tr("&Another file..."), self.left.emit)
        self._title = label("", "heading", wrap=True)
        self.setFocusProxy(self.edit)
        frame, column = card()
        frame.setFixedWidth(look().px(_WIDTH))
        column.addWidget(self._title)
        column.addWidget(label(tr("The password is used to read this file and is not kept."), "muted", wrap=True))
        column.addWidget(self.field)
        column.addLayout(row(self.open, self.other))
        self.setLayout(centred(frame))

    def ask(self, name: str, trouble: str) -> None:
        """Ask for the password of the file of this name; ``trouble`` where one was wrong."""
        self._title.setText(tr("{file} is protected by a password", file=name))
        self.edit.clear()
        self.field.show_error(trouble)
        announce(self, trouble or self._title.text())
        self.edit.setFocus()

    @Slot()
    def _give(self) -> None:
        typed = self.edit.text()
        self.edit.clear()
        if typed:
            self.given.emit(typed)
