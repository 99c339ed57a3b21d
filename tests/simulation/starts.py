# SPDX-License-Identifier: Apache-2.0
"""Where connected histories start. What all of them share is made once, and copied for each."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.exchange import enrolment as enrolling
from app.exchange.class_keys import for_registries, sealed_for
from app.exchange.enrolment import Enrolment
from app.journal.signing import public_key
from app.records import log, positions
from app.records.unit_of_work import Work
from app.registry.accounts import add_account, enrol, give_code
from app.services import laptop as own
from app.services.joining_registry import join_registry
from app.store.keys import public_half
from tests.simulation import ground
from tests.simulation.files import encrypted, in_memory
from tests.simulation.laptop import Laptop
from tests.simulation.meeting import exchanged
from tests.simulation.mishaps import clear
from tests.simulation.servers import NewFile, Server, new_server
from tests.simulation.world import working

MOST = 5
Wall = Callable[[Laptop], int]


@dataclass(frozen=True, slots=True)
class Start:
    """Laptops and registries that know each other, and have exchanged everything or nothing."""

    laptops: tuple[Laptop, ...]
    servers: tuple[Server, ...]


Starting = Callable[[random.Random, Wall, Callable[[], int]], Start]


def anywhere(chance: random.Random, wall: Wall, now: Callable[[], int]) -> Start:
    """Two to five laptops and a registry or two, in memory; now and then they have never met."""
    start = _start(met=chance.random() < 0.8)
    laptops, servers = chance.choice([2, 2, 2, 3, 3, 4, 5]), chance.choice([1, 1, 1, 2])
    return Start(
        tuple(working(one, chance, wall) for one in start.laptops[:laptops]),
        tuple(one.copied(now, chance) for one in start.servers[:servers]),
    )


def begun(laptops: int, chance: random.Random, wall: Wall, now: Callable[[], int], *, met: bool = True) -> Start:
    """So many laptops and one registry, in memory."""
    start = _start(met=met)
    return Start(
        tuple(working(one, chance, wall) for one in start.laptops[:laptops]), (start.servers[0].copied(now, chance),)
    )


def on_disks(path: Path, chance: random.Random, wall: Wall, now: Callable[[], int]) -> Start:
    """Two laptops and a registry with encrypted files in a folder."""
    numbers = iter(range(1000))
    start = _made(2, 1, lambda: encrypted(path / f"file-{next(numbers)}"))
    for one in start.laptops:
        one.set_clock(lambda: ground.START)
    laptops = tuple(working(one, chance, wall) for one in start.laptops)
    servers = tuple(one.copied(now, chance) for one in start.servers)
    for one in start.laptops:
        one.disk.file.close()
    for server in start.servers:
        server.stores.close()
    return Start(laptops, servers)


@cache
def _start(met: bool) -> Start:
    start = _made(MOST, 2, in_memory)
    if met:
        for server in start.servers:
            for laptop in (*start.laptops, *start.laptops):
                synced = exchanged(laptop, server.peer(laptop.itself.device, clear), server)
                assert not synced.troubles
    return start


def _made(laptops: int, servers: int, new_file: NewFile) -> Start:
    chance = random.Random(17)
    made = ground.found(chance, lambda name: new_file(), laptops).laptops
    keys = own.first_class_keys(chance.randbytes)
    for laptop in made:
        with laptop.disk.file.writer.begin() as connection:
            own.write_class_keys(connection, keys)
            positions.begin(connection, laptop.owner.centre, chance.randbytes(16))
    centre, office = made[0].owner.centre, made[0]
    there = tuple(new_server(name, centre, chance, lambda: ground.START, new_file) for name in "AB"[:servers])
    for server in there:
        work = Work(office.records, office.owner.author(office.owner.user), "SAMPLE", frozenset({"administrator"}))
        join_registry(work, server.registry.identity.card)
        add_account(server.registry, "Centre SAMPLE", "ONE", "KG")
        for laptop in made:
            let_in(server, laptop)
    return Start(tuple(made), there)


def let_in(server: Server, laptop: Laptop) -> None:
    """The laptop comes in with a code of its own."""
    founding = laptop.read(log.founding)
    assert founding is not None
    keys, card, code = laptop.itself.keys, server.registry.identity.card, give_code(server.registry, "ONE")[0]
    given = for_registries(laptop.read(own.read_class_keys))
    sealed = sealed_for(card.id, card.box_key, given, laptop.chance.randbytes)
    asked = Enrolment(
        laptop.itself.device, laptop.name, public_key(keys.sign), public_half(keys.box), founding.raw, sealed
    )
    enrol(server.registry, enrolling.enrolment_bytes(asked, code, card.sign_key))
