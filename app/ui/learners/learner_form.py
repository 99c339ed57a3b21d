# SPDX-License-Identifier: Apache-2.0
"""All that is written down about a learner, as fields in three groups."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.dates import day_first, read_date
from app.domain.learners import LONGEST_TEXT, LearnerDetails
from app.domain.names import LONGEST_NAME
from app.domain.refusals import BadInput
from app.spreadsheets.cohort_columns import COLUMNS, HEADERS
from app.translation import later, tr
from app.ui.learner_columns import CHOICES
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import announce, label

_IDENTITY: Final = (
    "full_name",
    "latin_name",
    "printed_name",
    "family_name",
    "given_names",
    "patronymic",
    "sex",
    "birth_date",
    "birth_place",
    "id_type",
    "id_number",
)
GROUPS: Final = (
    (
        later("As on the identity document"),
        _IDENTITY,
    ),
    (later("How to reach them"), ("phone", "email", "address", "province", "guardian")),
    (later("Training"), ("education", "employer", "funding", "route", "disability", "notes")),
)
_NAMES: Final = frozenset({"full_name", "latin_name", "printed_name", "family_name", "given_names", "patronymic"})
_WIDE: Final = frozenset({"full_name", "latin_name", "printed_name", "address", "notes"})
_HELP: Final = {column.field: column.help for column in COLUMNS}

Editor = QLineEdit | QComboBox | QPlainTextEdit


class LearnerForm(QWidget):
    """Shows a learner's details and tells what was changed in them. ``edited`` comes with every change by hand."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, FormField] = {}
        self._shown = LearnerDetails("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for title, names in GROUPS:
            column.addWidget(self._group(title, names))
        column.addStretch(1)

    def has(self, name: str) -> bool:
        """Whether there is a field of this name."""
        return name in self._fields

    def editor(self, name: str) -> Editor:
        """The editor of a field of ``LearnerDetails``."""
        found = self._fields[name].editor
        assert isinstance(found, Editor)
        return found

    def show_details(self, details: LearnerDetails) -> None:
        """Show these, as they are kept."""
        self._shown = details
        for name in self._fields:
            self._show(name, getattr(details, name))
        self.show_errors({})

    def accept(self, details: LearnerDetails) -> None:
        """These are kept now; what was typed since stays typed."""
        self._shown = details

    def refresh(self, details: LearnerDetails) -> None:
        """These are kept now, changed by somebody else perhaps; what was typed here stays typed."""
        typed = self.changed()
        self.show_details(details)
        for name, text in typed.items():
            self._show(name, text)

    def details(self) -> LearnerDetails:
        """What stands in the fields now."""
        return replace(self._shown, **{name: self._text(name) for name in self._fields})

    def changed(self) -> dict[str, str]:
        """The fields that say something else than what is kept."""
        return {name: self._text(name) for name in self._fields if self._text(name) != getattr(self._shown, name)}

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show these sentences at their fields, take back all others, and go to the first."""
        for name, field in self._fields.items():
            field.show_error(errors.get(name, ""))
        first = next((name for name in self._fields if errors.get(name)), None)
        if first is not None:
            self._fields[first].editor.setFocus()
            bring_into_sight(self._fields[first])
            announce(self, errors[first])

    def set_editable(self, editable: bool) -> None:
        """Whether the person may change the fields; they can be read and copied either way."""
        for name in self._fields:
            editor = self.editor(name)
            if isinstance(editor, QComboBox):
                editor.setEnabled(editable)
            else:
                editor.setReadOnly(not editable)

    def _group(self, title: str, names: tuple[str, ...]) -> QWidget:
        frame, column = card()
        column.addWidget(label(tr(title), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_WIDE)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place = 0
        for name in names:
            wide = name in _WIDE
            place += place % 2 if wide else 0
            grid.addWidget(self._field(name), place // 2, place % 2, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            place += 2 if wide else 1
        column.addLayout(grid)
        return frame

    def _field(self, name: str) -> FormField:
        editor = self._editor(name)
        hint = tr("Day, month, year, such as 31.12.2005") if name == "birth_date" else ""
        field = FormField(tr(HEADERS[name]), editor, hint)
        if not hint:
            editor.setToolTip(tr(_HELP[name]))
        self._fields[name] = field
        return field

    def _editor(self, name: str) -> Editor:
        if name in CHOICES:
            choice = QComboBox()
            choice.addItem(tr("Not known"), "")
            for letter, word in CHOICES[name].items():
                choice.addItem(tr(word), letter)
            choice.activated.connect(self._on_edited)
            return choice
        if name == "notes":
            text = QPlainTextEdit()
            text.setTabChangesFocus(True)
            text.setFixedHeight(look().px(84))
            text.textChanged.connect(self._on_edited)
            return text
        line = QLineEdit()
        line.setMaxLength(LONGEST_NAME if name in _NAMES else LONGEST_TEXT)
        line.textEdited.connect(self._on_edited)
        return line

    def _show(self, name: str, text: str) -> None:
        editor = self.editor(name)
        if isinstance(editor, QComboBox):
            if editor.findData(text) < 0:
                editor.addItem(text, text)  # written down before it was a choice: it stays until somebody chooses
            editor.setCurrentIndex(editor.findData(text))
        elif isinstance(editor, QLineEdit):
            editor.setText(day_first(text) if name == "birth_date" else text)
            editor.setCursorPosition(0)
        elif editor.toPlainText() != text:
            editor.setPlainText(text)

    def _text(self, name: str) -> str:
        editor = self.editor(name)
        if isinstance(editor, QComboBox):
            return str(editor.currentData())
        text = editor.text().strip() if isinstance(editor, QLineEdit) else editor.toPlainText().strip()
        return _iso(text) if name == "birth_date" else text

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


def _iso(text: str) -> str:
    """The date as it is kept; what is no date as it was typed, to be refused when it is saved."""
    try:
        return read_date(text).isoformat() if text else ""
    except BadInput:
        return text
