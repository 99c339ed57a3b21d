# SPDX-License-Identifier: Apache-2.0
"""Taking in operations that were written elsewhere.

Nothing is believed without proof: an operation enters the journal when it follows what is there already and lies
beneath a head that an admitted laptop signed. What comes before its proof is kept beside the journal until that comes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import func, select

from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.kinds import REFERENCE
from app.journal.operation import ID_BYTES, NOBODY, MalformedOperation, Operation, OpId, read
from app.journal.sealing import CoveredKey, SubjectKey
from app.journal.signing import Head
from app.records import rows
from app.records.arriving_keys import keep_covered, keep_keys
from app.records.branches import branches_of, standing
from app.records.fold.batch import Batch
from app.records.fold.breaches import BEARING_ON_TRUST
from app.records.fold.erasing import forget_keys
from app.records.fold.folding import fold
from app.records.journal_tables import ahead, head
from app.records.parting import append_arrived
from app.records.proving import Pool, proven
from app.records.repairing import repair

_HEAD = ("origin", "seq", "hash", "device", "sig")
_AHEAD = ("origin", "seq", "hash", "raw")

NEW: Final = "a"
KNOWN: Final = "d"
WAITS: Final = "w"
UNUSABLE: Final = "r"
"""What became of an operation: new here, known already, kept until its proof comes, or no operation of this centre."""

_ADMITTING: Final = BEARING_ON_TRUST | {"device.admitted", "registry.joined"}
"""Kinds that bring keys by which heads are proven, or give those who bring them the right to."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a bundle or a batch brings. ``keys`` were opened, with the epoch of each one's cover; ``covered`` were
    not."""

    operations: Sequence[bytes] = ()
    heads: Sequence[Head] = ()
    keys: Sequence[tuple[SubjectKey, int]] = ()
    erased: Sequence[bytes] = ()
    covered: Sequence[CoveredKey] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it: how many operations are new here, known already, kept until their proof comes, or unusable.

    ``verdicts`` has a letter for each operation that came; ``waiting`` counts all that are kept. ``stand`` are the
    places of those that came and are in the journal now, and ``freed`` the last of those that had come before, each of
    which proves all beneath it. ``cloned`` are origins under which two copies of a laptop write.
    """

    new: int = 0
    duplicates: int = 0
    waiting: int = 0
    refused: int = 0
    verdicts: str = ""
    stand: Sequence[OpId] = ()
    freed: Sequence[Place] = ()
    cloned: Collection[bytes] = ()


@dataclass(slots=True)
class Came:
    """What came, sorted: ``proven`` follows the journal and can be appended, also bit by bit, in its order."""

    operations: list[Operation | None]
    known: dict[OpId, dict[bytes, OpId]]
    pool: Pool
    proven: list[Operation] = field(default_factory=list)
    written: list[Operation] = field(default_factory=list)
    places: dict[tuple[bytes, bytes], OpId] = field(default_factory=dict)


def receive(batch: Batch, arrival: Arrival, clock: HybridClock) -> Received:
    """Take all of it in, as one transaction of the caller's. The order and the cut of arrivals make no difference."""
    return told(batch, take_in(batch, arrival, clock))


def take_in(batch: Batch, arrival: Arrival, clock: HybridClock) -> Came:
    """The same; ``told`` tells what became of it."""
    came = sort(batch, arrival)
    while came.proven:
        append(batch, came, came.proven, clock)
        came.proven = released(batch, came)
    keep_waiting(batch, came)
    fold(batch, ())
    return came


def sort(batch: Batch, arrival: Arrival) -> Came:
    """Keep the keys, heads and erasures of an arrival, and find out which of its operations are proven by now."""
    forget_keys(batch, arrival.erased)
    keep_keys(batch, arrival.keys)
    keep_covered(batch, arrival.covered)
    _keep_heads(batch, arrival.heads)
    operations = [_readable(batch, raw) for raw in arrival.operations]
    readable = [one for one in operations if one is not None]
    ids = {one.id for one in readable}
    known = standing(batch.connection, ids)
    if known and repair(batch, readable, known):
        known = standing(batch.connection, ids)
    came = Came(operations, known, Pool())
    for one in readable:
        if one.hash not in came.known.get(one.id, {}):
            came.pool.add(one)
    came.proven = proven(batch, came.pool, {*came.pool.waiting, *(one.origin for one in arrival.heads)})
    return came


def append(batch: Batch, came: Came, operations: Sequence[Operation], clock: HybridClock) -> None:
    """Append and fold proven operations, in their order."""
    written, moved = append_arrived(batch.connection, batch.centre, operations)
    for one in written:
        clock.observe(one.at)
        came.places[one.written_as.origin, one.hash] = one.id
    came.written += written
    batch.again |= moved
    fold(batch, [one for one in written if one.about not in moved])


def released(batch: Batch, came: Came) -> list[Operation]:
    """Operations that are proven now that others were appended, because those admitted the laptops that vouch."""
    if _ADMITTING.isdisjoint(one.kind for one in came.proven):
        return []
    beside = batch.connection.execute(select(ahead.c.origin).distinct()).scalars()
    return proven(batch, came.pool, {*came.pool.waiting, *beside})


def keep_waiting(batch: Batch, came: Came) -> None:
    """Put beside the journal what is new and not proven yet."""
    pool = came.pool
    left = [one for waiting in pool.waiting.values() for one in waiting.values()]
    new = [one for one in left if (one.origin, one.seq, one.hash) not in pool.kept]
    rows.insert(batch.connection, ahead, [(one.origin, one.seq, one.hash, one.raw) for one in new], _AHEAD, ignore=True)
    pool.kept |= {(one.origin, one.seq, one.hash) for one in new}


def told(batch: Batch, came: Came) -> Received:
    """What became of it."""
    verdicts, stand, fresh = [], [], set(came.places)
    for one in came.operations:
        if one is None:
            verdicts.append(UNUSABLE)
            continue
        written = (one.origin, one.hash)
        place = came.places.get(written) or came.known.get(one.id, {}).get(one.hash)
        verdicts.append(WAITS if place is None else NEW if written in fresh else KNOWN)
        fresh.discard(written)
        stand += [place] if place is not None else []
    return Received(
        len(came.places), verdicts.count(KNOWN), _waiting(batch), verdicts.count(UNUSABLE), "".join(verdicts), stand,
        _freed(came), frozenset(branches_of(batch.connection, _origins(came))),
    )  # fmt: skip


def beneath(came: Came) -> list[OpId]:
    """Where those stand that had come before and lie beneath operations that came now."""
    wanted = {one.prev for one in came.operations if one is not None}
    found = []
    for one in sorted(came.written, key=lambda one: one.seq, reverse=True):
        if one.hash in wanted:
            wanted.add(one.prev)
            found.append(one.id)
    return found


def _freed(came: Came) -> list[Place]:
    now = {(one.origin, one.hash) for one in came.operations if one is not None}
    before = [one for one in came.written if (one.written_as.origin, one.hash) not in now]
    followed = {one.prev for one in before}
    return [Place(one.written_as.origin, one.seq, one.hash) for one in before if one.hash not in followed]


def _origins(came: Came) -> set[bytes]:
    return {one.origin for one in came.operations if one is not None}


def _waiting(batch: Batch) -> int:
    return int(batch.connection.execute(select(func.count()).select_from(ahead)).scalar_one())


def _keep_heads(batch: Batch, heads: Sequence[Head]) -> None:
    values = [(one.origin, one.seq, one.hash, one.device, one.sig) for one in heads]
    rows.insert(batch.connection, head, values, _HEAD, ignore=True)


def _readable(batch: Batch, raw: bytes) -> Operation | None:
    try:
        one = read(raw)
    except MalformedOperation:
        return None
    return one if _is_ours(batch, one) else None


def _is_ours(batch: Batch, one: Operation) -> bool:
    if one.kind == "centre.founded":
        return one.stream == NOBODY and one.hash[:ID_BYTES] == batch.centre
    # What a registry publishes may come before the entry that says that the centre trusts it.
    return one.stream == batch.centre or one.kind in REFERENCE
