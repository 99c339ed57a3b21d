# SPDX-License-Identifier: Apache-2.0
"""Backups: when the last one was made, and making one now."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.services.carried import Safety
from app.services.upkeep import backup
from app.translation import tr
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.file_kinds import BACKUP, file_name, filter_of
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.moments import moment_words
from app.ui.wish_card import WishCard


class BackupCard(WishCard):
    """Everything in one encrypted file, read back before it counts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Backup"), "", Icon.DATABASE_BACKUP, parent)
        self.backup_button = button(tr("&Back up now..."), self._ask)
        self.add_buttons(self.backup_button)

    def show_safety(self, safety: Safety, now: int) -> None:
        """Say when the last one was made."""
        last = safety.carried.backed_up_at
        when = tr("Last backup: {when}.", when=moment_words(last, now)) if last else tr("No backup was made yet.")
        hint = tr("Keep it on a stick in another room. To bring it back, start the program on an empty laptop.")
        self.show_sentence(f"{when} {hint}")

    def back_up(self, path: Path) -> None:
        """Write the backup to this file."""
        centre = self._context.centre

        def job(_: Control) -> None:
            backup(centre, path)

        def told(_: None) -> str:
            return tr("The backup is written and checked: {file}", file=path.name)

        self.run(job, tr("The backup is being written and checked..."), told)

    @Slot()
    def _ask(self) -> None:
        day = datetime.fromtimestamp(self._context.centre.machine.wall() / 1000).astimezone().date()
        name = Path(file_name(f"{self._context.centre.centre.name} {day.isoformat()}", BACKUP))
        ask_new_file(self, tr("Write the backup to the stick"), filter_of(BACKUP), name, self.back_up)
