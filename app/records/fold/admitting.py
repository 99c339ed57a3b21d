# SPDX-License-Identifier: Apache-2.0
"""Which of the operations that came can be folded now, and which wait for their record or for a key."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from app.journal.canonical import to_bytes
from app.journal.kinds import CREATING, KINDS, known
from app.journal.operation import Operation, OpId
from app.journal.shapes import fits
from app.records import log, rows
from app.records.fold.batch import Batch
from app.records.journal_tables import erased
from app.records.tables import newer, pending, undone

_ANY_WAITS: Final = select(pending.c.seq).limit(1)
_ANY_UNDONE: Final = select(undone.c.act).limit(1)


def sort_out(batch: Batch, operations: Sequence[Operation]) -> list[Operation]:
    """The operations that can be folded. Those from a newer program, undone ones and those that wait are left out."""
    understood = _set_strange_aside(batch, operations)
    batch.load_keys(understood)
    taken_back = _undone_acts(batch, {one.act for one in understood})
    standing = [one for one in understood if one.act not in taken_back or _stays(one)]
    waits = _what_they_wait_for(batch, standing)
    batch.insert(
        pending,
        ("origin", "seq", "about", "waits_for"),
        [(one.origin, one.seq, one.about, waits[one.id]) for one in standing if one.id in waits],
        ignore=True,
    )
    return [one for one in standing if one.id not in waits]


def released(batch: Batch, operations: Sequence[Operation]) -> set[bytes]:
    """The records with operations that waited for what these begin, whether these stand, wait or were undone."""
    return waiting_for(batch, {record for one in operations if one.kind in KINDS for record in begun_by(one)})


def begun_by(operation: Operation) -> set[bytes]:
    """The records that begin with an operation; the founding of a centre brings its first laptop and person along."""
    if operation.kind == "centre.founded" and fits(operation):
        return {operation.actor, to_bytes(operation.body["device"])}
    return {operation.about} if KINDS[operation.kind].creates else set()


def waiting_for(batch: Batch, things: Iterable[bytes]) -> set[bytes]:
    """The records with operations that wait for one of these records or keys."""
    if not rows.run(batch.connection, _ANY_WAITS):
        return set()
    found: set[bytes] = set()
    for chunk in rows.chunks(sorted(things)):
        query = select(pending.c.about).where(pending.c.waits_for.in_(chunk)).distinct()
        found.update(batch.connection.execute(query).scalars())
    return found


def _stays(operation: Operation) -> bool:
    """What is signed is not taken back, nor is a taking back itself."""
    return KINDS[operation.kind].signed or operation.kind == "act.undone"


def _set_strange_aside(batch: Batch, operations: Sequence[Operation]) -> list[Operation]:
    """Facts of a newer program, and bodies that are not those of their kind: kept, and said on the record."""
    strange = [one for one in operations if not (known(one.kind, one.ver) and fits(one))]
    if not strange:
        return list(operations)
    columns = ("origin", "seq", "about", "kind")
    batch.insert(newer, columns, [(one.origin, one.seq, one.about, one.kind) for one in strange], ignore=True)
    batch.touched.add("newer", {one.about for one in strange})
    aside = {one.id for one in strange}
    return [one for one in operations if one.id not in aside]


def _undone_acts(batch: Batch, acts: set[bytes]) -> set[bytes]:
    if not rows.run(batch.connection, _ANY_UNDONE):
        return set()
    found: set[bytes] = set()
    for chunk in rows.chunks(sorted(acts)):
        found.update(batch.connection.execute(select(undone.c.act).where(undone.c.act.in_(chunk))).scalars())
    return found


def _what_they_wait_for(batch: Batch, operations: Sequence[Operation]) -> dict[OpId, bytes]:
    followers = {one.about for one in operations if not KINDS[one.kind].creates}
    begun = log.has_begun(batch.connection, followers, CREATING) | {batch.centre}
    if followers - begun and (founding := log.founding(batch.connection)):
        begun.add(to_bytes(founding.body["device"]))
    gone: set[bytes] | None = None
    waits: dict[OpId, bytes] = {}
    for one in operations:
        if not KINDS[one.kind].creates and one.about not in begun:
            waits[one.id] = one.about
            continue
        for key in one.sealed:
            if key in batch.keys or key in batch.closed:
                continue
            gone = set(batch.connection.execute(select(erased.c.subject)).scalars()) if gone is None else gone
            if one.about not in gone:
                waits[one.id] = key
    return waits
