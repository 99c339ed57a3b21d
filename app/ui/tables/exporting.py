# SPDX-License-Identifier: Apache-2.0
"""What a list shows, as a workbook: its rows and columns as they are filtered, ordered and sorted."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.refusals import Refused
from app.translation import tr, trn
from app.ui.background.task import Control, Ears
from app.ui.tables.desk import TableDesk, desk_of
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.row_source import CellKind, Column, Order, RowSource, Seek, cell_text, cell_value
from app.ui.widgets.writing import Writing

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

_STEP = 500
Value = str | int | float | date | None


def ask_and_write(table: "DataTable") -> None:
    """Ask for a file and write there what the list shows."""
    name = Path(f"{table.accessibleName()}.xlsx".replace("/", "-"))
    kinds = tr("Excel workbooks ({kinds})", kinds="*.xlsx")
    ask_new_file(table, tr("Where to write the list"), kinds, name, partial(write_shown, table))


def write_shown(table: "DataTable", path: Path) -> QWidget | None:
    """Write what the list shows into this workbook, beside everything else; it can be stopped."""
    desk = desk_of(table)
    if desk is None:
        return None
    columns = table.columns_shown()
    of, title = table.rows.rowCount(), table.accessibleName()
    rows = partial(shown_rows, table.rows.source, table.rows.order, columns)
    headers = [table.rows.columns[n].title for n in columns]
    job = partial(_write, path, title, headers, rows, of)
    said, refused = partial(_written, desk, path), partial(_refused, desk)
    task = desk.report(job, Ears(said, refused, owner=desk))
    return Writing(table, task, tr("Writing {file}", file=path.name))


def shown_rows(source: RowSource, order: Order, columns: Sequence[int]) -> Iterator[list[Value]]:
    """The values of these columns, row by row, read from any thread a few hundred at a time."""
    seek = Seek()
    while page := source.page(order, seek, _STEP):
        for row in page:
            yield [workbook_value(source.columns[n], row.cells[n]) for n in columns]
        seek = Seek(page[-1].key, 1)


def workbook_value(column: Column, cell: object) -> Value:
    """A cell as a workbook holds it: days as days, numbers as numbers, all else as the text that is shown."""
    if column.kind is CellKind.DATE:
        text = cell_value(cell)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return text
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return cell_text(cell)


def _write(
    path: Path,
    title: str,
    headers: Sequence[str],
    rows: Callable[[], Iterator[list[Value]]],
    of: int,
    control: Control,
) -> int:
    from app.spreadsheets.plain_table import write_table

    return write_table(path, title, headers, rows(), control.progress, of)


def _written(desk: TableDesk, path: Path, n: int) -> None:
    desk.said.emit(trn("{n} row is in {file}.", "{n} rows are in {file}.", n, file=path.name))


def _refused(desk: TableDesk, refusal: Refused) -> None:
    desk.said.emit(str(refusal))
