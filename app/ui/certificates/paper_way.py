# SPDX-License-Identifier: Apache-2.0
"""How pages get from the window to a printer: handed over as a file, or painted by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import QWidget

from app.domain.refusals import Refused
from app.records.queries.print_jobs import PrintJob
from app.services.job_forms import RunSheet
from app.services.printers import load_printers
from app.services.sending import paper_of, run_file, send_file
from app.services.spooling import (
    UNKNOWN,
    Run,
    Spool,
    printer_says,
    printers,
    run_program,
    spool,
    takes_pdf,
    trays,
)
from app.translation import later
from app.ui.background.task import Control, Task
from app.ui.certificates.printing import paper, print_on
from app.ui.context import Context

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_GONE: Final = later(
    "The printer {printer} is not there. Nothing is lost: the job waits, and can be resumed when it is."
)


@dataclass(frozen=True, slots=True)
class Machine:
    """A printer of this computer with its trays."""

    name: str
    trays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sending:
    """A run to be sent, and who is told: ``then`` that the printer has it, ``refused`` that it has not."""

    job: PrintJob
    run: Sequence[RunSheet]
    then: Callable[[], object]
    refused: Callable[[Refused], object]


class PaperWay(Protocol):
    """One way to paper."""

    def machines(self) -> list[Machine]:
        """The printers here, the usual one first; asked off the GUI thread."""

    def send(self, owner: QWidget, context: Context, sending: Sending) -> Task:
        """Bring these sheets to the printer of the job."""

    def send_page(self, owner: QWidget, context: Context, printer: str, pdf: bytes) -> None:
        """Bring one page to a printer, just as it is."""

    def says(self, printer: str) -> tuple[str, str]:
        """What became of the sheets sent last (``spooling``), and the printer's own words; asked off the GUI thread."""


class FileWay:
    """The printing system takes PDF files: Linux and macOS."""

    def __init__(self, system: Run = run_program) -> None:
        self._system = system
        self._request = ""

    def machines(self) -> list[Machine]:
        """See ``PaperWay``."""
        return [Machine(name, trays(self._system, name)) for name in printers(self._system)]

    def send(self, owner: QWidget, context: Context, sending: Sending) -> Task:
        """See ``PaperWay``."""
        job, run, system = sending.job, sending.run, self._system

        def carry_out(control: Control) -> None:
            self._request = send_file(_file(context, job, run, control), job, run, system)

        return context.look_up(carry_out, lambda _: sending.then(), sending.refused, owner=owner)

    def send_page(self, owner: QWidget, context: Context, printer: str, pdf: bytes) -> None:
        """See ``PaperWay``."""
        wish = Spool(printer, "Guildmark", paper_of(pdf))
        context.look_up(
            lambda _: spool(self._system, pdf, wish), lambda _: None, lambda why: context.say(str(why)), owner=owner
        )

    def says(self, printer: str) -> tuple[str, str]:
        """See ``PaperWay``."""
        return printer_says(self._system, printer, self._request)


class PaintWay:
    """Pages are painted one by one: Windows, whose printing system takes no PDF files."""

    def machines(self) -> list[Machine]:
        """See ``PaperWay``."""
        from PySide6.QtPrintSupport import QPrinterInfo  # on first use

        usual = QPrinterInfo.defaultPrinterName()
        names = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name.casefold()))
        return [Machine(name) for name in names]

    def send(self, owner: QWidget, context: Context, sending: Sending) -> Task:
        """See ``PaperWay``."""
        made = partial(_file, context, sending.job, sending.run)
        paint = partial(self._paint, owner, context, sending)
        return context.look_up(made, paint, sending.refused, owner=owner)

    def send_page(self, owner: QWidget, context: Context, printer: str, pdf: bytes) -> None:
        """See ``PaperWay``."""
        print_on(owner, context, self._printer(printer), lambda: [pdf])

    def says(self, printer: str) -> tuple[str, str]:
        """See ``PaperWay``. Windows tells what becomes of pages in a window of its own."""
        return UNKNOWN, ""

    def _paint(self, owner: QWidget, context: Context, sending: Sending, pdf: bytes) -> None:
        printer = self._printer(sending.job.printer)
        if not printer.isValid():
            sending.refused(Refused("printer-gone", _GONE, printer=sending.job.printer))
            return
        pages = sum(len(sheet.pages) for sheet in sending.run)

        def told(sent: int) -> None:
            if sent == pages:
                sending.then()
            else:
                sending.refused(Refused("printer-gone", _GONE, printer=sending.job.printer))

        print_on(owner, context, printer, lambda: [pdf]).finished.connect(told)

    def _printer(self, name: str) -> "QPrinter":
        from PySide6.QtPrintSupport import QPrinter

        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setPrinterName(name)
        return paper(made)


def way_to_paper() -> PaperWay:
    """The way of this computer."""
    return FileWay() if takes_pdf() else PaintWay()


def _file(context: Context, job: PrintJob, run: Sequence[RunSheet], control: Control) -> bytes:
    centre = context.centre
    return run_file(centre, job, run, load_printers(centre.machine.state), control.progress)
