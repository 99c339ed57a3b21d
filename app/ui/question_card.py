# SPDX-License-Identifier: Apache-2.0
"""One question: the sentence, a large answer for each of what was said, with who said so and when; and other ways."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services.questions import Question
from app.translation import tr
from app.ui.learner_columns import shown_date
from app.ui.question_ways import way_of
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.drawing import LARGE, Drawing
from app.ui.widgets.flow import Flow
from app.ui.widgets.moments import clock_words
from app.ui.widgets.texts import label

Go = Callable[[str, str], object]


class QuestionCard(QFrame):
    """``answered`` carries the question and the answer that was chosen, ``postponed`` a question for later. One without
    answers tells what to look at. ``go`` leads to a page where something else can be written than the answers say."""

    answered = Signal(str, str)
    postponed = Signal(str)

    def __init__(self, question: Question, go: Go, *, may_wait: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.question = question
        self.answers: list[ChoiceTile] = []
        drawing, colour = (Icon.CIRCLE_HELP, "accent") if question.choices else (Icon.TRIANGLE_ALERT, "warn")
        words = QVBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(label(question.text, "heading" if question.choices else "", wrap=True))
        if question.choices:
            self.answers = [self._answer(number) for number in range(len(question.choices))]
            words.addWidget(Flow(*self.answers))
        ways = self._ways(go, may_wait)
        if ways:
            words.addWidget(Flow(*ways, gap=GAP_SMALL))
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        line.setSpacing(GAP_WIDE)
        line.addWidget(Drawing(drawing, colour, LARGE))
        line.addLayout(words, 1)

    def _answer(self, number: int) -> ChoiceTile:
        choice = self.question.choices[number]
        text = shown_date(choice.text) if self.question.id.endswith("-birth_date") else choice.text
        made = ChoiceTile(text, f"{choice.who} · {clock_words(choice.at)}", Icon.CHECK)
        made.setAccessibleName(tr("{answer}, by {person}", answer=text, person=choice.who))
        made.setAccessibleDescription(self.question.text)
        made.clicked.connect(partial(self.answered.emit, self.question.id, choice.op))
        return made

    def _ways(self, go: Go, may_wait: bool) -> list[QWidget]:
        made: list[QWidget] = []
        way = way_of(self.question)
        if way is not None:
            words = tr("Neither of them...") if len(self.question.choices) > 1 else tr("Go there")
            made.append(self._way(words, partial(go, *way)))
        if may_wait:
            made.append(self._way(tr("Later"), lambda: self.postponed.emit(self.question.id)))
        return made

    def _way(self, words: str, act: Callable[[], object]) -> QWidget:
        made = button(words, act, kind="quiet")
        made.setAccessibleName(tr("{what}: {question}", what=words, question=self.question.text))
        return made
