# SPDX-License-Identifier: Apache-2.0
"""Opening a workbook that somebody brings: checked before it is unpacked, read as plain rows of values."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from app.domain.refusals import BadInput, StorageTrouble
from app.spreadsheets.sheet_scan import MAX_COLUMNS, MAX_ROWS, SheetFaults, scan_sheet, too_large
from app.translation import later

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from python_calamine import CalamineSheet, CalamineWorkbook

Value = int | float | str | bool | time | date | timedelta

MAX_INFLATED: Final = 200 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_RATIO: Final = 100
_SMALL: Final = 20 * 1024 * 1024
"""Below this size a high ratio harms nobody: short repetitive sheets pack very well."""

_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS: Final = frozenset({"content.xml", "xl/workbook.bin"})
"""What an .ods and an .xlsb file hold, and an .xlsx file never."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows start at (first_row, first_column), both from zero; an empty cell is an empty text."""

    name: str
    first_row: int
    first_column: int
    rows: list[list[Value]]
    faults: SheetFaults


def read_first_sheet(path: Path) -> Sheet:
    """The first visible sheet with cells. Raises BadInput in words for anything that is not a usable workbook."""
    with _opened(path) as (workbook, archive):
        return _load(workbook, archive, _first_visible(workbook))


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """All visible sheets with cells. Raises BadInput in words for anything that is not a usable workbook."""
    with _opened(path) as (workbook, archive):
        return tuple(_load(workbook, archive, name) for name in _visible(workbook))


@contextmanager
def _opened(path: Path) -> "Iterator[tuple[CalamineWorkbook, zipfile.ZipFile]]":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with _checked_archive(path) as archive, CalamineWorkbook.from_path(path) as workbook:
            yield workbook, archive
    except PasswordError:
        raise _locked() from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError):
        raise _damaged() from None
    except OSError as error:
        raise StorageTrouble(
            "cannot-read", later("{file} cannot be read: {why}."), file=path.name, why=error.strerror or "?"
        ) from None
    except BaseException as error:
        # A fault inside the native reader arrives as a BaseException that is none of Python's own.
        if type(error).__name__ == "PanicException":
            raise _damaged() from None
        raise


def _checked_archive(path: Path) -> zipfile.ZipFile:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_OR_LOCKED:
        raise _locked()
    if start[:2] != b"PK":
        raise BadInput("not-a-workbook", later("{file} is not an Excel workbook (.xlsx)."), file=path.name)
    archive = zipfile.ZipFile(path)
    entries = archive.infolist()
    if not _OTHER_KINDS.isdisjoint(entry.filename for entry in entries):
        archive.close()
        raise BadInput(
            "other-workbook",
            later("{file} is not an .xlsx workbook. Save it as .xlsx in LibreOffice or Excel and try again."),
            file=path.name,
        )
    inflated = sum(entry.file_size for entry in entries)
    ratio = inflated / max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or inflated > MAX_INFLATED or (inflated > _SMALL and ratio > MAX_RATIO):
        archive.close()
        raise BadInput("too-large", later("{file} is too large when unpacked and was not opened."), file=path.name)
    return archive


def _visible(workbook: "CalamineWorkbook") -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _first_visible(workbook: "CalamineWorkbook") -> str:
    names = _visible(workbook)
    if not names:
        raise _empty()
    return names[0]


def _load(workbook: "CalamineWorkbook", archive: zipfile.ZipFile, name: str) -> Sheet:
    faults = scan_sheet(archive, _member_of(archive, name))
    sheet: CalamineSheet = workbook.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return Sheet(name, 0, 0, [], faults)
    if sheet.end[0] > MAX_ROWS or sheet.end[1] >= MAX_COLUMNS:
        raise too_large()
    return Sheet(name, *sheet.start, sheet.to_python(), faults)


def _member_of(archive: zipfile.ZipFile, name: str) -> str:
    """Where in the archive the sheet of that name lies."""
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        if sheet.get("name") == name:
            wanted = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            return _target(archive, wanted)
    raise _damaged()


def _target(archive: zipfile.ZipFile, relation: str) -> str:
    for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if link.get("Id") == relation:
            target = link.get("Target", "")
            place = PurePosixPath(target[1:]) if target.startswith("/") else PurePosixPath("xl") / target
            return _as_stored(archive, str(place))
    raise _damaged()


def _elements(archive: zipfile.ZipFile, member: str, name: str) -> "list[Element]":
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(archive.read(_as_stored(archive, member)))
    except (ParseError, DefusedXmlException):
        raise _damaged() from None
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]


def _as_stored(archive: zipfile.ZipFile, member: str) -> str:
    """The member's name as this archive spells it: some programs write other capitals or backslashes."""
    names = archive.namelist()
    wanted = member.lower()
    return member if member in names else next((n for n in names if n.replace("\\", "/").lower() == wanted), member)


def _locked() -> BadInput:
    return BadInput(
        "locked-workbook",
        later("The file is protected by a password or has the old .xls form. Save it as .xlsx without a password."),
    )


def _damaged() -> BadInput:
    return BadInput("not-a-workbook", later("This workbook is damaged and cannot be read."))


def _empty() -> BadInput:
    return BadInput("empty-workbook", later("The workbook is empty: its first sheet holds no rows."))
