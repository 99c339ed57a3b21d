# SPDX-License-Identifier: Apache-2.0
"""What is printed where: printer and tray, plain paper or forms, in which order, how many sheets at a time."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.domain.printing import (
    BY_TEMPLATE,
    FIRST_PAGE,
    LEFT_OUT,
    MOST_DOCUMENTS,
    PART_WORDS,
    PARTS,
    PRINTED_TOO,
    WHOLE,
)
from app.domain.stationery import LOST, SPOILED
from app.records.queries.stationery import StationeryRow
from app.services.job_forms import Earlier, EarlierSheet
from app.services.printers import Printers
from app.services.printing import JobWish
from app.translation import later, tr, trn
from app.ui.certificates.paper_way import Machine
from app.ui.certificates.second_person import ReasonFields
from app.ui.context import Context
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.number_box import number_box
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.texts import announce, label

_SHOWN: Final = 3
_PREPRINTED: Final = {
    BY_TEMPLATE: later("As the template says"),
    LEFT_OUT: later("Leave it out"),
    PRINTED_TOO: later("Print it too"),
}


class PrintSetup(QWidget):
    """The choices for one job. ``calibrate_wanted`` asks to measure the chosen printer, ``again_wanted`` to look for
    printers again."""

    calibrate_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._machines: dict[str, Machine] = {}
        self._wanted: Printers = Printers()
        self.printer, self.tray, self.part, self.forms = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        for choice in (self.printer, self.tray, self.part, self.forms):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(14)
        for part in PARTS:
            self.part.addItem(tr(PART_WORDS[part]), part)
        self.first = QLineEdit()
        self.run = number_box(QSpinBox())
        self.run.setRange(1, 10 * MOST_DOCUMENTS)
        self.descending = QCheckBox(tr("The &numbers of the forms go down from sheet to sheet"))
        self.last_first = QCheckBox(tr("The &last document is printed first"))
        self.duplex = QCheckBox(tr("Bo&th sides of the paper"))
        self.manual = QCheckBox(tr("One by one: I put each sheet &in myself"))
        self.preprinted = QComboBox()
        self.preprinted.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.preprinted.setMinimumContentsLength(14)
        for value, words in _PREPRINTED.items():
            self.preprinted.addItem(tr(words), value)
        self._again, self.again_why = QWidget(), QLineEdit()
        self._again_told = label("", wrap=True)
        self._marks_all = False
        self.earlier = QComboBox()
        self.why = ReasonFields(context)
        self._asked = label("", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.calibrate = button(tr("&Calibrate this printer..."), self.calibrate_wanted.emit)
        self._first_field = FormField(tr("First form"), self.first, tr("Empty: the next one in stock"))
        self._preprinted_field = FormField(tr("What is on the forms already"), self.preprinted)
        self._earlier_part = QWidget()
        self._arrange()
        self.printer.currentIndexChanged.connect(self._on_printer)
        self.forms.currentIndexChanged.connect(self._on_forms)
        self.manual.toggled.connect(self.run.setDisabled)
        self.earlier.currentIndexChanged.connect(self._on_earlier)

    def begin(self, printers: Printers) -> None:
        """Choices as they were made last on this laptop."""
        self._wanted = printers
        self.run.setValue(printers.run)
        self.first.clear()
        for box in (self.descending, self.last_first, self.duplex, self.manual):
            box.setChecked(False)
        self.preprinted.setCurrentIndex(0)
        self.why.begin()
        self.show_wrong("")
        self.show_earlier(())
        self._marks_all = False
        self.again_why.clear()
        self.show_again(())

    def show_machines(self, machines: Sequence[Machine]) -> None:
        """Offer these printers."""
        self._machines = {one.name: one for one in machines}
        self.printer.clear()
        for one in machines:
            self.printer.addItem(one.name, one.name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(self._wanted.printer)))
        if not machines:
            self.show_wrong(tr("No printer was found. Set one up on this computer, switch it on, and look again."))

    def show_forms(self, rows: Sequence[StationeryRow]) -> None:
        """Offer plain paper and the forms that are left."""
        self.forms.clear()
        self.forms.addItem(tr("Plain paper"), "")
        for row in rows:
            if row.free:
                left = trn("{n} left", "{n} left", row.free)
                self.forms.addItem(f"{row.name} · {left}", row.id.hex())
        self._on_forms()

    def show_earlier(self, found: Sequence[EarlierSheet]) -> None:
        """Ask what became of these forms, on which the same documents stand already."""
        listed = ", ".join(f"{one.form} ({one.name})" for one in found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        sentence = tr("These documents stand on forms already: {forms}. What became of those?", forms=listed)
        self._asked.setText(sentence if found else "")
        self._earlier_part.setVisible(bool(found) and bool(self.forms.currentData()))
        self._earlier_part.setProperty("asked", bool(found))

    def show_again(self, numbers: Sequence[str]) -> None:
        """These are marked as duplicates by the rules, because they were printed before."""
        if self._marks_all:
            return
        n = len(numbers)
        words = trn(
            "{n} document was printed before. By the rules it is marked as a duplicate now, and counted.",
            "{n} documents were printed before. By the rules they are marked as duplicates now, and counted.", n,
        )  # fmt: skip
        self._again_told.setText(words)
        self._again.setVisible(n > 0)

    def mark_all(self, why: str) -> None:
        """What is printed is a duplicate, whatever is known of it."""
        self._marks_all = True
        self._again_told.setText(tr("It is marked as a duplicate, and counted."))
        self.again_why.setText(why)
        self._again.show()

    def show_wrong(self, sentence: str) -> None:
        """Say why it cannot be printed so."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        announce(self, sentence)

    def wish(self, numbers: Sequence[str]) -> JobWish:
        """The job as it is chosen here."""
        asked = bool(self._earlier_part.property("asked")) and bool(self.forms.currentData())
        return JobWish(
            numbers,
            str(self.printer.currentData() or ""),
            str(self.tray.currentData() or ""),
            str(self.part.currentData()),
            str(self.forms.currentData() or ""),
            self.first.text().strip() if self.forms.currentData() else "",
            self.descending.isChecked(),
            self.last_first.isChecked(),
            self.duplex.isChecked(),
            self.manual.isChecked(),
            self.run.value(),
            Earlier(str(self.earlier.currentData()), *self.why.said()) if asked else None,
            str(self.preprinted.currentData()) if self.forms.currentData() else BY_TEMPLATE,
            self._marks_all,
            "" if self._again.isHidden() else self.again_why.text().strip(),
        )

    @Slot()
    def _on_printer(self) -> None:
        machine = self._machines.get(str(self.printer.currentData() or ""))
        self.tray.clear()
        self.tray.addItem(tr("As the printer likes"), "")
        for name in machine.trays if machine else ():
            self.tray.addItem(name, name)
        self.tray.setCurrentIndex(max(0, self.tray.findData(self._wanted.tray)))
        self.calibrate.setEnabled(machine is not None)

    @Slot()
    def _on_forms(self) -> None:
        """Forms carry the first page; the other pages go on plain paper."""
        chosen = bool(self.forms.currentData())
        for part in (self._first_field, self._preprinted_field, self.descending):
            part.setVisible(chosen)
        self.part.setCurrentIndex(self.part.findData(FIRST_PAGE if chosen else WHOLE))
        self._earlier_part.setVisible(chosen and bool(self._earlier_part.property("asked")))

    @Slot()
    def _on_earlier(self) -> None:
        self.why.need_second(self.earlier.currentData() == SPOILED)

    def _arrange(self) -> None:
        self.earlier.addItem(tr("They are here, and are spoiled now"), SPOILED)
        self.earlier.addItem(tr("They are lost"), LOST)
        self.earlier.setAccessibleName(tr("What became of the earlier forms"))
        earlier = QVBoxLayout(self._earlier_part)
        earlier.setContentsMargins(0, 0, 0, 0)
        earlier.setSpacing(GAP)
        for part in (self._asked, self.earlier, self.why):
            earlier.addWidget(part)
        again = QVBoxLayout(self._again)
        again.setContentsMargins(0, 0, 0, 0)
        again.setSpacing(GAP)
        again.addWidget(self._again_told)
        again.addWidget(FormField(tr("Why it is printed again"), self.again_why))
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_WIDE)
        grid.setVerticalSpacing(GAP)
        fields = (
            FormField(tr("Printer"), self.printer), FormField(tr("Tray"), self.tray),
            FormField(tr("Paper"), self.forms), FormField(tr("What of each document"), self.part),
            self._first_field, self._preprinted_field,
            FormField(tr("Sheets at a time"), self.run, tr("Then it is asked how they came out")),
        )  # fmt: skip
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        column.addLayout(grid)
        for box in (self.manual, self.descending, self.last_first, self.duplex):
            column.addWidget(box)
        column.addWidget(self._earlier_part)
        column.addWidget(self._again)
        column.addWidget(self.wrong)
        column.addWidget(Flow(self.calibrate, button(tr("Look for printers &again"), self.again_wanted.emit)))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(frame))
        self.setFocusProxy(self.printer)
        self._on_printer()
        self._on_earlier()
