# SPDX-License-Identifier: Apache-2.0
"""The fourth door: an invented centre to try the program on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.rights import ROLE_WORDS, Role
from app.translation import tr
from app.ui.background.task import Ears
from app.ui.first_run.ground import Ground
from app.ui.first_run.step_page import StepPage
from app.ui.theme.icons import Icon
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.texts import announce, label

if TYPE_CHECKING:
    from app.services.sample import Sample, SampleUser


class SamplePage(StepPage):
    """``chosen`` carries the name and the passphrase of an invented person, to go in as that person."""

    chosen = Signal(str, str)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        sentence = tr("Everything in it is invented and marked SAMPLE. It lies beside the place of your own centre.")
        super().__init__(tr("The sample centre"), sentence, tr("&Make the sample centre"), parent)
        self._ground = ground
        self.setFocusProxy(self.primary)

    @Slot()
    def go_on(self) -> None:
        """Make the sample centre, then ask as whom to go in."""
        self.show_errors({})
        self.show_waiting(tr("The sample centre is being made. This takes a few seconds..."))
        ground = self._ground

        def job() -> "Sample":
            from app.services.sample import make_sample

            return make_sample(ground.sample_folder, ground.machine, ground.resources)

        ground.runner.command(job, Ears(self._made, self.show_refusal, owner=self))

    def _made(self, sample: "Sample") -> None:
        self.show_waiting("")
        self.primary.hide()
        self.without_back()
        self.add(label(tr("As whom do you go in? Later you are asked for these passphrases."), wrap=True))
        tiles = [self._tile(user) for user in sample.users]
        for tile in tiles:
            self.add(tile)
        tiles[0].setFocus()
        announce(self, tr("The sample centre is made."))

    def _tile(self, user: "SampleUser") -> ChoiceTile:
        roles = ", ".join(tr(ROLE_WORDS[role]) for role in Role if role in user.roles)
        tile = ChoiceTile(f"{user.name} · {roles}", user.passphrase, Icon.USER)
        tile.clicked.connect(lambda: self.chosen.emit(user.name, user.passphrase))
        return tile
