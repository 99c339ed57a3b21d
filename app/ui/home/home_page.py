# SPDX-License-Identifier: Apache-2.0
"""The first page put together."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries.home import Counts, counts
from app.services.carried import Safety, safety
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.home.cards import ContinueCard, SafetyCard, StartedCard, WaitingCard
from app.ui.home.cohort_lines import CohortLines
from app.ui.home.notices import Notices
from app.ui.home.questions_part import QuestionsPart
from app.ui.home.steps import ASSESS, COHORTS, CONFLICTS, Facts, getting_started, next_step, waiting
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.page_body import page_layout, scrolled
from app.ui.widgets.page_header import PageHeader

_PAUSE_MS = 500


class HomePage(QWidget):
    """Reads its numbers when it is shown, and half a second after records changed while it is."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._counts: Counts | None = None
        self.notices = Notices(context.centre.notices)
        self.notices.read.connect(self._notices_read)
        self.next = ContinueCard(context.show_page)
        self.questions = QuestionsPart(context)
        self.questions.more_wanted.connect(lambda: context.show_page(CONFLICTS, ""))
        self.waiting = WaitingCard(context.show_page)
        self.cohorts = CohortLines(context)
        self.safety = SafetyCard()
        self.started = StartedCard(context.show_page)
        self.started.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._arrange()
        self.setFocusProxy(self.next.button)
        self.cohorts.opened.connect(lambda code: context.show_page(COHORTS, code))
        context.bus.changed.connect(self._on_changed)

    @Slot()
    def refresh(self) -> None:
        """Read the numbers again."""
        device = self._context.centre.work.records.device
        self._context.read(counts, device, then=self._on_counts, key="home.counts")
        self.cohorts.refresh()
        self.questions.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Numbers of now."""
        super().showEvent(event)
        self.refresh()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP_WIDE)
        left.addWidget(self.next)
        left.addWidget(self.questions)
        left.addWidget(self.waiting)
        left.addWidget(self.cohorts)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP_WIDE)
        right.addWidget(self.safety)
        right.addWidget(self.started)
        right.addStretch(1)
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP_WIDE)
        outer.addWidget(self.notices)
        line = QHBoxLayout()
        line.setSpacing(GAP_WIDE)
        line.addLayout(left, 5)
        line.addLayout(right, 3)
        outer.addLayout(line, 1)
        work = self._context.centre.work
        column = page_layout(self)
        column.addWidget(PageHeader(tr("Hello, {name}", name=work.person_name)))
        column.addWidget(scrolled(inside), 1)

    @Slot(object)
    def _on_counts(self, found: Counts) -> None:
        self._counts = found
        device = self._context.centre.work.records.device
        self._context.read(safety, device, then=self._on_safety, key="home.safety")

    @Slot(object)
    def _on_safety(self, known: Safety) -> None:
        if self._counts is None:
            return
        work, now = self._context.centre.work, self._context.centre.machine.wall()
        practical = self._context.settings.places.get(ASSESS, "")
        facts = Facts(self._counts, known, work.roles, practical, now)
        step = next_step(facts)
        arriving = self.next.isHidden()
        self.next.show_step(step, tr("Continue") if step.place and step.page == ASSESS else tr("Go there"))
        if arriving and self.isVisible():
            self.setFocus()  # the button was not there yet when the keyboard was given to the page
        self.waiting.show_steps(waiting(facts))
        self.safety.show_safety(known, now)
        if allowed(work.roles, Command.OPEN_COHORT):
            self.started.show_steps(getting_started(facts))

    @Slot()
    def _notices_read(self) -> None:
        self._context.centre.notices = ()

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._pause.start()


def home_page(context: Context) -> QWidget:
    """The first page."""
    return HomePage(context)


PAGE = Page("home", later("Home"), Icon.HOUSE, home_page)
