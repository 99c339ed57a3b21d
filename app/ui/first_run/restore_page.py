# SPDX-License-Identifier: Apache-2.0
"""The third door: a backup."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.translation import tr
from app.ui.background.task import Ears
from app.ui.file_kinds import BACKUP, filter_of
from app.ui.first_run.ground import Ground
from app.ui.first_run.step_page import StepPage
from app.ui.widgets.file_dialogs import ask_file


class RestorePage(StepPage):
    """``restored`` tells that the records lie in the data folder."""

    restored = Signal()

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        sentence = tr(
            "Put in the stick with the backup and choose the newest file. "
            "Everybody signs in with the passphrase that they had when the backup was made."
        )
        super().__init__(tr("Restore a backup"), sentence, tr("&Choose the backup..."), parent)
        self._ground = ground
        self.setFocusProxy(self.primary)

    @Slot()
    def go_on(self) -> None:
        """Ask for the file."""
        ask_file(self, tr("Choose the backup"), filter_of(BACKUP), self.restore)

    def restore(self, path: Path) -> None:
        """Put the records of this backup into the data folder."""
        self.show_errors({})
        self.show_waiting(tr("The backup is being read and checked..."))
        ground = self._ground

        def job() -> None:
            from app.services.upkeep import restore

            restore(path, ground.folder)

        ground.runner.command(job, Ears(self._done, self.show_refusal, owner=self))

    def _done(self, _nothing: object) -> None:
        self.show_waiting("")
        self.restored.emit()
