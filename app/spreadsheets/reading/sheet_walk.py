# SPDX-License-Identifier: Apache-2.0
"""A walk through the XML of one sheet, whatever its spelling: prefixes, no references, other quotes."""

import re
from collections.abc import Iterator
from typing import IO, Final
from xml.parsers import expat

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.sheet_scan import RawCell, column_number
from app.spreadsheets.reading.unreadable import Unreadable
from app.spreadsheets.reading.zip_checks import new_parser

_CHUNK: Final = 1 << 16
_LONGEST: Final = 400
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})(\d{1,7})$")


def walk(stream: IO[bytes]) -> Iterator[RawCell]:
    """All cells; one without a reference stands right of the one before it. Raises Unreadable for damaged XML."""
    cells = _Cells()
    try:
        while chunk := stream.read(_CHUNK):
            cells.parser.Parse(chunk, False)
            yield from cells.found
            cells.found.clear()
        cells.parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable(why.DAMAGED) from None
    yield from cells.found


class _Cells:
    def __init__(self) -> None:
        self.found: list[RawCell] = []
        self._row, self._column, self._kind, self._style = -1, -1, "", 0
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
        self._column = column_number(place[1]) if place else self._column + 1
        self._row = int(place[2]) - 1 if place else self._row
        style = attributes.get("s", "")
        self._kind, self._style = attributes.get("t", ""), int(style) if style.isdecimal() else 0
        self._formula, self._text = False, ""

    def _characters(self, data: str) -> None:
        if self._in_value and len(self._text) < _LONGEST:
            self._text += data

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            text = self._text.encode("utf-8", "replace")
            self.found.append(RawCell((self._row, self._column), self._kind, self._style, self._formula, text))
