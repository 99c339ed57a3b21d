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
    timedelta: (4, lambda value: str(value // timedelta(microseconds=1))),
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


def write_rows(out: IO[bytes], rows: Sequence[Sequence[Value]]) -> None:
    """Send rows of the same length. Their frame is a list, where every other frame is a mapping."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    marks: dict[str, list[int]] = {}
    for number, column in enumerate(columns):
        if not _PLAIN.issuperset(map(type, column)):
            marks[str(number)], columns[number] = _marked(column)
    try:
        write_frame(out, [columns, marks])
    except TypeError:
        for number, column in enumerate(columns):
            marks[str(number)], columns[number] = _spelled(column, marks.get(str(number)))
        write_frame(out, [columns, marks])


def _marked(column: Sequence[Any]) -> tuple[list[int], list[Any]]:
    found = [_OUT.get(type(value)) for value in column]
    texts = [value if one is None else one[1](value) for one, value in zip(found, column, strict=True)]
    return [0 if one is None else one[0] for one in found], texts


def _spelled(column: Sequence[Any], marks: list[int] | None) -> tuple[list[int], list[Any]]:
    """Texts that are no Unicode, since somebody wrote half a character on purpose, byte by byte."""
    marks, values = list(marks or [0] * len(column)), list(column)
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
        column = columns[int(number)]
        columns[int(number)] = [
            _BACK[kind](value) if kind else value for kind, value in zip(kinds, column, strict=True)
        ]
    for number, column in enumerate(columns):
        if None in column:  # a number beyond all bounds
            columns[number] = [math.inf if value is None else value for value in column]
    return list(map(list, zip(*columns, strict=True)))
