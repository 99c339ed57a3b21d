# SPDX-License-Identifier: Apache-2.0
"""What the child tells its parent: frames of JSON with their length before them; nothing in them can be run.

Rows go column by column, since that is packed and unpacked in half the time. What JSON has no word for (dates, times,
half a character) is a text in it, and its column says which cells these are.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final

import orjson

from app.spreadsheets.reading.book import Value

ROWS_A_FRAME: Final = 1_000
_LENGTH: Final = 4
_PLAIN: Final = frozenset({str, float, int, bool})

_OUT: Final[dict[type, tuple[int, Callable[[Any], str]]]] = {
    date: (1, date.isoformat),
    datetime: (2, datetime.isoformat),
    time: (3, time.isoformat),
    timedelta: (4, lambda span: str(span // timedelta(microseconds=1))),
}
_BACK: Final[dict[int, Callable[[str], Value]]] = {
    1: date.fromisoformat,
    2: datetime.fromisoformat,
    3: time.fromisoformat,
    4: lambda text: timedelta(microseconds=int(text)),
    5: lambda text: bytes.fromhex(text).decode("utf-8", "surrogatepass"),
}
_HALF: Final = 5


def write_frame(out: IO[bytes], document: object) -> None:
    """Send one document."""
    content = orjson.dumps(document)
    out.write(len(content).to_bytes(_LENGTH, "big") + content)


class RowWriter:
    """Sends rows. It remembers which columns held dates or times: only these are looked at value by value."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._special: set[int] = set()

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        """Send rows of the same length. Their frame is a list, where every other frame is a mapping."""
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        try:
            self._send(columns, spelled=False)
        except TypeError:
            kinds = [set(map(type, column)) for column in columns]
            self._special.update(number for number, found in enumerate(kinds) if not _PLAIN.issuperset(found))
            self._retry(columns)

    def _retry(self, columns: list[Sequence[Any]]) -> None:
        try:
            self._send(columns, spelled=False)
        except TypeError:
            self._send(columns, spelled=True)

    def _send(self, columns: list[Sequence[Any]], spelled: bool) -> None:
        marks: dict[str, int | list[int]] = {}
        sent = list(columns)
        for number in self._special:
            marks[str(number)], sent[number] = _marked(columns[number])
        for number in range(len(sent)) if spelled else ():
            marks[str(number)], sent[number] = _spelled(sent[number], marks.get(str(number), 0))
        content = orjson.dumps([sent, marks], option=orjson.OPT_PASSTHROUGH_DATETIME)
        self._out.write(len(content).to_bytes(_LENGTH, "big") + content)


def _marked(column: Sequence[Any]) -> tuple[int | list[int], list[Any]]:
    """What each cell is, or all of them at once, and the cells as texts."""
    found = list(map(_OUT.get, map(type, column)))
    first = found[0]
    if first and found.count(first) == len(found):
        return first[0], list(map(first[1], column))
    texts = [one[1](value) if one else value for one, value in zip(found, column, strict=True)]
    return [one[0] if one else 0 for one in found], texts


def _spelled(column: Sequence[Any], known: int | list[int]) -> tuple[list[int], list[Any]]:
    """Texts that are no Unicode, since somebody wrote half a character on purpose, byte by byte."""
    marks = [known] * len(column) if isinstance(known, int) else list(known)
    values = list(column)
    for number, value in enumerate(values):
        if isinstance(value, str) and not value.isascii():
            spelled = value.encode("utf-8", "surrogatepass")
            if spelled.decode("utf-8", "replace") != value:
                marks[number], values[number] = _HALF, spelled.hex()
    return marks, values


def read_frame(stream: IO[bytes]) -> bytes:
    """The next frame as it was sent; empty at the end of the stream."""
    head = stream.read(_LENGTH)
    wanted = int.from_bytes(head, "big")
    content = stream.read(wanted)
    return content if len(head) == _LENGTH and len(content) == wanted else b""


def document_of(frame: bytes) -> dict[str, Any] | None:
    """What the frame says; None for one that holds rows."""
    return orjson.loads(frame) if frame[:1] == b"{" else None


def rows_of(frame: bytes) -> list[list[Value]]:
    """The rows that the frame holds."""
    columns, marks = orjson.loads(frame)
    for number, kinds in marks.items():
        columns[int(number)] = _unmarked(columns[int(number)], kinds)
    if b"null" in frame:  # a number beyond all bounds, or the word in a text
        columns = [[math.inf if value is None else value for value in column] for column in columns]
    return list(map(list, zip(*columns, strict=True)))


def _unmarked(column: list[Any], kinds: int | list[int]) -> list[Value]:
    if isinstance(kinds, int):
        return list(map(_BACK[kinds], column))
    return [_BACK[kind](value) if kind else value for kind, value in zip(kinds, column, strict=True)]
