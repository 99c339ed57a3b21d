# SPDX-License-Identifier: Apache-2.0
"""The second door: this laptop joins a centre that has others. A request goes there, an answer comes back."""

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.translation import tr
from app.ui.background.task import Ears
from app.ui.file_kinds import ANSWER, REQUEST, file_name, filter_of
from app.ui.first_run.ground import Ground
from app.ui.first_run.step_page import StepPage
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label

if TYPE_CHECKING:
    from app.services.new_laptop import Joined


class JoinPage(StepPage):
    """``joined`` tells that the records lie in the data folder; it carries the centre's name and the recovery code."""

    joined = Signal(str, str)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        sentence = tr(
            "1. Save a request on a stick.\n2. Carry it to a laptop of your centre: an administrator lets this laptop "
            "join on the page This laptop.\n3. Bring the stick back and open the answer."
        )
        super().__init__(tr("Join my centre"), sentence, tr("&Save the request..."), parent)
        self._ground = ground
        self.device = QLineEdit(platform.node())
        self.device.setMaxLength(100)
        hint = tr("So that your colleagues know which one it is.")
        self.add(self.field("device-name", tr("&Name of this laptop"), self.device, hint))
        self._words_card, inside = card()
        inside.addWidget(label(tr("The other laptop must show the same two words:"), "muted", wrap=True))
        self.words = label("", "code")
        inside.addWidget(self.words)
        self._where = label("", "caption", wrap=True)
        inside.addWidget(self._where)
        self._words_card.hide()
        self.add(self._words_card)
        self.answer = button(tr("Open the &answer..."), self._ask_answer, drawing=Icon.FOLDER_OPEN)
        self.foot.insertWidget(1, self.answer)
        self.setFocusProxy(self.device)

    @Slot()
    def go_on(self) -> None:
        """Ask where the request shall be saved."""
        if not self.device.text().strip():
            self.show_errors({"device-name": tr("Type it here first.")})
            return
        name = Path(file_name(self.device.text(), REQUEST))
        ask_new_file(self, tr("Save the request on the stick"), filter_of(REQUEST), name, self.request)

    def request(self, path: Path) -> None:
        """Save the request there and show its words."""
        ground, device = self._ground, self.device.text().strip()

        def job() -> str:
            from app.services.joining import join_request

            return join_request(ground.folder, device, path, ground.machine)

        def show(words: str) -> None:
            self.show_waiting("")
            self.words.setText(words)
            self._where.setText(tr("The request is saved: {file}", file=path))
            self._words_card.show()
            self.answer.setFocus()
            announce(self, words)

        self.show_errors({})
        self.show_waiting(tr("The request is being written..."))
        ground.runner.command(job, Ears(show, self.show_refusal, owner=self))

    def accept(self, path: Path) -> None:
        """Take in the answer."""
        ground = self._ground

        def job() -> "Joined":
            from app.services.joining import accept

            return accept(ground.folder, path, ground.machine)

        self.show_errors({})
        self.show_waiting(tr("The records of the centre are being taken in..."))
        ground.runner.command(job, Ears(self._done, self.show_refusal, owner=self))

    def show_waiting(self, what: str) -> None:
        """Nothing else can be begun meanwhile."""
        super().show_waiting(what)
        self.answer.setEnabled(not what)

    @Slot()
    def _ask_answer(self) -> None:
        ask_file(self, tr("Open the answer on the stick"), filter_of(ANSWER), self.accept)

    def _done(self, joined: "Joined") -> None:
        self.show_waiting("")
        self.joined.emit(joined.centre, joined.recovery_code)
