# SPDX-License-Identifier: Apache-2.0
"""How a text file is read, in words, and a way to read it otherwise."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from app.spreadsheets.reading.book import TextForm
from app.translation import later, tr
from app.ui.theme.look import look
from app.ui.widgets.buttons import button
from app.ui.widgets.form import Form
from app.ui.widgets.question import Question

ENCODINGS: Final = {
    "utf-8": later("Unicode (UTF-8)"),
    "utf-8-sig": later("Unicode (UTF-8)"),
    "utf-16-le": later("Unicode (UTF-16)"),
    "utf-16-be": later("Unicode (UTF-16, the other way round)"),
    "utf-32": later("Unicode (UTF-32)"),
    "cp1251": later("Windows Cyrillic"),
    "koi8-r": later("KOI8 Cyrillic"),
    "cp1252": later("Windows Western"),
    "cp1258": later("Windows Vietnamese"),
    "armscii-8": later("Armenian (ARMSCII-8)"),
    "ascii": later("Unicode (UTF-8)"),
}
DELIMITERS: Final = {
    ",": later("comma between cells"),
    ";": later("semicolon between cells"),
    "\t": later("tab between cells"),
    "|": later("vertical line between cells"),
}
DECIMALS: Final = {".": later("decimal point"), ",": later("decimal comma")}
_OFFERED: Final = tuple(each for each in ENCODINGS if each not in ("utf-8-sig", "ascii", "utf-32"))


def form_words(form: TextForm) -> str:
    """How the file was read, in one sentence."""
    return tr(
        "Read as {encoding}, {delimiter}, {decimal}",
        encoding=_words(ENCODINGS, form.encoding),
        delimiter=_words(DELIMITERS, form.delimiter),
        decimal=_words(DECIMALS, form.decimal),
    )


class TextFormQuestion(Question):
    """``chosen`` carries the form in which the file shall be read."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, form: TextForm) -> None:
        why = tr("Where letters or columns look wrong, the file can be read otherwise.")
        super().__init__(parent, tr("How the text file is read"), why)
        self.encoding, self.delimiter, self.decimal = QComboBox(), QComboBox(), QComboBox()
        offered = dict.fromkeys(("utf-8" if form.encoding in ("utf-8-sig", "ascii") else form.encoding, *_OFFERED))
        _fill(self.encoding, {each: ENCODINGS.get(each, each) for each in offered}, form.encoding)
        _fill(self.delimiter, dict.fromkeys((form.delimiter,)) | DELIMITERS, form.delimiter)
        _fill(self.decimal, DECIMALS, form.decimal)
        fields = Form()
        fields.add("encoding", tr("&Letters"), self.encoding)
        fields.add("delimiter", tr("&Cells"), self.delimiter)
        fields.add("decimal", tr("&Numbers"), self.decimal)
        column = self.layout()
        assert column is not None
        column.removeWidget(self.buttons)
        column.addWidget(fields)
        column.addWidget(self.buttons)
        self.read = button(tr("&Read it so"), self._choose, kind="primary")
        self.buttons.addButton(button(tr("Leave it as it is"), self.reject), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.addButton(self.read, QDialogButtonBox.ButtonRole.AcceptRole)
        self.setMinimumWidth(look().px(520))
        self.encoding.setFocus()

    @Slot()
    def _choose(self) -> None:
        chosen = (str(box.currentData()) for box in (self.encoding, self.delimiter, self.decimal))
        self.chosen.emit(TextForm(*chosen))
        self.accept()


def _fill(box: QComboBox, words: Mapping[str, str | None], chosen: str) -> None:
    for value in words:
        box.addItem(_words(words, value), value)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _words(words: Mapping[str, str | None], value: str) -> str:
    return tr(words.get(value) or value)
