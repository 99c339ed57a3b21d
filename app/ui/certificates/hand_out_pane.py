# SPDX-License-Identifier: Apache-2.0
"""Handing out: which documents wait in the office, and who took which one on which paper."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.domain.rights import Command, allowed
from app.domain.searching import matches
from app.records.queries import cohorts, handing_out
from app.records.queries.cohorts import CohortRow
from app.records.queries.handing_out import HandOutRow
from app.services.handing_out import IDENTITY_WORDS, Collection, record_collection, write_signature_list
from app.translation import language, tr, trn
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.learner_columns import shown_date
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.messages import EmptyState
from app.ui.widgets.page_body import beside_list, card
from app.ui.widgets.row_source import CellKind, Coded, Column, Order, Status
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.texts import announce, label

_TOUCHING: Final = frozenset({"certificate", "collected", "cohort", "member", "learner"})
_DIGITS: Final = 4


class HandOutPane(QWidget):
    """The list at the left; who takes the chosen ones, beside it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, HandOutRow] = {}
        self._stale = True
        self.search = SearchField(tr("Search the documents"), tr("Number or name"), "")
        self.cohort = QComboBox()
        self.cohort.setAccessibleName(tr("Cohort"))
        self.every = QCheckBox(tr("Those handed out &too"))
        self.table = DataTable(tr("Documents to hand out"), _listed({}), Order("name"), key="handing-out")
        self.identity, self.digits, self.proxy = QComboBox(), QLineEdit(), QLineEdit()
        self.whom = label("", "heading", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.hand_out = button(tr("&Hand out"), self.record, kind="primary")
        self.list_button = button(tr("&Signature list..."), self._on_list, drawing=Icon.CLIPBOARD_CHECK)
        self._bodies = QStackedWidget()
        self._arrange()
        self.search.asked.connect(self._filter)
        self.cohort.activated.connect(self._read)
        self.every.toggled.connect(self._filter)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.proxy.returnPressed.connect(self.record)
        context.bus.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when it is first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._context.read(cohorts.cohorts, then=self._on_cohorts, key="handing-out.cohorts")

    def chosen(self) -> list[HandOutRow]:
        """The selected documents that still wait."""
        rows = (self._rows.get(key) for key in self.table.selected_ids())
        return [row for row in rows if row is not None and not row.collected]

    @Slot()
    def record(self) -> None:
        """Write down that the chosen documents were handed out."""
        numbers = [row.number for row in self.chosen()]
        if not numbers:
            return
        said = (str(self.identity.currentData()), self.digits.text(), self.proxy.text())
        wish, work = Collection(numbers, *said), self._context.centre.work
        done = trn("{n} document is handed out.", "{n} documents are handed out.", len(numbers))
        self._context.do(lambda _: record_collection(work, wish), self._on_done, done, True, self._on_refused)

    def write_list(self, path: Path) -> None:
        """Write the list to be signed there."""
        work, cohort, spoken = self._context.centre.work, self._code(), language()
        done = tr("{file} is written.", file=path.name)
        self._context.do(lambda _: write_signature_list(work, cohort, spoken, path), done=done)

    def _code(self) -> str:
        return str(self.cohort.currentData() or "")

    @Slot()
    def _read(self) -> None:
        self._stale = False
        self._context.read(handing_out.hand_outs, self._code(), then=self._on_rows, key="handing-out.list")

    @Slot(object)
    def _on_cohorts(self, rows: Sequence[CohortRow]) -> None:
        wanted = self._code()
        self.cohort.clear()
        self.cohort.addItem(tr("All cohorts"), "")
        for row in rows:
            self.cohort.addItem(f"{row.code} · {row.title}" if row.title else row.code, row.code)
        self.cohort.setCurrentIndex(max(0, self.cohort.findData(wanted)))
        self._read()

    @Slot(object)
    def _on_rows(self, rows: Sequence[HandOutRow]) -> None:
        self._rows = {row.number.encode(): row for row in rows}
        self._bodies.setCurrentIndex(0 if rows or self._code() else 1)
        self._filter()

    @Slot()
    def _filter(self) -> None:
        asked = self.search.text()
        shown = {
            key: row
            for key, row in self._rows.items()
            if (self.every.isChecked() or not row.collected)
            and (not asked or matches(asked, f"{row.number} {row.name}"))
        }
        self.table.show_source(_listed(shown), self.table.rows.order)
        if shown:
            self.table.selectRow(0)
        self.list_button.setEnabled(any(not row.collected for row in self._rows.values()))
        self._on_selected()

    @Slot()
    def _on_selected(self) -> None:
        rows = self.chosen()
        names = ", ".join(dict.fromkeys(row.name for row in rows[:3])) + (" …" if len(rows) > 3 else "")
        self.whom.setText(names or tr("Choose who has come."))
        self.hand_out.setText(
            trn("&Hand out {n} document", "&Hand out {n} documents", len(rows)) if rows else tr("&Hand out")
        )
        self.hand_out.setEnabled(bool(rows))

    @Slot(object)
    def _on_done(self, _: object) -> None:
        for editor in (self.digits, self.proxy):
            editor.clear()
        self.wrong.hide()
        self.table.setFocus()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.wrong.setText(str(refusal))
        self.wrong.show()
        announce(self, str(refusal))

    @Slot()
    def _on_list(self) -> None:
        title, kinds = tr("Where to write the file"), tr("PDF files ({kinds})", kinds="*.pdf")
        name = " ".join(filter(None, (tr("signature list"), self._code().replace("/", "-"))))
        ask_new_file(self, title, kinds, Path(f"{name}.pdf"), self.write_list)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.tables.isdisjoint(_TOUCHING):
            return
        self._stale = True
        if self.isVisible():
            self._read()

    def _arrange(self) -> None:
        for kind, words in IDENTITY_WORDS.items():
            self.identity.addItem(tr(words), kind)
        self.digits.setMaxLength(_DIGITS)
        self.identity.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.cohort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.cohort.setMinimumContentsLength(16)
        frame, column = card()
        column.addWidget(self.whom)
        column.addWidget(FormField(tr("Identity seen"), self.identity))
        column.addWidget(FormField(tr("Its last digits"), self.digits, tr("At most four; the rest is not kept")))
        column.addWidget(
            FormField(tr("Taken by"), self.proxy, tr("Empty for the learner; otherwise the name of the proxy"))
        )
        column.addWidget(self.wrong)
        column.addWidget(Flow(self.hand_out))
        column.addStretch(1)
        self.wrong.hide()
        beside = beside_list(frame)
        beside.setVisible(allowed(self._context.centre.work.roles, Command.HAND_OUT))
        self.list_button.setVisible(allowed(self._context.centre.work.roles, Command.HAND_OUT))
        body = QWidget()
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.table, 5)
        line.addWidget(beside, 2)
        self._bodies.addWidget(body)
        empty = tr("No certificate was issued yet, so there is nothing to hand out.")
        self._bodies.addWidget(EmptyState(empty, drawing=Icon.AWARD))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.search)
        outer.addWidget(Flow(self.cohort, self.every, self.list_button))
        outer.addWidget(self._bodies, 1)


def _listed(rows: Mapping[bytes, HandOutRow]) -> ListSource:
    columns = [
        Column("name", tr("Name"), 140, grows=True),
        Column("number", tr("Number"), 220),
        Column("issued_on", tr("Issued"), 108, CellKind.DATE, hidden=True),
        Column("state", tr("State"), 130, CellKind.STATUS),
        Column("taken_by", tr("Taken by"), 80, grows=True),
    ]
    return ListSource(columns, [(key, _cells(row)) for key, row in rows.items()])


def _cells(row: HandOutRow) -> list[object]:
    state = Status(tr("Waits"), "accent")
    if row.collected:
        day = shown_date(row.day)
        state = Status(tr("{day}, two answers", day=day), "not_yet") if row.twice else Status(day, "met")
    return [row.name, row.number, Coded(row.issued_on, shown_date(row.issued_on)), state, row.taken_by]
