# SPDX-License-Identifier: Apache-2.0
"""Forms: the label above the field, what is wrong with it beneath."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme.tokens import GAP, GAP_TINY
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import announce, label, set_variant


class FormField(QWidget):
    """One editor with its label, an optional hint, and room for one sentence about what is wrong."""

    def __init__(self, text: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        name = label(text, "field")
        name.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(text.replace("&", ""))
        if hint:
            editor.setAccessibleDescription(hint)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addWidget(name)
        column.addWidget(editor)
        if hint:
            column.addWidget(label(hint, "caption", wrap=True))
        column.addWidget(self._error)
        self._hint = hint

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with the field; an empty sentence takes it back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._hint)
        set_variant(self.editor, "wrong", "true" if sentence else "")


class Form(QWidget):
    """Fields under each other, known by keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, FormField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)

    def add(self, key: str, text: str, editor: QWidget, hint: str = "") -> FormField:
        """Add a field at the end; ``&`` in the text marks its mnemonic."""
        field = FormField(text, editor, hint)
        self._fields[key] = field
        self._column.insertWidget(self._column.count() - 1, field)
        return field

    def field(self, key: str) -> FormField:
        """The field of this key."""
        return self._fields[key]

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show these sentences by key, take back all others, and go to the first field that has one."""
        for key, field in self._fields.items():
            field.show_error(errors.get(key, ""))
        first = next((key for key in self._fields if errors.get(key)), None)
        if first is not None:
            self._fields[first].editor.setFocus()
            bring_into_sight(self._fields[first])
            announce(self, errors[first])
