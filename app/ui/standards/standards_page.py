# SPDX-License-Identifier: Apache-2.0
"""Qualifications, their units, and each unit in full; files of standards are brought in here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.domain.standards import Unit
from app.paths import resources
from app.records.queries import standards as register
from app.records.queries.standards import QualificationRow, UnitRow
from app.services.standards import ImportedStandards, import_standards
from app.translation import later, tr, trn
from app.ui.background.change_bus import Changes
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.standards.unit_text import UnitText
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import card, page_layout
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.row_source import CellKind, Column, Order
from app.ui.widgets.texts import label
from app.ui.widgets.work_progress import WorkProgress

FILES: Final = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.yaml *.yml"
_ALL: Final = b""
_TABLES: Final = frozenset({"unit", "qualification"})


class StandardsPage(QWidget):
    """Qualifications above, their units beneath, the unit in full at the side. Its place is the code of a unit."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = ""
        self._unit_codes: dict[bytes, str] = {}
        self._stale = False
        self._may_import = allowed(context.centre.work.roles, Command.IMPORT_STANDARDS)
        self.header = PageHeader(tr("Standards"))
        self.import_button = button(tr("&Import a file..."), self.choose_file, kind="primary")
        self.import_button.setVisible(self._may_import)
        self.progress = WorkProgress()
        self.remarks, self._remark_lines = card()
        self.qualifications = DataTable(
            tr("Qualifications"), _qualification_list(()), Order("code"), key="qualifications"
        )
        self.units = DataTable(tr("Units"), _unit_list(()), Order("code"), key="units")
        self.text = UnitText()
        self._bodies = QStackedWidget()
        self._arrange()
        self.setFocusProxy(self.units)
        self.qualifications.picked.connect(self._on_qualification)
        self.units.picked.connect(self._on_unit)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def place(self) -> str:
        """The code of the unit that is shown."""
        return self._wanted

    def go_to(self, place: str) -> None:
        """Show the newest version of this unit, if it is still there."""
        self._wanted = place
        self._context.read(register.unit, place, then=self._on_found, key="standards.unit", refused=self._on_gone)

    def choose_file(self) -> None:
        """Ask for a file of standards."""
        ask_file(self, tr("Which file?"), tr("Standards ({kinds})", kinds=FILES), self.import_file)

    def import_file(self, path: Path) -> None:
        """Bring in this file."""
        self.remarks.hide()
        work, mappings = self._context.centre.work, resources() / "mappings"

        def bring_in(_: Control) -> ImportedStandards:
            return import_standards(work, [path], mappings)

        task = self._context.do(
            bring_in, self._on_imported, tr("{file} is imported.", file=path.name), undo=True, refused=self._on_refused
        )
        self.progress.watch(task, tr("Importing {file}...", file=path.name))

    def _on_template(self) -> None:
        title, kinds = tr("Where to write the workbook"), tr("Excel workbooks ({kinds})", kinds="*.xlsx")
        ask_new_file(self, title, kinds, Path(tr("standards") + ".xlsx"), self.write_example)

    def write_example(self, path: Path) -> None:
        """Write a workbook with a sample qualification, to be replaced by one's own and imported."""

        def write(_: Control) -> None:
            from app.spreadsheets.sample import write_sample_standards  # with its workbook library: slow to load

            write_sample_standards(path, resources())

        sentence = tr("{file} is written. Replace the example with your own standards, then import it.", file=path.name)
        self._context.do(write, done=sentence)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._context.read(register.totals, then=self._on_totals, key="standards.totals")
        self._context.read(register.qualifications, then=self._on_qualifications, key="standards.qualifications")
        self._read_units(None)

    def _read_units(self, qualification: bytes | None) -> None:
        self._context.read(register.units, qualification, then=self._on_units, key="standards.units")

    @Slot(object)
    def _on_totals(self, totals: tuple[int, int, int, int]) -> None:
        qualifications, units, _, criteria = totals
        words = (
            trn("{n} qualification", "{n} qualifications", qualifications),
            trn("{n} unit", "{n} units", units),
            trn("{n} criterion", "{n} criteria", criteria),
        )
        self.header.set_subtitle(" · ".join(words) if units else "")
        self._bodies.setCurrentIndex(0 if units or qualifications else 1)

    @Slot(object)
    def _on_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        self.qualifications.show_source(_qualification_list(rows))

    @Slot(object)
    def _on_units(self, rows: Sequence[UnitRow]) -> None:
        self._unit_codes = {row.id: row.code for row in rows}
        self.units.show_source(_unit_list(rows), self.units.rows.order)
        if not self._wanted and rows:
            self.units.selectRow(0)

    @Slot(bytes)
    def _on_qualification(self, qualification: bytes) -> None:
        self._wanted = ""
        self._read_units(bytes(qualification) or None)

    @Slot(bytes)
    def _on_unit(self, unit: bytes) -> None:
        self._wanted = self._unit_codes.get(bytes(unit), "")
        self._context.read(register.unit_version, bytes(unit), then=self._on_text, key="standards.unit")

    @Slot(object)
    def _on_text(self, unit: Unit) -> None:
        self.text.show_unit(unit)

    @Slot(object)
    def _on_found(self, found: tuple[bytes, Unit]) -> None:
        self.text.show_unit(found[1])

    @Slot(object)
    def _on_gone(self, refusal: Refused) -> None:
        self._wanted = ""
        self._context.say(str(refusal))

    @Slot(object)
    def _on_imported(self, imported: ImportedStandards) -> None:
        brought = (
            trn("{n} qualification", "{n} qualifications", imported.qualifications),
            trn("{n} unit", "{n} units", imported.units),
            trn("{n} criterion", "{n} criteria", imported.criteria),
        )
        self._tell(tr("The file holds {what}.", what=", ".join(brought)), imported.warnings)

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._tell(tr("The file was not imported."), str(refusal).splitlines())

    def _tell(self, heading: str, sentences: Sequence[str]) -> None:
        """Show what was found in a file until the person has read it."""
        while (item := self._remark_lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._remark_lines.addWidget(label(heading, "heading", wrap=True))
        for sentence in sentences[:_MOST_REMARKS]:
            self._remark_lines.addWidget(label(sentence, wrap=True))
        if len(sentences) > _MOST_REMARKS:
            more = len(sentences) - _MOST_REMARKS
            self._remark_lines.addWidget(label(trn("and {n} more", "and {n} more", more), "muted"))
        self._remark_lines.addWidget(button(tr("I have &read this"), self.remarks.hide), 0, Qt.AlignmentFlag.AlignRight)
        self.remarks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.remarks.show()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if not changes.tables & _TABLES:
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def _arrange(self) -> None:
        if self._may_import:
            self.header.add(button(tr("&Example workbook..."), self._on_template, drawing=Icon.FILE_SPREADSHEET))
        self.header.add(self.import_button)
        self.remarks.hide()
        left = QWidget()
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(GAP)
        lists.addWidget(self.qualifications, 2)
        lists.addWidget(self.units, 3)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        split.addWidget(left)
        split.addWidget(self.text)
        split.setSizes([520, 560])
        choice = Choice(tr("Import a file..."), self.choose_file) if self._may_import else None
        sentence = tr("No standards yet. Import the file that your authority gave you: a workbook or a text file.")
        self._bodies.addWidget(split)
        self._bodies.addWidget(EmptyState(sentence, choice, drawing=Icon.BOOK_OPEN))
        column = page_layout(self)
        column.addWidget(self.header)
        column.addWidget(self.progress)
        column.addWidget(self.remarks)
        column.addWidget(self._bodies, 1)


_MOST_REMARKS: Final = 8


def _qualification_list(rows: Sequence[QualificationRow]) -> ListSource:
    columns = [
        Column("code", tr("Qualification"), 120),
        Column("title", tr("Title"), 130, grows=True),
        Column("level", tr("Level"), 60),
        Column("units", tr("Units"), 64, CellKind.NUMBER),
    ]
    cells = [(row.id, [row.code, row.title, row.level, row.units]) for row in rows]
    everything = (_ALL, ["", tr("All units"), "", ""])
    return ListSource(columns, [everything, *cells])


def _unit_list(rows: Sequence[UnitRow]) -> ListSource:
    columns = [
        Column("code", tr("Unit"), 110),
        Column("title", tr("Title"), 150, grows=True),
        Column("criteria", tr("Criteria"), 80, CellKind.NUMBER),
    ]
    return ListSource(columns, [(row.id, [row.code, row.title, row.criteria]) for row in rows])


PAGE: Final = Page("standards", later("Standards"), Icon.BOOK_OPEN, StandardsPage)
