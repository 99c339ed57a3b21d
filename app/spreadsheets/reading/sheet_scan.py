# SPDX-License-Identifier: Apache-2.0
"""A look at the raw sheet of an .xlsx file: what the fast reader does not tell.

It gives nothing at all for an error value or for a formula that was never calculated; it rounds long numbers, and
knows no leading zeros. The raw bytes are searched for the marks of such cells, and only pieces with a mark are looked
at cell by cell; a sheet in an unusual spelling is walked as XML. Nobody's safety rests on this: what is hostile meets
the limits of the process.
"""

import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_ROWS, NO_FAULTS, Place, SheetFaults, Value
from app.spreadsheets.reading.number_formats import shown
from app.spreadsheets.reading.unreadable import too_far

Instead = Mapping[int, list[tuple[int, Value]]]
"""Values by row, each with its column, that stand in the place of what the reader gives."""

_CHUNK: Final = 1 << 17
_LONGEST_CELL: Final = 4 << 20
_OVERLAP: Final = 64

_ANY_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_USUAL: Final = b'<c r="'
_WIDE: Final = re.compile(rb' r="[A-Z]{2}')
_UNLIMITED: Final = sys.platform == "darwin"
"""Where no limit of memory stops the reader from laying out a sheet that reaches to the last column."""

_FAR_ROW: Final = re.compile(rb'<row r="(?:[0-9]{7}|[2-9][0-9]{5}|1[1-9][0-9]{4})')
_LONG: Final = re.compile(rb"<v>[^<]{16}")
"""A number of sixteen digits or more, or a fraction that looks like one: quickly told from the others."""

_WHOLE_NUMBER: Final = re.compile(rb"<v>-?[0-9]+$")
_LONG_UNUSUAL: Final = re.compile(rb"v>-?[0-9]{16}")
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)>(.*?)</c>', re.DOTALL)
_FORMULA: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)>(<f.*?)</c>', re.DOTALL)
_ERROR: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]* t="e"[^>/]*)>(.*?)</c>', re.DOTALL)
_RESULT: Final = re.compile(rb"<v[^>/]*>([^<]+)</v>|<t[^>/]*>([^<]+)</t>")
_STYLE: Final = re.compile(rb' s="([0-9]+)"')
_UNUSUAL_MARKS: Final = (b't="e"', b"t='e'", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_WHOLE: Final = re.compile(rb"-?[0-9]{16,300}$")


@dataclass(slots=True)
class Scan:
    """What was found in a sheet: faulty cells, and values that stand in the place of what the reader gives."""

    sheet: str = ""
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    instead: dict[int, list[tuple[int, Value]]] = field(default_factory=dict)

    @property
    def faults(self) -> SheetFaults:
        """The faulty cells."""
        return SheetFaults(self.errors, frozenset(self.uncalculated)) if self.errors or self.uncalculated else NO_FAULTS

    def put(self, place: Place, value: Value) -> None:
        """This value stands in that cell."""
        self.instead.setdefault(place[0], []).append((place[1], value))


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as it is written: its kind ("n" number, "s" shared text, "str" text, "e" error ...)."""

    place: Place
    kind: str
    style: int
    formula: bool
    text: bytes


def scan_sheet(archive: zipfile.ZipFile, member: str, padded: Mapping[int, str], name: str = "") -> Scan:
    """What the sheet of this name holds besides; ``padded`` are the formats with leading zeros by style.

    Raises Unreadable where filled cells lie beyond the limits.
    """
    scan, search = Scan(name), _Search(padded)
    with archive.open(member) as stream:
        for piece in _pieces(stream):
            first = _ANY_CELL.search(piece)
            if first and not piece.startswith(_USUAL, first.start()):
                break
            for cell in search.cells(piece):
                note(scan, cell, padded)
        else:
            return scan
    return _walked(archive, member, padded, name)


def note(scan: Scan, cell: RawCell, padded: Mapping[int, str]) -> None:
    """Keep what there is to say about a cell. Raises Unreadable for a filled cell beyond the limits."""
    if not cell.text:
        if cell.formula and cell.kind != "str":
            scan.uncalculated.add(cell.place)
        return
    row, column = cell.place
    if row > MAX_ROWS or column >= MAX_COLUMNS:
        raise too_far(row, column, scan.sheet)
    if cell.kind == "e":
        scan.errors[cell.place] = cell.text.decode("utf-8", "replace")
    elif cell.kind in ("", "n"):
        value = _as_written(cell, padded)
        if value is not None:
            scan.put(cell.place, value)


def _as_written(cell: RawCell, padded: Mapping[int, str]) -> Value | None:
    """A long number with all its digits, or the text that a format with leading zeros shows; mostly neither."""
    if _WHOLE.match(cell.text):
        return int(cell.text)
    if cell.style not in padded:
        return None
    try:
        return shown(padded[cell.style], float(cell.text))
    except (ValueError, OverflowError):
        return None


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that end before a cell begins."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        piece = tail + chunk
        cut = piece.rfind(b"<c ")
        if cut <= 0 and len(piece) < _LONGEST_CELL:
            tail = piece
            continue
        cut = cut if cut > 0 else len(piece) - _OVERLAP
        tail = piece[cut:]
        yield piece[:cut]
    yield tail


class _Search:
    """Finds the cells of a piece in the usual spelling about which there is anything to say."""

    def __init__(self, padded: Mapping[int, str]) -> None:
        styles = b"|".join(str(style).encode("ascii") for style in padded)
        self._padded = re.compile(_ERROR.pattern.replace(b't="e"', b's="(?:' + styles + b')"'), re.DOTALL)
        self._any_padded = bool(padded)

    def cells(self, piece: bytes) -> Iterator[RawCell]:
        """The remarkable cells."""
        far = _FAR_ROW.match(piece, max(0, piece.rfind(b"<row "))) or (_UNLIMITED and _WIDE.search(piece))
        if far or any(map(_WHOLE_NUMBER.match, _LONG.findall(piece))):
            yield from map(_raw, _CELL.finditer(piece))
            return
        if b't="e"' in piece:
            yield from map(_raw, _ERROR.finditer(piece))
        if b"<f" in piece:
            yield from map(_raw, _FORMULA.finditer(piece))
        if self._any_padded:
            yield from map(_raw, self._padded.finditer(piece))


def _raw(found: re.Match[bytes]) -> RawCell:
    letters, number, attributes, body = found.groups()
    result = _RESULT.search(body)
    kind = attributes.partition(b' t="')[2].partition(b'"')[0].decode("ascii", "replace")
    style = _STYLE.search(attributes)
    text = (result[1] or result[2]) if result else b""
    place = (int(number) - 1, column_number(letters.decode("ascii")))
    return RawCell(place, kind, int(style[1]) if style else 0, body.startswith(b"<f"), text)


def column_number(letters: str) -> int:
    """The column of these letters, from zero."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _walked(archive: zipfile.ZipFile, member: str, padded: Mapping[int, str], name: str) -> Scan:
    """The same by a walk through the XML, which takes ten times as long; for sheets that hold a mark only."""
    scan = Scan(name)
    if not padded and not _has_unusual_mark(archive, member):
        return scan
    from app.spreadsheets.reading.sheet_walk import walk

    with archive.open(member) as stream:
        for cell in walk(stream):
            note(scan, cell, padded)
    return scan


def _has_unusual_mark(archive: zipfile.ZipFile, member: str) -> bool:
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if _LONG_UNUSUAL.search(piece) or any(mark in piece for mark in _UNUSUAL_MARKS):
                return True
            tail = chunk[-_OVERLAP:]
    return False
