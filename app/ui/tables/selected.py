# SPDX-License-Identifier: Apache-2.0
"""Which cells of a list are selected, counted without walking through them, and their texts for the clipboard."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QMimeData
from PySide6.QtGui import QGuiApplication

from app.spreadsheets.pasted import as_html, as_text
from app.translation import tr, trn
from app.ui.widgets.row_source import CellKind, Column, cell_text, cell_value

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

MOST_ADDED_UP = 2_000
"""Cells whose sum is told; to read more would make a selection slow."""


class Block(NamedTuple):
    """A rectangle of selected cells, the last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


def blocks(table: "DataTable") -> list[Block]:
    """The selected rectangles."""
    found: QItemSelection = table.selectionModel().selection()
    ranges: list[QItemSelectionRange] = [found.at(n) for n in range(found.count())]
    return [Block(one.top(), one.left(), one.bottom(), one.right()) for one in ranges]


def row_spans(chosen: Sequence[Block]) -> list[range]:
    """The rows of these rectangles as runs that do not overlap, from the first to the last."""
    spans: list[range] = []
    for top, bottom in sorted((block.top, block.bottom) for block in chosen):
        if spans and top <= spans[-1].stop:
            spans[-1] = range(spans[-1].start, max(spans[-1].stop, bottom + 1))
        else:
            spans.append(range(top, bottom + 1))
    return spans


def rows_of(chosen: Sequence[Block], most: int) -> list[int]:
    """The first of the selected rows."""
    return list(islice((row for span in row_spans(chosen) for row in span), most))


def columns_of(table: "DataTable", chosen: Sequence[Block]) -> list[int]:
    """The selected columns that are shown, in the order shown."""
    return [n for n in table.columns_shown() if any(block.left <= n <= block.right for block in chosen)]


def holds(chosen: Sequence[Block], row: int, column: int) -> bool:
    """Whether this cell is selected."""
    return any(one.top <= row <= one.bottom and one.left <= column <= one.right for one in chosen)


def words_of(table: "DataTable") -> str:
    """How much is selected, for the foot of the window; nothing for a single cell."""
    chosen = blocks(table)
    shown = table.columns_shown()
    cells = sum(len(range(b.top, b.bottom + 1)) * sum(b.left <= n <= b.right for n in shown) for b in chosen)
    if cells < 2:
        return ""
    rows = sum(map(len, row_spans(chosen)))
    words = [trn("{n} row", "{n} rows", rows), trn("{n} cell selected", "{n} cells selected", cells)]
    total = _sum(table, chosen, cells)
    return " · ".join([*words, tr("sum {n}", n=total)] if total is not None else words)


def _sum(table: "DataTable", chosen: Sequence[Block], cells: int) -> float | None:
    columns = columns_of(table, chosen)
    if cells > MOST_ADDED_UP or any(table.rows.columns[n].kind is not CellKind.NUMBER for n in columns):
        return None
    total = 0.0
    for number in rows_of(chosen, cells):
        row = table.rows.row(number)
        for n in columns:
            value = row.cells[n] if row is not None and holds(chosen, number, n) else None
            total += value if isinstance(value, int | float) else 0
    return int(total) if total == int(total) else total


def texts(table: "DataTable", chosen: Sequence[Block], most: int) -> list[list[str]]:
    """The texts of the selected cells by row, of the first rows; a cell between them that is not selected is empty."""
    columns = columns_of(table, chosen)
    found = []
    for number in rows_of(chosen, most):
        row = table.rows.row(number)
        if row is not None:
            cells = ((n, row.cells[n]) for n in columns)
            found.append([copied(table.rows.columns[n], cell) if holds(chosen, number, n) else "" for n, cell in cells])
    return found


def copied(column: Column, cell: object) -> str:
    """The text of a cell for other programs: a day as every one of them reads it, all else as it is shown."""
    return cell_value(cell) if column.kind is CellKind.DATE else cell_text(cell)


def content(table: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> QMimeData:
    """The same cells for spreadsheets (text with tabs) and for documents (a table)."""
    made = QMimeData()
    made.setText(as_text(table))
    made.setHtml(as_html(table, numbers))
    return made


def copy(table: "DataTable", most: int, *, titles: bool = False) -> tuple[int, int]:
    """Put the selected cells on the clipboard, perhaps under their titles; at most so many rows. Answers how many
    rows were copied, and how many are selected."""
    chosen = blocks(table)
    columns = columns_of(table, chosen)
    found = texts(table, chosen, most)
    if found and columns:
        above = [[table.rows.columns[n].title for n in columns]] if titles else []
        numbers = [at for at, n in enumerate(columns) if table.rows.columns[n].kind is CellKind.NUMBER]
        QGuiApplication.clipboard().setMimeData(content([*above, *found], numbers))
    return len(found), sum(map(len, row_spans(chosen)))


def select_rows(table: "DataTable") -> None:
    """Select all cells of the rows that have a selected one."""
    whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    last = table.rows.columnCount() - 1
    for span in row_spans(blocks(table)):
        first, end = table.rows.index(span.start, 0), table.rows.index(span.stop - 1, last)
        table.selectionModel().select(QItemSelection(first, end), whole)
