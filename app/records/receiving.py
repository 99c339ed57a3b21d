# SPDX-License-Identifier: Apache-2.0
"""Taking in operations that were written elsewhere.

Nothing is believed without proof: an operation enters the journal when it follows what is there already and lies
beneath a head that an admitted laptop signed. What comes before its proof is kept beside the journal until that comes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, select, tuple_

from app.domain.learners import AWARD
from app.journal.clock import HybridClock
from app.journal.operation import FIRST_PREV, ID_BYTES, NOBODY, MalformedOperation, Operation, OpId, read
from app.journal.sealing import CoveredKey, SubjectKey
from app.journal.signing import Head, head_is_signed
from app.records import rows
from app.records.branches import standing
from app.records.fold.admitting import waiting_for
from app.records.fold.batch import Batch
from app.records.fold.erasing import forget_keys
from app.records.fold.folding import fold
from app.records.journal_tables import ahead, covered_key, erased, head, subject_key
from app.records.parting import append_arrived
from app.records.tables import device

_HEAD = ("origin", "seq", "hash", "device", "sig")
_AHEAD = ("origin", "seq", "hash", "raw")
_KEY = ("id", "subject", "class", "key", "epoch", "pos")
_COVERED = ("id", "subject", "class", "epoch", "boxed")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a bundle or a batch brings. Subject keys are unwrapped already, each with the epoch of its wrap, as far as
    they can be; ``covered`` are the others."""

    operations: Sequence[bytes] = ()
    heads: Sequence[Head] = ()
    keys: Sequence[tuple[SubjectKey, int]] = ()
    erased: Sequence[bytes] = ()
    covered: Sequence[CoveredKey] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it: operations that are new here, known already, kept until their proof comes, or unusable."""

    new: int = 0
    duplicates: int = 0
    waiting: int = 0
    refused: int = 0


def receive(batch: Batch, arrival: Arrival, clock: HybridClock) -> Received:
    """Take all of it in, as one transaction of the caller's. The order and the cut of arrivals make no difference."""
    forget_keys(batch, arrival.erased)
    keep_keys(batch, arrival.keys)
    keep_covered(batch, arrival.covered)
    _keep_heads(batch, arrival.heads)
    duplicates, refused = _set_down(batch, arrival.operations)
    new = 0
    while accepted := _proven(batch):
        new += len(accepted)
        written, moved = append_arrived(batch.connection, batch.centre, accepted)
        for one in written:
            clock.observe(one.at)
        batch.again |= moved
        fold(batch, [one for one in written if one.about not in moved])
    fold(batch, ())
    waiting = batch.connection.execute(select(func.count()).select_from(ahead)).scalar_one()
    return Received(new, duplicates, waiting, refused)


def keep_keys(batch: Batch, keys: Sequence[tuple[SubjectKey, int]]) -> None:
    """Keep keys that are open; one that was here covered stays at its position."""
    if not keys:
        return
    gone = set(batch.connection.execute(select(erased.c.subject)).scalars())
    kept = [(key, epoch) for key, epoch in keys if key.subject not in gone or key.key_class == AWARD]
    positions = _uncovered(batch, [key.id for key, _ in kept])
    values = [(key.id, key.subject, key.key_class, key.key, epoch, positions.get(key.id)) for key, epoch in kept]
    rows.insert(batch.connection, subject_key, values, _KEY, ignore=True)
    batch.again |= waiting_for(batch, {key.id for key, _ in kept})
    # What was folded without a key that could not be opened is folded again with it.
    batch.again |= {key.subject for key, _ in kept if key.id in positions}
    # Nothing waits for the keys of somebody who was erased: what their documents say is read when its key comes.
    batch.again |= gone & {key.subject for key, _ in kept}


def keep_covered(batch: Batch, covered: Sequence[CoveredKey]) -> None:
    """Keep keys that cannot be opened here, to be passed on, and to be opened when that can be done."""
    if not covered:
        return
    gone = set(batch.connection.execute(select(erased.c.subject)).scalars())
    kept = {one.id: one for one in covered if one.subject not in gone or one.key_class == AWARD}
    for chunk in rows.chunks(sorted(kept)):
        for known in batch.connection.execute(select(subject_key.c.id).where(subject_key.c.id.in_(chunk))).scalars():
            del kept[known]
    values = [(one.id, one.subject, one.key_class, one.epoch, one.boxed) for one in kept.values()]
    rows.insert(batch.connection, covered_key, values, _COVERED, ignore=True)
    batch.again |= waiting_for(batch, kept.keys())


def _uncovered(batch: Batch, ids: Sequence[bytes]) -> dict[bytes, int | None]:
    """Those of these keys that were here covered, with their positions; they are taken from there."""
    found: dict[bytes, int | None] = {}
    for chunk in rows.chunks(ids):
        here = covered_key.c.id.in_(chunk)
        found |= dict(batch.connection.execute(select(covered_key.c.id, covered_key.c.pos).where(here)).all())
        batch.connection.execute(delete(covered_key).where(here))
    batch.closed -= found.keys()
    return found


def _keep_heads(batch: Batch, heads: Sequence[Head]) -> None:
    values = [(one.origin, one.seq, one.hash, one.device, one.sig) for one in heads]
    rows.insert(batch.connection, head, values, _HEAD, ignore=True)


def _set_down(batch: Batch, raws: Sequence[bytes]) -> tuple[int, int]:
    """Put what is new beside the journal; returns how many were known and how many are no operations of this centre."""
    operations, refused = _readable(batch, raws)
    known = standing(batch.connection, {one.id for one in operations})
    new = [one for one in operations if one.hash not in known.get(one.id, {})]
    values = [(one.origin, one.seq, one.hash, one.raw) for one in new]
    rows.insert(batch.connection, ahead, values, _AHEAD, ignore=True)
    return len(operations) - len(new), refused


def _readable(batch: Batch, raws: Sequence[bytes]) -> tuple[list[Operation], int]:
    operations = []
    for raw in raws:
        try:
            one = read(raw)
        except MalformedOperation:
            continue
        if _is_ours(batch, one):
            operations.append(one)
    return operations, len(raws) - len(operations)


def _is_ours(batch: Batch, one: Operation) -> bool:
    if one.kind == "centre.founded":
        return one.stream == NOBODY and one.hash[:ID_BYTES] == batch.centre
    return one.stream == batch.centre


def _proven(batch: Batch) -> list[Operation]:
    """The operations beside the journal that follow it and are proven now; they are taken from there."""
    proofs = _proofs(batch)
    accepted = [one for origin, proven in proofs.items() for one in _beneath(batch, origin, proven)]
    place = tuple_(ahead.c.origin, ahead.c.seq, ahead.c.hash)
    for chunk in rows.chunks((one.origin, one.seq, one.hash) for one in accepted):
        batch.connection.execute(delete(ahead).where(place.in_(chunk)))
    return accepted


def _proofs(batch: Batch) -> dict[bytes, set[bytes]]:
    """By origin, the operations beside the journal that prove themselves: those under a head that an admitted laptop
    signed, and the founding of the centre, whose hash is the centre's name."""
    keys = dict(batch.connection.execute(select(device.c.id, device.c.sign_key)).all())
    found: dict[bytes, set[bytes]] = defaultdict(set)
    here = and_(head.c.origin == ahead.c.origin, head.c.seq == ahead.c.seq, head.c.hash == ahead.c.hash)
    for row in batch.connection.execute(select(head).join(ahead, here)):
        one = Head(row.origin, row.seq, row.hash, row.device, row.sig)
        if one.device in keys and head_is_signed(one, keys[one.device]):
            found[one.origin].add(one.hash)
    if not keys:
        for row in batch.connection.execute(select(ahead).where(ahead.c.seq == 1)):
            if row.hash[:ID_BYTES] == batch.centre:
                found[row.origin].add(row.hash)
    return found


def _beneath(batch: Batch, origin: bytes, proven: set[bytes]) -> list[Operation]:
    """Those of one origin's operations that follow the journal, up to the proven ones."""
    query = select(ahead.c.raw).where(ahead.c.origin == origin).order_by(ahead.c.seq)
    found = [read(raw) for raw in batch.connection.execute(query).scalars()]
    before = standing(batch.connection, {OpId(origin, one.seq - 1) for one in found if one.seq > 1})
    reached = {hash_ for places in before.values() for hash_ in places} | {FIRST_PREV}
    chained = []
    for one in found:
        if one.prev in reached:
            reached.add(one.hash)
            chained.append(one)
    wanted, beneath = set(proven), []
    for one in reversed(chained):
        if one.hash in wanted:
            wanted.add(one.prev)
            beneath.append(one)
    return beneath[::-1]
