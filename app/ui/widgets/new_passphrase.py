# SPDX-License-Identifier: Apache-2.0
"""Choosing a new passphrase: four easy words are proposed and shown; another proposal or one's own words will do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.texts import label


class NewPassphrase(QWidget):
    """``text()`` is the passphrase as it stands; ``entered`` tells of Enter."""

    entered = Signal()

    def __init__(self, propose: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._propose = propose
        self.field = PassphraseField(tr("New passphrase"))
        self.field.entered.connect(self.entered)
        self._other = icon_button(Icon.REFRESH_CW, tr("Propose other words"), self.propose)
        self.setFocusProxy(self.field)
        line = QHBoxLayout()
        line.setSpacing(GAP_TINY)
        line.addWidget(self.field, 1)
        line.addWidget(self._other, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addLayout(line)
        hint = tr("Keep these words or type your own. Write them down until you know them by heart.")
        column.addWidget(label(hint, "caption", wrap=True))

    def showEvent(self, event: QShowEvent) -> None:
        """Propose words when somebody sees them: few who sign in need new ones."""
        super().showEvent(event)
        if not self.field.text():
            self.propose()

    def text(self) -> str:
        """The passphrase as it stands."""
        return self.field.text()

    @Slot()
    def propose(self) -> None:
        """Show other words."""
        self.field.show_text(self._propose())
