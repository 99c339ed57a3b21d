# SPDX-License-Identifier: Apache-2.0
"""Two copies of one laptop that both wrote on under one origin: none of what either wrote is lost.

From the place where they part, each stretch of operations stands in the journal under an id of its own, made of the
origin and the hash of its first operation. So the tables are the same whichever copy's operations came first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select

from app.journal.operation import Operation, OpId
from app.records import rows
from app.records.journal_tables import branch
from app.records.journal_tables import operation as journal

_PARTED: Final = (
    select(branch.c.id, branch.c.origin, branch.c.parent, branch.c.first, branch.c.last)
    .where(branch.c.origin.in_(bindparam("origins", expanding=True)))
    .order_by(branch.c.id)
)
_PLACE: Final = (journal.c.origin, journal.c.seq)
_ANY: Final = select(branch.c.id).limit(1)


@dataclass(frozen=True, slots=True)
class Branch:
    """One stretch: operations ``first`` to ``last`` of ``origin``, following on the stretch ``parent``."""

    id: bytes
    origin: bytes
    parent: bytes
    first: int
    last: int


def branches_of(connection: Connection, origins: Iterable[bytes]) -> dict[bytes, list[Branch]]:
    """The stretches of these origins, where copies of a laptop parted; nothing for all the others."""
    found: dict[bytes, list[Branch]] = defaultdict(list)
    if not rows.run(connection, _ANY):
        return found
    for chunk in rows.chunks(sorted(set(origins))):
        for row in connection.execute(_PARTED, {"origins": chunk}):
            found[row.origin].append(Branch(*row))
    return found


def standing(connection: Connection, ids: Iterable[OpId]) -> dict[OpId, dict[bytes, OpId]]:
    """Where operations stand that were written under these ids: for each one, the place by its hash."""
    wanted = list(ids)
    parted = branches_of(connection, (one.origin for one in wanted))
    places = {one: one for one in wanted}
    for one in wanted:
        places |= {OpId(part.id, one.seq): one for part in parted.get(one.origin, ()) if _covers(part, one.seq)}
    found: dict[OpId, dict[bytes, OpId]] = defaultdict(dict)
    for origin, seq, hash_ in rows.at(connection, (*_PLACE, journal.c.hash), _PLACE, places):
        place = OpId(origin, seq)
        found[places[place]][hash_] = place
    return found


def resolved(connection: Connection, operations: list[Operation]) -> list[Operation]:
    """The operations with what they replace named as it stands. One copy's operations name their own stretches;
    what another laptop replaced, it replaced in all of them."""
    parted = branches_of(connection, {one.origin for op in operations for ids in op.base.values() for one in ids})
    if not parted:
        return operations
    return [one._replace(base=_resolved_base(one, parted)) if one.base else one for one in operations]


def _resolved_base(one: Operation, parted: Mapping[bytes, list[Branch]]) -> dict[str, tuple[OpId, ...]]:
    return {name: tuple(place for id_ in ids for place in _places(one, id_, parted)) for name, ids in one.base.items()}


def _places(one: Operation, id_: OpId, parted: Mapping[bytes, list[Branch]]) -> list[OpId]:
    """An operation of another laptop may come before what it replaces, so this asks where that would stand."""
    all_parts = parted.get(id_.origin, ())
    parts = [part for part in all_parts if _would_cover(part, id_.seq, all_parts)]
    if one.written_as.origin == id_.origin:
        lineage = _lineage(one.origin, all_parts)
        parts = [part for part in parts if part.id in lineage]
    return [OpId(part.id, id_.seq) for part in parts] or [id_]


def _would_cover(part: Branch, seq: int, parts: Iterable[Branch]) -> bool:
    return part.first <= seq and not any(later.parent == part.id and later.first <= seq for later in parts)


def _lineage(origin: bytes, parts: Iterable[Branch]) -> set[bytes]:
    parents = {part.id: part.parent for part in parts}
    found = {origin}
    while origin in parents:
        origin = parents[origin]
        found.add(origin)
    return found


def _covers(part: Branch, seq: int) -> bool:
    return part.first <= seq <= part.last
