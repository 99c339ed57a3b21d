# SPDX-License-Identifier: Apache-2.0
"""All open questions that the person may decide, one under the other. The page is there while there are any."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services.questions import Question, questions_for, resolve
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.question_card import QuestionCard
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import page_layout, scrolled
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.texts import label

_TABLES = {"register", "mark", "judgement", "signoff", "breach", "newer", "origin", "learner", "person"}
MOST_SHOWN = 50


class ConflictsPage(QWidget):
    """Reads the questions anew when records changed that they follow from."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = False
        self.cards: list[QuestionCard] = []
        self.header = PageHeader(tr("Questions"))
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._more = label("", "muted")
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        home = Choice(tr("Back to &Home"), lambda: context.show_page("home"))
        empty = EmptyState(
            tr("There are no questions. When two people wrote different things about the same, you are asked here."),
            home,
            drawing=Icon.CIRCLE_CHECK,
        )
        self._bodies = QStackedWidget()
        self._bodies.addWidget(empty)
        self._bodies.addWidget(scrolled(self._list))
        column = page_layout(self)
        column.addWidget(self.header)
        column.addWidget(self._bodies, 1)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        roles = self._context.centre.work.roles
        self._context.read(questions_for, roles, then=self._show, key="conflicts.list")

    @Slot(object)
    def _show(self, found: Sequence[Question]) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self.cards = [QuestionCard(question, self._context.show_page) for question in found[:MOST_SHOWN]]
        for n, card in enumerate(self.cards):
            card.answered.connect(self._answer)
            self._column.insertWidget(n, card)
        left = len(found) - len(self.cards)
        self._more.setText(tr("{n} more follow when these are answered.", n=left) if left else "")
        self.header.set_subtitle(str(len(found)) if found else "")
        self._bodies.setCurrentIndex(1 if found else 0)

    @Slot(str, str)
    def _answer(self, question: str, op: str) -> None:
        work = self._context.centre.work
        done = tr("The question is answered.")
        self._context.do(lambda _: resolve(work, question, op), lambda _: self._read(), done, undo=True, owner=self)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & _TABLES:
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True


def conflicts_page(context: Context) -> QWidget:
    """The page of questions for a person."""
    return ConflictsPage(context)


PAGE = Page("conflicts", later("Questions"), Icon.CIRCLE_HELP, conflicts_page, when_needed=True)
