# SPDX-License-Identifier: Apache-2.0
"""A batch as lines of JSON: what stands at some positions of the sender's, small, and exact to the last byte.

The first line says which positions the batch covers, the last one sums it up, so that a batch which was cut short or
altered is known. Of an operation only those fields are written that differ from the operation before it; its ``prev``
and ``seq`` not at all where it follows on an operation of the same batch. The reader makes the same canonical bytes
again; what could not be made again from its fields is written whole.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.exchange.key_cover import covered_fields, read_covered
from app.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical, to_bytes, to_text
from app.journal.operation import FIRST_PREV, HASH_BYTES, ID_BYTES, LARGEST_OPERATION
from app.journal.sealing import CoveredKey
from app.journal.signing import Head, head_fields, read_head

VERSION: Final = 1
MOST_LINES: Final = 2_000
"""Lines of one batch: operations, keys and heads."""
_FIRST_PREV: Final = to_text(FIRST_PREV)
_SORTED: Final = orjson.OPT_SORT_KEYS
_GONE: Final = "-"
"""Names, in a line, the fields that the line before had and this one has not."""
_WHOLE: Final = "whole"
_BY_RULE: Final = frozenset(("seq", "prev", "at"))
_OTHER_LINES: Final = frozenset(("key", "erased", "head", "end", "batch"))
_FEWEST: Final = 2
Fields = dict[str, Any]


class BrokenBatch(ValueError):
    """The lines are not a whole batch, or were altered on the way."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Which positions of the sender's a batch covers: those after ``after`` up to ``to``, of ``top`` there are.

    ``mark`` tells what stands at ``to`` from what could stand there after the sender's file was put back.
    """

    centre: bytes
    epoch: bytes
    after: int
    to: int
    top: int
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a batch holds. ``erased`` are covered lists (key_cover)."""

    cover: Cover
    keys: tuple[CoveredKey, ...] = ()
    erased: tuple[bytes, ...] = ()
    heads: tuple[Head, ...] = ()
    operations: tuple[bytes, ...] = ()

    def __len__(self) -> int:
        return len(self.keys) + len(self.erased) + len(self.heads) + len(self.operations)


def batch_hash(parcel: Parcel) -> bytes:
    """One hash for all that the batch says and holds: what a receipt speaks of."""
    total = hashlib.sha256(canonical(_cover_fields(parcel.cover)))
    for fields in _small_fields(parcel):
        total.update(hashlib.sha256(canonical(fields)).digest())
    for raw in parcel.operations:
        total.update(hashlib.sha256(raw).digest())
    return total.digest()


def lines(parcel: Parcel) -> bytes:
    """The batch as lines."""
    writer = _Writer()
    written = [orjson.dumps(_cover_fields(parcel.cover), option=_SORTED)]
    written += [orjson.dumps(fields) for fields in _small_fields(parcel)]
    written += [orjson.dumps(writer.line(raw)) for raw in parcel.operations]
    written.append(orjson.dumps({"end": to_text(batch_hash(parcel))}))
    return b"\n".join(written) + b"\n"


def read_lines(data: bytes) -> Parcel:
    """The batch in these lines; ``BrokenBatch`` unless it is whole and as it was written."""
    found = data.split(b"\n")
    if found.pop() or not _FEWEST <= len(found) <= MOST_LINES + _FEWEST:
        raise BrokenBatch("cut short, or too long")
    try:
        parcel = _parcel(_cover(_object(found[0])), map(_object, found[1:-1]))
        whole = to_bytes(_object(found[-1])["end"]) == batch_hash(parcel)
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BrokenBatch(str(error)) from error
    if not whole:
        raise BrokenBatch("altered")
    return parcel


def _parcel(cover: Cover, found: Iterable[Fields]) -> Parcel:
    reader = _Reader()
    keys: list[CoveredKey] = []
    erased: list[bytes] = []
    heads: list[Head] = []
    operations: list[bytes] = []
    for fields in found:
        if "key" in fields:
            keys.append(read_covered(fields["key"]))
        elif "erased" in fields:
            erased.append(_text(fields["erased"]).encode())
        elif "head" in fields:
            heads.append(read_head(fields["head"]))
        else:
            operations.append(reader.raw(fields))
    return Parcel(cover, tuple(keys), tuple(erased), tuple(heads), tuple(operations))


@dataclass(slots=True)
class _State:
    """What both sides remember of the lines before: the last operation's fields, and where each origin's chain is."""

    before: Fields = field(default_factory=dict)
    chains: dict[str, tuple[int, str]] = field(default_factory=dict)

    def passed(self, fields: Fields, raw: bytes) -> None:
        self.before = fields
        self.chains[fields["origin"]] = (fields["seq"], to_text(hashlib.sha256(raw).digest()))


class _Writer:
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


class _Reader:
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
            raise BrokenBatch("an operation is too long")
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
        raise BrokenBatch("a stamp expected")
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


def _small_fields(parcel: Parcel) -> Iterator[Fields]:
    yield from ({"key": covered_fields(key)} for key in parcel.keys)
    yield from ({"erased": one.decode()} for one in parcel.erased)
    yield from ({"head": head_fields(head)} for head in parcel.heads)


def _cover_fields(cover: Cover) -> Fields:
    return {
        "batch": VERSION, "centre": cover.centre.hex(), "epoch": cover.epoch.hex(), "after": cover.after,
        "to": cover.to, "top": cover.top, "mark": cover.mark.hex(),
    }  # fmt: skip


def _cover(fields: Fields) -> Cover:
    after, to, top = (_position(fields[name]) for name in ("after", "to", "top"))
    centre, epoch, mark = (bytes.fromhex(_text(fields[name])) for name in ("centre", "epoch", "mark"))
    cover = Cover(centre, epoch, after, to, top, mark)
    if _cover_fields(cover) != fields or len(centre) != ID_BYTES or not after <= to or len(mark) > HASH_BYTES:
        raise BrokenBatch("the first line of a batch expected")
    return cover


def _position(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_INTEGER:
        raise BrokenBatch("a position expected")
    return value


def _object(line: bytes) -> Fields:
    found = orjson.loads(line)
    if not isinstance(found, dict):
        raise BrokenBatch("an object expected")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BrokenBatch("a text expected")
    return value
