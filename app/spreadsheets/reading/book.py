# SPDX-License-Identifier: Apache-2.0
"""What reading gives: plain values, whatever the file was."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

Value = int | float | str | bool | datetime | date | time | timedelta
Place = tuple[int, int]
"""A cell by row and column, both counted from zero."""

MAX_ROWS: Final = 100_000
"""Rows below the first one that are read of a sheet."""

MAX_COLUMNS: Final = 52


class Range(NamedTuple):
    """A merged range of cells, counted from zero; its last row and column belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetFace:
    """One sheet as a person is offered it: its name, and how many rows and columns its filled part has."""

    name: str
    hidden: bool
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file was read, or is to be read: ``encoding`` as Python names it, the character between cells, and
    the decimal sign of its numbers ("." or ","; the cells themselves stay text as they are written)."""

    encoding: str
    delimiter: str
    decimal: str


@dataclass(frozen=True, slots=True)
class SheetFaults:
    """Cells by (row, column) from zero: the error value that each shows, and formulas without a result."""

    errors: dict[Place, str]
    uncalculated: frozenset[Place]


NO_FAULTS: Final = SheetFaults({}, frozenset())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows start at (first_row, first_column), both from zero; an empty cell is an empty text.

    All rows have the same length. ``merges`` are the merged ranges, at most ``MAX_MERGES`` of them from the top;
    ``text_form`` is there for a text file.
    """

    name: str
    first_row: int
    first_column: int
    rows: list[list[Value]]
    faults: SheetFaults
    merges: tuple[Range, ...] = ()
    text_form: TextForm | None = None


MAX_MERGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Book:
    """A file as a whole: ``kind`` is one of "xlsx", "xlsb", "xls", "ods", "text"."""

    kind: str
    sheets: tuple[SheetFace, ...]
    text_form: TextForm | None = None
