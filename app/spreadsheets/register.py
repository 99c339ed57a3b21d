# SPDX-License-Identifier: Apache-2.0
"""Lists and registers as a workbook."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.spreadsheets.workbook_file import Value
from app.spreadsheets.writing import Header, new_sheet, new_workbook, save, table_cell
from app.translation import tr


def write_table(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value | None]], title: str | None = None
) -> None:
    """One sheet with a header row. Texts stay texts, whatever they begin with. Raises StorageTrouble."""
    book = new_workbook()
    sheet = new_sheet(
        book, title or tr("List"), [Header(header, max(12, min(40, len(header) + 4))) for header in headers]
    )
    for row in rows:
        sheet.append([table_cell(sheet, value) for value in row])
    save(book, path)
