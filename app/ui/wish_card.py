# SPDX-License-Identifier: Apache-2.0
"""A card for one thing that can be done on this page: what it is for, its buttons, how it went."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.drawing import LARGE, Drawing
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import announce, label, set_variant

T = TypeVar("T")


class WishCard(QFrame):
    """``run`` carries out a wish and tells on the card that it is under way and how it ended."""

    def __init__(
        self, context: Context, title: str, sentence: str, drawing: Icon, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._context = context
        self._buttons: list[QPushButton] = []
        self._words = label(sentence, "muted", wrap=True)
        self.result = label("", wrap=True)
        self.result.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self.body.addWidget(label(title, "heading", wrap=True))
        self.body.addWidget(self._words)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        line.setSpacing(GAP_WIDE)
        line.addWidget(Drawing(drawing, "accent", LARGE))
        line.addLayout(self.body, 1)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """The buttons, then room for the bar and the result beneath them."""
        self._buttons += buttons
        self.body.addWidget(Flow(*buttons))
        self.body.addWidget(self._bar)
        self.body.addWidget(self.result)
        self.body.addStretch(1)

    def show_sentence(self, words: str) -> None:
        """Say this beneath the title."""
        self._words.setText(words)

    def show_result(self, words: str, good: bool = True) -> None:
        """Say how it went; an empty text takes it back."""
        set_variant(self.result, "role", "" if good else "error")
        self.result.setText(words)
        self.result.setVisible(bool(words))
        announce(self, words)

    def run(self, job: Callable[[Control], T], under_way: str, then: Callable[[T], str]) -> None:
        """Carry out the wish; ``then`` makes a sentence of its answer."""

        def heard(answer: T) -> None:
            self._wait("")
            self.show_result(then(answer))

        self.show_result("")
        self._wait(under_way)
        self._context.do(job, heard, refused=self._refuse, owner=self)

    def _refuse(self, refusal: Refused) -> None:
        self._wait("")
        self.show_result(str(refusal), good=False)

    def _wait(self, under_way: str) -> None:
        self._bar.setAccessibleName(under_way)
        self._bar.setVisible(bool(under_way))
        for each in self._buttons:
            each.setEnabled(not under_way)
        if under_way:
            announce(self, under_way)
