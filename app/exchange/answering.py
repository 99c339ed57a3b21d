# SPDX-License-Identifier: Apache-2.0
"""What a store does with the messages of another one, the same on a laptop, a hub and the registry.

Each function works inside a transaction of the caller's. ``Covers`` says under which keys of the centre's subject keys
travel: a laptop holds all of them, the registry not those of private things, which it passes on unread.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.learners import IDENTITY
from app.exchange.key_cover import ClassKeys, Random, cover, cover_erased, uncover, uncover_erased
from app.exchange.protocol import FrontierAnswer, PushAnswer, Refusal, Wanted
from app.exchange.troubles import EpochChanged
from app.exchange.wire import Cover, Parcel
from app.journal.clock import HybridClock
from app.journal.sealing import CoveredKey, SubjectKey
from app.records import comparing, peers, positions
from app.records.arriving_keys import open_covered
from app.records.comparing import Frontier
from app.records.fold.batch import Batch
from app.records.fold.folding import fold
from app.records.positions import MOST_THINGS, Range, Standing, Things
from app.records.receiving import UNUSABLE, Arrival, receive


@dataclass(frozen=True, slots=True)
class Covers:
    """The centre's keys that this store holds, and random bytes to cover with."""

    keys: ClassKeys
    random: Random


def stand(connection: Connection) -> Standing:
    """Where this store stands, with everything in it numbered. Raises LookupError before ``positions.begin``."""
    positions.allot(connection)
    found = positions.standing(connection)
    if found is None:
        raise LookupError("nothing is numbered here")
    return found


def parcel_of(centre: bytes, standing: Standing, things: Things, mark: bytes, covers: Covers) -> Parcel:
    """Things as they travel."""
    keys = (*things.covered, *(cover(key, covers.keys, covers.random) for key, _ in things.keys))
    can_cover = any(name == IDENTITY for name, _ in covers.keys)
    erased = (cover_erased(things.erased, covers.keys, covers.random),) if things.erased and can_cover else ()
    over = Cover(centre, standing.epoch, things.after, things.to, standing.top, mark)
    return Parcel(over, keys, erased, tuple(things.heads), tuple(things.operations))


def arrival_of(parcel: Parcel, keys: ClassKeys) -> Arrival:
    """What a parcel brings, with the keys opened that can be opened here."""
    opened: list[tuple[SubjectKey, int]] = []
    closed: list[CoveredKey] = []
    for one in parcel.keys:
        key = uncover(one, keys)
        if key is None:
            closed.append(one)
        else:
            opened.append((key, one.epoch))
    erased = [subject for one in parcel.erased for subject in uncover_erased(one, keys) or ()]
    return Arrival(parcel.operations, parcel.heads, opened, erased, closed)


def answer_pull(connection: Connection, centre: bytes, wanted: Wanted, covers: Covers) -> Parcel:
    """What stands in a range of positions. Raises EpochChanged where the asker has read another numbering."""
    standing, before = stand(connection), wanted.range.first - 1
    found = positions.mark_at(connection, before) if wanted.mark else b""
    if standing.epoch != wanted.epoch or before > standing.top or (found and found != wanted.mark):
        raise EpochChanged
    last = min(wanted.range.last, standing.top)
    ranges = [Range(wanted.range.first, last)] if wanted.range.first <= last else []
    things = positions.things(connection, ranges, wanted.most) if ranges else Things(before, before)
    return parcel_of(centre, standing, things, positions.mark_at(connection, things.to), covers)


def answer_push(batch: Batch, parcel: Parcel, clock: HybridClock, keys: ClassKeys) -> PushAnswer:
    """Take a batch in. The receipt is added by whoever has a key to sign it with."""
    before = positions.allot(batch.connection)
    received = receive(batch, arrival_of(parcel, keys), clock)
    standing = stand(batch.connection)
    refused = [Refusal(at, "malformed") for at, one in enumerate(received.verdicts) if one == UNUSABLE]
    placed = Range(before + 1, standing.top) if standing.top > before else None
    cloned = tuple(sorted(received.cloned))
    return PushAnswer(received.verdicts, standing, tuple(refused), placed, tuple(received.freed), cloned)


def answer_frontier(connection: Connection, theirs: Frontier) -> FrontierAnswer:
    """What is here, which of the asker's tips are, and where stands what these prove the asker to hold."""
    standing, ours = stand(connection), comparing.holding(connection)
    held = comparing.held(connection, theirs.tips)
    tips = [tip for tip, is_here in zip(theirs.tips, held, strict=True) if is_here]
    shared = comparing.shared(connection, tips, comparing.equal_groups(ours.keys, theirs.keys))
    return FrontierAnswer(ours, held, standing, tuple(peers.stretches(shared)))


def answer_digests(connection: Connection, origin: bytes, first: int, count: int) -> list[bytes]:
    """The digests of blocks of an origin's places."""
    return comparing.digests(connection, origin, first, count)


def answer_operations(connection: Connection, centre: bytes, origin: bytes, wanted: Range) -> Parcel:
    """The operations at these places of an origin, as many as go into one batch."""
    last = min(wanted.last, wanted.first + MOST_THINGS - 1)
    raws = comparing.at_places(connection, origin, wanted.first, last)
    return Parcel(Cover(centre, bytes(16), wanted.first - 1, last, last), operations=tuple(raws))


def open_with(batch: Batch, keys: ClassKeys) -> int:
    """Open the subject keys that lay closed here, when more of the centre's keys have come; returns how many."""
    count = open_covered(batch, lambda covered: uncover(covered, keys))
    if count:
        fold(batch, ())
    return count
