# SPDX-License-Identifier: Apache-2.0
"""The end of a session: what is missing, the judgement of each learner, the signature."""

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT, gaps, progress, proposed_outcome
from app.domain.refusals import Refused
from app.translation import tr, trn
from app.ui.assess.desk import OUTCOME_WORDS, Outcome, Seat
from app.ui.assess.model import GridModel
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import announce, label

_NAMES = 250


class LearnerRow(QFrame):
    """One learner: gaps as links, and the judgement. ``jumped`` carries a criterion, ``judged`` an outcome."""

    jumped = Signal(bytes, str)
    judged = Signal(bytes, str)

    def __init__(self, model: GridModel, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.seat = seat
        unit, marks = model.sheet.unit, model.marks_of(seat.learner)
        self._missing = gaps(unit, marks)
        self._proposed = proposed_outcome(unit, marks)
        part = progress(unit, marks)
        self._untouched = part.unmarked == part.total
        self._counts = tr("{n} of {m} marked", n=part.total - part.unmarked, m=part.total)
        self._choices = {outcome: QRadioButton(tr(words)) for outcome, words in OUTCOME_WORDS.items()}
        self._why = label("", "caption")
        self._group = QButtonGroup(self)
        for outcome, choice in self._choices.items():
            self._group.addButton(choice)
            choice.setAccessibleName(f"{seat.full_name}: {tr(OUTCOME_WORDS[outcome])}")
        self._arrange()
        self._show_choice()
        for choice in self._choices.values():
            choice.clicked.connect(self._on_clicked)

    @property
    def chosen(self) -> str:
        """The outcome that is chosen here, or empty."""
        return next((outcome for outcome, choice in self._choices.items() if choice.isChecked()), "")

    @property
    def to_sign(self) -> bool:
        """Whether this learner can be signed now: here, judged or proposed, not signed before."""
        return bool(self.chosen) and not self.seat.absent and not self.seat.signed

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is on the judgement."""
        return any(choice.hasFocus() for choice in self._choices.values())

    def focus_choice(self) -> None:
        """Put the keyboard back on the judgement."""
        if self.chosen:
            self._choices[self.chosen].setFocus()

    def _show_choice(self) -> None:
        fixed = self.seat.signed or self.seat.absent
        self._choices[COMPETENT].setEnabled(not fixed and not self._missing)
        self._choices[NOT_YET_COMPETENT].setEnabled(not fixed)
        chosen = self.seat.outcome or ("" if fixed else self._proposed or "")
        if not fixed and chosen and not self.seat.outcome:
            self._why.setText(tr("Proposed from the marks"))
        elif not fixed and self._missing:
            self._why.setText(tr("Competent is open once the gaps are closed"))
        if chosen in self._choices:
            self._choices[chosen].setChecked(True)

    def _arrange(self) -> None:
        person = ElidedLabel(f"{self.seat.bib} · {self.seat.full_name}", "field")
        person.setFixedWidth(look().px(_NAMES))
        grid = QGridLayout(self)
        grid.setContentsMargins(GAP_WIDE, GAP_SMALL, GAP_WIDE, GAP_SMALL)
        grid.setHorizontalSpacing(GAP_WIDE)
        grid.setVerticalSpacing(2)
        grid.addWidget(person, 0, 0)
        grid.addWidget(label(self._counts, "caption"), 1, 0)
        grid.addWidget(self._state(), 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._gap_links(), 1, 1)
        choices = QHBoxLayout()
        choices.setSpacing(GAP_WIDE)
        for choice in self._choices.values():
            choices.addWidget(choice)
        grid.addLayout(choices, 0, 2)
        grid.addWidget(self._why, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)

    def _state(self) -> Pill:
        if self.seat.signed:
            return Pill(tr("Signed"), "accent")
        if self.seat.absent:
            return Pill(tr("Absent"), "neutral")
        if self.seat.before:
            return Pill(tr("Achieved before"), "accent")
        if self._missing:
            return Pill(trn("{n} gap", "{n} gaps", len(self._missing)), "warn")
        return Pill(tr("No gaps"), "met")

    def _gap_links(self) -> QLabel:
        if self.seat.before and self._untouched:
            return label(self.seat.before, "caption", wrap=True)
        if not self._missing or self.seat.signed or self.seat.absent:
            words = tr("Every criterion is met or not applicable.") if not self._missing else ""
            return label(words, "caption")
        colour = look().tokens.accent
        links = [
            f'<a style="color:{colour}" href="{escape(code, quote=True)}">{escape(code)}</a>' for code in self._missing
        ]
        made = QLabel("&nbsp;&nbsp; ".join(links))
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        name = tr("Gaps of {name}: {codes}", name=self.seat.full_name, codes=", ".join(self._missing))
        made.setAccessibleName(name)
        made.linkActivated.connect(self._on_link)
        return made

    @Slot(str)
    def _on_link(self, code: str) -> None:
        self.jumped.emit(self.seat.learner, code)

    @Slot()
    def _on_clicked(self) -> None:
        self.judged.emit(self.seat.learner, self.chosen)


class FinishPage(QWidget):
    """``signed`` carries the judgements still to be written, the learners, and the secret; ``heard`` takes the answer.

    ``jumped`` goes to a cell, ``left`` back to marking.
    """

    jumped = Signal(bytes, str)
    judged = Signal(bytes, str)
    sign_wanted = Signal(object, object, str)
    left = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.rows: list[LearnerRow] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, GAP_SMALL, 0)
        self._list.setSpacing(GAP_SMALL)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inside)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(tr("Learners, their gaps and judgements"))
        self.secret = PassphraseField(tr("Your passphrase or PIN"))
        self.sign = button("", self._on_sign, kind="primary", drawing=Icon.LOCK)
        self._why = label("", "caption", wrap=True)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._arrange()
        self.secret.edited.connect(self._show_sign)
        self.secret.entered.connect(self._on_sign)

    def _arrange(self) -> None:
        unit = self._model.sheet.unit
        head = PageHeader(tr("Finish and sign · {unit} ({code})", unit=unit.title, code=unit.code))
        head.add(button(tr("Back to marking"), self.left.emit))
        foot = QFrame()
        foot.setProperty("role", "card")
        words = QVBoxLayout(foot)
        words.setContentsMargins(GAP_WIDE, GAP_SMALL, GAP_WIDE, GAP_SMALL)
        words.setSpacing(GAP_TINY)
        words.addWidget(label(tr("What you sign is locked. A correction is a new entry beside it."), wrap=True))
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._why, 1)
        line.addWidget(label(tr("Your passphrase or PIN"), "field"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.secret.setFixedWidth(look().px(270))
        line.addWidget(self.secret)
        line.addWidget(self.sign)
        words.addLayout(line)
        words.addWidget(self._error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(foot)

    @Slot()
    def refresh(self) -> None:
        """Show the sheet as it stands; what was chosen and not yet written stays chosen only if it is the proposal."""
        at, focused = self._scroll.verticalScrollBar().value(), self._focused()
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [LearnerRow(self._model, seat) for seat in self._model.seats]
        for n, shown in enumerate(self.rows):
            shown.jumped.connect(self.jumped)
            shown.judged.connect(self.judged)
            self._list.insertWidget(n, shown)
        if self._list.count() == len(self.rows):
            self._list.addStretch(1)
        self._scroll.verticalScrollBar().setValue(at)
        if focused is not None:
            self.rows[focused].focus_choice()
        self._show_sign()

    def _focused(self) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.has_keyboard), None)

    @Slot()
    def _show_sign(self) -> None:
        ready = [row for row in self.rows if row.to_sign]
        here = [row for row in self.rows if not row.seat.absent and not row.seat.signed]
        self.sign.setText(trn("Sign {n} learner", "Sign {n} learners", len(ready)) if ready else tr("Sign"))
        self.sign.setEnabled(bool(ready) and bool(self.secret.text()))
        if not here:
            why = tr("Everyone who is here is signed.")
        elif len(ready) < len(here):
            why = tr("{n} of {m} are judged. Those without a judgement stay open.", n=len(ready), m=len(here))
        else:
            why = ""
        self._why.setText(why)

    @Slot()
    def _on_sign(self) -> None:
        ready = [row for row in self.rows if row.to_sign]
        if not ready or not self.secret.text():
            return
        self._error.clear()
        judgements = {row.seat.learner: row.chosen for row in ready if row.chosen != row.seat.outcome}
        self.sign.setEnabled(False)
        self.sign_wanted.emit(judgements, tuple(row.seat.learner for row in ready), self.secret.text())

    def hear(self, outcome: Outcome) -> None:
        """The answer to the wish to sign."""
        self.secret.clear()
        self._error.setText(str(outcome) if isinstance(outcome, Refused) else "")
        self._error.setVisible(isinstance(outcome, Refused))
        if isinstance(outcome, Refused):
            announce(self, str(outcome))
            self.secret.setFocus()
        self._show_sign()
