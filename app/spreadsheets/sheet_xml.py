# SPDX-License-Identifier: Apache-2.0
"""The sheet of a plain table, written as text piece by piece: nothing of it stays in memory."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape

from app.domain.refusals import BadInput
from app.spreadsheets.writing import LONGEST, writable
from app.translation import later

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet, the header among them."""
STEP: Final = 100
"""Rows that are written together: a few milliseconds of work."""

Cell = str | int | float | date | None
Row = Sequence[Cell]

_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEADER, _TEXT, _DATE, _MOMENT = 1, 2, 3, 4
"""Places of the cell styles in ``STYLES``."""
STYLES: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_SPREADSHEET}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/></patternFill></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" '
    'applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_FIRST_DAY: Final = date(1900, 3, 1)
"""Workbooks count the days before wrongly."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_EXACT: Final = 10**15
"""Numbers from here on would lose digits: a workbook keeps fifteen."""
_NARROWEST, _WIDEST = 8, 60
_UNSAFE: Final = re.compile(r"[\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]")
"""Signs that cannot always stand in the sheet as they are; _ begins the escaped spelling of one."""


def sheet_xml(headers: Sequence[str], rows: Iterable[Row]) -> Iterator[tuple[str, int]]:
    """The sheet in pieces, each with the number of rows that it brings.

    Raises BadInput "too-many-rows" where a sheet cannot hold them.
    """
    letters = [_letters(number) for number in range(len(headers))]
    coming = iter(rows)
    first = _taken(coming)
    yield _opening(headers, letters, first), 0
    number, step = 2, first
    while step:
        if number + len(step) > MAX_ROWS + 1:
            raise BadInput("too-many-rows", later("The table has more rows than a workbook can hold. Choose fewer."))
        yield "".join([_row(letters, at, row) for at, row in enumerate(step, number)]), len(step)
        number += len(step)
        step = _taken(coming)
    yield _closing(f"A1:{letters[-1]}{number - 1}", f"A2:{letters[-1]}{max(2, number - 1)}"), 0


def _taken(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, STEP))


def _opening(headers: Sequence[str], letters: Sequence[str], first: Sequence[Row]) -> str:
    widths = [_width([header, *(row[at] for row in first)]) for at, header in enumerate(headers)]
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    cells = "".join(_text(f"{letter}1", _HEADER, text) for letter, text in zip(letters, headers, strict=True))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_SPREADSHEET}">'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


def _closing(all_cells: str, below: str) -> str:
    return (
        f'</sheetData><autoFilter ref="{all_cells}"/>'
        f'<ignoredErrors><ignoredError sqref="{below}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def _width(values: Iterable[Cell]) -> int:
    longest = max(len(str(value).partition("\n")[0]) for value in values)
    return min(max(longest + 3, _NARROWEST), _WIDEST)


def _row(letters: Sequence[str], number: int, row: Row) -> str:
    cells = "".join([_cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=True)])
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, str):
        return _text(place, _TEXT, value) if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return _day(place, value)
    if not abs(value) < _EXACT:
        return _text(place, _TEXT, str(value))
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _text(place: str, style: int, text: str) -> str:
    if _UNSAFE.search(text) or len(text) > LONGEST // 2:
        text = escape(writable(text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _day(place: str, value: date) -> str:
    if isinstance(value, datetime):
        if value.date() < _FIRST_DAY:
            return _text(place, _TEXT, value.isoformat(" "))
        since = value.replace(tzinfo=None) - datetime.fromordinal(_DAY_ZERO)
        return f'<c r="{place}" s="{_MOMENT}"><v>{since.days + since.seconds / 86_400!r}</v></c>'
    if value < _FIRST_DAY:
        return _text(place, _TEXT, value.isoformat())
    return f'<c r="{place}" s="{_DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
