# SPDX-License-Identifier: Apache-2.0
"""What the first exchange of a new laptop costs: by snapshot and tail, as it is done, and by batches, as it is not.

    python -m tests.registry.first_exchange_figures 50000 [PAIRS]

A laptop of the sample centre marks and judges so many times and gives it all to a registry in a process of its own.
Then new laptops join through it, by turns in both ways. Prints CPU seconds of the laptop and of the server, wall
seconds and KiB on the line. Only for Linux: CPU times of the server are read from /proc.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final

import httpx

from app.bench import a_day
from app.bench.ground import Place
from app.bench.line import Line, line_to
from app.exchange.http import Asker, HttpPeer, new_client
from app.exchange.join_answer import Welcome
from app.records.peers import PeerRow
from app.records.unit_of_work import Author, Records
from app.services.admitting_through_registry import admit_through_registry, asking_with, new_join_code, waiting
from app.services.enrolling import enrol
from app.services.joining import asked_keys
from app.services.joining_through_registry import (
    Asked,
    Way,
    ask_through_registry,
    join_through_registry,
    wait_for_answer,
)
from app.services.laptop import Laptop
from app.services.machine import Machine, this_machine
from app.services.meeting import Own
from app.services.new_laptop import make_laptop
from app.services.partners import registry_peers
from app.services.syncing import AT_ONCE, asking_beside, sync
from app.services.taking_in import Beside
from app.store.keyring import SAMPLE
from tests.registry.scale_figures import LEARNERS, _count, exchange, serving, tell
from tests.registry.test_server_process import said

Take = Callable[[Asked, Welcome, Machine], object]
_OUTPUTS: Final = ("laptop_cpu", "server_cpu", "wall", "kib")


@dataclass(frozen=True, slots=True)
class Town:
    """A centre's first laptop, a line to its registry, and the server's CPU seconds."""

    first: Place
    client: httpx.Client
    line: Line
    used: Callable[[], float]


def by_batches(asked: Asked, welcome: Welcome, machine: Machine) -> None:
    """Everything by the ordinary exchange, into the same new records."""
    registry, keys = welcome.registry, asked_keys(asked.folder, machine)
    assert registry is not None
    asker = Asker(welcome.centre, asked.device, keys.sign, machine.wall, machine.random)
    peer = HttpPeer(asked.way.client, asked.way.url, registry.sign_key, asker)

    def bring(records: Records, laptop: Laptop, beside: Beside) -> None:
        row = PeerRow(registry.id, registry.name, registry.url, registry.sign_key)
        with asking_beside(AT_ONCE) as manner:
            synced = sync(Own(records, laptop, Author(welcome.sponsor.person)), peer, row, manner)
        assert not synced.troubles, synced.troubles

    make_laptop(asked.folder, keys, welcome, machine, bring)


def newcomer(town: Town, path: Path) -> tuple[Asked, Welcome, Machine]:
    """A laptop that was admitted and holds nothing yet."""
    path.mkdir()
    machine = replace(this_machine(path / "state"), cost=SAMPLE)
    with a_day.sitting(town.first, a_day.ADMINISTRATOR.name) as centre:
        (peer,) = registry_peers(centre, town.client)
        way = Way(town.client, town.line.url, new_join_code(centre, peer).code)
        asked = ask_through_registry(Place(path).folder, "Newcomer SAMPLE", way, machine)
        admit_through_registry(centre, peer, asking_with(waiting(centre, peer), asked.words))
    return asked, wait_for_answer(asked, machine), machine


def measure(town: Town, path: Path, take: Take) -> tuple[float, ...]:
    """One laptop joins in this way."""
    asked, welcome, machine = newcomer(town, path)
    town.line.forget()
    server, wall, cpu = town.used(), time.perf_counter(), time.process_time()
    take(asked, welcome, machine)
    spent = time.process_time() - cpu, town.used() - server, time.perf_counter() - wall
    return (*spent, town.line.bytes / 1024)


def main(operations: int, pairs: int) -> None:
    """Measure both by turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "registry"
        said(data, "registry", "init", "--name", "Registry SAMPLE")
        said(data, "registry", "centre", "add", "Centre SAMPLE", "--code", "ONE")
        code = said(data, "registry", "code", "ONE")["code"]
        first = a_day.a_centre(folder / "first", LEARNERS)
        with serving(data) as (url, used), line_to(url) as line, closing(new_client()) as client:
            with a_day.sitting(first, a_day.ADMINISTRATOR.name) as centre:
                enrol(centre, client, line.url, code)
            with a_day.sitting(first) as centre:
                a_day.work_through(centre, operations, 0, one_by_one=False)
                exchange(centre, client)
                tell("entries", count=centre.work.read(_count))
            town = Town(first, client, line, used)
            tell("snapshot, made for the first", **_named(measure(town, folder / "first-of-all", _by_snapshot)))
            ways: dict[str, Take] = {"batches": by_batches, "snapshot": _by_snapshot}
            found: dict[str, list[tuple[float, ...]]] = {way: [] for way in ways}
            for n in range(pairs):
                for way, take in ways.items():
                    found[way].append(measure(town, folder / f"{way}-{n}", take))
                    tell(way, **_named(found[way][-1]))
            for way, rows in found.items():
                tell(f"{way}, median of {pairs}", **_named([median(column) for column in zip(*rows, strict=True)]))


def _by_snapshot(asked: Asked, welcome: Welcome, machine: Machine) -> None:
    join_through_registry(asked, welcome, machine)


def _named(figures: tuple[float, ...] | list[float]) -> dict[str, float]:
    return dict(zip(_OUTPUTS, figures, strict=True))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
