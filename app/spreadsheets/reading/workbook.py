# SPDX-License-Identifier: Apache-2.0
"""Workbooks of every kind, read by the fast reader; runs in the child process only."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.binary_errors import errors_in_xls, errors_in_xlsb
from app.spreadsheets.reading.book import (
    MAX_COLUMNS,
    MAX_MERGES,
    MAX_ROWS,
    NO_FAULTS,
    Place,
    Range,
    SheetFace,
    SheetFaults,
)
from app.spreadsheets.reading.number_formats import padded_styles
from app.spreadsheets.reading.ods_errors import errors_in_ods
from app.spreadsheets.reading.sheet_scan import Instead, Scan, scan_sheet
from app.spreadsheets.reading.unreadable import Unreadable, too_far
from app.spreadsheets.reading.zip_checks import checked_archive, kind_of, members_of_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PANIC: Final = "PanicException"
"""A fault inside the native reader arrives as a BaseException of this name that is none of Python's own."""


@dataclass(frozen=True)
class Opened:
    """A workbook that is open. ``archive`` is there for all kinds but .xls. Of an .xlsx file the parts can be looked
    at: ``members`` by the names of its sheets, ``padded`` the formats with leading zeros by the numbers of its styles.
    """

    kind: str
    workbook: "CalamineWorkbook"
    file: IO[bytes]
    archive: zipfile.ZipFile | None
    members: Mapping[str, str]
    padded: Mapping[int, str]

    @cached_property
    def errors(self) -> list[dict[Place, str]]:
        """The cells with errors of each sheet, in a workbook of another kind than .xlsx; what cannot be told is left:
        the reader has its say about what is damaged."""
        with suppress(OSError, struct.error, IndexError, MemoryError):
            if self.archive is None:
                return errors_in_xls(self.file)
            return errors_in_ods(self.archive) if self.kind == "ods" else errors_in_xlsb(self.archive)
        return []


@dataclass(frozen=True, slots=True)
class Found:
    """One sheet with cells, before its rows are made; ``instead`` holds values that replace what the reader gives."""

    sheet: "CalamineSheet"
    first: Place
    faults: SheetFaults
    instead: Instead
    merges: tuple[Range, ...]


@contextmanager
def native_faults() -> Iterator[None]:
    """What goes wrong in the native reader ends as a damaged file."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise Unreadable(why.LOCKED) from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError):
        raise Unreadable(why.DAMAGED) from None
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise Unreadable(why.DAMAGED) from None
        raise


def opened(file: IO[bytes]) -> Opened:
    """The workbook in the file: an archive, or an .xls file. Raises Unreadable, and what ``native_faults`` catches."""
    from python_calamine import CalamineWorkbook

    file.seek(0)
    archive = checked_archive(file) if file.read(2) == b"PK" else None
    kind = kind_of(archive) if archive else "xls"
    parts = archive if kind == "xlsx" else None
    members = members_of_sheets(parts) if parts else {}
    padded = padded_styles(parts) if parts else {}
    file.seek(0)
    return Opened(kind, CalamineWorkbook.from_object(file), file, archive, members, padded)


def faces(book: Opened) -> list[SheetFace]:
    """All sheets of the workbook that can hold a table, hidden ones too."""
    found = []
    for name, hidden in _tables(book):
        sheet = _sheet(book, name)
        found.append(SheetFace(name, hidden, sheet.height, sheet.width) if sheet else SheetFace(name, hidden, 0, 0))
    return found


def visible(book: Opened) -> Iterator[Found]:
    """The visible sheets with cells."""
    for name, hidden in _tables(book):
        found = None if hidden else _found(book, name)
        if found:
            yield found


def named(book: Opened, name: str) -> Found | None:
    """The sheet of this name, hidden or not; None where it has no cells. Raises Unreadable where there is none."""
    if name not in (each for each, _ in _tables(book)):
        raise Unreadable(why.NO_SHEET, name)
    return _found(book, name)


def _tables(book: Opened) -> list[tuple[str, bool]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for sheet in book.workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _found(book: Opened, name: str) -> Found | None:
    scan = Scan()
    if book.archive is not None and name in book.members:
        scan = scan_sheet(book.archive, book.members[name], book.padded, name)
    sheet = _sheet(book, name)
    if sheet is None or sheet.start is None:
        return None
    faults = scan.faults if book.kind == "xlsx" else _errors(book, name)
    return Found(sheet, sheet.start, faults, scan.instead, _merges(sheet))


def _errors(book: Opened, name: str) -> SheetFaults:
    number = [sheet.name for sheet in book.workbook.sheets_metadata].index(name)
    errors = book.errors[number] if number < len(book.errors) else {}
    return SheetFaults(errors, frozenset()) if errors else NO_FAULTS


def _sheet(book: Opened, name: str) -> "CalamineSheet | None":
    """The sheet; None where it has no cells. Raises Unreadable where it reaches further than a table does."""
    sheet = book.workbook.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return None
    if sheet.end[0] > MAX_ROWS or sheet.end[1] >= MAX_COLUMNS:
        raise too_far(*sheet.end, name)
    return sheet


def _merges(sheet: "CalamineSheet") -> tuple[Range, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(sorted(Range(*start, *end) for start, end in ranges)[:MAX_MERGES])
