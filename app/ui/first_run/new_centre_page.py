# SPDX-License-Identifier: Apache-2.0
"""The first door: a new centre, in five fields."""

import platform

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.background.task import Ears
from app.ui.first_run.country_box import CountryBox
from app.ui.first_run.ground import Ground
from app.ui.first_run.step_page import StepPage
from app.ui.theme.tokens import GAP
from app.ui.widgets.new_passphrase import NewPassphrase

_LONGEST = 200


class NewCentrePage(StepPage):
    """``founded`` carries the administrator's name, the passphrase and the recovery code of the new centre."""

    founded = Signal(str, str, str)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        sentence = tr("All this can be changed later, except the code and the country.")
        super().__init__(tr("A new centre"), sentence, tr("&Make the centre"), parent)
        self._ground = ground
        self.centre, self.code, self.admin = (_line() for _ in range(3))
        self.country = CountryBox()
        self.passphrase = NewPassphrase(ground.propose)
        self.passphrase.entered.connect(self.go_on)
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(GAP)
        hint = tr("2 to 8 letters A to Z or digits, such as PP01. It stands in certificate numbers.")
        self.add(self.field("centre-name", tr("Name of the &centre"), self.centre))
        side_by_side.addWidget(self.field("centre-code", tr("Short c&ode"), self.code, hint), 1)
        beside = QVBoxLayout()
        beside.addWidget(self.field("country", tr("Co&untry"), self.country))
        beside.addStretch(1)
        side_by_side.addLayout(beside, 1)
        self.add(side_by_side)
        hint = tr("As it stands on documents. You are the first administrator.")
        self.add(self.field("name", tr("Your &name"), self.admin, hint))
        self.add(self.field("passphrase", tr("Your &passphrase"), self.passphrase))
        self.setFocusProxy(self.centre)

    @Slot()
    def go_on(self) -> None:
        """Make the centre, if every field holds something."""
        typed = {
            "centre-name": self.centre.text(),
            "centre-code": self.code.text(),
            "country": self.country.code(),
            "name": self.admin.text(),
            "passphrase": self.passphrase.text(),
        }
        missing = {key: tr("Type it here first.") for key, text in typed.items() if not text.strip()}
        self.show_errors(missing)
        if missing or not self.primary.isEnabled():
            return
        self.show_waiting(tr("The centre is being made..."))
        ground = self._ground

        def found() -> str:
            from app.services.founding import CentreWish, found_centre

            wish = CentreWish(typed["centre-name"], typed["centre-code"], typed["country"], typed["name"])
            laptop = platform.node() or "Laptop"
            return found_centre(ground.folder, wish, typed["passphrase"], laptop, ground.machine).recovery_code

        ground.runner.command(found, Ears(self._made, self.show_refusal, owner=self))

    def _made(self, recovery_code: str) -> None:
        self.show_waiting("")
        self.founded.emit(self.admin.text().strip(), self.passphrase.text(), recovery_code)


def _line() -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(_LONGEST)
    return made
