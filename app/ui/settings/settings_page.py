# SPDX-License-Identifier: Apache-2.0
"""The settings of the person who is signed in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.translation import later, tr
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.settings.look_card import LookCard
from app.ui.settings.passphrase_card import PassphraseCard
from app.ui.settings.pin_card import PinCard
from app.ui.settings.recovery_card import RecoveryCard
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.page_body import page_layout, scrolled
from app.ui.widgets.page_header import PageHeader


class SettingsPage(QWidget):
    """Look at the left, secrets at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = LookCard(context)
        self.passphrase = PassphraseCard(context)
        self.pin = PinCard(context)
        self.recovery = RecoveryCard(context)
        self.recovery.setVisible(allowed(context.centre.work.roles, Command.RESET_PASSPHRASE))
        secrets = QVBoxLayout()
        secrets.setSpacing(GAP_WIDE)
        for part in (self.passphrase, self.pin, self.recovery):
            secrets.addWidget(part)
        secrets.addStretch(1)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_WIDE)
        grid.addWidget(self.look, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(secrets, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        column = page_layout(self)
        column.addWidget(PageHeader(tr("Settings"), context.centre.work.person_name))
        column.addWidget(scrolled(inside), 1)


def settings_page(context: Context) -> QWidget:
    """The page of a person's settings."""
    return SettingsPage(context)


PAGE = Page("settings", later("Settings"), Icon.SETTINGS, settings_page, at_foot=True)
