# SPDX-License-Identifier: Apache-2.0
"""Cells that are changed in a list: typed one by one, pasted as a range, filled down; a range is looked at first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from app.domain.differences import Difference
from app.spreadsheets.pasted import Cells, range_of
from app.translation import tr, trn
from app.ui.tables.preview import Ahead, CellsPreview
from app.ui.tables.selected import Block, blocks, columns_of, holds, rows_of
from app.ui.widgets.differences import Shown, Words
from app.ui.widgets.row_source import cell_value

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

MOST_ROWS = 10_000
Wishes = Mapping[bytes, Mapping[str, str]]
"""Texts by record and field."""


@dataclass(frozen=True, slots=True)
class Editable:
    """How a list can be edited: the field behind each column that can, the words of a field and of what
    it keeps, how to find out what texts would change (``ahead`` tells it to what it is given), and how to change them
    (as one act that can be undone)."""

    fields: Mapping[str, str]
    words: Words
    shown: Shown
    ahead: Callable[[Wishes, Callable[[Ahead], object]], object]
    apply: Callable[[Wishes], object]


class Editing(QObject):
    """Turns keys and the clipboard into wishes about fields, for one list."""

    def __init__(self, table: "DataTable", editable: Editable) -> None:
        super().__init__(table)
        self._table, self._editable = table, editable
        table.rows.editable = frozenset(editable.fields)
        table.rows.typed.connect(self._on_typed)

    @Slot()
    def paste(self) -> None:
        """Show what the range on the clipboard would change from the current cell on."""
        data = QGuiApplication.clipboard().mimeData()
        self.take(range_of(data.html() if data.hasHtml() else "", data.text() if data.hasText() else ""))

    def take(self, cells: Cells) -> None:
        """Show what these cells would change, put down with their corner at the selection; one fills all of it."""
        chosen = blocks(self._table)
        here = self._table.currentIndex()
        if not cells or not (chosen or here.isValid()):
            self._table.say(tr("There is nothing to paste. Copy cells first.") if not cells else tr("Choose a cell."))
            return
        chosen = chosen or [Block(here.row(), here.column(), here.row(), here.column())]
        if len(cells) == 1 and len(cells[0]) == 1:
            self._look_ahead(_filled(self._table, chosen, cells[0][0]), ())
            return
        top = min(block.top for block in chosen)
        shown = self._table.columns_shown()
        targets = shown[shown.index(columns_of(self._table, chosen)[0]) :]
        remarks = _too_wide(cells, targets)
        if [cell.strip() for cell in cells[0][: len(targets)]] == self._titles(targets)[: len(cells[0])]:
            cells = cells[1:]
            remarks.append(tr("The first row holds the titles of the columns; it is left out."))
        room = min(self._table.rows.rowCount() - top, MOST_ROWS)
        if len(cells) > room:
            over = len(cells) - room
            remarks.append(
                trn(
                    "{n} row hangs over the end of the list and is left out.",
                    "{n} rows hang over the end of the list and are left out.",
                    over,
                )
            )
        self._look_ahead(_laid(self._table, top, targets, cells[:room]), remarks)

    @Slot()
    def fill_down(self) -> None:
        """Show what the first selected row would change in the rows under it; a single row takes from above."""
        chosen = blocks(self._table)
        rows = rows_of(chosen, MOST_ROWS + 1)
        if not rows or (len(rows) == 1 and rows[0] == 0):
            self._table.say(tr("Select the cell to copy and the cells under it."))
            return
        above = rows[0] if len(rows) > 1 else rows[0] - 1
        source = self._table.rows.row(above)
        if source is None:
            return
        texts: dict[tuple[int, int], str] = {}
        for column in columns_of(self._table, chosen):
            text = cell_value(source.cells[column])
            texts |= {(row, column): text for row in rows if row != above and holds(chosen, row, column)}
        self._look_ahead(texts, ())

    def _look_ahead(self, texts: Mapping[tuple[int, int], str], remarks: Sequence[str]) -> None:
        """Find out what these texts by row and column would change, then show it."""
        columns = self._table.rows.columns
        wishes: dict[bytes, dict[str, str]] = {}
        fixed: dict[int, None] = {}
        for (number, column), text in texts.items():
            field = self._editable.fields.get(columns[column].key)
            row = self._table.rows.row(number)
            if field is None:
                fixed[column] = None
            elif row is not None:
                wishes.setdefault(row.id, {})[field] = text
        told = [*remarks, *(_fixed(columns[n].title) for n in fixed)]
        self._editable.ahead(wishes, partial(self._show, told))

    def _show(self, remarks: Sequence[str], ahead: Ahead) -> None:
        if not shiboken6.isValid(self):
            return
        words, shown = self._editable.words, self._editable.shown
        preview = CellsPreview(self._table, words, shown, ahead, remarks)
        preview.agreed.connect(partial(self._apply, ahead.differences))
        preview.finished.connect(preview.deleteLater)
        preview.open()

    def _apply(self, differences: Sequence[Difference]) -> None:
        wishes: dict[bytes, dict[str, str]] = {}
        for cell in differences:
            wishes.setdefault(cell.record, {})[cell.field] = cell.after
        self._editable.apply(wishes)

    @Slot(bytes, str, str)
    def _on_typed(self, record: bytes, column: str, text: str) -> None:
        self._editable.apply({bytes(record): {self._editable.fields[column]: text}})

    def _titles(self, columns: Sequence[int]) -> list[str]:
        return [self._table.rows.columns[n].title for n in columns]


def _filled(table: "DataTable", chosen: Sequence[Block], text: str) -> dict[tuple[int, int], str]:
    columns = columns_of(table, chosen)
    cells = ((row, column) for row in rows_of(chosen, MOST_ROWS) for column in columns)
    return {cell: text for cell in cells if holds(chosen, *cell)}


def _laid(table: "DataTable", top: int, targets: Sequence[int], cells: Cells) -> dict[tuple[int, int], str]:
    rows = islice(enumerate(cells, start=top), MOST_ROWS)
    return {(row, column): text for row, line in rows for column, text in zip(targets, line, strict=False)}


def _too_wide(cells: Cells, targets: Sequence[int]) -> list[str]:
    over = len(cells[0]) - len(targets)
    if over <= 0:
        return []
    return [
        trn(
            "{n} column hangs over the end of the list and is left out.",
            "{n} columns hang over the end of the list and are left out.",
            over,
        )
    ]


def _fixed(title: str) -> str:
    return tr("The column {column} cannot be changed here; it stays as it is.", column=title)
