# SPDX-License-Identifier: Apache-2.0
"""A look at the raw sheet before it is loaded: how far it reaches, and cells that the fast reader shows as empty.

The fast reader lays a sheet out as a full rectangle, so one filled cell in the last corner would ask for hundreds of
gigabytes; and it gives nothing at all for an error value or for a formula that was never calculated.
"""

import re
import zipfile
from typing import Final
from xml.parsers import expat

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_ROWS, NO_FAULTS, Place, SheetFaults
from app.spreadsheets.reading.unreadable import Unreadable
from app.spreadsheets.reading.zip_checks import new_parser

_FAR: Final = re.compile(rb' r="(?:[B-Zb-z][A-Za-z]|[A-Za-z]{3}|[A-Za-z]*(?:[0-9]{7}|[2-9][0-9]{5}|1[1-9][0-9]{4}))')
"""A cell beyond column AZ or a row from 110,000 on; its fixed beginning makes the search fast."""

_MARKS: Final = {
    b'="e"': (b'="e"',),
    b"<f": (b"<f>", b"<f "), b":f": (b":f>", b":f "),
    b"'": (b"='",), b"\t": (b"\tr=",), b"\n": (b"\nr=",), b"r =": (b"r =",), b'r= "': (b'r= "',),
}  # fmt: skip
"""An error value, a formula, and spellings of references that the fast search would miss. They are looked for only
where their seldom part is there."""

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})(\d{1,7})$")


def scan_sheet(archive: zipfile.ZipFile, member: str) -> SheetFaults:
    """Faulty cells of one sheet of the archive. Raises Unreadable where filled cells lie beyond the limits."""
    if not _is_remarkable(archive, member):
        return NO_FAULTS
    scan = _CellScan()
    with archive.open(member) as stream:
        try:
            scan.parser.ParseFile(stream)
        except expat.ExpatError:
            raise Unreadable(why.DAMAGED) from None
    return SheetFaults(scan.errors, frozenset(scan.uncalculated))


def _is_remarkable(archive: zipfile.ZipFile, member: str) -> bool:
    """A fast search through the bytes, so that an ordinary sheet is never parsed twice."""
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if _FAR.search(piece) or _has_mark(piece):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def _has_mark(piece: bytes) -> bool:
    return any(part in piece and any(mark in piece for mark in marks) for part, marks in _MARKS.items())


class _CellScan:
    """Walks the cells of a sheet; a cell without a reference stands right of the one before it."""

    def __init__(self) -> None:
        self.errors: dict[Place, str] = {}
        self.uncalculated: set[Place] = set()
        self._row, self._column, self._kind = -1, -1, ""
        self._formula, self._text, self._in_value = False, "", False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._in_value = True
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.match(attributes.get("r", ""))
        self._column = _column_number(place[1]) if place else self._column + 1
        self._row = int(place[2]) - 1 if place else self._row
        self._kind, self._formula, self._text = attributes.get("t", ""), False, ""

    def _characters(self, data: str) -> None:
        if self._in_value and len(self._text) < _OVERLAP:
            self._text += data

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        if not self._text:
            if self._formula and self._kind != "str":
                self.uncalculated.add((self._row, self._column))
            return
        if self._row > MAX_ROWS or self._column >= MAX_COLUMNS:
            raise Unreadable(why.TOO_FAR)
        if self._kind == "e":
            self.errors[self._row, self._column] = self._text


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
