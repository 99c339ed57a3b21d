# SPDX-License-Identifier: Apache-2.0
"""Operations as lines of JSON, each by what differs from the one before.

``prev`` and ``seq`` are not written where an operation follows on one of its origin in the same batch. The reader makes
the same canonical bytes again; what could not be made again from its fields is written whole.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.journal.canonical import NotCanonical, to_bytes, to_text
from app.journal.operation import FIRST_PREV, LARGEST_OPERATION

Fields = dict[str, Any]
_FIRST_PREV: Final = to_text(FIRST_PREV)
_SORTED: Final = orjson.OPT_SORT_KEYS
_GONE: Final = "-"
"""Names, in a line, the fields that the line before had and this one has not."""
_WHOLE: Final = "whole"
_BY_RULE: Final = frozenset(("seq", "prev", "at"))
_OTHER_LINES: Final = frozenset(("key", "erased", "head", "end", "batch"))
"""Fields by which other lines of a batch are known."""


class BrokenLine(ValueError):
    """A line from which no operation can be made."""


@dataclass(slots=True)
class _State:
    """What both sides remember of the lines before: the last operation's fields, and where each origin's chain is."""

    before: Fields = field(default_factory=dict)
    chains: dict[str, tuple[int, str]] = field(default_factory=dict)

    def passed(self, fields: Fields, raw: bytes) -> None:
        self.before = fields
        self.chains[fields["origin"]] = (fields["seq"], to_text(hashlib.sha256(raw).digest()))


class LineWriter:
    """Writes operations one after the other."""

    def __init__(self) -> None:
        self._state = _State()

    def line(self, raw: bytes) -> Fields:
        """What the line of an operation says."""
        fields = _plain(raw)
        if fields is None:
            return {_WHOLE: to_text(raw)}
        line = self._difference(fields)
        self._state.passed(fields, raw)
        return line

    def _difference(self, fields: Fields) -> Fields:
        before, line = self._state.before, {}
        for name, value in fields.items():
            if name in _BY_RULE or _same(before.get(name), value):
                continue
            line[name] = _body_difference(before.get(name), value) if name == "body" else value
        gone = [name for name in before if name not in fields]
        if gone:
            line[_GONE] = gone
        line |= _placed(fields, self._state.chains)
        line["at"] = _stamp_difference(fields["at"], before.get("at"))
        return line


class LineReader:
    """Reads operations one after the other."""

    def __init__(self) -> None:
        self._state = _State()

    def raw(self, line: Fields) -> bytes:
        """The bytes of the operation of a line."""
        if _WHOLE in line:
            return to_bytes(line[_WHOLE])
        fields = self._fields(line)
        raw = orjson.dumps(fields, option=_SORTED)
        if len(raw) > LARGEST_OPERATION:
            raise BrokenLine("an operation is too long")
        self._state.passed(fields, raw)
        return raw

    def _fields(self, line: Fields) -> Fields:
        before = self._state.before
        gone = set(line.pop(_GONE, ()))
        fields = {name: value for name, value in before.items() if name not in gone}
        body = line.pop("body", None)
        stamp = _stamp(line.pop("at"), before.get("at"))
        fields |= line
        if body is not None:
            fields["body"] = _body(before.get("body"), body)
        fields["at"] = stamp
        last = self._state.chains.get(fields["origin"])
        if "seq" not in line:
            fields["seq"] = last[0] + 1 if last else 1
        if "prev" not in line:
            fields["prev"] = last[1] if last else _FIRST_PREV
        return fields


def as_lines(raws: Iterable[bytes]) -> bytes:
    """Operations as lines that need nothing else to be read."""
    writer = LineWriter()
    return b"\n".join(orjson.dumps(writer.line(raw)) for raw in raws)


def from_lines(content: bytes, most: int) -> tuple[bytes, ...]:
    """The operations behind ``as_lines``. Raises BrokenLine, also where they are more than ``most`` bytes."""
    reader, raws, size = LineReader(), [], 0
    for line in content.split(b"\n"):
        try:
            raws.append(reader.raw(orjson.loads(line)))
        except (NotCanonical, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise BrokenLine(str(error)) from error
        size += len(raws[-1])
        if size > most:
            raise BrokenLine("too much")
    return tuple(raws)


def _plain(raw: bytes) -> Fields | None:
    """The fields of an operation that can be told by differences; None for bytes that are no honest operation's."""
    try:
        fields = orjson.loads(raw)
        if not isinstance(fields, dict) or orjson.dumps(fields, option=_SORTED) != raw or _GONE in fields:
            return None
        body = fields.get("body", {})
        fit = type(fields["seq"]) is int and _is_stamp(fields["at"]) and isinstance(fields["prev"], str)
        named = isinstance(fields["origin"], str) and _WHOLE not in fields and isinstance(body, dict)
        return fields if fit and named and _GONE not in body and not fields.keys() & _OTHER_LINES else None
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _placed(fields: Fields, chains: Mapping[str, tuple[int, str]]) -> Fields:
    """``seq`` and ``prev``, as far as the reader could not tell them."""
    last = chains.get(fields["origin"], (0, _FIRST_PREV))
    line = {} if fields["seq"] == last[0] + 1 else {"seq": fields["seq"]}
    return line if fields["prev"] == last[1] else {**line, "prev": fields["prev"]}


def _is_stamp(value: object) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= 3 and all(type(one) is int for one in value)


def _stamp_difference(at: list[int], before: list[int] | None) -> object:
    millis = at[0] - (before[0] if before else 0)
    return millis if at[1:] == [0] else [millis, *at[1:]]


def _stamp(line: object, before: list[int] | None) -> list[int]:
    parts = [line, 0] if isinstance(line, int) else line
    if not isinstance(parts, list) or not _is_stamp(parts):
        raise BrokenLine("a stamp expected")
    return [parts[0] + (before[0] if before else 0), *parts[1:]]


def _body_difference(before: Fields | None, body: Fields) -> Fields:
    if before is None:
        return body
    line = {name: value for name, value in body.items() if name not in before or not _same(before[name], value)}
    gone = [name for name in before if name not in body]
    return {**line, _GONE: gone} if gone else line


def _body(before: Fields | None, line: Fields) -> Fields:
    if before is None:
        return line
    gone = set(line.pop(_GONE, ()))
    return {name: value for name, value in before.items() if name not in gone} | line


def _same(one: object, other: object) -> bool:
    """Equal also where it is written: 1 is not 1.0, and not true."""
    if type(one) is str or one != other:
        return one == other
    return orjson.dumps(one, option=_SORTED) == orjson.dumps(other, option=_SORTED)
