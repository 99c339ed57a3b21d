# SPDX-License-Identifier: Apache-2.0
"""Filling a cohort from a workbook: first what would happen, cell by cell, then the import itself."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.paths import resources
from app.records.queries import cohorts as register
from app.records.queries.cohorts import CohortRow
from app.services.cohort_import import Into
from app.services.workbook_import import ImportResult, ImportWish, Opening, import_cohort
from app.translation import tr, trn
from app.ui.background.task import Control
from app.ui.cohorts.import_lists import duplicate_list, problem_list
from app.ui.cohorts.verdict import Verdict
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.pill import Pill
from app.ui.widgets.record_header import RecordHeader
from app.ui.widgets.row_source import Order
from app.ui.widgets.texts import announce, label
from app.ui.widgets.work_progress import WorkProgress

WORKBOOKS = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv"
NOTHING = ImportResult()


class ImportPage(QWidget):
    """Choosing a workbook, seeing what it would change, importing it. ``left`` carries the cohort to go back to."""

    left = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path: Path | None = None
        self._start = ""
        self.result: ImportResult = NOTHING
        self.header = RecordHeader(tr("Back without importing"), self._on_back)
        self.cohort = QComboBox()
        self.cohort.setAccessibleName(tr("Into cohort"))
        self.cohort.setMinimumContentsLength(20)
        self.cohort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other = button(tr("&Choose a file..."), self.choose_file)
        self.again = button(tr("&Read it again"), self.read_file, drawing=Icon.REFRESH_CW)
        self.remarks = button(tr("&Save with remarks..."), self._on_remarks)
        self.go = button(tr("&Import"), self.import_file, kind="primary")
        self.progress = WorkProgress()
        self.pills = {key: Pill() for key in ("new", "changed", "unchanged", "refused", "duplicates")}
        self.verdict = Verdict()
        self._told = label("", wrap=True)
        self.problems = DataTable(tr("Refused cells"), problem_list(()), Order("row"))
        self.duplicates = DataTable(tr("Learners who may be in the register already"), duplicate_list(()), Order("row"))
        self._titles = (label(tr("Cells to put right"), "heading"), label(tr("Perhaps known already"), "heading"))
        self._bodies = QStackedWidget()
        self._arrange()
        self.cohort.activated.connect(self.read_file)

    def begin(self, cohort: str = "") -> None:
        """Start with no file, going into this cohort."""
        self._start, self._path, self.result = cohort, None, NOTHING
        self.header.show_record(tr("Import from Excel"))
        self._context.read(register.cohorts, then=self._on_cohorts, key="import.cohorts")
        self._show()
        self.other.setFocus()

    @Slot()
    def choose_file(self) -> None:
        """Ask for the workbook."""
        ask_file(self, tr("Which workbook?"), tr("Workbooks ({kinds})", kinds=WORKBOOKS), self.show_file)

    def show_file(self, path: Path) -> None:
        """Say what importing this workbook would do."""
        self._path = path
        self.header.show_record(tr("Import {file}", file=path.name))
        self.read_file()

    @Slot()
    def read_file(self) -> None:
        """Read the workbook as it is now; nothing is written."""
        if self._path is None:
            return
        self.result = NOTHING
        self.go.setEnabled(False)
        task = self._context.do(partial(self._run, True, None), self._on_read, refused=self._on_refused)
        self.progress.watch(task, tr("Reading {file}...", file=self._path.name))

    @Slot()
    def import_file(self) -> None:
        """Write it into the records: everything, or nothing where a cell is refused."""
        if self._path is None or self.result.refused:
            return
        self.go.setEnabled(False)
        done = tr("{file} is imported.", file=self._path.name)
        job = partial(self._run, False, None)
        task = self._context.do(job, self._on_imported, done, undo=True, refused=self._on_refused)
        self.progress.watch(task, tr("Importing {file}...", file=self._path.name))

    def _run(self, dry: bool, report: Path | None, control: Control) -> ImportResult:
        assert self._path is not None
        catalogues = resources() / "translations"
        code = str(self.cohort.currentData() or "")
        wish = ImportWish(self._path, Opening(catalogues), Into(code), dry, report=report)
        return import_cohort(self._context.centre.work, wish, control.progress)

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        self.cohort.clear()
        for row in rows:
            self.cohort.addItem(tr("Into {cohort}", cohort=row.code), row.code)
        self.cohort.addItem(tr("Into the register only"), "")
        self.cohort.setCurrentIndex(max(0, self.cohort.findData(self._start)))

    @Slot(object)
    def _on_read(self, result: ImportResult) -> None:
        self.result = result
        self._show()
        announce(self, self._sentence(result))
        if self.go.isEnabled():
            self.go.setFocus()

    @Slot(object)
    def _on_imported(self, result: ImportResult) -> None:
        self.result = result
        if result.refused:
            self._show()
        else:
            self._on_back()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.result = NOTHING
        self._show()
        self.verdict.say(str(refusal), good=False)
        announce(self, str(refusal))

    @Slot()
    def _on_back(self) -> None:
        self.left.emit(str(self.cohort.currentData() or ""))

    @Slot()
    def _on_remarks(self) -> None:
        if self._path is not None:
            name = self._path.with_name(tr("{name} with remarks", name=self._path.stem) + ".xlsx")
            title, kinds = tr("Where to write the remarks"), tr("Excel workbooks ({kinds})", kinds="*.xlsx")
            ask_new_file(self, title, kinds, name, self.save_remarks)

    def save_remarks(self, path: Path) -> None:
        """Write the workbook with a remark at each refused cell."""
        done = tr("{file} is written: every refused cell has its remark.", file=path.name)
        self._context.do(partial(self._run, True, path), done=done)

    def _show(self) -> None:
        result, read = self.result, self.result is not NOTHING
        self._bodies.setCurrentIndex(1 if self._path is not None else 0)
        self._show_counts(result)
        for pill in self.pills.values():
            pill.setVisible(read and bool(pill.text()))
        rows = result.new + result.changed
        self.go.setText(trn("&Import {n} learner", "&Import {n} learners", rows) if rows else tr("&Import"))
        self.go.setEnabled(read and not result.refused and len(result.rows) > 0)
        self.again.setVisible(self._path is not None)
        self.remarks.setVisible(bool(result.refused))
        sentence, listed = self._sentence(result) if read else "", bool(result.refused or result.duplicates)
        self._told.setText(sentence)
        self._told.setVisible(listed)
        self.verdict.setVisible(not listed)
        self.verdict.say(sentence, good=True)
        self.problems.show_source(problem_list(result.refused))
        self.duplicates.show_source(duplicate_list(result.duplicates))
        for widget, rows_there in zip(
            (self.problems, self.duplicates), (result.refused, result.duplicates), strict=True
        ):
            widget.setVisible(bool(rows_there))
        for title, rows_there in zip(self._titles, (result.refused, result.duplicates), strict=True):
            title.setVisible(bool(rows_there))

    def _show_counts(self, result: ImportResult) -> None:
        shown = self.pills
        shown["new"].show_state(tr("{n} new", n=result.new), "met" if result.new else "neutral")
        shown["changed"].show_state(tr("{n} changed", n=result.changed), "accent" if result.changed else "neutral")
        shown["unchanged"].show_state(tr("{n} unchanged", n=result.unchanged), "neutral")
        refused, known = len(result.refused), len(result.duplicates)
        words = trn("{n} cell refused", "{n} cells refused", refused) if refused else ""
        shown["refused"].show_state(words, "not_yet")
        words = trn("{n} perhaps known already", "{n} perhaps known already", known) if known else ""
        shown["duplicates"].show_state(words, "warn")

    def _sentence(self, result: ImportResult) -> str:
        if result.refused:
            return tr("Nothing is written yet. Put these cells right in the workbook, save it, and read it again.")
        if not result.rows:
            return tr("The workbook holds no learners. Nothing was written.")
        if not result.new + result.changed:
            known = tr("Everyone in the workbook is in the register already, exactly so.")
            code = self.cohort.currentData()
            more = tr("Import puts those into {cohort} who are not in it yet.", cohort=code) if code else ""
            return f"{known} {more}".strip()
        return tr("Nothing is written yet. Press Import to write it; it can be undone.")

    def _arrange(self) -> None:
        self.header.add(self.go)
        preview = QWidget()
        column = QVBoxLayout(preview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.progress)
        column.addWidget(Flow(*self.pills.values(), gap=GAP_SMALL))
        column.addWidget(self._told)
        for title, table in zip(self._titles, (self.problems, self.duplicates), strict=True):
            column.addWidget(title)
            column.addWidget(table, 1)
        column.addWidget(self.verdict, 1)
        sentence = tr("Choose the workbook with the list of learners. Nothing is written before you have seen it.")
        start = EmptyState(sentence, Choice(tr("Choose a file..."), self.choose_file), drawing=Icon.FILE_SPREADSHEET)
        self._bodies.addWidget(start)
        self._bodies.addWidget(preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(Flow(self.cohort, self.other, self.again, self.remarks))
        outer.addWidget(self._bodies, 1)
