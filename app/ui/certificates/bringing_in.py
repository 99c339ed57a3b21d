# SPDX-License-Identifier: Apache-2.0
"""Bringing in what was before: a workbook is chosen, what it comes to is shown, then it is imported or put right."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.dates import DAY_FIRST, MONTH_FIRST, DateOrder
from app.domain.refusals import Refused
from app.paths import resources
from app.services.import_plan import Rule
from app.services.legacy_import import LegacyResult, LegacyWish, import_legacy
from app.translation import tr, trn
from app.ui.background.task import Control
from app.ui.certificates.brought_lists import COUNTED, cells_refused, counted, rows_coming, sentence_of
from app.ui.certificates.date_question import DateQuestion
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

if TYPE_CHECKING:
    pass

_KINDS: Final = "*.xlsx *.xlsm *.xlsb *.xls *.ods"
_LOCKED: Final = ("password-needed", "wrong-password")


class BringingIn(QWidget):
    """One workbook at a time. ``left`` tells that the person is done here, or does not want to."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path: Path | None = None
        self.result: LegacyResult | None = None
        self.header = RecordHeader(tr("Back to the certificates"), self.left.emit)
        self.go = button(tr("&Import"), self.import_file, kind="primary")
        self.other = button(tr("&Choose a file..."), self.choose_file, drawing=Icon.FOLDER_OPEN)
        self.template = button(tr("Write the &template..."), self._on_template)
        self.again = button(tr("&Read it again"), self.read_file, drawing=Icon.REFRESH_CW)
        self.remarks = button(tr("&Save with remarks..."), self._on_remarks)
        self.dates = QComboBox()
        self.own = QCheckBox(tr("Learners who may be known are &people of their own"))
        self.password = QLineEdit()
        self.progress = WorkProgress()
        self.pills = tuple(Pill() for _ in COUNTED)
        self.told = label("", wrap=True)
        self.problems = DataTable(tr("Refused cells"), cells_refused(()), Order("row"))
        self.coming = DataTable(tr("Rows that are imported"), rows_coming(()), Order("row"))
        self.detail = label("", "muted", wrap=True)
        self.question = DateQuestion()
        self._bodies = QStackedWidget()
        self._arrange()
        self.dates.activated.connect(self.read_file)
        self.question.answered.connect(self._on_order)
        self.problems.picked.connect(self._on_problem)
        self.own.clicked.connect(self.read_file)
        self.password.returnPressed.connect(self.read_file)

    def begin(self) -> None:
        """Start without a file."""
        self._path, self.result = None, None
        self.dates.setCurrentIndex(0)
        self.own.setChecked(False)
        self.password.clear()
        self.header.show_record(tr("Import what was before"))
        self._show("")
        for asked in (self.dates, self.own, self.password):
            asked.hide()
        self._start.setFocus()

    @Slot()
    def choose_file(self) -> None:
        """Ask for the workbook."""
        ask_file(self, tr("Which workbook?"), tr("Workbooks ({kinds})", kinds=_KINDS), self.show_file)

    def show_file(self, path: Path) -> None:
        """Say what importing this workbook would do."""
        self._path = path
        self.dates.setCurrentIndex(0)
        self.dates.hide()
        self.header.show_record(tr("Import {file}", file=path.name))
        self.read_file()

    @Slot()
    def read_file(self) -> None:
        """Read the workbook as it is now; nothing is written."""
        if self._path is None:
            return
        self.result = None
        self._show("")
        wish = self._wish(dry_run=True)
        task = self._context.do(partial(self._run, wish), self._on_read, refused=self._on_refused)
        self.progress.watch(task, tr("Reading {file}...", file=self._path.name))

    @Slot()
    def import_file(self) -> None:
        """Write all of it into the records; it can be taken back."""
        if self._path is None or self.result is None or self.result.refused:
            return
        self.go.setEnabled(False)
        done, wish = tr("{file} is imported.", file=self._path.name), self._wish(seen=self.result)
        task = self._context.do(partial(self._run, wish), self._on_imported, done, undo=True, refused=self._on_refused)
        self.progress.watch(task, tr("Importing {file}...", file=self._path.name))

    def save_remarks(self, path: Path) -> None:
        """Write the workbook with a remark at each refused cell."""
        done = tr("{file} is written: every refused cell has its remark.", file=path.name)
        self._context.do(partial(self._run, self._wish(dry_run=True, report=path)), done=done)

    def write_template(self, path: Path) -> None:
        """Write the workbook to fill in."""

        def write(_: Control) -> None:
            from app.spreadsheets.brought_template import write_brought_template  # with its library: slow to load

            write_brought_template(path)

        self._context.do(write, done=tr("{file} is written. Fill it in, then import it here.", file=path.name))

    def _wish(
        self, *, dry_run: bool = False, report: Path | None = None, seen: LegacyResult | None = None
    ) -> LegacyWish:
        assert self._path is not None
        rule = Rule.OWN if self.own.isChecked() else Rule.ASK
        how = (rule, self.dates.currentData(), self.password.text())
        return LegacyWish(self._path, resources() / "translations", dry_run, *how, report, seen)

    def _run(self, wish: LegacyWish, control: Control) -> LegacyResult:
        return import_legacy(self._context.centre.work, wish, control.progress)

    @Slot(object)
    def _on_read(self, result: LegacyResult) -> None:
        self.result = result
        self._show(sentence_of(result))
        announce(self, self.told.text())
        if self.go.isEnabled():
            self.go.setFocus()

    @Slot(object)
    def _on_imported(self, result: LegacyResult) -> None:
        self._on_read(result)
        if not result.refused:
            self.left.emit()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.result = None
        self._show(str(refusal))
        self.dates.setVisible(self.dates.isVisibleTo(self) or refusal.code == "which-dates")
        self.password.setVisible(refusal.code in _LOCKED)
        announce(self, str(refusal))
        if refusal.code == "which-dates":
            self.question.ask(str(refusal), str(refusal.facts["example"]))
            self._bodies.setCurrentWidget(self.question)
            self.question.setFocus()

    @Slot(object)
    def _on_order(self, order: DateOrder) -> None:
        self.dates.setCurrentIndex(self.dates.findData(order))
        self.read_file()

    @Slot(bytes)
    def _on_problem(self, key: bytes) -> None:
        """The whole reason of the current row, where the column is too narrow for it."""
        n = int.from_bytes(bytes(key), "big") - 1
        refused = self.result.refused if self.result else ()
        self.detail.setText(refused[n].reason if 0 <= n < len(refused) else "")

    @Slot()
    def _on_remarks(self) -> None:
        if self._path is not None:
            name = self._path.with_name(tr("{name} with remarks", name=self._path.stem) + ".xlsx")
            title, kinds = tr("Where to write the remarks"), tr("Excel workbooks ({kinds})", kinds="*.xlsx")
            ask_new_file(self, title, kinds, name, self.save_remarks)

    @Slot()
    def _on_template(self) -> None:
        title, kinds = tr("Where to write the template"), tr("Excel workbooks ({kinds})", kinds="*.xlsx")
        ask_new_file(self, title, kinds, Path(tr("What was before") + ".xlsx"), self.write_template)

    def _show(self, sentence: str) -> None:
        """Show the result as it is; ``sentence`` says what it means."""
        result = self.result
        self._bodies.setCurrentIndex(1 if self._path is not None else 0)
        for n, pill in enumerate(self.pills):
            numbers = result.numbers[n] if result else None
            pill.setVisible(numbers is not None and bool(numbers.written + numbers.unchanged))
            if numbers is not None:
                pill.show_state(
                    counted(n, numbers), "met" if numbers.written and result and not result.refused else "neutral"
                )
        refused = result.refused if result else ()
        self.told.setText(sentence)
        self.problems.show_source(cells_refused(refused))
        for part in (self.problems, self.detail):
            part.setVisible(bool(refused))
        if refused:
            self.problems.selectRow(0)
        coming = result.rows if result and not refused else ()
        self.coming.show_source(rows_coming(coming))
        self.coming.setVisible(bool(coming))
        self.own.setVisible(self.own.isChecked() or bool(result and result.doubtful))
        self.remarks.setVisible(bool(refused))
        for way in (self.other, self.again):
            way.setVisible(self._path is not None)
        rows = sum(numbers.written for numbers in result.numbers) if result and not refused else 0
        self.go.setText(trn("&Import {n} row", "&Import {n} rows", rows) if rows else tr("&Import"))
        self.go.setEnabled(rows > 0)

    def _arrange(self) -> None:
        self.header.add(self.go)
        for words, order in ((tr("Dates: day first"), DAY_FIRST), (tr("Dates: month first"), MONTH_FIRST)):
            self.dates.addItem(words, order)
        self.dates.insertItem(0, tr("Dates: as they seem"), None)
        self.dates.setCurrentIndex(0)
        self.dates.setAccessibleName(tr("How dates are meant"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(tr("Password of the workbook"))
        self.password.setPlaceholderText(tr("Password of the workbook"))
        preview = QWidget()
        column = QVBoxLayout(preview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.progress)
        column.addWidget(Flow(*self.pills, gap=GAP_SMALL))
        column.addWidget(self.told)
        column.addWidget(self.problems, 1)
        column.addWidget(self.detail)
        column.addWidget(self.coming, 1)
        column.addStretch(0)
        sentence = tr(
            "Choose the workbook with results and certificates from before Guildmark. They are not signed, and marked "
            "wherever they count. Nothing is written before you have seen it."
        )
        ask = Choice(tr("Choose a file..."), self.choose_file)
        self._start = EmptyState(sentence, ask, drawing=Icon.FILE_SPREADSHEET)
        for body in (self._start, preview, self.question):
            self._bodies.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(Flow(self.other, self.template, self.again, self.remarks, self.dates, self.password, self.own))
        outer.addWidget(self._bodies, 1)
