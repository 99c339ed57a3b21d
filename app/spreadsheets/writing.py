# SPDX-License-Identifier: Apache-2.0
"""Workbooks out: cells that stay what was meant, one look for all headers, a file that is whole or not there."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.refusals import StorageTrouble
from app.spreadsheets.file_troubles import not_written
from app.spreadsheets.reading.book import Value
from app.translation import later

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_FILL: Final = "1F4E5F"
PROBLEM_FILL: Final = "F8C9C4"
TEXT: Final = "@"
DATE: Final = "yyyy-mm-dd"
_FONT: Final = "Calibri"
_LINE, _SPACE = 15, 3
"""Points of one line of text, and of the space above and below."""
_BROAD: Final = 1.05
"""Letters of many scripts are broader than the digits that columns are measured in."""
LONGEST: Final = 32_767
"""Characters that a workbook cell can hold."""

_DAMAGED: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
"""Halves of characters and what is no character: no program can hold them."""
_ESCAPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
"""Control characters, which stand in a workbook as _xHHHH_, and what would be taken for one of those."""
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "#")


def new_workbook() -> "Workbook":
    """An empty workbook that is written row by row, so that a long list needs little memory."""
    from openpyxl import DEFUSEDXML, Workbook

    if not DEFUSEDXML:
        raise StorageTrouble("not-whole", later("The program is not installed completely. Install it again."))
    return Workbook(write_only=True)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one column: its text, the width of the column in characters, what a comment explains."""

    text: str
    width: int = 18
    comment: str = ""


def new_sheet(
    book: "Workbook",
    title: str,
    headers: Sequence[Header],
    frozen: str = "A2",
    prepare: "Callable[[Worksheet], None]" = lambda sheet: None,
) -> "Worksheet":
    """A sheet with a styled header row that stays in sight.

    ``prepare`` is handed it before the first row: what is said of columns after that is not written.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(sheet_title(title))
    sheet.freeze_panes = frozen
    cells = [text_cell(sheet, header.text) for header in headers]
    for number, (cell, header) in enumerate(zip(cells, headers, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = header.width
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEADER_FILL)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if header.comment:
            cell.comment = Comment(writable(header.comment), "Guildmark", height=160, width=360)
    prepare(sheet)
    sheet.row_dimensions[1].height = row_height((header.text, header.width) for header in headers)
    sheet.append(cells)
    return sheet


def row_height(texts: Iterable[tuple[str, float]]) -> int:
    """How high a row must be, in points, for each text to be seen in a column so many characters wide."""
    lines = [sum(max(1, ceil(len(line) * _BROAD / width)) for line in text.split("\n")) for text, width in texts]
    return _LINE * max(1, *lines) + _SPACE


def sheet_title(text: str) -> str:
    """The text cut to what a workbook allows as the name of a sheet."""
    plain = "".join(letter if letter.isprintable() else " " for letter in _DAMAGED.sub(" ", text))
    return re.sub(r"[\\/*?:\[\]]", " ", plain)[:31].strip("' ") or "1"


def writable(text: str) -> str:
    """The text in the spelling of workbooks, which readers turn back into the identical text.

    What is no character becomes the replacement character. Longer texts are cut to what a cell holds.
    """
    if text.isascii() and text.isprintable() and "_x" not in text and len(text) <= LONGEST:
        return text
    return _ESCAPED.sub(_escape, _DAMAGED.sub("\N{REPLACEMENT CHARACTER}", _held(text)))


def _held(text: str) -> str:
    """As much of the text as a cell holds: workbooks count characters beyond U+FFFF twice."""
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST]
    return text if len(units) < 2 * LONGEST else units.decode("utf-16-le", "ignore")


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def new_cell(sheet: "Worksheet", value: Value | None = None) -> "Cell":
    """A cell of a sheet that is written row by row."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.value = value
    return cell


def text_cell(sheet: "Worksheet", text: str) -> "Cell":
    """A cell that holds the text as text: never a formula, a number or an error, also after it is edited."""
    cell = new_cell(sheet, writable(text))
    cell.data_type = "s"
    cell.number_format = TEXT
    return cell


def table_cell(sheet: "Worksheet", value: Value | None) -> "Value | Cell | None":
    """The value as a cell of a plain table; only texts that could be taken for a formula cost a styled cell."""
    if not isinstance(value, str):
        return value
    if value.startswith(_RISKY):
        return text_cell(sheet, value)
    return writable(value)


def choices(words: Sequence[str], objection: str) -> "DataValidation":
    """A drop-down of a few short words; without words none. Other content is questioned with the objection."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not words:
        return DataValidation(allow_blank=True)
    listed = f'"{",".join(words)}"'
    return DataValidation(
        type="list", formula1=listed, allow_blank=True, showErrorMessage=True, errorStyle="warning", error=objection
    )


def save(book: "Workbook", path: Path) -> None:
    """Write the file whole or not at all. Raises StorageTrouble where the disk or another program is in the way."""
    content = BytesIO()
    book.save(content)
    with whole_file(path) as part:
        part.write_bytes(content.getbuffer())


def abandon(book: "Workbook") -> None:
    """Give up a workbook that is half written: what lies of it in temporary files is removed."""
    with suppress(Exception):
        book.save(BytesIO())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write a file that takes its place only when it is whole; whatever is raised leaves what was there.

    Raises StorageTrouble where the disk or another program is in the way.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise not_written(path, error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
