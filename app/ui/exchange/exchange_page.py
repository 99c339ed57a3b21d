# SPDX-License-Identifier: Apache-2.0
"""The page of the exchange: one sentence, one button, two large buttons for sticks; the rest folded away."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.exchange.details import Details
from app.ui.exchange.enrol_card import EnrolCard
from app.ui.exchange.parts import PARTS
from app.ui.exchange.standing_card import StandingCard
from app.ui.exchange.stick_card import StickCard
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.page_body import page_layout, scrolled
from app.ui.widgets.page_header import PageHeader


class ExchangePage(QWidget):
    """It follows the exchanger, which works whether the page is shown or not."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = StandingCard(context)
        self.stick = StickCard(context)
        self.parts = [make(context) for make in PARTS]
        self.details = Details(context)
        self.enrol = EnrolCard(context)
        self.enrol.setVisible(allowed(context.centre.work.roles, Command.JOIN_REGISTRY))
        self._arrange()
        self.setFocusProxy(self.stick.write_button)
        context.bus.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """For whom files can be written now."""
        super().showEvent(event)
        self.stick.refresh()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.tables & {"device", "registry"}:
            self.stick.refresh()

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_WIDE)
        for part in (self.standing, self.stick, *self.parts, self.details, self.enrol):
            column.addWidget(part)
        column.addStretch(1)
        page = page_layout(self)
        page.addWidget(PageHeader(tr("Exchange")))
        page.addWidget(scrolled(inside), 1)


def exchange_page(context: Context) -> QWidget:
    """The page of the exchange."""
    return ExchangePage(context)


PAGE = Page("exchange", later("Exchange"), Icon.REFRESH_CW, exchange_page, at_foot=True)
