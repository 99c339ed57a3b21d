# SPDX-License-Identifier: Apache-2.0
"""The register: every document that was issued, to find, to look at, to print again; and those from before."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.rights import Command, allowed
from app.domain.searching import matches
from app.records.queries.certificates import BROUGHT, CertificateRow
from app.records.queries.document_history import DocumentEvent
from app.services.exporting import export_certificates
from app.services.register import Register, history_of, register_today
from app.services.reprinting import pages_of
from app.translation import tr, trn
from app.ui.background.change_bus import Changes
from app.ui.background.task import Ears
from app.ui.certificates.drawn_page import DrawnPage
from app.ui.certificates.register_files import RegisterFiles
from app.ui.certificates.register_list import brought_words, happened, listed, says
from app.ui.certificates.register_ways import RegisterWays
from app.ui.context import Context
from app.ui.file_writing import ask_workbook, write_file
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import Flow
from app.ui.widgets.messages import EmptyState
from app.ui.widgets.page_body import beside_list, card
from app.ui.widgets.pill import Pill
from app.ui.widgets.row_source import Order
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.texts import label
from app.ui.widgets.ticks import Legend

_TOUCHING: Final = frozenset({"certificate", "brought_certificate", "ruling", "reprint", "policy", "peer", "carried"})


class RegisterPane(QWidget):
    """All documents, the newest first; the current one beside the list: its page, what it says, what happened to it.

    ``before_wanted`` asks to bring in what was before, ``print_wanted`` to print documents, by their numbers,
    ``duplicate_wanted`` to print a marked duplicate of one, with the words why.
    """

    before_wanted = Signal()
    print_wanted = Signal(object)
    duplicate_wanted = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: dict[bytes, CertificateRow] = {}
        self._known = Register((), frozenset(), frozenset())
        self._asked = ""
        self.number = ""
        self._shown = b""
        self._stale = True
        self.search = SearchField(tr("Search the register"), tr("Number, name or title"), "")
        self.table = DataTable(
            tr("Issued documents"), listed({}, ()), Order("issued_on", descending=True), key="documents"
        )
        self.view = DrawnPage(context, tr("The document"), "certificates.reprint", low=True)
        self.print_button = button(tr("&Print again..."), self._on_print, drawing=Icon.PRINTER)
        self.files = RegisterFiles(context, self)
        self.counted = (Pill(), Pill("", "neutral"))
        self.before = button(tr("Import what was &before..."), self.before_wanted.emit, drawing=Icon.FILE_SPREADSHEET)
        self._promise = label(tr("It is printed again exactly as it was issued."), "muted", wrap=True)
        self.export_button = button(
            tr("&Write the register as a workbook..."), self._on_export, drawing=Icon.FILE_SPREADSHEET
        )
        self.export_button.setVisible(allowed(context.centre.work.roles, Command.EXPORT_REGISTER))
        self.print_button.setVisible(allowed(context.centre.work.roles, Command.PRINT_DOCUMENTS))
        self.facts = label("", wrap=True)
        self.history = label("", "muted", wrap=True)
        self.ways = RegisterWays(context)
        self._told = QWidget()
        self._ways = Flow(self.files.pages, self.files.digital, self.print_button, self.ways)
        self._legend = Legend()
        self._legend.hide()
        self._bodies = QStackedWidget()
        self._arrange()
        self.search.asked.connect(self._on_asked)
        self.table.picked.connect(self._on_picked)
        self.ways.issued.connect(self.go_to)
        self.ways.duplicate_wanted.connect(self.duplicate_wanted)
        context.bus.changed.connect(self._on_changed)
        self._show_buttons()

    def go_to(self, number: str) -> None:
        """Find the document of this number."""
        self.search.setText(number)
        self._on_asked(number)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the register when it is first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        work = self._context.centre.work
        ears = Ears(self._on_register, owner=self)
        self._context.runner.read(lambda: register_today(work), ears, key="certificates.register")

    @Slot(object)
    def _on_register(self, known: Register) -> None:
        self._known, rows = known, known.rows
        self._legend.setVisible(bool(known.ticks))
        self._rows = {_key(row): row for row in rows}
        here = sum(row.issued_here for row in rows)
        self._count(here, len(rows) - here)
        self._bodies.setCurrentIndex(0 if rows else 1)
        self._filter()
        self._show_facts()

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        self._asked = text
        self._filter()

    def _filter(self) -> None:
        asked = self._asked
        fitting = {key: row for key, row in self._rows.items() if not asked or _fits(row, asked)}
        self.table.show_source(listed(fitting, self._known.renewable, self._known.ticks), self.table.rows.order)
        if fitting:
            self.table.selectRow(self._row_shown())
        self._show_buttons()

    def _row_shown(self) -> int:
        rows = (self.table.rows.row(n) for n in range(self.table.rows.rowCount()))
        return next((n for n, row in enumerate(rows) if row is not None and row.id == self._shown), 0)

    def _show_facts(self) -> None:
        """What the current document says, and what happened to it."""
        row = self._rows.get(self._shown)
        issued = row if row is not None and row.issued_here else None
        self.ways.show_row(issued, self._known)
        self.files.show_row(issued)
        self.facts.setText(says(issued) if issued else "")
        self.history.setText("")
        if issued is None:
            return
        work = self._context.centre.work
        ears = Ears(self._on_history, owner=self)
        self._context.runner.read(lambda: history_of(work, issued), ears, key="certificates.history")

    @Slot(object)
    def _on_history(self, events: tuple[DocumentEvent, ...]) -> None:
        self.history.setText(happened(events))

    @Slot(bytes)
    def _on_picked(self, key: bytes) -> None:
        row = self._rows.get(bytes(key))
        if row is None or bytes(key) == self._shown:
            return
        self.number, self._shown = row.number, bytes(key)
        self._show_buttons()
        self._show_facts()
        if row.state == BROUGHT:
            self.view.show_picture(None, brought_words(row))
            return
        self.view.draw(partial(pages_of, self._context.centre, row.number))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.tables.isdisjoint(_TOUCHING):
            return
        self._stale = True
        if self.isVisible():
            self._read()

    def _numbers(self) -> list[str]:
        chosen = [self._rows[key] for key in self.table.selected_ids() if key in self._rows]
        numbers = [row.number for row in chosen if row.issued_here]
        return numbers or ([self.number] if self._is_issued() else [])

    @Slot()
    def _on_print(self) -> None:
        self.print_wanted.emit(self._numbers())

    def _is_issued(self) -> bool:
        row = self._rows.get(self._shown)
        return row is not None and row.issued_here

    def _count(self, issued: int, brought: int) -> None:
        words = trn("{n} issued here", "{n} issued here", issued), trn("{n} brought in", "{n} brought in", brought)
        for pill, text, n in zip(self.counted, words, (issued, brought), strict=True):
            pill.show_state(text, "neutral")
            pill.setVisible(n > 0)

    @Slot()
    def _on_export(self) -> None:
        ask_workbook(self, tr("Register of certificates"), self.write_register)

    def write_register(self, path: Path) -> None:
        """Write the whole register there as a workbook."""
        write_file(self._context, self, path, partial(export_certificates, self._context.centre.work))

    def _show_buttons(self) -> None:
        """What is not printed here has no buttons to print it."""
        for part in (self._ways, self._told):
            part.setVisible(self._is_issued())
        self.export_button.setEnabled(bool(self._rows))

    def _arrange(self) -> None:
        words = QVBoxLayout(self._told)
        words.setContentsMargins(0, 0, 0, 0)
        for part in (self.facts, self.history, self._promise):
            words.addWidget(part)
        beside = QWidget()
        shown = QVBoxLayout(beside)
        shown.setContentsMargins(0, 0, GAP_TINY, 0)
        shown.setSpacing(GAP)
        shown.addWidget(self.view, 1)
        shown.addWidget(self._ways)
        shown.addWidget(self._told)
        area = beside_list(beside)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keyboard can scroll it
        area.setAccessibleName(tr("What it says and what happened to it"))
        frame, column = card()
        column.addWidget(area)
        body = QWidget()
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        listed_with_signs = QVBoxLayout()
        listed_with_signs.setSpacing(GAP_SMALL)
        listed_with_signs.addWidget(self.table, 1)
        listed_with_signs.addWidget(self._legend)
        line.addLayout(listed_with_signs, 3)
        line.addWidget(frame, 1)
        may_issue = allowed(self._context.centre.work.roles, Command.ISSUE_CERTIFICATE)
        where = tr("No certificate was issued yet. Issue the first ones under “Issue”.")
        sentence = where if may_issue else tr("No certificate was issued yet.")
        self._bodies.addWidget(body)
        self._bodies.addWidget(EmptyState(sentence, drawing=Icon.AWARD))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.search)
        outer.addWidget(Flow(*self.counted, self.before, self.export_button, self.files.papers))
        self.before.setVisible(allowed(self._context.centre.work.roles, Command.IMPORT_LEGACY))
        self._count(0, 0)
        outer.addWidget(self._bodies, 1)


def _fits(row: CertificateRow, asked: str) -> bool:
    return matches(asked, f"{row.number} {row.name} {row.title} {row.qualification} {row.issuer} {row.source}")


def _key(row: CertificateRow) -> bytes:
    """What a row is found by: two learners may have brought in one number on two laptops."""
    return row.number.encode() + (b"\0" + row.learner if row.state == BROUGHT else b"")
