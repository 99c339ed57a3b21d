# SPDX-License-Identifier: Apache-2.0
"""Laptops and a registry that have exchanged everything, and what is done to them. All names are invented (SAMPLE)."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event, select

from app.exchange.direct import Carry
from app.journal.operation import Operation
from app.records import tables
from app.records.unit_of_work import Work
from app.services.syncing import Synced
from tests.services.syncing_ground import assessor_of, mark
from tests.simulation import ground
from tests.simulation.agreement import differences, tables_of, unsound
from tests.simulation.connected import held_by
from tests.simulation.ground import Ground
from tests.simulation.laptop import Laptop
from tests.simulation.meeting import exchanged
from tests.simulation.mishaps import clear
from tests.simulation.servers import Server
from tests.simulation.starts import Start, begun


@dataclass
class Place:
    """Some laptops of a centre and its registry; ``time`` is what all clocks show (ms)."""

    start: Start
    chance: random.Random
    time: int = ground.START
    number: int = 0
    server: Server = field(init=False)
    laptops: list[Laptop] = field(init=False)

    def __post_init__(self) -> None:
        self.server = self.start.servers[0]
        self.laptops = list(self.start.laptops)

    def sync(self, laptop: Laptop, line: Carry = clear) -> Synced:
        """A laptop exchanges with the registry."""
        return exchanged(laptop, self.server.peer(laptop.itself.device, line), self.server)

    def settle(self, *laptops: Laptop, rounds: int = 4) -> None:
        """Exchange until nobody can lack anything."""
        for _ in range(rounds):
            for laptop in laptops or self.laptops:
                assert not self.sync(laptop).troubles

    def marks(self, laptop: Laptop, count: int) -> list[Operation]:
        """So many marks in one act, each of another criterion."""
        place = Ground(tuple(self.laptops), laptop.owner)
        facts = [mark(place, self.number + number) for number in range(count)]
        self.number += count
        return laptop.write(assessor_of(place), *facts)

    def put_back(self, kept: Server) -> None:
        """The registry's files are those of then again, and its staff say so."""
        before, self.server = self.server, kept
        before.stores.close()
        kept.number_anew()

    def keep(self) -> Server:
        return self.server.copied(lambda: self.time, self.chance)

    def work(self, laptop: Laptop) -> Work:
        """The administrator's work at a laptop."""
        return Work(laptop.records, laptop.owner.author(laptop.owner.user), "SAMPLE Aibek", ROLES)

    def learner(self) -> bytes:
        """A learner that all know."""
        query = select(tables.learner.c.id).order_by(tables.learner.c.id)
        return bytes(self.laptops[0].read(lambda connection: connection.execute(query).scalars().all())[0])

    def agree(self, *laptops: Laptop) -> bool:
        """Whether these laptops hold the same entries as the registry, say the same, and are sound."""
        some = laptops or tuple(self.laptops)
        held, shown = held_by(self.server.file), tables_of(some[0].disk.file)
        same = all(one.held() == held and not differences(shown, tables_of(one.disk.file)) for one in some)
        return same and not unsound(some[0])


ROLES = frozenset({"administrator", "assessor"})


@contextmanager
def a_place(laptops: int = 2, seed: int = 1, *, met: bool = True) -> Iterator[Place]:
    """So many laptops and a registry, in memory."""
    chance = random.Random(f"failures {seed}")
    places: list[Place] = []

    def now() -> int:
        return places[0].time if places else ground.START

    place = Place(begun(laptops, chance, lambda laptop: now(), now, met=met), chance)
    places.append(place)
    yield place
    for laptop in place.laptops:
        laptop.disk.file.close()
    place.server.stores.close()


def copy_of(laptop: Laptop, name: str = "copy") -> Laptop:
    """The same laptop on another computer: nothing tells."""
    return Laptop(name, laptop.disk.copied(), laptop.owner, random.Random(name), laptop.wall)


@contextmanager
def counted(*engines: Engine) -> Iterator[list[int]]:
    """How many statements were carried out meanwhile."""
    count = [0]

    def one(*_: Any) -> None:
        count[0] += 1

    for engine in engines:
        event.listen(engine, "before_cursor_execute", one)
    try:
        yield count
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", one)


def spread(most: int, count: int) -> Sequence[int]:
    """So many numbers below ``most``, evenly."""
    return sorted({most * one // count for one in range(count)})


Hook = Callable[[bytes], None]


def watched(hook: Hook) -> Carry:
    """A line on which something is done whenever it carries anything."""

    def carry(data: bytes) -> bytes:
        hook(data)
        return data

    return carry
