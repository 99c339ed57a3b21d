# SPDX-License-Identifier: Apache-2.0
"""Asking for a paper of the centre: what only a person knows, where the PDF goes, and then it is written."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from app.domain.dates import day_first, read_date
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput
from app.services.paper_wish import PaperWish, Said
from app.services.progress import OnProgress
from app.translation import later, tr
from app.ui.context import Context
from app.ui.file_writing import write_file
from app.ui.theme.look import look
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.form import Form
from app.ui.widgets.question import Question

_NUMBERED: Final = frozenset({"enrolment-order", "commission-minutes", "destruction-act"})
_DATED: Final = _NUMBERED | {"grade-sheet", "induction-card"}
_SIGNED_BY_MANY: Final = frozenset({"commission-minutes", "destruction-act"})
_CARDS: Final = frozenset({"learner-card", "induction-card"})
_BY_UNIT: Final = {
    "grade-sheet": later("All that the qualification asks for"),
    "induction-card": later("No unit: everybody gets one"),
}
_SUPPLEMENT: Final = {
    "occupations": later("Work that the certificate prepares for"),
    "entry": later("Who is admitted"),
    "next_level": later("What the holder can go on to"),
}
_LONGEST: Final = 1_000
_LINES: Final = 72


class PaperQuestion(Question):
    """The fields that the type of paper needs; ``wish`` is what is made. ``units`` are codes to choose from."""

    def __init__(self, context: Context, parent: QWidget, wish: PaperWish, units: Sequence[str] = ()) -> None:
        self.document = wish.document
        super().__init__(parent, tr(DOCUMENT_TYPES[wish.document].words))
        self._context, self._wish, self._parent = context, wish, parent
        self.number, self.day, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.members, self.text = QPlainTextEdit(), QPlainTextEdit()
        self.texts = {name: QLineEdit() for name in _SUPPLEMENT}
        self.unit = QComboBox()
        self.form = Form()
        self._arrange(units)
        self.add(self.form)
        self.go = button(tr("&Write the PDF..."), self._on_go, kind="primary")
        self.offer(tr("&Cancel"), self.go)
        self.go.setDefault(True)

    def said(self) -> Said:
        """What was typed. Raises BadInput for a day that is none."""
        members = (line.partition(";") for line in self.members.toPlainText().splitlines() if line.strip())
        return Said(
            self.number.text().strip(),
            _iso(self.day.text()),
            " ".join(self.text.toPlainText().split()),
            tuple((name.strip(), role.strip()) for name, _, role in members),
            _iso(self.until.text()),
            *(self.texts[name].text().strip() for name in _SUPPLEMENT),
        )

    def errors(self) -> dict[str, str]:
        """What is wrong with what was typed, by field."""
        found = {}
        for key, editor in (("day", self.day), ("until", self.until)):
            try:
                _iso(editor.text())
            except BadInput as reason:
                found[key] = str(reason)
        if self.document in _NUMBERED and not self.number.text().strip():
            found["number"] = tr("Type it here first.")
        if self.document == "commission-minutes" and not self.members.toPlainText().strip():
            found["members"] = tr("Type it here first.")
        return found

    def write(self, path: Path) -> None:
        """Write the paper there, as it is said here."""
        write_paper_file(self._context, self._parent, self.wish(), path)

    def wish(self) -> PaperWish:
        """The paper as it is asked for here."""
        return replace(self._wish, said=self.said(), unit=str(self.unit.currentData() or ""))

    def _on_go(self) -> None:
        errors = self.errors()
        self.form.show_errors(errors)
        if not errors:
            ask_pdf(self._parent, self._context, self.wish())
            self.accept()

    def _arrange(self, units: Sequence[str]) -> None:
        for box in (self.members, self.text):
            box.setTabChangesFocus(True)
            box.setFixedHeight(look().px(_LINES))
        self._add_dates()
        if self.document in _BY_UNIT and units:
            self.unit.addItem(tr(_BY_UNIT[self.document]), "")
            for code in units:
                self.unit.addItem(code, code)
            self.form.add("unit", tr("Unit"), self.unit)
        self._add_commission()
        for name, words in _SUPPLEMENT.items() if self.document == "supplement" else ():
            self.texts[name].setMaxLength(_LONGEST)
            self.form.add(name, tr(words), self.texts[name])

    def _add_dates(self) -> None:
        if self.document in _NUMBERED:
            self.number.setMaxLength(80)
            self.form.add("number", tr("Number"), self.number)
        if self.document in _DATED:
            self.day.setText(day_first(self._context.centre.work.today().isoformat()))
            self.form.add("day", tr("Date"), self.day, tr("Day, month, year, such as 02.03.2026"))
        if self.document in _CARDS:
            self.form.add("until", tr("Valid until"), self.until, tr("Empty: the end of the cohort, or a year"))

    def _add_commission(self) -> None:
        if self.document in _SIGNED_BY_MANY:
            hint = tr("One a line, with the role: Anna Petrova; chair")
            if self.document == "destruction-act":
                hint = tr("{hint}. Empty: the second persons who were named", hint=hint)
            self.form.add("members", tr("Members of the commission"), self.members, hint)
        if self.document == "commission-minutes":
            self.form.add("text", tr("What was decided"), self.text, tr("Empty: to award the qualification"))


def ask_for_paper(context: Context, parent: QWidget, wish: PaperWish, units: Sequence[str] = ()) -> PaperQuestion:
    """Ask for what only a person knows, then where the paper goes."""
    asked = PaperQuestion(context, parent, wish, units)
    asked.open()
    return asked


def ask_pdf(parent: QWidget, context: Context, wish: PaperWish) -> QFileDialog:
    """Ask where this paper shall be written, and write it."""
    about = wish.cohort or wish.certificate
    name = " ".join(filter(None, (tr(DOCUMENT_TYPES[wish.document].words), about, wish.unit)))
    title, kinds = tr("Where to write the file"), tr("PDF files ({kinds})", kinds="*.pdf")
    file = Path(name.replace("/", "-") + ".pdf")
    return ask_new_file(parent, title, kinds, file, partial(write_paper_file, context, parent, wish))


def write_paper_file(context: Context, parent: QWidget, wish: PaperWish, path: Path) -> QWidget:
    """Write the paper there, beside all other work."""
    from app.services.official_papers import write_paper  # with what draws pages: slow to load

    def write(file: Path, _: OnProgress) -> object:
        return write_paper(context.centre, wish, file)

    return write_file(context, parent, path, write)


def _iso(text: str) -> str:
    return read_date(text.strip()).isoformat() if text.strip() else ""
