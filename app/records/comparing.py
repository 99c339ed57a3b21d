# SPDX-License-Identifier: Apache-2.0
"""What a store holds, in few words, and which of it another store is proven to hold too.

An origin's chain is its own digest: whoever holds the operation with a certain hash holds all beneath it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, and_, select

from app.journal.chain import Place
from app.journal.operation import OpId
from app.records.branches import standing
from app.records.frontier import beneath, frontier
from app.records.journal_tables import branch, covered_key, erased, head, subject_key
from app.records.journal_tables import operation as journal

GROUPS: Final = 256
SUM_BYTES: Final = 8
BLOCK: Final = 1_000
"""Places of one origin that share a digest."""
_HEADS: Final = (
    select(head.c.pos)
    .join(journal, and_(journal.c.seq == head.c.seq, journal.c.hash == head.c.hash))
    .where(head.c.pos.is_not(None))
)
"""Words on entries of a stretch. Where copies of a laptop parted, a word on the other copy's entry is none of these."""
_SMALL: Final = (subject_key.c.id, covered_key.c.id, erased.c.subject)


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a store holds: where its stretches end, and a sum of its keys and erasures in 256 groups."""

    tips: tuple[Place, ...]
    keys: bytes = b""


def holding(connection: Connection) -> Frontier:
    """What this store holds."""
    return Frontier(tuple(frontier(connection)), _key_sums(connection))


def held(connection: Connection, tips: Sequence[Place]) -> tuple[bool, ...]:
    """For each tip, whether it is here, and so all beneath it."""
    found = standing(connection, [OpId(one.origin, one.seq) for one in tips])
    return tuple(one.hash in found.get(OpId(one.origin, one.seq), {}) for one in tips)


def shared(connection: Connection, tips: Sequence[Place], groups: set[int]) -> list[int]:
    """The positions of all that another store holds too: what lies beneath tips that are known on both sides, and
    keys and erasures in groups that are equal on both."""
    found: list[int] = []
    written_as = dict(connection.execute(select(branch.c.id, branch.c.origin)).all())
    for stretch, seq in beneath(connection, tips).items():
        held_there = (journal.c.origin == stretch, journal.c.seq <= seq)
        found += connection.execute(select(journal.c.pos).where(*held_there, journal.c.pos.is_not(None))).scalars()
        of_it = _HEADS.where(head.c.origin == written_as.get(stretch, stretch), *held_there)
        found += connection.execute(of_it).scalars()
    for column in _SMALL:
        small = select(column, column.table.c.pos).where(column.table.c.pos.is_not(None))
        found += [position for id_, position in connection.execute(small) if id_[0] in groups]
    return found


def equal_groups(ours: bytes, theirs: bytes) -> set[int]:
    """The groups of keys and erasures that are the same on both sides."""
    size = GROUPS * SUM_BYTES
    if len(ours) != size or len(theirs) != size:
        return set()
    places = ((one, slice(one * SUM_BYTES, (one + 1) * SUM_BYTES)) for one in range(GROUPS))
    return {one for one, place in places if ours[place] == theirs[place]}


def digests(connection: Connection, origin: bytes, first: int, count: int) -> list[bytes]:
    """The digests of so many blocks of an origin's places, from the bytes on disk; empty where there is nothing."""
    sums: dict[int, list[bytes]] = defaultdict(list)
    for seq, raw in _raws(connection, origin, first * BLOCK + 1, (first + count) * BLOCK):
        sums[(seq - 1) // BLOCK].append(hashlib.sha256(raw).digest())
    blocks = (sorted(sums.get(number, ())) for number in range(first, first + count))
    return [hashlib.sha256(b"".join(block)).digest() if block else b"" for block in blocks]


def at_places(connection: Connection, origin: bytes, first: int, last: int) -> list[bytes]:
    """The operations that were written at these places of an origin, in whatever stretch they stand."""
    return [raw for _, raw in _raws(connection, origin, first, last)]


def _raws(connection: Connection, origin: bytes, first: int, last: int) -> list[tuple[int, bytes]]:
    stretches = [origin, *connection.execute(select(branch.c.id).where(branch.c.origin == origin)).scalars()]
    query = select(journal.c.seq, journal.c.raw).where(journal.c.seq.between(first, last))
    found = connection.execute(query.where(journal.c.origin.in_(stretches)).order_by(journal.c.seq))
    return [(seq, raw) for seq, raw in found]


def _key_sums(connection: Connection) -> bytes:
    sums = [0] * GROUPS
    for column in _SMALL:
        for id_ in connection.execute(select(column)).scalars():
            named = hashlib.sha256(column.name.encode() + id_).digest()
            sums[id_[0]] ^= int.from_bytes(named[:SUM_BYTES], "big")
    return b"".join(one.to_bytes(SUM_BYTES, "big") for one in sums)
