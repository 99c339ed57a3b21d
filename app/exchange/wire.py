# SPDX-License-Identifier: Apache-2.0
"""A batch as lines of JSON: what stands at some positions of the sender's, small, and exact to the last byte.

The first line says which positions the batch covers, the last one sums it up, so that a batch which was cut short or
altered is known. Operations are written by what differs from the one before (operation_lines).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from app.exchange.key_cover import covered_fields, read_covered
from app.exchange.operation_lines import LineReader, LineWriter
from app.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical, to_bytes, to_text
from app.journal.operation import HASH_BYTES, ID_BYTES
from app.journal.sealing import CoveredKey
from app.journal.signing import Head, head_fields, read_head

VERSION: Final = 1
MOST_LINES: Final = 2_000
"""Lines of one batch: operations, keys and heads."""
_SORTED: Final = orjson.OPT_SORT_KEYS
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
    writer = LineWriter()
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
    reader = LineReader()
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
