# SPDX-License-Identifier: Apache-2.0
"""Sixteen laptops give at once, over several servers, while four others read on and on: nothing comes twice, nothing is
missing, and nothing appears behind a reader's back."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from app.exchange.answering import Covers, answer_pull
from app.exchange.class_keys import read_class_keys, write_class_keys
from app.exchange.protocol import Wanted
from app.exchange.wire import Parcel
from app.journal.canonical import LARGEST_INTEGER
from app.records import positions
from app.records.columns import JOURNAL
from app.records.journal_tables import operation
from app.records.positions import Range
from app.registry.opening import World, open_registry
from app.registry.registry import Registry
from app.registry.taking import take
from app.services.laptop import first_class_keys
from tests.registry.postgres_server import PostgresServer, postgres_server
from tests.registry.registry_samples import Desk, Server, a_desk, a_registry
from tests.services.syncing_ground import assessor_of, mark
from tests.simulation.ground import Ground
from tests.simulation.laptop import Laptop

WRITERS, READERS, SERVERS = 16, 4, 4
BATCHES = int(os.environ.get("GUILDMARK_BATCHES", "2"))
"""Batches of each writer. They hold 20 entries."""
_MARKS, _MOST = 20, 33


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture(params=["files", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    if request.param == "files":
        made = a_registry(tmp_path / "registry")
    else:
        running: PostgresServer = request.getfixturevalue("postgres")
        made = a_registry(tmp_path / "registry", running.make("many"))
    yield made
    made.close()


@pytest.mark.long
def test_sixteen_writers_and_four_readers(server: Server) -> None:
    office = _come_in(server)
    batches = [_batches(desk) for desk in _desks(office)]
    servers = _servers(server)
    with ThreadPoolExecutor(WRITERS + READERS) as threads:
        writing = [
            threads.submit(_write, servers[n % SERVERS], office.centre, desk.laptop.itself.device, mine)
            for n, (desk, mine) in enumerate(zip(_desks(office), batches, strict=True))
        ]
        reading = [threads.submit(_read_on, servers[n % SERVERS], office.centre, writing) for n in range(READERS)]
        written = {raw for one in writing for raw in one.result()}
        seen = [one.result() for one in reading]
    held = server.registry.stores.read(office.centre, _everything)
    numbers = server.registry.stores.read(office.centre, _numbers)
    for more in servers[1:]:
        more.stores.close()
    assert numbers == list(range(1, len(numbers) + 1)), "positions are dense, and each is given once"
    assert len(written) == WRITERS * BATCHES * _MARKS
    assert written <= set(held), "whatever was acknowledged is there"
    assert len(held) == len(set(held))
    for entries in seen:
        assert entries == held, "nothing appears below what was read before, and each reader has all of it"


def _come_in(server: Server) -> Desk:
    office = a_desk(server, laptops=WRITERS)
    assert office.enrol(server.code()).status_code == 201
    office.join()
    assert office.push().status_code == 200
    return office


def _desks(office: Desk) -> list[Desk]:
    return [office, *(Desk(one, office.server, one.name) for one in office.others)]


def _batches(desk: Desk) -> list[Parcel]:
    """What a laptop gives: all it holds, then its marks."""
    laptop = desk.laptop
    _make_ready(desk)
    found = []
    for number in range(BATCHES):
        _mark(laptop, number * _MARKS)
        parcel = desk.parcel()
        desk.given = parcel.cover.to
        found.append(parcel)
    return found


def _make_ready(desk: Desk) -> None:
    with desk.laptop.disk.file.writer.begin() as connection:
        if positions.standing(connection) is None:
            write_class_keys(connection, first_class_keys(desk.laptop.chance.randbytes))
            positions.begin(connection, desk.centre, desk.laptop.chance.randbytes(16))


def _mark(laptop: Laptop, first: int) -> None:
    ground = Ground((laptop,), laptop.owner)
    laptop.write(assessor_of(ground), *(mark(ground, first + number) for number in range(_MARKS)))


def _servers(server: Server) -> list[Registry]:
    """Servers that know nothing of each other, where the records lie in a database; a file has one."""
    if not server.place.database:
        return [server.registry] * SERVERS
    world = World(server.clock, random.Random(8).randbytes)
    return [server.registry, *(open_registry(server.place, world) for _ in range(SERVERS - 1))]


def _write(registry: Registry, centre: bytes, device: bytes, batches: list[Parcel]) -> set[bytes]:
    """Give all batches; the marks that the server acknowledged."""
    held = set()
    for parcel in batches:
        answer = take(registry, centre, device, parcel)
        assert set(answer.verdicts) <= set("ad"), answer.verdicts
        held |= set(parcel.operations[-_MARKS:])
    return held


def _read_on(registry: Registry, centre: bytes, writing: list["Future[set[bytes]]"]) -> list[bytes]:
    """All entries in the order in which they were read, until nobody writes and nothing is left."""
    found: list[bytes] = []
    after = 0
    while True:
        over = all(one.done() for one in writing)
        parcel = registry.stores.read(centre, partial(_next, registry=registry, centre=centre, after=after))
        assert parcel.cover.after == after
        assert len(parcel) == parcel.cover.to - after, "a gap among the positions"
        found += parcel.operations
        if over and parcel.cover.to == after:
            return found
        after = parcel.cover.to


def _next(connection: Connection, registry: Registry, centre: bytes, after: int) -> Parcel:
    standing = positions.standing(connection)
    assert standing is not None
    covers = Covers(read_class_keys(connection), registry.random)
    return answer_pull(
        connection, centre, Wanted(Range(after + 1, LARGEST_INTEGER), standing.epoch, most=_MOST), covers
    )


def _everything(connection: Connection) -> list[bytes]:
    query = select(operation.c.raw).order_by(operation.c.pos)
    return [bytes(raw) for raw in connection.execute(query).scalars()]


def _numbers(connection: Connection) -> list[int]:
    numbered = [table for table in JOURNAL.sorted_tables if "pos" in table.c]
    return sorted(number for table in numbered for number in connection.execute(select(table.c.pos)).scalars())
