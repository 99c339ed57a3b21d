# SPDX-License-Identifier: Apache-2.0
"""Laptops with encrypted records on disks, and a registry in files or in PostgreSQL that they ask over HTTP. All names
are invented (SAMPLE)."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path

import httpx
from sqlalchemy import Connection, select

from app.exchange.http import Asker, HttpPeer
from app.exchange.wire import Parcel
from app.journal.operation import Operation
from app.records import peers
from app.records.journal_tables import operation as journal
from app.records.peers import PeerRow
from app.records.refolding import fold_everything, table_digests
from app.records.unit_of_work import Work
from app.registry.limits import Rate
from app.registry.opening import Place
from app.services import laptop as own
from app.services.meeting import Meeting, Own
from app.services.partners import telling, waiting
from app.services.syncing import Synced, peer_row, sync
from tests.registry.registry_samples import Clock, Desk, Server, a_registry, opened
from tests.registry.test_office_from_a_laptop import Line
from tests.services.syncing_ground import assessor_of, learner_of, mark
from tests.simulation.agreement import differences, tables_of, unsound
from tests.simulation.files import encrypted
from tests.simulation.ground import Ground, found
from tests.simulation.laptop import Disk, Laptop
from tests.sync_failures.failure_ground import ROLES

Answering = Callable[[httpx.Request], httpx.Response]
Wire = Callable[[httpx.Request, Answering], httpx.Response]
"""What lies between: it is handed a request and whoever answers it."""


def straight(request: httpx.Request, answering: Answering) -> httpx.Response:
    """Nothing lies between."""
    return answering(request)


@dataclass
class Site:
    """Laptops of one centre and their registry, whose clocks show the same."""

    folder: Path
    server: Server
    laptops: list[Laptop]
    numbers: Iterator[int] = field(default_factory=count)
    given: dict[bytes, int] = field(default_factory=dict)

    @property
    def centre(self) -> bytes:
        return self.laptops[0].owner.centre

    def sync(self, laptop: Laptop, wire: Wire = straight) -> Synced:
        """A laptop exchanges with the registry."""
        meeting = self.meeting(laptop, wire)
        try:
            return sync(meeting.own, meeting.peer, meeting.row)
        finally:
            laptop.itself = laptop.read(own.read_laptop)

    def meeting(self, laptop: Laptop, wire: Wire = straight) -> Meeting:
        """A laptop and the registry, before they have exchanged anything."""
        side = Own(laptop.records, laptop.itself, laptop.owner.author(laptop.owner.user))
        return Meeting(side, self._peer(laptop, wire), self.row(laptop))

    def row(self, laptop: Laptop) -> PeerRow:
        """What a laptop knows of the registry."""
        card = self.server.card
        fresh = peer_row(card.name, card.url, card.sign_key, card.box_key)
        return laptop.read(lambda connection: peers.find(connection, fresh.id)) or fresh

    def _peer(self, laptop: Laptop, wire: Wire) -> HttpPeer:
        line, itself = Line(self.server), laptop.itself

        def between(request: httpx.Request) -> httpx.Response:
            self.server.clock.now += 1_000
            return wire(request, line.handle_request)

        client = httpx.Client(transport=httpx.MockTransport(between))
        asker = Asker(self.centre, itself.device, itself.keys.sign, laptop.wall, laptop.chance.randbytes)
        told = partial(telling, laptop.records, self.row(laptop).id)
        return HttpPeer(client, self.server.card.url, self.server.card.sign_key, asker, told)

    def waiting(self, laptop: Laptop) -> int:
        """How many entries wait at a laptop."""
        return laptop.read(partial(waiting, peer=self.row(laptop).id))

    def settle(self, *laptops: Laptop) -> None:
        """Exchange until nobody can lack anything."""
        for _ in range(2):
            for laptop in laptops or self.laptops:
                synced = self.sync(laptop)
                assert not synced.troubles, synced.troubles

    def marks(self, laptop: Laptop, many: int) -> list[Operation]:
        """So many marks in one act, each of another criterion."""
        place = Ground(tuple(self.laptops), laptop.owner)
        return laptop.write(assessor_of(place), *(mark(place, number) for number in islice(self.numbers, many)))

    def work(self, laptop: Laptop) -> Work:
        """The administrator's work at a laptop."""
        return Work(laptop.records, laptop.owner.author(laptop.owner.user), "SAMPLE Aibek", ROLES)

    def learner(self) -> bytes:
        """A learner that all know."""
        return learner_of(Ground(tuple(self.laptops), self.laptops[0].owner))

    def batch(self, laptop: Laptop) -> Parcel:
        """What a laptop has written since it was last asked for a batch."""
        desk = Desk(laptop, self.server, given=self.given.get(laptop.itself.device, 0))
        parcel = desk.parcel()
        self.given[laptop.itself.device] = parcel.cover.to
        return parcel

    def held(self) -> set[bytes]:
        """The hashes of all entries that the registry holds."""
        return self.server.registry.stores.read(self.centre, _held)

    def agree(self) -> bool:
        """Whether all laptops hold the same entries as the registry, say the same, and all of them are sound."""
        held, shown = self.held(), tables_of(self.laptops[0].disk.file)
        same = all(one.held() == held and not differences(shown, tables_of(one.disk.file)) for one in self.laptops)
        return same and self.is_sound() and not any(unsound(one) for one in self.laptops)

    def is_sound(self) -> bool:
        """Whether the registry's tables are those that its entries give."""
        stores = self.server.registry.stores
        try:
            stores.write(self.centre, _folded_again(self.centre))
        except _Compared as compared:
            return compared.same
        raise AssertionError("it was not compared")


class _Compared(Exception):
    """Raised so that what was folded again is not kept."""

    def __init__(self, *, same: bool) -> None:
        super().__init__()
        self.same = same


def _folded_again(centre: bytes) -> Callable[[Connection], None]:
    def deed(connection: Connection) -> None:
        before = table_digests(connection)
        fold_everything(connection, centre)
        raise _Compared(same=table_digests(connection) == before)

    return deed


def _held(connection: Connection) -> set[bytes]:
    return set(connection.execute(select(journal.c.hash)).scalars())


@contextmanager
def a_site(pattern: Site, path: Path, laptops: int = 2) -> Iterator[Site]:
    """So many of four laptops that, with their registry in files, all know the same; ``pattern`` is made once."""
    shutil.copytree(pattern.folder, path / "site")
    with reopened(pattern, path / "site", laptops) as site:
        yield site


def a_pattern(path: Path) -> Site:
    """Four laptops and a registry in files that know the same, closed: to be copied."""
    server = a_registry(path / "registry")
    with at(server, path, 4) as site:
        pass
    server.close()
    return site


@contextmanager
def reopened(site: Site, path: Path, laptops: int = 4) -> Iterator[Site]:
    """What lies in a folder now, opened as after a new start of all; ``site`` is what was closed in it, or in one of
    which it is a copy."""
    clock, chance = Clock(site.server.clock.now), random.Random(str(path))
    place = Place(path / "registry", path / "registry" / "registry.key")
    server = opened(place, clock, chance.randbytes)
    _without_hurry(server)
    there = [
        Laptop(one.name, Disk(encrypted(path / one.name), one.disk.noted), one.owner, chance, clock)
        for one in site.laptops[:laptops]
    ]
    yield Site(path, server, there)
    for laptop in there:
        laptop.disk.file.close()
    server.close()


@contextmanager
def at(server: Server, path: Path, laptops: int = 2, seed: int = 1) -> Iterator[Site]:
    """A centre that nobody else has has come in to a registry; all of them know the same."""
    made = found(random.Random(seed), lambda name: encrypted(path / name), laptops)
    _without_hurry(server)
    site = Site(path, server, list(made.laptops))
    _ready(site)
    office = Desk(site.laptops[0], server)
    assert office.enrol(server.code(f"C{seed}")).status_code == 201
    office.join()
    site.settle()
    yield site
    for laptop in site.laptops:
        laptop.disk.file.close()


def _without_hurry(server: Server) -> None:
    """Nobody asks too often: tests do so in no time."""
    state = server.client.app.state
    state.rate = state.entrance_rate = Rate(1e9, 1e9, lambda: 0.0)


def _ready(site: Site) -> None:
    """Each laptop holds the centre's keys."""
    keys = own.first_class_keys(site.laptops[0].chance.randbytes)
    for laptop in site.laptops:
        laptop.set_clock(site.server.clock)
        with laptop.disk.file.writer.begin() as connection:
            own.write_class_keys(connection, keys)
