# SPDX-License-Identifier: Apache-2.0
"""Appending operations that were written elsewhere, also where two copies of one laptop wrote on apart."""

import hashlib
from collections.abc import Sequence
from itertools import groupby, pairwise

from sqlalchemy import Connection, insert, select, update

from app.journal.operation import FIRST_PREV, ID_BYTES, Operation, OpId, under
from app.records import log
from app.records.branches import branches_of, resolved, standing
from app.records.journal_tables import branch
from app.records.journal_tables import operation as journal


def append_arrived(
    connection: Connection, centre: bytes, operations: Sequence[Operation]
) -> tuple[list[Operation], set[bytes]]:
    """Append operations, each following what stands here or an earlier one of them; they are returned as they stand.

    Also returns the records of earlier operations that had to move, because copies of their laptop part there.
    """
    written: list[Operation] = []
    moved: set[bytes] = set()
    for _, group in groupby(operations, key=lambda one: one.origin):
        run = list(group)
        if _goes_straight_on(connection, run):
            log.append(connection, centre, run)
            written += run
            continue
        for one in run:
            stretch, records = _stretch_for(connection, one)
            log.append(connection, centre, [under(one, stretch)])
            written.append(under(one, stretch))
            moved |= records
    return resolved(connection, written), moved


def _goes_straight_on(connection: Connection, run: Sequence[Operation]) -> bool:
    first = run[0]
    query = select(journal.c.seq, journal.c.hash).where(journal.c.origin == first.origin)
    last = connection.execute(query.order_by(journal.c.seq.desc()).limit(1)).first()
    tip = (0, FIRST_PREV) if last is None else (last.seq, last.hash)
    follows = (first.seq - 1, first.prev) == tip and all(b.prev == a.hash for a, b in pairwise(run))
    return follows and not branches_of(connection, [first.origin])


def _stretch_for(connection: Connection, one: Operation) -> tuple[bytes, set[bytes]]:
    """The id under which the operation stands, and the records of operations that made room for it."""
    parent = _parent_of(connection, one)
    rival = _hash_at(connection, OpId(parent, one.seq))
    moved = set() if rival is None else _move(connection, parent, one, rival)
    parts = branches_of(connection, [one.origin])[one.origin]
    if rival is None and not any(part.parent == parent and part.first == one.seq for part in parts):
        connection.execute(update(branch).where(branch.c.id == parent).values(last=one.seq))
        return parent, moved
    stretch = _name(one.origin, one.hash)
    _add(connection, (stretch, one.origin, parent, one.seq, one.seq))
    return stretch, moved | _records_of(connection, [part.id for part in parts])


def _parent_of(connection: Connection, one: Operation) -> bytes:
    if one.seq == 1:
        return one.origin
    before = OpId(one.origin, one.seq - 1)
    return standing(connection, [before])[before][one.prev].origin


def _move(connection: Connection, parent: bytes, one: Operation, rival: bytes) -> set[bytes]:
    """Let what stood from here on in the stretch stand under a name of its own."""
    later = (journal.c.origin == parent, journal.c.seq >= one.seq)
    rows = connection.execute(select(journal.c.about, journal.c.seq).where(*later)).all()
    stretch = _name(one.origin, rival)
    connection.execute(update(journal).where(*later).values(origin=stretch))
    hung_on = (branch.c.parent == parent, branch.c.first > one.seq)
    connection.execute(update(branch).where(*hung_on).values(parent=stretch))
    connection.execute(update(branch).where(branch.c.id == parent).values(last=one.seq - 1))
    _add(connection, (stretch, one.origin, parent, one.seq, max(row.seq for row in rows)))
    return {row.about for row in rows}


def _records_of(connection: Connection, stretches: Sequence[bytes]) -> set[bytes]:
    """The records of these stretches: with one stretch more, what others replaced there stands in one place more."""
    query = select(journal.c.about).where(journal.c.origin.in_(stretches)).distinct()
    return set(connection.execute(query).scalars())


def _add(connection: Connection, values: tuple[bytes, bytes, bytes, int, int]) -> None:
    names = ("id", "origin", "parent", "first", "last")
    connection.execute(insert(branch).values(dict(zip(names, values, strict=True))))


def _hash_at(connection: Connection, place: OpId) -> bytes | None:
    query = select(journal.c.hash).where(journal.c.origin == place.origin, journal.c.seq == place.seq)
    return connection.execute(query).scalar()


def _name(origin: bytes, first_hash: bytes) -> bytes:
    return hashlib.sha256(origin + first_hash).digest()[:ID_BYTES]
