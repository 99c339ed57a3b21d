# SPDX-License-Identifier: Apache-2.0
"""Printing, from the choice of a printer to the last good sheet. A job that is left waits, and goes on from here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.records.queries import stationery
from app.records.queries.print_jobs import PrintJob
from app.services.job_forms import RunSheet
from app.services.printers import load_printers, save_printers
from app.services.printing import (
    Answer,
    answer_run,
    begin_job,
    change_forms,
    earlier_sheets,
    job_of,
    next_run,
    printed_again,
    stop_job,
)
from app.translation import tr, trn
from app.ui.background.task import Control, Ears
from app.ui.certificates.calibrating import Calibrating
from app.ui.certificates.other_forms import OtherForms
from app.ui.certificates.paper_way import PaperWay, Sending, way_to_paper
from app.ui.certificates.print_setup import PrintSetup
from app.ui.certificates.printer_watch import PrinterWatch
from app.ui.certificates.run_pane import RunPane
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.question import Question
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.work_progress import WorkProgress


class PrintFlow(QWidget):
    """One job at a time. ``left`` tells that the person is done here or goes elsewhere; an unfinished job waits."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None, way: PaperWay | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.way = way or way_to_paper()
        self.numbers: Sequence[str] = ()
        self.job: PrintJob | None = None
        self._run: Sequence[RunSheet] = ()
        self.header = RecordHeader(tr("Back to the certificates"), self._on_back)
        self.go = button(tr("&Print"), self.begin_printing, kind="primary", drawing=Icon.PRINTER)
        self.setup, self.running = PrintSetup(context), RunPane(context)
        self.calibrating, self.other = Calibrating(context), OtherForms(context)
        self.progress, self.watch = WorkProgress(), PrinterWatch(context, self)
        self._bodies = QStackedWidget()
        for body in (self.setup, self.running, self.calibrating, self.other):
            self._bodies.addWidget(body)
        self._arrange()
        self.setup.calibrate_wanted.connect(self._on_calibrate)
        self.setup.again_wanted.connect(self._read_machines)
        self.watch.told.connect(self.running.show_printer)
        self.running.answered.connect(self._on_answer)
        self.running.put_in.connect(self._send)
        self.running.stop_wanted.connect(self._ask_to_stop)
        self.calibrating.left.connect(self._show_setup)
        self.calibrating.page_wanted.connect(self._on_test_page)
        self.other.chosen.connect(self._on_other_forms)
        self.other.stop_wanted.connect(self._ask_to_stop)

    def begin(self, numbers: Sequence[str]) -> None:
        """Ask how these documents shall be printed."""
        self.numbers, self.job = numbers, None
        self.header.show_record(trn("Print {n} document", "Print {n} documents", len(numbers)))
        self.setup.begin(load_printers(self._context.centre.machine.state))
        self._show_setup()
        self._read_machines()
        self._context.read(stationery.deliveries, then=self.setup.show_forms, key="print.forms")
        work = self._context.centre.work
        ears = Ears(self.setup.show_earlier, owner=self.setup)
        self._context.runner.read(lambda: earlier_sheets(work, numbers), ears, key="print.earlier")
        again = Ears(self.setup.show_again, owner=self.setup)
        self._context.runner.read(lambda: printed_again(work, numbers), again, key="print.again")

    def mark_all(self, why: str) -> None:
        """The documents that are about to be printed are duplicates, for this reason."""
        self.setup.mark_all(why)

    def resume(self, job: bytes) -> None:
        """Go on with a job that waits: it may be that its last sheets were sent already, so that is asked first."""
        self.job = None
        self.header.show_record(tr("A print job goes on"))
        work = self._context.centre.work
        self._context.runner.read(lambda: job_of(work, job), Ears(self._on_resumed, self._refuse, owner=self))

    @Slot()
    def begin_printing(self) -> None:
        """Begin the job as it is chosen."""
        wish, centre = self.setup.wish(self.numbers), self._context.centre
        if not wish.printer:
            self.setup.show_wrong(tr("Choose a printer."))
            return
        self.setup.show_wrong("")
        self.go.setEnabled(False)
        self._keep(wish.printer, wish.tray, wish.run)

        def carry_out(control: Control) -> PrintJob:
            return begin_job(centre, wish, control.progress)

        task = self._context.do(carry_out, self._on_begun, refused=self._on_not_begun)
        self.progress.watch(task, tr("Looking at the documents..."))

    @Slot(object)
    def _on_begun(self, job: PrintJob) -> None:
        self.job = job
        self._next()

    @Slot(object)
    def _on_not_begun(self, refusal: Refused) -> None:
        self.go.setEnabled(True)
        self.setup.show_wrong(str(refusal))

    @Slot(object)
    def _on_resumed(self, job: PrintJob) -> None:
        self.job = job
        self._read_run(self._ask)

    def _next(self) -> None:
        """The next sheets, or the end."""
        job = self.job
        if job is None or job.ended:
            self._context.say(tr("All sheets are printed."))
            self.left.emit()
            return
        self._read_run(self._ask_for_sheet if job.manual else self._send_run)

    def _read_run(self, then: Callable[[Sequence[RunSheet]], object]) -> None:
        job, work = self.job, self._context.centre.work
        assert job is not None
        self._show(self.running)
        ears = Ears(then, self._refuse, owner=self)
        self._context.runner.read(lambda: next_run(work, job), ears, key="print.run")

    def _ask_for_sheet(self, run: Sequence[RunSheet]) -> None:
        if self.job is not None:
            self._run = run
            self.running.ask_for_sheet(self.job, run[0])

    def _send_run(self, run: Sequence[RunSheet]) -> None:
        self._run = run
        self._send()

    @Slot()
    def _send(self) -> None:
        job, run = self.job, self._run
        if job is None:
            return
        self.running.wait(job, run)
        told = partial(self._on_sent, run)
        task = self.way.send(self, self._context, Sending(job, run, told, self._on_not_sent))
        self.progress.watch(task, tr("Getting the pages ready..."))

    def _on_sent(self, run: Sequence[RunSheet]) -> None:
        self._ask(run)
        if self.job is not None:
            self.watch.begin(self.job.printer, self.way.says)

    def _ask(self, run: Sequence[RunSheet]) -> None:
        if self.job is not None:
            self._run = run
            self.running.ask(self.job, run)

    def _on_not_sent(self, refusal: Refused) -> None:
        """It may be that some sheets came out all the same."""
        self._ask(self._run)
        self.running.show_wrong(str(refusal))

    @Slot(object)
    def _on_answer(self, answer: Answer) -> None:
        self.watch.stop()
        job, work = self.job, self._context.centre.work
        if job is not None:
            self._context.do(lambda _: answer_run(work, job.id, answer), self._on_begun, refused=self._on_bad_answer)

    @Slot(object)
    def _on_bad_answer(self, refusal: Refused) -> None:
        self.running.show_wrong(str(refusal))

    @Slot(object)
    def _refuse(self, refusal: Refused) -> None:
        """Without forms the job asks for other ones; anything else is said, and the job waits."""
        if refusal.code == "no-forms-left" and self.job is not None:
            self.other.ask(str(refusal))
            self._show(self.other)
            return
        self._context.say(str(refusal))
        self.left.emit()

    @Slot(str, str)
    def _on_other_forms(self, named: str, first: str) -> None:
        job, work = self.job, self._context.centre.work
        if job is not None:
            carry_out = partial(change_forms, work, job.id, named, first)
            self._context.do(lambda _: carry_out(), self._on_begun, refused=self.other.refuse)

    @Slot()
    def _ask_to_stop(self) -> None:
        asked = Question(
            self,
            tr("Stop this job?"),
            tr("What was printed stays written down. Forms that were not used are in stock again."),
        )
        asked.offer(tr("&Keep it"), button(tr("&Stop the job"), asked.accept, kind="danger"))
        asked.accepted.connect(self.stop_job)
        QDialog.open(asked)

    @Slot()
    def stop_job(self) -> None:
        """End the job before all of it is printed."""
        job, work = self.job, self._context.centre.work
        if job is not None:
            self._context.do(lambda _: stop_job(work, job.id), self._on_stopped, tr("The print job is stopped."))

    @Slot(object)
    def _on_stopped(self, _job: PrintJob) -> None:
        self.watch.stop()
        self.left.emit()

    @Slot()
    def _on_back(self) -> None:
        if self._bodies.currentWidget() is self.calibrating:
            self._show_setup()
            return
        self.watch.stop()
        if self.job is not None:
            self._context.say(tr("The print job waits. It goes on from the top of this page."))
        self.left.emit()

    @Slot()
    def _on_calibrate(self) -> None:
        self.calibrating.begin(str(self.setup.printer.currentData() or ""), str(self.setup.tray.currentData() or ""))
        self._show(self.calibrating)

    @Slot(str, bytes)
    def _on_test_page(self, printer: str, pdf: bytes) -> None:
        self.way.send_page(self, self._context, printer, bytes(pdf))

    @Slot()
    def _show_setup(self) -> None:
        self._show(self.setup)
        self.go.setEnabled(True)
        self.setup.setFocus()

    @Slot()
    def _read_machines(self) -> None:
        ears = Ears(self.setup.show_machines, owner=self.setup)
        self._context.runner.read(self.way.machines, ears, key="print.machines")

    def _show(self, body: QWidget) -> None:
        self._bodies.setCurrentWidget(body)
        self.go.setVisible(body is self.setup)

    def _keep(self, printer: str, tray: str, run: int) -> None:
        state = self._context.centre.machine.state
        kept = replace(load_printers(state), printer=printer, tray=tray, run=run)
        self._context.do(lambda _: save_printers(state, kept))

    def _arrange(self) -> None:
        self.header.add(self.go)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(self.progress)
        outer.addWidget(self._bodies, 1)
