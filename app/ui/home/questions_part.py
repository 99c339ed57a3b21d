# SPDX-License-Identifier: Apache-2.0
"""Questions on the first page: one at a time with its answers, and none that the person cannot decide."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.questions import Question, questions_for, resolve
from app.translation import tr, trn
from app.ui.context import Context
from app.ui.question_card import QuestionCard
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.buttons import button

MOST_SHOWN: Final = 1
_LATER: Final = "questions.later"


class QuestionsPart(QWidget):
    """Hidden while there is nothing to ask. What is put off is asked again after the next sign-in, and stands on the
    page of questions meanwhile. ``more_wanted`` asks for that page."""

    more_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Sequence[Question] = ()
        self.cards: list[QuestionCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_WIDE)
        self.more = button("", self.more_wanted.emit, kind="quiet")
        self._column.addWidget(self.more)
        self.hide()

    def refresh(self) -> None:
        """Read them again."""
        roles = self._context.centre.work.roles
        self._context.read(questions_for, roles, then=self._show, key="home.questions")

    @Slot(object)
    def _show(self, found: Sequence[Question]) -> None:
        self._found = found
        later = self._later()
        shown = [one for one in found if one.id not in later][:MOST_SHOWN]
        if [card.question for card in self.cards] != shown:
            self._deal(shown)
        left = len(found) - len(shown)
        self.more.setText(trn("{n} more question...", "{n} more questions...", left))
        self.more.setVisible(bool(left))
        self.setVisible(bool(found))

    def _deal(self, shown: Sequence[Question]) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [QuestionCard(one, self._context.show_page, may_wait=True) for one in shown]
        for n, card in enumerate(self.cards):
            card.answered.connect(self._answer)
            card.postponed.connect(self._postpone)
            self._column.insertWidget(n, card)

    def _later(self) -> set[str]:
        """What was put off in this sitting; it outlives a change of the language."""
        known = self._context.kept.setdefault(_LATER, set())
        assert isinstance(known, set)
        return known

    @Slot(str, str)
    def _answer(self, question: str, op: str) -> None:
        work = self._context.centre.work
        done = tr("The question is answered.")
        self._context.do(lambda _: resolve(work, question, op), lambda _: self.refresh(), done, undo=True, owner=self)

    @Slot(str)
    def _postpone(self, question: str) -> None:
        self._later().add(question)
        self._show(self._found)
