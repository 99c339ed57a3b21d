# SPDX-License-Identifier: Apache-2.0
"""Workbooks of every kind, read by the fast reader; runs in the child process only."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_MERGES, MAX_ROWS, NO_FAULTS, Range, SheetFace, SheetFaults
from app.spreadsheets.reading.sheet_scan import scan_sheet
from app.spreadsheets.reading.unreadable import Unreadable
from app.spreadsheets.reading.zip_checks import members_of_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PANIC: Final = "PanicException"
"""A fault inside the native reader arrives as a BaseException of this name that is none of Python's own."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that is open; ``archive`` is there for an .xlsx file, whose parts can be looked at."""

    workbook: "CalamineWorkbook"
    archive: zipfile.ZipFile | None
    members: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One sheet with cells, before its rows are made."""

    sheet: "CalamineSheet"
    faults: SheetFaults
    merges: tuple[Range, ...]


@contextmanager
def native_faults() -> Iterator[None]:
    """What goes wrong in the native reader ends as a damaged file."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise Unreadable(why.LOCKED) from None
    except (CalamineError, zipfile.BadZipFile, EOFError, RuntimeError, KeyError, ValueError):
        raise Unreadable(why.DAMAGED) from None
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise Unreadable(why.DAMAGED) from None
        raise


def opened(file: IO[bytes], archive: zipfile.ZipFile | None, kind: str) -> Opened:
    """The workbook in the file."""
    from python_calamine import CalamineWorkbook

    members = members_of_sheets(archive) if archive and kind == "xlsx" else {}
    file.seek(0)
    return Opened(CalamineWorkbook.from_object(file), archive if kind == "xlsx" else None, members)


def faces(book: Opened) -> list[SheetFace]:
    """All sheets of the workbook that can hold a table, hidden ones too."""
    found = []
    for name, hidden in _tables(book):
        sheet = _found(book, name)
        size = (sheet.sheet.height, sheet.sheet.width) if sheet else (0, 0)
        found.append(SheetFace(name, hidden, *size))
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
    faults = NO_FAULTS
    if book.archive is not None and name in book.members:
        faults = scan_sheet(book.archive, book.members[name])
    sheet = book.workbook.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return None
    if sheet.end[0] > MAX_ROWS or sheet.end[1] >= MAX_COLUMNS:
        raise Unreadable(why.TOO_FAR)
    return Found(sheet, faults, _merges(sheet))


def _merges(sheet: "CalamineSheet") -> tuple[Range, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(sorted(Range(*start, *end) for start, end in ranges)[:MAX_MERGES])
