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

_MARKS: Final[dict[type, int]] = {date: 1, datetime: 2, time: 3, timedelta: 4}
_BACK: Final[dict[int, Callable[[str], Value]]] = {
    1: date.fromisoformat,
    2: datetime.fromisoformat,
    3: time.fromisoformat,
    4: lambda text: timedelta(microseconds=int(text)),
    5: lambda text: bytes.fromhex(text).decode("utf-8", "surrogatepass"),
}
_LONG_TIME: Final = 4
_HALF: Final = 5


def write_frame(out: IO[bytes], document: object) -> None:
    """Send one document."""
    content = orjson.dumps(document)
    out.write(len(content).to_bytes(_LENGTH, "big") + content)


def write_rows(out: IO[bytes], rows: Sequence[Sequence[Value]]) -> None:
    """Send rows of the same length. Their frame is a list, where every other frame is a mapping."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    marks: dict[str, int | list[int | None]] = {}
    for number, column in enumerate(columns):
        kinds = set(map(type, column))
        if not _PLAIN.issuperset(kinds):
            marks[str(number)] = _marks(column, kinds)
            columns[number] = _spans(column) if timedelta in kinds else column
    try:
        write_frame(out, [columns, marks])
    except TypeError:
        for number, column in enumerate(columns):
            known = marks.get(str(number)) or [None] * len(column)
            marks[str(number)], columns[number] = _spelled(column, known)
        write_frame(out, [columns, marks])


def _marks(column: Sequence[Any], kinds: set[type]) -> int | list[int | None]:
    """What each cell is, or all of them at once."""
    return _MARKS[next(iter(kinds))] if len(kinds) == 1 else list(map(_MARKS.get, map(type, column)))


def _spans(column: Sequence[Any]) -> list[Any]:
    return [str(value // timedelta(microseconds=1)) if isinstance(value, timedelta) else value for value in column]


def _spelled(column: Sequence[Any], known: int | list[int | None]) -> tuple[list[int | None], list[Any]]:
    """Texts that are no Unicode, since somebody wrote half a character on purpose, byte by byte."""
    marks: list[int | None] = [known] * len(column) if isinstance(known, int) else list(known)
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
    for number, column in enumerate(columns):
        if None in column:  # a number beyond all bounds
            columns[number] = [math.inf if value is None else value for value in column]
    return list(map(list, zip(*columns, strict=True)))


def _unmarked(column: list[Any], kinds: int | list[int | None]) -> list[Value]:
    if isinstance(kinds, int):
        return list(map(_BACK[kinds], column))
    return [_BACK[kind](value) if kind else value for kind, value in zip(kinds, column, strict=True)]
