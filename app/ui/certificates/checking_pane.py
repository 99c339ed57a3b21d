# SPDX-License-Identifier: Apache-2.0
"""Checking a certificate that somebody shows: its file, or the text of its code."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.credentials.verifying import Verification
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import Refused
from app.services.opening import OpenCentre
from app.services.trusting import lists_now
from app.services.verifier_page import WORDS
from app.services.verifying import register_of, verify
from app.translation import later, tr
from app.ui.background.task import Ears
from app.ui.context import Context
from app.ui.learner_columns import shown_date
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.pill import Pill, State
from app.ui.widgets.texts import announce, label

FILES: Final = "*.pdf *.png *.jpg *.jpeg *.json *.jwt"
_COMPARE, _LEFT_OUT = WORDS["compare"], WORDS["cut"]
_WORDS: Final[dict[str, tuple[str, State, str]]] = {
    "genuine": (
        later("Genuine"),
        "met",
        later("It was issued as it stands here. The answer rests on the list of {date}."),
    ),
    "altered": (later("Altered"), "not_yet", later("What it says is not what was signed. Do not accept it.")),
    "revoked": (later("Taken back"), "not_yet", later("The centre took this certificate back. Do not accept it.")),
    "replaced": (
        later("Replaced"),
        "warn",
        later("The centre issued another one in its place. Ask for the newer one."),
    ),
    "expired": (later("Expired"), "warn", later("It was genuine; the time for which it holds is over.")),
    "unknown-issuer": (
        later("Unknown issuer"),
        "warn",
        later("No list on this laptop knows who issued it. Ask the centre for its list."),
    ),
    "not-a-certificate": (
        later("No certificate"),
        "neutral",
        later("There is no code of a certificate in it. Choose the file itself, or paste the whole text of the code."),
    ),
}


class CheckingPane(QWidget):
    """A field for the text of a code, a way to choose a file, and the answer in plain words."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(look().px(96))
        self.check_button = button(tr("&Check the text"), self._on_check)
        self.file_button = button(tr("C&hoose a file..."), self._on_choose, kind="primary")
        self.result = Pill()
        self.sentence = label("", wrap=True)
        self._facts = QFormLayout()
        self._compare = label(tr(_COMPARE), "muted", wrap=True)
        self._answer, column = card()
        self._arrange(column)
        self.text.textChanged.connect(self._on_text)
        self._on_text()

    def check(self, file_or_text: str) -> None:
        """Say whether this file or text is genuine."""
        job = partial(_answer, file_or_text, self._context.centre)
        self._context.runner.read(job, Ears(self._on_verified, self._on_refused, owner=self), key="certificates.check")

    def check_file(self, path: Path) -> None:
        """Say whether the certificate in this file is genuine."""
        self.check(str(path))

    @Slot()
    def _on_check(self) -> None:
        self.check(self.text.toPlainText().strip())

    @Slot()
    def _on_choose(self) -> None:
        ask_file(self, tr("Which certificate?"), tr("Certificates ({kinds})", kinds=FILES), self.check_file)

    @Slot()
    def _on_text(self) -> None:
        self.check_button.setEnabled(bool(self.text.toPlainText().strip()))

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._show(tr("Not readable"), "neutral", str(refusal), ())
        self._compare.hide()

    @Slot(object)
    def _on_verified(self, found: Verification) -> None:
        words, kind, sentence = _WORDS[found.result]
        told = tr(sentence, date=shown_date(found.list_date)) if "{date}" in sentence else tr(sentence)
        told = f"{told} {tr(found.reason)}".strip()
        self._show(tr(words), kind, told, _facts(found))
        self._compare.setVisible(found.facts is not None)

    def _show(self, words: str, kind: State, sentence: str, facts: Sequence[tuple[str, str]]) -> None:
        self.result.show_state(words, kind)
        self.sentence.setText(sentence)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, fact in facts:
            self._facts.addRow(label(name, "muted"), label(fact, wrap=True))
        self._answer.show()
        announce(self, f"{words}. {sentence}")

    def _arrange(self, answer: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.result)
        head.addWidget(self.sentence, 1)
        self._facts.setHorizontalSpacing(GAP_WIDE)
        answer.addLayout(head)
        answer.addWidget(self._compare)
        answer.addLayout(self._facts)
        self._answer.hide()
        hint = tr("Scan the code with any reader and paste its text here, or choose the file of the certificate.")
        frame, asked = card()
        asked.addWidget(FormField(tr("Text of the code, or the number"), self.text, hint))
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.check_button)
        buttons.addWidget(self.file_button)
        asked.addLayout(buttons)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(frame)
        column.addWidget(self._answer)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.addWidget(scrolled(inside))


def _answer(file_or_text: str, centre: OpenCentre) -> Verification:
    return verify(file_or_text, lists_now(centre), centre.work.today(), register_of(centre.work))


def _facts(found: Verification) -> list[tuple[str, str]]:
    """What the page must say; of what the code holds only in part that is told, since a picture proves no more."""
    facts = found.facts
    if facts is None:
        shown = [(tr("Name"), found.name), (tr("Title"), found.title), (tr("Number"), found.number)]
        return [(words, fact) for words, fact in shown if fact]

    def whole(field: str, fact: str) -> str:
        return f"{fact} {tr(_LEFT_OUT)}".strip() if field in facts.left_out else fact

    shown = [
        (tr("Name"), whole("name", facts.name)),
        (tr("Title"), whole("title", facts.title)),
        (tr("Number"), facts.number),
        (tr("Name in Latin letters"), whole("latin_name", facts.latin_name)),
        (tr("Year of birth"), "" if facts.birth_year is None else str(facts.birth_year)),
        (tr("Document"), tr(DOCUMENT_TYPES[facts.document_type].words)),
        (tr("Qualification"), facts.qualification_code),
        (tr("Units"), whole("unit_codes", ", ".join(facts.unit_codes))),
        (tr("Issued by"), whole("issuer_name", facts.issuer_name)),
        (tr("Issued on"), shown_date(facts.issued_on)),
        (tr("Valid until"), shown_date(facts.valid_until) if facts.valid_until else ""),
    ]
    return [(words, fact) for words, fact in shown if fact]
