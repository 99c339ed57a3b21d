# SPDX-License-Identifier: Apache-2.0
"""The stock of pre-printed forms: what came, what became of each, and what a month came to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.domain.stationery import DESTROYED, IN_STOCK, LOADED, LOST, RETURNED, SPOILED, STATE_WORDS, WITNESSED
from app.records.queries import stationery
from app.records.queries.stationery import SheetNow, StationeryRow
from app.services.paper_wish import PaperWish
from app.services.stationery import MoveWish, export_stock, move_sheets
from app.translation import language, later, tr
from app.ui.background.change_bus import Changes
from app.ui.certificates.receiving import ReceiveForms
from app.ui.certificates.second_person import ReasonFields
from app.ui.context import Context
from app.ui.file_writing import ask_workbook, write_file
from app.ui.learner_columns import shown_date
from app.ui.official_papers import PaperQuestion, ask_for_paper
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.messages import Choice, EmptyState
from app.ui.widgets.page_body import beside_list, card
from app.ui.widgets.pill import State
from app.ui.widgets.row_source import CellKind, Coded, Column, Order, Status
from app.ui.widgets.texts import announce, label

_MOVES: Final = {
    SPOILED: later("They are spoiled"),
    LOST: later("They are lost"),
    IN_STOCK: later("They are in stock again, or were found"),
    LOADED: later("They lie in the printer"),
    RETURNED: later("They were given back"),
    DESTROYED: later("They were destroyed"),
}
_TOP: Final = Qt.AlignmentFlag.AlignTop
_COLOURS: Final[dict[str, State]] = {SPOILED: "warn", DESTROYED: "neutral", LOST: "not_yet", "printed": "met"}
_SHEETS_HEIGHT: Final = 140
"""The list of forms is never lower; on a low screen it is scrolled with what stands beneath it."""
_LINE_WIDTH: Final = 130
"""Room for the first and the last number of some forms."""


class StationeryPane(QWidget):
    """Deliveries at the left, the forms of the current one beside them, and what can be said of those."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, StationeryRow] = {}
        self._shown = b""
        self._stale = True
        self.receiving = ReceiveForms(context)
        self.table = DataTable(tr("Forms"), _deliveries({}), Order("day", descending=True), key="stationery")
        self.sheets = DataTable(tr("What became of each form"), _sheets(None, {}), Order("form"), key="sheets")
        self.forms, self.state = QLineEdit(), QComboBox()
        self.why = ReasonFields(context)
        for line in (self.forms, self.why.reason):
            line.setMinimumWidth(look().px(_LINE_WIDTH))
        self.wrong = label("", "error", wrap=True)
        self.receive_button = button(tr("&Receive forms..."), self.show_receiving, kind="primary")
        self.say_button = button(tr("&Write it down"), self.move_forms)
        self.report_button = button(tr("&Month report..."), self._on_report, drawing=Icon.FILE_SPREADSHEET)
        self.month = QComboBox()
        self.month.setAccessibleName(tr("Month"))
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.record_button = button(tr("Record of &destroyed forms..."), self._on_record, drawing=Icon.LAYOUT_LIST)
        self.asked: PaperQuestion | None = None
        self._moving = QWidget()
        self._bodies = QStackedWidget()
        self._arrange()
        self.table.picked.connect(self._on_picked)
        self.sheets.picked.connect(self._on_form)
        self.state.currentIndexChanged.connect(self._on_state)
        self.receiving.left.connect(self._read)
        context.bus.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the stock when it is first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._read()

    @Slot()
    def show_receiving(self) -> None:
        """Ask for the forms that came."""
        self.receiving.begin()
        self._bodies.setCurrentWidget(self.receiving)
        self.receiving.setFocus()

    @Slot()
    def move_forms(self) -> None:
        """Write down what became of the forms that are named."""
        row = self._rows.get(self._shown)
        if row is None:
            return
        wish = MoveWish(row.id.hex(), self.forms.text(), str(self.state.currentData()), *self.why.said())
        work = self._context.centre.work
        done = tr("Written down.")
        self._context.do(lambda _: move_sheets(work, wish), self._on_moved, done, True, self._on_refused)

    def write_report(self, month: str, path: Path) -> None:
        """Write a month's stock there as a workbook."""
        work = self._context.centre.work
        write_file(self._context, self, path, lambda at, _: export_stock(work, month, at))

    def _read(self) -> None:
        self._stale = False
        self._context.read(stationery.deliveries, then=self._on_deliveries, key="stationery.list")

    @Slot(object)
    def _on_deliveries(self, rows: Sequence[StationeryRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self._bodies.setCurrentIndex(0 if rows else 1)
        self.table.show_source(_deliveries(self._rows), self.table.rows.order)
        if rows:
            at = next((n for n in range(len(rows)) if self._id_at(n) == self._shown), 0)
            self._shown = b""
            self.table.selectRow(at)
        for part in (self.report_button, self.month, self.record_button):
            part.setEnabled(bool(rows))
        self.offer_months(min((row.day[:7] for row in rows), default=""))

    def _id_at(self, n: int) -> bytes:
        row = self.table.rows.row(n)
        return row.id if row is not None else b""

    @Slot(bytes)
    def _on_picked(self, key: bytes) -> None:
        if bytes(key) not in self._rows or bytes(key) == self._shown:
            return
        self._shown = bytes(key)
        self.forms.clear()
        self.why.begin()
        self.wrong.hide()
        self._context.read(stationery.sheets, self._shown, then=self._on_sheets, key="stationery.sheets")

    @Slot(object)
    def _on_sheets(self, found: Mapping[int, SheetNow]) -> None:
        self.sheets.show_source(_sheets(self._rows.get(self._shown), found), self.sheets.rows.order)

    @Slot(bytes)
    def _on_form(self, key: bytes) -> None:
        """The form that is chosen in the list is the one that is spoken of."""
        row = self._rows.get(self._shown)
        if row is not None:
            self.forms.setText(row.stock.written(int.from_bytes(bytes(key), "big")))

    @Slot()
    def _on_state(self) -> None:
        self.why.need_second(self.state.currentData() in WITNESSED)

    @Slot(object)
    def _on_moved(self, _: object) -> None:
        self.forms.clear()
        self.why.begin()
        self.wrong.hide()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.wrong.setText(str(refusal))
        self.wrong.show()
        announce(self, str(refusal))

    @Slot()
    def _on_report(self) -> None:
        month = str(self.month.currentData())
        ask_workbook(self, tr("Forms {month}", month=month), partial(self.write_report, month))

    @Slot()
    def _on_record(self) -> None:
        """The record of those forms of this delivery that are spoiled or destroyed."""
        if self._shown:
            wish = PaperWish("destruction-act", batch=self._shown.hex())
            self.asked = ask_for_paper(self._context, self, wish)

    def offer_months(self, first: str) -> None:
        """From this month back to the one in which the first forms came; the choice stays where it is."""
        names = QLocale(language())
        chosen, month = self.month.currentData(), self._context.centre.work.today().replace(day=1)
        self.month.clear()
        last = first or month.isoformat()[:7]
        while month.isoformat()[:7] >= last:
            self.month.addItem(f"{names.standaloneMonthName(month.month)} {month.year}", month.isoformat()[:7])
            month = (month - timedelta(days=1)).replace(day=1)
        self.month.setCurrentIndex(max(0, self.month.findData(chosen)))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.tables.isdisjoint(("stationery", "sheet")):
            return
        self._stale = True
        if self.isVisible() and self._bodies.currentWidget() is not self.receiving:
            self._read()

    def _arrange(self) -> None:
        for state, words in _MOVES.items():
            self.state.addItem(tr(words), state)
        may_keep = allowed(self._context.centre.work.roles, Command.KEEP_STATIONERY)
        moving = QVBoxLayout(self._moving)
        moving.setContentsMargins(0, 0, 0, 0)
        moving.setSpacing(GAP)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(FormField(tr("Forms"), self.forms, tr("Such as 4417 or 4417-4420")), 1, _TOP)
        line.addWidget(FormField(tr("What became of them"), self.state), 1, _TOP)
        moving.addLayout(line)
        moving.addWidget(self.why)
        moving.addWidget(self.wrong)
        moving.addWidget(Flow(self.say_button))
        self.wrong.hide()
        frame, column = card()
        self.sheets.setMinimumHeight(look().px(_SHEETS_HEIGHT))
        column.addWidget(self.sheets, 1)
        column.addWidget(self._moving)
        self._moving.setVisible(may_keep)
        self.receive_button.setVisible(may_keep)
        self.record_button.setVisible(allowed(self._context.centre.work.roles, Command.MAKE_PAPER))
        body = QWidget()
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(GAP)
        both.addWidget(self.table, 5)
        both.addWidget(beside_list(frame), 6)
        sentence = tr("No forms were received yet. Forms with numbers that are kept here are accounted for one by one.")
        ask = Choice(tr("Receive forms..."), self.show_receiving) if may_keep else None
        for each in (body, EmptyState(sentence, ask, drawing=Icon.LAYOUT_LIST), self.receiving):
            self._bodies.addWidget(each)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(Flow(self.receive_button, self.month, self.report_button, self.record_button))
        outer.addWidget(self._bodies, 1)
        self.setFocusProxy(self.table)
        self._on_state()


def _deliveries(rows: Mapping[bytes, StationeryRow]) -> ListSource:
    columns = [
        Column("name", tr("Forms"), 90, grows=True),
        Column("first", tr("From"), 96),
        Column("last", tr("To"), 96),
        Column("free", tr("Left"), 64, CellKind.NUMBER),
        Column("day", tr("Received"), 104, CellKind.DATE, hidden=True),
    ]
    return ListSource(columns, [(key, _delivery(row)) for key, row in rows.items()])


def _delivery(row: StationeryRow) -> list[object]:
    ends = row.stock.written(row.stock.first), row.stock.written(row.stock.last)
    return [row.name, *ends, row.free, Coded(row.day, shown_date(row.day))]


def _sheets(row: StationeryRow | None, found: Mapping[int, SheetNow]) -> ListSource:
    columns = [
        Column("form", tr("Form"), 92),
        Column("state", tr("State"), 112, CellKind.STATUS),
        Column("certificate", tr("Document"), 90, grows=True),
        Column("day", tr("Date"), 104, CellKind.DATE, hidden=True),
        Column("reason", tr("Reason"), 70, grows=True),
    ]
    if row is None:
        return ListSource(columns, [])
    return ListSource(columns, [(n.to_bytes(8, "big"), _sheet(row, n, one)) for n, one in sorted(found.items())])


def _sheet(row: StationeryRow, serial: int, one: SheetNow) -> list[object]:
    words = tr("two answers") if one.disputed else tr(STATE_WORDS[one.state])
    state = Status(words, "not_yet" if one.disputed else _COLOURS.get(one.state, "accent"))
    return [row.stock.written(serial), state, one.certificate, Coded(one.day, shown_date(one.day)), one.reason]
