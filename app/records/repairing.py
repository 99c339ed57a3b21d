# SPDX-License-Identifier: Apache-2.0
"""Entries whose bytes were damaged in the file are made whole by the same entries when they come again.

Each proves itself by its hash: what a row should hold is not a matter of trust.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, tuple_, update

from app.journal.operation import Operation, OpId
from app.records import rows
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal


def repair(batch: Batch, came: Sequence[Operation], known: Mapping[OpId, Mapping[bytes, OpId]]) -> bool:
    """Make rows whole that stand at the places of these operations; whether there were any."""
    places = {place: one for one in came for place in known.get(one.id, {}).values()}
    by_hash = {(one.id, one.hash): one for one in came}
    found = False
    for chunk in rows.chunks(places):
        query = select(journal).where(tuple_(journal.c.origin, journal.c.seq).in_(chunk))
        for row in batch.connection.execute(query):
            written = places[OpId(row.origin, row.seq)].id
            one = by_hash.get((written, row.hash)) or by_hash.get((written, hashlib.sha256(row.raw).digest()))
            if one is not None and not _whole(row, one):
                _write(batch, row, one)
                found = True
    return found


def _whole(row: Row[Any], one: Operation) -> bool:
    if row.raw != one.raw or row.hash != one.hash:
        return False
    kept = (row.kind, row.ver, row.about, row.act, row.actor, row.at)
    return kept == (one.kind, one.ver, one.about, one.act, one.actor, one.at.number())


def _write(batch: Batch, row: Row[Any], one: Operation) -> None:
    place = (journal.c.origin == row.origin, journal.c.seq == row.seq)
    values = {
        "kind": one.kind, "ver": one.ver, "about": one.about, "act": one.act, "actor": one.actor,
        "at": one.at.number(), "hash": one.hash, "raw": one.raw,
    }  # fmt: skip
    batch.connection.execute(update(journal).where(*place).values(values))
    batch.again |= {row.about, one.about}
