# SPDX-License-Identifier: Apache-2.0
"""The refused cells of a row as fields: what stands there, why it cannot be taken, room to put it right."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.learner_columns import field_words
from app.ui.theme.tokens import GAP
from app.ui.widgets.form import FormField


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in a cell, and why it cannot be taken; no reason once it is put right."""

    written: str
    reason: str = ""


class CellEdit(QLineEdit):
    """Enter keeps what was typed, Esc takes it back; ``kept`` carries it, ``left`` says that Esc was pressed twice."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = ""
        self.editingFinished.connect(self._keep)

    def show_text(self, text: str) -> None:
        """What stands in the cell; what the person is typing stays."""
        if self.text() == self._standing or not self.hasFocus():
            self.setText(text)
        self._standing = text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed, or else leaves the field."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text() == self._standing:
                self.left.emit()
            self.setText(self._standing)
            return
        super().keyPressEvent(event)

    @Slot()
    def _keep(self) -> None:
        if self.text() != self._standing:
            self._standing = self.text()
            self.kept.emit(self._standing)


class ProblemFields(QWidget):
    """``edited`` carries a field and its new text, ``left`` that the person goes back to the list."""

    edited = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FormField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Show these; the keyboard stays in the field that it is in."""
        for name in [name for name in self.fields if name not in problems]:
            gone = self.fields.pop(name)
            gone.hide()
            gone.deleteLater()
        for name, problem in problems.items():
            field = self.fields.get(name) or self._made(name)
            edit = field.editor
            assert isinstance(edit, CellEdit)
            edit.show_text(problem.written)
            field.show_error(problem.reason)

    def forget(self) -> None:
        """Show none: those of another row come."""
        self.show_problems({})

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.editor.setFocus()

    def _made(self, name: str) -> FormField:
        edit = CellEdit()
        field = FormField(field_words(name), edit, tr("Enter keeps it, Esc takes it back"))
        edit.kept.connect(lambda text: self.edited.emit(name, text))
        edit.left.connect(self.left)
        self.fields[name] = field
        self._column.addWidget(field)
        return field
