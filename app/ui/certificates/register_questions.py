# SPDX-License-Identifier: Apache-2.0
"""What is asked before a document is replaced, renewed, revoked, appealed for, or printed as a duplicate."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.register import DISMISSED, OTHER, RENEWAL, REPLACEMENT_WORDS, REVOCATION_WORDS, UPHELD
from app.records.queries.certificates import CertificateRow
from app.translation import later, tr
from app.ui.widgets.buttons import Kind, button
from app.ui.widgets.form import FormField
from app.ui.widgets.question import Question

Said = Callable[[str, str], object]
"""Hears the code that was chosen, empty where there was nothing to choose, and the words."""
LONGEST: Final = 500
_OUTCOMES: Final = {
    UPHELD: later("upheld: the document stands again"),
    DISMISSED: later("dismissed: it stays revoked"),
}


class Asked(Question):
    """A question with a choice, or without, and a line for words. With ``required`` nothing is done until words are
    there for this choice."""

    def __init__(self, parent: QWidget, title: str, *sentences: str, required: str | None = None) -> None:
        super().__init__(parent, title, *sentences)
        self.choice, self.words = QComboBox(), QLineEdit()
        self.words.setMaxLength(LONGEST)
        self._required = required

    def ask(self, choices: Mapping[str, str], about: tuple[str, str], doing: tuple[str, Kind], said: Said) -> None:
        """Show the question; ``about`` are the labels of the choice and of the words."""
        for code, words in choices.items():
            self.choice.addItem(tr(words), code)
        if choices:
            self.add(FormField(about[0], self.choice))
        self.add(FormField(about[1], self.words))
        self.go = button(doing[0], lambda: self._do(said), kind=doing[1])
        self.offer(tr("&Leave it as it is"), self.go)
        self.words.textChanged.connect(self._look)
        self.choice.currentIndexChanged.connect(self._look)
        self._look()
        self.open()

    def _look(self) -> None:
        lacks = self._required is not None and self.choice.currentData() == self._required
        self.go.setEnabled(not lacks or bool(self.words.text().strip()))

    def _do(self, said: Said) -> None:
        self.accept()
        said(str(self.choice.currentData() or ""), self.words.text().strip())


def ask_to_replace(parent: QWidget, row: CertificateRow, said: Said) -> Asked:
    """Why another document takes its place, and what was shown."""
    asked = Asked(
        parent,
        tr("Replace {number}?", number=row.number),
        tr("{name} gets a document with a new number, which names this one.", name=row.name),
        tr("What they are called and hold now is printed. This one stays in the register as replaced."),
    )
    reasons = {code: words for code, words in REPLACEMENT_WORDS.items() if code != RENEWAL}
    asked.ask(reasons, (tr("Reason"), tr("Evidence that was shown")), (tr("&Replace it"), "primary"), said)
    return asked


def ask_to_renew(parent: QWidget, row: CertificateRow, said: Said) -> Asked:
    """What was shown for a renewal."""
    sentence = tr("{name} gets a document with a new number and a new last day.", name=row.name)
    asked = Asked(parent, tr("Renew {number}?", number=row.number), sentence)
    asked.ask({}, ("", tr("Evidence that was shown")), (tr("Rene&w it"), "primary"), said)
    return asked


def ask_to_revoke(parent: QWidget, row: CertificateRow, said: Said) -> Asked:
    """Why it is taken back."""
    asked = Asked(
        parent,
        tr("Revoke {number} of {name}?", number=row.number, name=row.name),
        tr("Whoever checks it with a list from now on sees that it is revoked. It stays in the register."),
        required=OTHER,
    )
    asked.ask(REVOCATION_WORDS, (tr("Reason"), tr("In words")), (tr("Re&voke it"), "danger"), said)
    return asked


def ask_appeal(parent: QWidget, row: CertificateRow, said: Said) -> Asked:
    """What is said against the revocation."""
    asked = Asked(parent, tr("Appeal for {number} of {name}", number=row.number, name=row.name))
    asked.ask({}, ("", tr("What is said against the revocation")), (tr("&Write it down"), "primary"), said)
    return asked


def ask_decision(parent: QWidget, row: CertificateRow, said: Said) -> Asked:
    """What comes of the appeal."""
    asked = Asked(parent, tr("Decide the appeal for {number} of {name}", number=row.number, name=row.name))
    asked.ask(_OUTCOMES, (tr("The appeal is"), tr("Why")), (tr("&Decide it"), "primary"), said)
    return asked


def ask_duplicate(parent: QWidget, row: CertificateRow, doing: str, said: Said) -> Asked:
    """Why a duplicate is made; ``doing`` are the words of the button."""
    sentence = tr("It is marked as a duplicate, and counted.")
    asked = Asked(parent, tr("Duplicate of {number} for {name}", number=row.number, name=row.name), sentence)
    asked.ask({}, ("", tr("Why it is printed again")), (doing, "primary"), said)
    return asked
