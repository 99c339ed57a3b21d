# SPDX-License-Identifier: Apache-2.0
"""The shape of a text file: what stands between its cells, and how its numbers are written."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_ROWS
from app.spreadsheets.reading.unreadable import Unreadable, too_far

DELIMITERS: Final = ("\t", ";", "|", ",")
"""In this order where they divide equally well: a comma may be a decimal sign or part of an address."""

_LOOKED_AT: Final = 300
_LOOKED_AT_CHARACTERS: Final = 1 << 18
_LONGEST_CELL: Final = 1 << 20
_LONGEST_LINE: Final = 1 << 21
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NAMED: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_COMMA: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),(?:\d{1,2}|\d{4,})")
_DOTS: Final = re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){2,}")
_POINT: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)\.(?:\d{1,2}|\d{4,})")


def delimiter_of(text: str) -> str:
    """The character that divides most lines into equally many cells; a comma where none does."""
    named = _NAMED.match(text)
    if named:
        return named[1]
    sample = text[:_LOOKED_AT_CHARACTERS]
    even = {delimiter: _evenness(sample, delimiter) for delimiter in DELIMITERS}
    return max(even, key=lambda delimiter: even[delimiter]) if any(even.values()) else ","


def _evenness(sample: str, delimiter: str) -> float:
    """The share of the rows that have the most usual number of cells, where that is more than one."""
    if delimiter not in sample:
        return 0.0
    widths = Counter(len(row) for row in islice(_records(sample, delimiter), _LOOKED_AT) if any(row))
    divided = {width: count for width, count in widths.items() if width > 1}
    if not divided:
        return 0.0
    total = sum(widths.values())
    return round(max(divided.values()) / total, 1) + 0.5 * (sum(divided.values()) / total)


def _records(text: str, delimiter: str, start: int = 0) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(_lines(text, start), delimiter=delimiter)


def _lines(text: str, start: int) -> Iterator[str]:
    for line in _LINE.finditer(text, start):
        if line.end() - line.start() > _LONGEST_LINE:
            raise Unreadable(why.TOO_MUCH)
        yield line[0]


def rows_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows, each cell as it is written; newlines in quotes belong to the cell.

    Raises Unreadable for a file with more rows, columns or characters in a cell than a table has.
    """
    named = _NAMED.match(text)
    records = _records(text, delimiter, named.end() if named else 0)
    try:
        for number, row in enumerate(records):
            if number > MAX_ROWS:
                raise too_far(number + sum(1 for _ in records), len(row) - 1)
            if len(row) > MAX_COLUMNS:
                row = _without_end(row, number)
            yield row
    except csv.Error:
        raise Unreadable(why.TOO_MUCH) from None


def _without_end(row: list[str], number: int) -> list[str]:
    if any(row[MAX_COLUMNS:]):
        raise too_far(number, len(row) - 1)
    return row[:MAX_COLUMNS]


def decimal_of(cells: Iterable[str]) -> str:
    """The decimal sign of the numbers: "," where more of them are written so, else "."."""
    comma = point = 0
    for cell in cells:
        if cell[:1].isdigit() or cell[:1] in "+-":
            comma += bool(_COMMA.fullmatch(cell) or _DOTS.fullmatch(cell))
            point += bool(_POINT.fullmatch(cell))
    return "," if comma > point else "."
