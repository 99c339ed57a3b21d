# SPDX-License-Identifier: Apache-2.0
"""One question: the sentence, and a button for each answer with who said so and when."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.records.queries.questions import Choice, Question
from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.drawing import LARGE, Drawing
from app.ui.widgets.moments import clock_words
from app.ui.widgets.texts import label


class QuestionCard(QFrame):
    """``answered`` carries the question and the answer that was chosen. One without answers tells what to look at."""

    answered = Signal(str, str)

    def __init__(self, question: Question, may_answer: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.question = question
        drawing, colour = (Icon.CIRCLE_HELP, "accent") if question.choices else (Icon.TRIANGLE_ALERT, "warn")
        words = QVBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(label(question.text, wrap=True))
        if question.choices:
            words.addLayout(self._answers(question.choices, may_answer))
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        line.setSpacing(GAP_WIDE)
        line.addWidget(Drawing(drawing, colour, LARGE))
        line.addLayout(words, 1)

    def _answers(self, choices: tuple[Choice, ...], may_answer: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_WIDE)
        grid.setVerticalSpacing(GAP_SMALL)
        grid.setColumnStretch(1, 1)
        for row, choice in enumerate(choices):
            grid.addWidget(label(choice.text, "heading"), row, 0)
            grid.addWidget(label(f"{choice.who} · {clock_words(choice.at)}", "muted"), row, 1)
            keep = button(tr("Keep this one"), partial(self.answered.emit, self.question.id, choice.op))
            keep.setAccessibleName(tr("Keep {answer}, by {person}", answer=choice.text, person=choice.who))
            keep.setEnabled(may_answer)
            grid.addWidget(keep, row, 2)
        return grid
