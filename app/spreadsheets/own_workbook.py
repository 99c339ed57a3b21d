# SPDX-License-Identifier: Apache-2.0
"""A person's own workbook with remarks written into it: its looks, its formulas and its other sheets stay."""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.spreadsheets.cells import CellProblem
from app.spreadsheets.reading.book import Sheet
from app.spreadsheets.writing import PROBLEM_FILL, writable
from app.translation import tr

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_CELLS: Final = 60_000
_MOST_BYTES: Final = 3_000_000
"""Of all parts unpacked: a workbook of this size is loaded as a whole in about a second."""
_MOST_MERGES: Final = 1_000
_REMARKS_WIDTH: Final = 80
_NOT_LOADED: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl raises for workbooks that other programs open: odd names of parts, missing parts, odd values."""


def own_workbook(source: Path, sheet: Sheet) -> "Workbook | None":
    """The workbook that this sheet was read from, to be written into; None where it is of another kind, too large, or
    not to be loaded: reading it has shown already what it holds."""
    if sheet.text_form is not None or len(sheet.merges) > _MOST_MERGES or _cells(sheet) > _MOST_CELLS:
        return None
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(source) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                return None
        book = load_workbook(source)
    except _NOT_LOADED:
        return None
    return book if sheet.name in book.sheetnames else None


def mark_problems(sheet: "Worksheet", read: Sheet, problems: Mapping[str, CellProblem]) -> None:
    """Colour each of these cells, with its reason as a comment; all reasons of a row stand in a new last column."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    beside: dict[int, list[str]] = {}
    for name, problem in problems.items():
        cell = sheet[name]
        cell.fill = PatternFill("solid", fgColor=PROBLEM_FILL)
        cell.comment = Comment(writable(problem.reason), "Guildmark", height=120, width=320)
        beside.setdefault(cell.row, []).append(f"{name}: {problem.reason}")
    last = max(sheet.max_column, read.first_column + max(map(len, read.rows), default=0)) + 1
    sheet.cell(read.first_row + 1, last).value = tr("Problems")
    for row, reasons in beside.items():
        cell = sheet.cell(row, last)
        cell.value, cell.data_type = writable(" ".join(reasons)), "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions[get_column_letter(last)].width = _REMARKS_WIDTH


def _cells(sheet: Sheet) -> int:
    return len(sheet.rows) * max(map(len, sheet.rows), default=0)
