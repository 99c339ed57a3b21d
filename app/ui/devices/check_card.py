# SPDX-License-Identifier: Apache-2.0
"""Looking whether the records are sound."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.domain.refusals import RuleBroken
from app.services.upkeep import check
from app.translation import later, tr
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.wish_card import WishCard

_FAULTS = later("{faults}\nMake no changes now. Restore the newest backup on an empty laptop.")


class CheckCard(WishCard):
    """Every entry, signature and table is looked at; nothing is changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        sentence = tr("Looks at every entry and every signature, and changes nothing. It can take a minute.")
        super().__init__(context, tr("Check the records"), sentence, Icon.SHIELD_CHECK, parent)
        self.check_button = button(tr("Check &now"), self.check)
        self.add_buttons(self.check_button)

    @Slot()
    def check(self) -> None:
        """Check everything."""
        centre = self._context.centre

        def job(_: Control) -> None:
            faults = check(centre)
            if faults:
                raise RuleBroken("faults", _FAULTS, faults="\n".join(faults))

        self.run(job, tr("The records are being checked..."), lambda _: tr("Everything is as it should be."))
