# SPDX-License-Identifier: Apache-2.0
"""A field for a secret: it can be shown, and it warns of Caps Lock and of another keyboard language."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.texts import announce, label


class PassphraseField(QWidget):
    """``text()`` is what was typed; ``entered`` tells of Enter."""

    entered = Signal()
    edited = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(name)
        self.edit.setMaxLength(1000)
        self.edit.installEventFilter(self)
        self.edit.returnPressed.connect(self.entered)
        self.edit.textEdited.connect(self.edited)
        self.setFocusProxy(self.edit)
        self._eye = icon_button(Icon.EYE, tr("Show what I type"), self._turn)
        self._eye.setCheckable(True)
        self._caps = label(tr("Caps Lock is on"), "warning")
        self._caps.hide()
        self._layout_name = label("", "caption")
        self._arrange()
        QGuiApplication.inputMethod().localeChanged.connect(self._name_layout)
        self._name_layout()

    def text(self) -> str:
        """The secret as typed."""
        return self.edit.text()

    def show_text(self, text: str) -> None:
        """Hold this secret and show it: one that the program proposes."""
        self.edit.setText(text)
        self._eye.setChecked(True)
        self._turn()

    def clear(self) -> None:
        """Forget what was typed and hide it again."""
        self.edit.clear()
        self._eye.setChecked(False)
        self._turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt tells nothing about Caps Lock; a letter whose case does not fit the Shift key does."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._look_at(event)
        return super().eventFilter(watched, event)

    def _look_at(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._warn(False)
        elif len(letter) == 1 and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._warn(letter.isupper() != shifted)

    def _warn(self, on: bool) -> None:
        if on and self._caps.isHidden():
            announce(self, self._caps.text())
        self._caps.setVisible(on)

    @Slot()
    def _turn(self) -> None:
        shown = self._eye.isChecked()
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon(Icon.EYE_OFF if shown else Icon.EYE))

    @Slot()
    def _name_layout(self) -> None:
        name = QGuiApplication.inputMethod().locale().nativeLanguageName()
        self._layout_name.setText(tr("Keyboard: {language}", language=name) if name else "")
        self._layout_name.setVisible(bool(name))

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_TINY)
        line.addWidget(self.edit, 1)
        line.addWidget(self._eye)
        notes = QHBoxLayout()
        notes.setSpacing(GAP_SMALL)
        notes.addWidget(self._layout_name)
        notes.addWidget(self._caps)
        notes.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addLayout(line)
        column.addLayout(notes)
