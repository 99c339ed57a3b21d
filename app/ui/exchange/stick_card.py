# SPDX-License-Identifier: Apache-2.0
"""Writing records to a stick for another laptop, and bringing its records here: two large buttons."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.services.exchanging import Brought, BundleReport, BundleWish, read_bundle, write_bundle
from app.services.kept_files import missing_words
from app.services.receivers import Receiver, receivers
from app.services.syncing import Manner
from app.translation import tr, trn
from app.ui.background.task import Control, Task
from app.ui.context import Context
from app.ui.exchange.sticks import stick
from app.ui.file_kinds import BUNDLE, file_name, filter_of
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import announce, label, set_variant
from app.ui.widgets.work_progress import WorkProgress

SLICE_BYTES: Final = 12 * 1024
"""So much of a file is taken in between two commands of a person."""
_COMBO_LETTERS: Final = 24
T = TypeVar("T")


class StickCard(QWidget):
    """One file holds everything; only the centre's laptops can read it, and reading it twice does no harm."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._receivers: tuple[Receiver, ...] = ()
        self.write_button = ChoiceTile(
            tr("Write to USB stick"), tr("Everything for the other laptops, or for one of them alone."), Icon.UPLOAD
        )
        self.read_button = ChoiceTile(
            tr("Read from USB stick"), tr("What another laptop wrote. Twice does no harm."), Icon.DOWNLOAD
        )
        self.write_button.clicked.connect(self._ask_write)
        self.read_button.clicked.connect(self._ask_read)
        self.whom = QComboBox()
        self.whom.setAccessibleName(tr("For whom"))
        self.whom.setMinimumContentsLength(_COMBO_LETTERS)
        self.files = QCheckBox(tr("With &pictures and pages"))
        self.files.setChecked(True)
        self.result = label("", wrap=True)
        self.progress = WorkProgress()
        self._arrange()
        self.show_receivers(())
        self.result.hide()
        self.setEnabled(allowed(context.centre.work.roles, Command.EXPORT_BUNDLE))

    def refresh(self) -> None:
        """Read for whom files can be written."""
        own = self._context.centre.work.records.device
        self._context.read(receivers, own, then=self.show_receivers, key="exchange.receivers")

    @Slot(object)
    def show_receivers(self, found: Sequence[Receiver]) -> None:
        """Offer these; whoever was chosen stays chosen."""
        if self._receivers == tuple(found) and self.whom.count():
            return
        before = self.receiver()
        self._receivers = tuple(found)
        self.whom.clear()
        self.whom.addItem(tr("For all laptops of the centre"))
        for one in found:
            self.whom.addItem(tr("For {name} alone", name=one.name))
        if before in self._receivers:
            self.whom.setCurrentIndex(1 + self._receivers.index(before))

    def receiver(self) -> Receiver | None:
        """Whom the file is for; None for all."""
        at = self.whom.currentIndex() - 1
        return self._receivers[at] if 0 <= at < len(self._receivers) else None

    def write(self, path: Path) -> None:
        """Write the records to this file."""
        centre, wish = self._context.centre, BundleWish(self.receiver(), self.files.isChecked())

        def job(control: Control) -> BundleReport:
            return write_bundle(centre, path, wish, control.progress)

        def written(report: BundleReport) -> str:
            return trn(
                "{n} entry is on the stick: {file}. You can pull it out now.",
                "All {n} entries are on the stick: {file}. You can pull it out now.",
                report.operations,
                file=path.name,
            )

        ended = tr("Stopped. Nothing is left of the file.")
        self._watch(tr("Everything is being written..."), self._look_up(job, written, ended))

    def read(self, path: Path) -> None:
        """Read this file of another laptop; people's work goes on meanwhile."""
        centre, runner = self._context.centre, self._context.runner

        def job(control: Control) -> Brought:
            manner = Manner(lambda work: runner.turn(work, control), told=control.progress, slice_bytes=SLICE_BYTES)
            return read_bundle(centre, path, manner)

        ended = tr("Stopped. What was read by then stays; read the file again for the rest.")
        self._watch(tr("The file is being read..."), self._look_up(job, received_words, ended))

    def _look_up(self, job: Callable[[Control], T], words: Callable[[T], str], stopped: str) -> Task:
        return self._context.look_up(
            job,
            lambda answer: self._end(words(answer)),
            self._refuse,
            lambda: self._end(stopped),
            owner=self,
        )

    def _watch(self, under_way: str, task: Task) -> None:
        self.result.hide()
        for part in (self.write_button, self.read_button, self.whom, self.files):
            part.setEnabled(False)
        self.progress.watch(task, under_way)
        announce(self, under_way)

    def _refuse(self, refusal: Refused) -> None:
        self._end(str(refusal), good=False)

    def _end(self, words: str, *, good: bool = True) -> None:
        for part in (self.write_button, self.read_button, self.whom, self.files):
            part.setEnabled(True)
        set_variant(self.result, "role", "" if good else "error")
        self.result.setText(words)
        self.result.show()
        announce(self, words)

    @Slot()
    def _ask_write(self) -> None:
        name = Path(file_name(self._context.centre.centre.name, BUNDLE))
        found = stick()
        proposed = found / name if found else name
        ask_new_file(self, tr("Write the records to the stick"), filter_of(BUNDLE), proposed, self.write)

    @Slot()
    def _ask_read(self) -> None:
        ask_file(self, tr("Read the records of another laptop"), filter_of(BUNDLE), self.read, stick())

    def _arrange(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(GAP_WIDE)
        tiles.addWidget(self.write_button, 1)
        tiles.addWidget(self.read_button, 1)
        frame, inside = card()
        inside.setSpacing(GAP)
        inside.addLayout(tiles)
        inside.addWidget(Flow(self.whom, self.files))
        inside.addWidget(self.progress)
        inside.addWidget(self.result)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)


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
