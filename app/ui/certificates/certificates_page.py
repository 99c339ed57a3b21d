# SPDX-License-Identifier: Apache-2.0
"""Certificates: issue, register, hand out, forms and check, side by side as tabs; and what is reached from them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.translation import later, tr
from app.ui.certificates.bringing_in import BringingIn
from app.ui.certificates.checking_pane import CheckingPane
from app.ui.certificates.hand_out_pane import HandOutPane
from app.ui.certificates.issuing_pane import IssuingPane
from app.ui.certificates.print_flow import PrintFlow
from app.ui.certificates.register_pane import RegisterPane
from app.ui.certificates.rules_pane import RulesPane
from app.ui.certificates.stationery_pane import StationeryPane
from app.ui.certificates.unfinished_jobs import UnfinishedJobs
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader

ISSUE, REGISTER, CHECK = "issue", "register", "check"
HAND_OUT, FORMS, RESUME, RULES = "hand-out", "forms", "resume", "rules"


class CertificatesPage(QWidget):
    """Its place is ``issue COHORT``, ``register NUMBER``, ``hand-out``, ``forms``, ``check`` or ``rules KEY``; the
    second word may be left out. ``resume`` goes on with the print job that waits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.issuing = IssuingPane(context)
        self.register = RegisterPane(context)
        self.checking = CheckingPane(context)
        self.bringing_in = BringingIn(context)
        self.handing_out = HandOutPane(context)
        self.forms = StationeryPane(context)
        self.rules = RulesPane(context)
        self.printing = PrintFlow(context)
        self.unfinished = UnfinishedJobs(context)
        self._left_for = REGISTER
        self._steps = QStackedWidget()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._keys: list[str] = []
        roles = context.centre.work.roles
        self._add(ISSUE, self.issuing, tr("Issue"), allowed(roles, Command.ISSUE_CERTIFICATE))
        self._add(REGISTER, self.register, tr("Register"))
        self._add(HAND_OUT, self.handing_out, tr("Hand out"))
        self._add(FORMS, self.forms, tr("Forms"))
        self._add(CHECK, self.checking, tr("Check one"))
        self._add(RULES, self.rules, tr("Rules"), allowed(roles, Command.SET_POLICY))
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(tr("Certificates"))
        lists = QWidget()
        inner = QVBoxLayout(lists)
        inner.setContentsMargins(0, 0, 0, 0)
        header = PageHeader(tr("Certificates"))
        if allowed(context.centre.work.roles, Command.PUBLISH_TEMPLATE):
            header.add(button(tr("Templates..."), lambda: context.show_page("templates")))
        inner.addWidget(header)
        inner.addWidget(self.unfinished)
        inner.addWidget(self.tabs, 1)
        self._steps.addWidget(lists)
        self._steps.addWidget(self.bringing_in)
        self._steps.addWidget(self.printing)
        page_layout(self).addWidget(self._steps, 1)
        self.setFocusProxy(self.tabs)
        self._listen()
        self.unfinished.read()

    def place(self) -> str:
        """The tab, and what is chosen on it."""
        tab = self._keys[self.tabs.currentIndex()]
        chosen = {ISSUE: self.issuing.code, REGISTER: self.register.number}.get(tab, "")
        return f"{tab} {chosen}".strip()

    def go_to(self, place: str) -> None:
        """Show that tab, and there that cohort or document."""
        self._steps.setCurrentIndex(0)
        tab, _, chosen = place.partition(" ")
        if tab == RESUME:
            self.unfinished.resume_latest()
        if tab not in self._keys:
            return
        self.tabs.setCurrentIndex(self._keys.index(tab))
        if tab == ISSUE and chosen:
            self.issuing.go_to(chosen)
        elif tab == REGISTER and chosen:
            self.register.go_to(chosen)
        elif tab == RULES:
            self.rules.go_to(chosen)

    def _listen(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.register.before_wanted.connect(self.bring_in)
        self.bringing_in.left.connect(self._on_left)
        self.register.print_wanted.connect(self.print_documents)
        self.register.duplicate_wanted.connect(self.print_duplicate)
        self.issuing.issued.print_wanted.connect(self.print_documents)
        self.unfinished.resume_wanted.connect(self.resume)
        self.printing.left.connect(self._on_printed)

    @Slot()
    def bring_in(self) -> None:
        """Show the way in for what was before."""
        self._steps.setCurrentWidget(self.bringing_in)
        self.bringing_in.begin()

    @Slot(object)
    def print_documents(self, numbers: Sequence[str]) -> None:
        """Show the way to paper for these."""
        self._left_for = self._keys[self.tabs.currentIndex()]
        self._steps.setCurrentWidget(self.printing)
        self.printing.begin(numbers)

    @Slot(str, str)
    def print_duplicate(self, number: str, why: str) -> None:
        """Show the way to paper for a marked duplicate of this one."""
        self.print_documents([number])
        self.printing.mark_all(why)

    @Slot(bytes)
    def resume(self, job: bytes) -> None:
        """Go on with a print job that waits."""
        self._left_for = self._keys[self.tabs.currentIndex()]
        self._steps.setCurrentWidget(self.printing)
        self.printing.resume(bytes(job))

    @Slot()
    def _on_printed(self) -> None:
        self.go_to(self._left_for)
        self._on_tab(self.tabs.currentIndex())

    @Slot()
    def _on_left(self) -> None:
        self.go_to(REGISTER)
        self.register.setFocus()

    def _add(self, key: str, pane: QWidget, title: str, offered: bool = True) -> None:
        if not offered:
            pane.setParent(self)
            pane.hide()
            return
        self._keys.append(key)
        self.tabs.addTab(pane, title)

    @Slot(int)
    def _on_tab(self, at: int) -> None:
        shown = self.tabs.widget(at)
        if shown is not None:
            shown.setFocus()


PAGE: Final = Page("certificates", later("Certificates"), Icon.AWARD, CertificatesPage)
