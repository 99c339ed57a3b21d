# SPDX-License-Identifier: Apache-2.0
"""The print jobs of this laptop that wait: said on the page until each has ended."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries import print_jobs
from app.records.queries.print_jobs import PrintJob
from app.translation import tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.drawing import Drawing
from app.ui.widgets.moments import moment_words
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import label


class UnfinishedJobs(QWidget):
    """The latest of them with a button; hidden when there are none. ``resume_wanted`` carries the id of the job."""

    resume_wanted = Signal(bytes)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.jobs: Sequence[PrintJob] = ()
        self._words = label("", wrap=True)
        self.resume = button(tr("&Go on printing"), self._on_resume, drawing=Icon.PRINTER)
        frame, column = card()
        column.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(Drawing(Icon.TRIANGLE_ALERT, "warn"))
        line.addWidget(self._words, 1)
        line.addWidget(self.resume)
        column.addLayout(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide()
        context.bus.changed.connect(self._on_changed)

    def read(self) -> None:
        """Look which jobs wait; for people who may print."""
        if allowed(self._context.centre.work.roles, Command.PRINT_DOCUMENTS):
            device = self._context.centre.work.records.device
            self._context.read(print_jobs.unfinished, device, then=self._show, key="print.unfinished")

    def resume_latest(self) -> None:
        """Ask to go on with the latest of them, if there is one."""
        device = self._context.centre.work.records.device
        self._context.read(print_jobs.unfinished, device, then=self._show_and_resume, key="print.unfinished")

    def _show_and_resume(self, jobs: Sequence[PrintJob]) -> None:
        self._show(jobs)
        self._on_resume()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need."""
        super().showEvent(event)
        self.updateGeometry()

    def _show(self, jobs: Sequence[PrintJob]) -> None:
        self.jobs = jobs
        self.setVisible(bool(jobs))
        if not jobs:
            return
        job, now = jobs[0], self._context.centre.machine.wall()
        sentence = tr(
            "A print job is not finished: {n} of {m} sheets are left for {printer}, begun {when}.",
            n=len(job.left), m=len(job.sheets), printer=job.printer, when=moment_words(job.at, now),
        )  # fmt: skip
        more = tr("{n} more wait behind it.", n=len(jobs) - 1) if len(jobs) > 1 else ""
        self._words.setText(f"{sentence} {more}".strip())

    @Slot()
    def _on_resume(self) -> None:
        if self.jobs:
            self.resume_wanted.emit(self.jobs[0].id)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if "print_job" in changes.tables:
            self.read()
