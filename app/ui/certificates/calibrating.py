# SPDX-License-Identifier: Apache-2.0
"""Measuring a printer: a test page is printed, five numbers are read off it with a ruler and typed here."""

from dataclasses import fields
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QVBoxLayout, QWidget

from app.domain.calibration import EDGE, Measured
from app.domain.refusals import Refused
from app.services.printers import LYING, UPRIGHT, load_printers, measured, measuring_page, save_printers
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import language, tr
from app.ui.background.task import Ears
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.number_box import number_box
from app.ui.widgets.page_body import card, row, scrolled
from app.ui.widgets.texts import announce, label

_A4 = (210.0, 297.0)


class Calibrating(QWidget):
    """``page_wanted`` carries the printer and its test page; ``left`` tells that the numbers are kept or not wanted."""

    page_wanted = Signal(str, bytes)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.printer = self.tray = ""
        self._told = label("", wrap=True)
        self.lies = QComboBox()
        self.lies.addItem(tr("Upright pages"), UPRIGHT)
        self.lies.addItem(tr("Pages that lie on their side"), LYING)
        names = (
            tr("From the left edge of the paper to A"), tr("From the top edge to A"), tr("From the top edge to B"),
            tr("From A to B"), tr("From A to C"),
        )  # fmt: skip
        self.numbers = [number_box(QDoubleSpinBox()) for _ in names]
        self._fields = [FormField(name, box) for name, box in zip(names, self.numbers, strict=True)]
        self.wrong = label("", "error", wrap=True)
        self.keep_button = button(tr("&Keep these numbers"), self.keep, kind="primary")
        self._arrange()
        self.lies.currentIndexChanged.connect(self._propose)

    def begin(self, printer: str, tray: str) -> None:
        """Measure this printer with this tray."""
        self.printer, self.tray = printer, tray
        self._told.setText(
            tr("Print the test page on {printer}, measure it with a ruler in millimetres, and type what you "
               "measured. From then on every page is moved so that it lands in its place.", printer=printer)
        )  # fmt: skip
        self._propose()
        self.wrong.hide()
        self.lies.setFocus()

    @Slot()
    def keep(self) -> None:
        """Keep what was measured on this laptop."""
        state, lies = self._context.centre.machine.state, str(self.lies.currentData())
        numbers = [box.value() for box in self.numbers]
        where = (self.printer, self.tray, lies)

        def carry_out() -> None:
            save_printers(state, load_printers(state).calibrated(*where, measured(numbers, lies)))

        done = tr("{printer} is calibrated on this laptop.", printer=self.printer)
        self._context.do(lambda _: carry_out(), self._on_kept, done, refused=self._on_refused)

    @Slot(object)
    def _on_kept(self, _: object) -> None:
        self.left.emit()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.wrong.setText(str(refusal))
        self.wrong.show()
        announce(self, str(refusal))

    @Slot()
    def _propose(self) -> None:
        """A printer that is not off at all."""
        width, height = _A4[::-1] if self.lies.currentData() == LYING else _A4
        right = Measured(EDGE, EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE)
        for box, one in zip(self.numbers, fields(right), strict=True):
            box.setValue(getattr(right, one.name))

    @Slot()
    def _on_print(self) -> None:
        job = partial(measuring_page, self.printer, language(), str(self.lies.currentData()))
        self._context.runner.read(job, Ears(self._send, owner=self), key="print.test")

    def _send(self, pdf: bytes) -> None:
        self.page_wanted.emit(self.printer, pdf)
        self._context.say(tr("The test page is on its way."))

    @Slot()
    def _on_save(self) -> None:
        title, kinds = tr("Where to write the file"), tr("PDF files ({kinds})", kinds="*.pdf")
        ask_new_file(self, title, kinds, Path(tr("test page") + ".pdf"), self.save_page)

    def save_page(self, path: Path) -> None:
        """Write the test page there."""
        job = partial(measuring_page, self.printer, language(), str(self.lies.currentData()))

        def write() -> None:
            with storage_errors():
                write_whole(path, job())

        self._context.do(lambda _: write(), done=tr("{file} is written.", file=path.name))

    def _arrange(self) -> None:
        for box in self.numbers:
            box.setRange(0, 400)
            box.setDecimals(1)
            box.setSingleStep(0.5)
            box.setSuffix(tr(" mm"))
            box.setLocale(QLocale(language()))
        frame, column = card()
        column.addWidget(self._told)
        column.addWidget(FormField(tr("What is measured"), self.lies))
        page = button(tr("Print the &test page"), self._on_print, drawing=Icon.PRINTER)
        save = button(tr("&Save the test page as PDF..."), self._on_save, drawing=Icon.SAVE)
        column.addWidget(Flow(page, save))
        column.addLayout(row(*self._fields[:3]))
        column.addLayout(row(*self._fields[3:]))
        column.addWidget(self.wrong)
        column.addWidget(Flow(self.keep_button, button(tr("&Back"), self.left.emit)))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(frame))
