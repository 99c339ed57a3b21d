# SPDX-License-Identifier: Apache-2.0
"""Cells that show an error in an .ods file, of which the fast reader says that they are empty.

OpenDocument has no kind of cell for errors: LibreOffice marks them by an attribute of its own, others write the text.
"""

import zipfile
from typing import IO, Final
from xml.parsers import expat

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.book import MAX_COLUMNS, MAX_ROWS, Place
from app.spreadsheets.reading.unreadable import Unreadable
from app.spreadsheets.reading.zip_checks import as_stored, new_parser

_CONTENT: Final = "content.xml"
_MARK: Final = b'"error"'
_ERRORS: Final = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
_MARKS: Final = (_MARK, *(f">{word}<".encode("ascii") for word in _ERRORS))
_CELLS: Final = ("table-cell", "covered-table-cell")
_CHUNK: Final = 1 << 16
_OVERLAP: Final = 16
_LONGEST: Final = 40
_MOST: Final = 10_000
"""More cells with errors than anybody will read about."""


def errors_in_ods(archive: zipfile.ZipFile) -> list[dict[Place, str]]:
    """The error that each cell shows, for each sheet. Raises Unreadable for damaged XML."""
    member = as_stored(archive, _CONTENT)
    with archive.open(member) as stream:
        if not _has_mark(stream):
            return []
    tables = _Tables()
    with archive.open(member) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                tables.parser.Parse(chunk, False)
            tables.parser.Parse(b"", True)
        except expat.ExpatError:
            raise Unreadable(why.DAMAGED) from None
    return tables.found


def _has_mark(stream: IO[bytes]) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK):
        piece = tail + chunk
        if any(mark in piece for mark in _MARKS):
            return True
        tail = chunk[-_OVERLAP:]
    return False


class _Tables:
    """All tables, cell by cell; rows and cells may stand for many."""

    def __init__(self) -> None:
        self.found: list[dict[Place, str]] = []
        self._row, self._rows, self._column, self._columns = 0, 1, 0, 1
        self._error, self._formula = False, False
        self._text, self._in_text = "", False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            self.found.append({})
            self._row = 0
        elif name == "table-row":
            self._rows, self._column = _times(attributes, "number-rows-repeated"), 0
        elif name in _CELLS:
            self._columns = _times(attributes, "number-columns-repeated")
            self._error = "error" in attributes.values()
            self._formula = any(key.endswith(" formula") for key in attributes)
            self._text = ""
        elif name == "p":
            self._in_text = True

    def _characters(self, data: str) -> None:
        if self._in_text and len(self._text) < _LONGEST:
            self._text += data

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "p":
            self._in_text = False
        elif name in _CELLS:
            if self._error or (self._formula and self._text in _ERRORS):
                self._keep()
            self._column += self._columns
        elif name == "table-row":
            self._row += self._rows

    def _keep(self) -> None:
        found = self.found[-1] if self.found else {}
        for row in range(self._row, min(self._row + self._rows, MAX_ROWS + 1)):
            for column in range(self._column, min(self._column + self._columns, MAX_COLUMNS)):
                if len(found) >= _MOST:
                    return
                found[row, column] = self._text or "#?"


def _times(attributes: dict[str, str], name: str) -> int:
    written = next((value for key, value in attributes.items() if key.endswith(f" {name}")), "1")
    return int(written) if written.isdecimal() and len(written) < 10 else 1
