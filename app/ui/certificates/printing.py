# SPDX-License-Identifier: Apache-2.0
"""Printing documents: page after page, drawn off the GUI thread, so that the window goes on meanwhile."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QObject, QRectF, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from app.translation import tr, trn
from app.ui.background.task import Ears
from app.ui.context import Context
from app.ui.widgets.pdf_pages import page_pictures

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI: Final = 300
Documents = Callable[[], Sequence[bytes]]
"""Brings the PDF files to print; called off the GUI thread."""


class Printing(QObject):
    """Prints documents on a printer that was set up. ``finished`` tells how many pages were sent."""

    finished = Signal(int)

    def __init__(self, context: Context, printer: "QPrinter", parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._printer = context, printer
        self._painter = QPainter()
        self._waiting: list[bytes] = []
        self._pages = 0

    def start(self, documents: Sequence[bytes]) -> None:
        """Begin to print these."""
        self._waiting = list(documents)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._end()
            return
        pdf = self._waiting.pop(0)
        self._context.runner.read(lambda: page_pictures(pdf, PRINT_DPI), Ears(self._print, self._stop, owner=self))

    @Slot(object)
    def _print(self, pages: Sequence[QImage]) -> None:
        for page in pages:
            if not self._open_page(page):
                self._stop(tr("The printer did not answer. {n} pages were sent.", n=self._pages))
                return
            self._painter.drawImage(_fitting(page, QRectF(self._painter.viewport())), page)
            self._pages += 1
        self._next()

    def _open_page(self, page: QImage) -> bool:
        """A new sheet, turned as the page is. The turn must be known before the sheet begins."""
        wide = page.width() > page.height()
        turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        self._printer.setPageOrientation(turned)
        return self._printer.newPage() if self._painter.isActive() else self._painter.begin(self._printer)

    @Slot(object)
    def _stop(self, why: object) -> None:
        self._waiting = []
        self._context.say(str(why))
        self._end()

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self.finished.emit(self._pages)
        self.deleteLater()


def print_on(parent: QWidget, context: Context, printer: "QPrinter", documents: Documents) -> Printing:
    """Print on this printer what ``documents`` brings."""

    def told(pages: int) -> None:
        if pages:
            context.say(trn("{n} page was sent to the printer.", "{n} pages were sent to the printer.", pages))

    printing = Printing(context, printer, parent)
    printing.finished.connect(told)
    context.do(lambda _: documents(), printing.start)
    return printing


def paper(printer: "QPrinter") -> "QPrinter":
    """The printer set to A4 without margins of its own: the documents bring theirs."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return printer


def _fitting(page: QImage, room: QRectF) -> QRectF:
    """The page as large as the paper allows, in its middle, never distorted."""
    scale = min(room.width() / page.width(), room.height() / page.height())
    width, height = page.width() * scale, page.height() * scale
    return QRectF(room.x() + (room.width() - width) / 2, room.y() + (room.height() - height) / 2, width, height)
