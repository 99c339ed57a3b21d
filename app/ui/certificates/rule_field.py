# SPDX-License-Identifier: Apache-2.0
"""One rule of issuing: its words, what counts, and whether it was set for this qualification alone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.documents import DOCUMENT_TYPES
from app.domain.issuing import PICTURES, Policy
from app.services.policies import PolicyRow
from app.translation import tr
from app.ui.certificates.picture_field import PictureField
from app.ui.context import Context
from app.ui.theme.tokens import GAP, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import announce, label, set_variant

_TEMPLATE = "template-"
_LEFT = Qt.AlignmentFlag.AlignLeft


class StillBox(QComboBox):
    """A choice that the wheel passes over: whoever scrolls the page changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class RuleField(QWidget):
    """``changed`` carries the key and the new value as soon as a person has chosen or typed it, ``cleared`` the key of
    a rule that shall be for this qualification as for all."""

    changed = Signal(str, str)
    cleared = Signal(str)

    def __init__(self, context: Context, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self._kept = policy.key, ""
        words = rule_words(policy)
        self.editor = self._made(context, policy, words)
        self.editor.setAccessibleName(words)
        self._special = label(tr("For this qualification alone"), "caption", wrap=True)
        self.error = label("", "error", wrap=True)
        said = tr("As for all")
        self.as_for_all = button(said, self._on_clear, kind="quiet")
        self.as_for_all.setAccessibleName(f"{words}: {said}")
        for part in (self._special, self.as_for_all, self.error):
            part.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addLayout(_column(label(words, wrap=True), self._special), 2)
        line.addLayout(_column(self.editor, self.as_for_all, self.error), 3)
        self.setFocusProxy(self.editor)

    def offer(self, templates: Sequence[str]) -> None:
        """These templates can be chosen, besides the program's own."""
        if not isinstance(self.editor, QComboBox) or not self.key.startswith(_TEMPLATE):
            return
        self.editor.clear()
        self.editor.addItem(tr("the program's own"), "")
        for name in templates:
            self.editor.addItem(name, name)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with what was typed; an empty sentence takes it back."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        set_variant(self.editor, "wrong", "true" if sentence else "")
        announce(self, sentence)

    def show_row(self, row: PolicyRow, alone: bool) -> None:
        """What counts now; ``alone``: for one qualification."""
        self._kept = row.value
        for part in (self._special, self.as_for_all):
            part.setVisible(row.special and alone)
        self.show_error("")
        if isinstance(self.editor, QComboBox):
            if self.editor.findData(row.value) < 0:
                self.editor.addItem(row.value, row.value)
            self.editor.setCurrentIndex(self.editor.findData(row.value))
        elif isinstance(self.editor, PictureField):
            self.editor.show_value(row.value)
        elif not self.editor.hasFocus() or not self.editor.isModified():
            self.editor.setText(row.value)

    def _made(self, context: Context, policy: Policy, words: str) -> QComboBox | QLineEdit | PictureField:
        if policy.key in PICTURES:
            picture = PictureField(context, words)
            picture.chosen.connect(self._tell)
            return picture
        if policy.choices or policy.key.startswith(_TEMPLATE):
            box = StillBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            for value, said in policy.choices:
                box.addItem(tr(said), value)
            box.currentTextChanged.connect(box.setToolTip)  # large letters may leave no room for all of it
            box.activated.connect(self._on_chosen)
            return box
        line = QLineEdit()
        line.editingFinished.connect(self._on_typed)
        return line

    @Slot()
    def _on_chosen(self) -> None:
        assert isinstance(self.editor, QComboBox)
        self._tell(str(self.editor.currentData()))

    @Slot()
    def _on_typed(self) -> None:
        assert isinstance(self.editor, QLineEdit)
        self.editor.setModified(False)
        self._tell(self.editor.text().strip())

    @Slot()
    def _on_clear(self) -> None:
        self.cleared.emit(self.key)

    def _tell(self, value: str) -> None:
        if value != self._kept:
            self.changed.emit(self.key, value)


def _column(*parts: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(GAP_TINY)
    for part in parts:
        # A button is as wide as its text; everything else fills the column.
        made.addWidget(part, 0, _LEFT if isinstance(part, QPushButton) else Qt.AlignmentFlag(0))
    made.addStretch(1)
    return made


def rule_words(policy: Policy) -> str:
    """What a rule is called; that of a template names its type of document."""
    if not policy.key.startswith(_TEMPLATE):
        return tr(policy.words)
    kind = DOCUMENT_TYPES[policy.key.removeprefix(_TEMPLATE)]
    return tr("Template: {document}", document=tr(kind.words))
