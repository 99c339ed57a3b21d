# SPDX-License-Identifier: Apache-2.0
"""A sheet to be filled in by people: headers that stay as they are, each column with its list and its message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from app.spreadsheets.writing import TEXT, Header, choices, new_cell, new_sheet, row_height, text_cell, writable
from app.translation import tr

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""Characters that a spreadsheet program shows beside a selected cell."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A column to fill in: its header, the message beside a selected cell, the words to choose from and what is said
    to other words (they are questioned, not refused: reading knows more than the list), the format of its cells;
    ``fixed`` ones are locked."""

    header: Header
    message: str = ""
    words: Sequence[str] = ()
    objection: str = ""
    number_format: str = TEXT
    fixed: bool = False


@dataclass(slots=True)
class GuidedSheet:
    """The sheet, written row by row; ``_cells`` are used again for each row, because styles are slow to make."""

    sheet: "Worksheet"
    guides: Sequence[Guide]
    _cells: list["Cell"] = field(init=False)
    _as_text: list["Cell"] = field(init=False)

    def __post_init__(self) -> None:
        self._cells = [_styled(self.sheet, guide, guide.number_format) for guide in self.guides]
        self._as_text = [_styled(self.sheet, guide, TEXT) for guide in self.guides]

    def append(self, values: Iterable[str | date]) -> None:
        """One more row; a text is text, whatever the format of its column, and an empty one an empty cell."""
        row = []
        for value, cell, as_text in zip(values, self._cells, self._as_text, strict=True):
            if value == "":
                cell.value = None
            elif isinstance(value, str):
                as_text.value = writable(value)
                as_text.data_type = "s"
            else:
                cell.value = value
            row.append(as_text if value != "" and isinstance(value, str) else cell)
        self.sheet.append(row)


def guided_sheet(book: "Workbook", title: str, guides: Sequence[Guide], rows: int, frozen: str) -> GuidedSheet:
    """A new sheet: its headers are locked without a password, everything below may be changed, sorted and filtered.

    ``rows`` is how many will be written; lists and messages reach to the end of the sheet.
    """
    from openpyxl.utils import get_column_letter

    headers = [guide.header for guide in guides]
    sheet = new_sheet(book, title, headers, frozen, partial(_prepare, guides=guides))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(guides))}{rows + 1}"
    _lock(sheet)
    return GuidedSheet(sheet, guides)


def _prepare(sheet: "Worksheet", guides: Sequence[Guide]) -> None:
    from openpyxl.utils import get_column_letter

    for number, guide in enumerate(guides, start=1):
        _prepare_column(sheet, get_column_letter(number), guide)
    _free_the_rest(sheet, get_column_letter(len(guides) + 1), len(guides) + 1)


def _prepare_column(sheet: "Worksheet", letter: str, guide: Guide) -> None:
    from openpyxl.styles import Protection

    column = sheet.column_dimensions[letter]
    column.number_format = guide.number_format
    column.protection = Protection(locked=guide.fixed)
    if not (guide.message or guide.words):
        return
    rule = choices(guide.words, guide.objection)
    rule.showInputMessage = bool(guide.message)
    rule.promptTitle = _cut(guide.header.text, _LONGEST_TITLE)
    rule.prompt = _cut(guide.message, _LONGEST_MESSAGE)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.data_validations.append(rule)


def _cut(text: str, longest: int) -> str:
    return writable(text) if len(text) <= longest else f"{writable(text[: longest - 1])[: longest - 1]}…"


def _free_the_rest(sheet: "Worksheet", letter: str, first: int) -> None:
    """Columns for people's own remarks; and rows can only be deleted where each of their cells is free."""
    from openpyxl.styles import Protection
    from openpyxl.worksheet.dimensions import ColumnDimension

    rest = ColumnDimension(sheet, index=letter, min=first, max=_LAST_COLUMN, width=12)
    rest.protection = Protection(locked=False)
    sheet.column_dimensions[letter] = rest


def advice_sheet(book: "Workbook", advice: Iterable[str]) -> None:
    """The page that explains: these sentences, one below the other."""
    reading_sheet(book, tr("How to fill it in"), (Header(tr("What to write"), 100),), ((text,) for text in advice))


def reading_sheet(book: "Workbook", title: str, headers: Sequence[Header], rows: Iterable[Sequence[str]]) -> None:
    """A sheet of texts to be read, each in as many lines as it needs."""
    from openpyxl.styles import Alignment

    sheet = new_sheet(book, title, headers)
    for number, texts in enumerate(rows, start=2):
        cells = [text_cell(sheet, text) for text in texts]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        widths = (header.width for header in headers)
        sheet.row_dimensions[number].height = row_height(zip(texts, widths, strict=True))
        sheet.append(cells)


def _lock(sheet: "Worksheet") -> None:
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)


def _styled(sheet: "Worksheet", guide: Guide, number_format: str) -> "Cell":
    from openpyxl.styles import Protection

    cell = new_cell(sheet)
    cell.number_format = number_format
    cell.protection = Protection(locked=guide.fixed)
    return cell
