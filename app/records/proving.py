# SPDX-License-Identifier: Apache-2.0
"""Which of the operations that came are proven: they follow the journal and lie beneath a signed head."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from app.journal.operation import FIRST_PREV, ID_BYTES, NOBODY, Operation, OpId, read
from app.journal.signing import Head, head_is_signed, reference_stream
from app.records import log, rows
from app.records.branches import standing
from app.records.fold.batch import Batch
from app.records.journal_tables import ahead, head
from app.records.tables import device, registry


@dataclass(slots=True)
class Pool:
    """Operations that are not in the journal, by origin and then by place and hash; ``kept`` lie beside it already."""

    waiting: dict[bytes, dict[tuple[int, bytes], Operation]] = field(default_factory=lambda: defaultdict(dict))
    kept: set[tuple[bytes, int, bytes]] = field(default_factory=set)
    looked_at: set[bytes] = field(default_factory=set)

    def add(self, one: Operation) -> None:
        """One more."""
        self.waiting[one.origin].setdefault((one.seq, one.hash), one)

    def of(self, origin: bytes) -> list[Operation]:
        """Those of one origin, in their order."""
        return [one for _, one in sorted(self.waiting.get(origin, {}).items())]

    def take(self, operations: Iterable[Operation]) -> None:
        """These go into the journal."""
        for one in operations:
            del self.waiting[one.origin][one.seq, one.hash]


def proven(batch: Batch, pool: Pool, origins: set[bytes]) -> list[Operation]:
    """The operations of these origins that follow the journal and are proven now, taken from where they lay."""
    _look_beside(batch, pool, origins - pool.looked_at)
    proofs = _proofs(batch, {origin: found for origin in sorted(origins) if (found := pool.of(origin))})
    accepted = [one for origin, proven in proofs.items() for one in _beneath(batch, pool.of(origin), proven)]
    pool.take(accepted)
    gone = [place for one in accepted if (place := (one.origin, one.seq, one.hash)) in pool.kept]
    for chunk in rows.chunks(gone):
        here = rows.among(batch.connection, (ahead.c.origin, ahead.c.seq, ahead.c.hash), chunk)
        batch.connection.execute(delete(ahead).where(here))
    return accepted


def _look_beside(batch: Batch, pool: Pool, origins: set[bytes]) -> None:
    """Bring in what lies beside the journal of these origins."""
    pool.looked_at |= origins
    for chunk in rows.chunks(sorted(origins)):
        for raw in batch.connection.execute(select(ahead.c.raw).where(ahead.c.origin.in_(chunk))).scalars():
            one = read(raw)
            pool.add(one)
            pool.kept.add((one.origin, one.seq, one.hash))


def _proofs(batch: Batch, found: dict[bytes, list[Operation]]) -> dict[bytes, set[bytes]]:
    """By origin, the operations that prove themselves: those under a head that an admitted laptop signed, those on
    which the journal goes on already, and the founding of the centre, whose hash is the centre's name."""
    keys = _vouching(batch)
    proofs: dict[bytes, set[bytes]] = {}
    for origin, operations in found.items():
        streams = {(one.seq, one.hash): stream_of(batch, one) for one in operations}
        proven = {
            one.hash
            for one in _heads(batch, origin, operations)
            if (key := keys.get((streams.get((one.seq, one.hash), b""), one.device))) and head_is_signed(one, key)
        }
        proven |= _followed(batch, operations)
        if not keys:
            proven |= {one.hash for one in operations if one.seq == 1 and one.hash[:ID_BYTES] == batch.centre}
        if proven:
            proofs[origin] = proven
    return proofs


def stream_of(batch: Batch, one: Operation) -> bytes:
    """The stream that an operation belongs to; its centre begins with one that could not know its name."""
    return batch.centre if one.stream == NOBODY else one.stream


def _vouching(batch: Batch) -> dict[tuple[bytes, bytes], bytes]:
    """Whose word proves what, with their keys: laptops that of the centre's stream, registries that of their own."""
    laptops = batch.connection.execute(select(device.c.id, device.c.sign_key))
    found = {(batch.centre, row.id): row.sign_key for row in laptops}
    for row in batch.connection.execute(select(registry.c.id, registry.c.sign_key)):
        found[reference_stream(row.sign_key), row.id] = row.sign_key
    return found


def _followed(batch: Batch, found: Sequence[Operation]) -> set[bytes]:
    """Those on which something in the journal follows already: they were lost from it, and fit in again."""
    prevs = {one.prev for one in found}
    ends = {OpId(one.origin, one.seq + 1): one for one in found if one.hash not in prevs}
    places = {place: id_ for id_, hashes in standing(batch.connection, ends).items() for place in hashes.values()}
    after = log.by_id(batch.connection, places)
    return {one.prev for place, one in after.items() if one.prev == ends[places[place]].hash}


def _heads(batch: Batch, origin: bytes, operations: Sequence[Operation]) -> list[Head]:
    within = head.c.seq.between(operations[0].seq, operations[-1].seq)
    query = select(head.c.origin, head.c.seq, head.c.hash, head.c.device, head.c.sig)
    return [Head(*row) for row in batch.connection.execute(query.where(head.c.origin == origin, within))]


def _beneath(batch: Batch, found: Sequence[Operation], proofs: set[bytes]) -> list[Operation]:
    """Those of one origin's operations that follow the journal, up to the proven ones. Nobody's word reaches from one
    stream into another: an origin writes into one."""
    reached = _ends(batch, found)
    chained = []
    for one in found:
        stream = stream_of(batch, one)
        if one.prev == FIRST_PREV or (one.prev, stream) in reached:
            reached.add((one.hash, stream))
            chained.append(one)
    wanted = set(proofs)
    beneath: list[Operation] = []
    for one in reversed(chained):
        if one.hash in wanted:
            wanted.add(one.prev)
            beneath.append(one)
    return beneath[::-1]


def _ends(batch: Batch, found: Sequence[Operation]) -> set[tuple[bytes, bytes]]:
    """What is in the journal before these operations: hashes, each with its stream."""
    hashes = {one.hash for one in found}
    before = {OpId(one.origin, one.seq - 1) for one in found if one.seq > 1 and one.prev not in hashes}
    places = [place for hashes in standing(batch.connection, before).values() for place in hashes.values()]
    return {(one.hash, stream_of(batch, one)) for one in log.by_id(batch.connection, places).values()}
