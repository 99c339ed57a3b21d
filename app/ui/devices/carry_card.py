# SPDX-License-Identifier: Apache-2.0
"""Carrying records to another laptop on a stick, and bringing its records here."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.services.exchanging import Brought, BundleReport, read_bundle, write_bundle
from app.services.kept_files import missing_words
from app.translation import tr, trn
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.devices.wish_card import WishCard
from app.ui.file_kinds import BUNDLE, file_name, filter_of
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file, ask_new_file


class CarryCard(WishCard):
    """One file holds everything; only the centre's laptops can read it, and reading it twice does no harm."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        sentence = tr(
            "Write everything to a stick, put it in the other laptop, read it there. Then do the same the other way. "
            "Only laptops of the centre can read the file."
        )
        super().__init__(context, tr("Carry records by stick"), sentence, Icon.USB, parent)
        self.write_button = button(tr("&Write to a stick..."), self._ask_write, drawing=Icon.UPLOAD)
        self.read_button = button(tr("&Read from a stick..."), self._ask_read, drawing=Icon.DOWNLOAD)
        self.add_buttons(self.write_button, self.read_button)

    def write(self, path: Path) -> None:
        """Write everything to this file."""
        centre = self._context.centre

        def job(_: Control) -> BundleReport:
            return write_bundle(centre, path)

        def told(report: BundleReport) -> str:
            return trn(
                "{n} entry is on the stick: {file}. You can pull it out now.",
                "All {n} entries are on the stick: {file}. You can pull it out now.",
                report.operations,
                file=path.name,
            )

        self.run(job, tr("Everything is being written..."), told)

    def read(self, path: Path) -> None:
        """Read this file of another laptop."""
        centre = self._context.centre

        def job(_: Control) -> Brought:
            return read_bundle(centre, path)

        self.run(job, tr("The file is being read..."), received_words)

    @Slot()
    def _ask_write(self) -> None:
        name = Path(file_name(self._context.centre.centre.name, BUNDLE))
        ask_new_file(self, tr("Write the records to the stick"), filter_of(BUNDLE), name, self.write)

    @Slot()
    def _ask_read(self) -> None:
        ask_file(self, tr("Read the records of another laptop"), filter_of(BUNDLE), self.read)


def received_words(received: Brought) -> str:
    """What a file brought, in sentences."""
    if received.new:
        words = [trn("{n} new entry was read.", "{n} new entries were read.", received.new)]
    else:
        words = [tr("Nothing new: everything in the file was here already.")]
    if received.waiting:
        words.append(
            trn(
                "{n} entry waits for another file that it rests on.",
                "{n} entries wait for another file that they rest on.",
                received.waiting,
            )
        )
    if received.files:
        words.append(trn("{n} picture or page came with it.", "{n} pictures and pages came with it.", received.files))
    if received.missing:
        words.append(missing_words(received.missing))
    return " ".join((*words, *received.refused, *received.remarks))
