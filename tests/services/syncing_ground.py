# SPDX-License-Identifier: Apache-2.0
"""Two laptops of a centre, and each as a peer of the other. All names are invented (SAMPLE)."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import select

from app.domain.learners import KEY_CLASSES
from app.exchange.answering import Covers
from app.exchange.direct import DirectPeer, Store
from app.journal.canonical import to_text
from app.journal.operation import Operation
from app.journal.signing import public_key
from app.records import peers, tables
from app.records.fold.batch import Batch
from app.records.peers import PeerRow
from app.records.unit_of_work import Fact
from app.services import laptop as own
from app.services.meeting import Own
from app.services.syncing import Manner, Synced, peer_row, sync
from app.store.keys import public_half
from tests.simulation.agreement import differences, dump
from tests.simulation.files import in_memory
from tests.simulation.ground import Ground, found
from tests.simulation.laptop import Laptop

CLASS_KEYS = {(name, 1): bytes([number + 1]) * 32 for number, name in enumerate(KEY_CLASSES)}
Carry = Callable[[bytes], bytes]
AT_ONCE = Manner()


@dataclass
class Room:
    """Laptops that can reach each other. ``wire`` does to bytes on the way what it likes."""

    ground: Ground
    laptops: list[Laptop] = field(default_factory=list)
    wire: Carry = lambda data: data
    number: int = 0

    def peer(self, of: Laptop) -> DirectPeer:
        return DirectPeer(store_of(of), lambda data: self.wire(data))

    def sync(self, mine: Laptop, other: Laptop, manner: Manner = AT_ONCE) -> Synced:
        """One laptop exchanges with another one that answers."""
        row = self.row(mine, other)
        side = Own(mine.records, mine.itself, mine.owner.author(mine.owner.user))
        synced = sync(side, self.peer(other), row, manner)
        mine.itself = mine.read(own.read_laptop)
        return synced

    def row(self, mine: Laptop, other: Laptop) -> PeerRow:
        """What one laptop knows of another one as a peer."""
        keys = other.itself.keys
        fresh = peer_row(other.name, "", public_key(keys.sign), public_half(keys.box))
        return mine.read(lambda connection: peers.find(connection, fresh.id)) or fresh

    def meet(self) -> Synced:
        """The first one exchanges with the second one."""
        return self.sync(self.laptops[0], self.laptops[1])

    def marks(self, laptop: Laptop, count: int) -> list[Operation]:
        """So many marks in one act."""
        facts = [mark(self.ground, self.number + number) for number in range(count)]
        self.number += count
        return laptop.write(assessor_of(self.ground), *facts)


def learner_of(ground: Ground) -> bytes:
    """One of the learners that every laptop knows."""
    query = select(tables.learner.c.id).order_by(tables.learner.c.id)
    return bytes(ground.laptops[0].read(lambda connection: connection.execute(query).scalars().all())[0])


def assessor_of(ground: Ground) -> bytes:
    """Somebody who may mark."""
    query = select(tables.person.c.id).where(tables.person.c.roles.contains("assessor")).order_by(tables.person.c.id)
    return bytes(ground.laptops[0].read(lambda connection: connection.execute(query).scalars().all())[0])


def mark(ground: Ground, number: int) -> Fact:
    """A mark that no other mark is about."""
    body = {
        "unit": to_text(b"unit of a sample"), "attempt": 1, "criterion": f"1.{number}", "mark": "met", "batch": 0,
    }  # fmt: skip
    return Fact("mark.made", learner_of(ground), body)


def store_of(laptop: Laptop) -> Store:
    def covers(batch: Batch) -> Covers:
        return Covers(own.read_class_keys(batch.connection), laptop.records.random)

    @contextmanager
    def transaction() -> Iterator[Batch]:
        laptop.sign_head()
        with laptop.records.transaction() as batch:
            yield batch

    keys = laptop.itself.keys
    return Store(laptop.name, transaction, covers, laptop.records.clock, laptop.records.random, keys.sign, keys.box)


@cache
def _ground() -> Ground:
    """A centre, each of whose laptops has the centre's keys and knows the same."""
    ground = found(random.Random(5), lambda name: in_memory())
    for laptop in ground.laptops:
        with laptop.disk.file.writer.begin() as connection:
            own.write_class_keys(connection, CLASS_KEYS)
        laptop.sign_head()
    return ground


def room(seed: int = 5, laptops: int = 2) -> Room:
    """Laptops of the centre, each with a file of its own."""
    ground, chance = _ground(), random.Random(f"room {seed}")
    return Room(
        ground,
        [Laptop(one.name, one.disk.copied(), one.owner, chance, one.wall) for one in ground.laptops[:laptops]],
    )


def agree(*laptops: Laptop) -> bool:
    """Whether all hold the same entries and say the same."""
    first = laptops[0]
    return all(one.held() == first.held() and not differences(first.read(dump), one.read(dump)) for one in laptops[1:])
