# SPDX-License-Identifier: Apache-2.0
"""A history on every road: laptops, registries, laptops that answer each other, sticks; and all that goes wrong."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final

from app.domain.refusals import Refused
from app.domain.rights import Command
from app.exchange.troubles import Unreachable
from app.exchange.wire import Parcel
from app.services.syncing import Manner
from tests.services.syncing_ground import store_of
from tests.simulation import sticks
from tests.simulation.desk import NothingToDo, desk_for
from tests.simulation.files import RecordsFile
from tests.simulation.laptop import Disk, Laptop
from tests.simulation.meeting import AnsweringPeer, exchanged, exchanged_with, shut_out
from tests.simulation.mishaps import Line, PowerCut, cut_off, full_disk, unseen
from tests.simulation.servers import FileStores, Server
from tests.simulation.starts import Start, Starting
from tests.simulation.sticks import Stick
from tests.simulation.world import World

_HOUR: Final = 3_600_000
_YEAR: Final = 365 * 24 * _HOUR
_FEWEST_LEFT: Final = 2
"""So many laptops are never shut out."""
_BAD: Final = (0.0, 0.0, 0.1, 0.3)
_MOST_LAPTOPS: Final = 6


class Connected(World):
    """Two to five laptops of one centre, one registry or two, and sticks. Every step has dice of its own: leaving steps
    out changes nothing in what the others choose."""

    def __init__(self, seed: int, starting: Starting) -> None:
        self.seed = seed
        self.servers: list[Server] = []
        self.sticks: list[Stick] = []
        self.late: list[tuple[str, bytes, Parcel]] = []
        self.images: dict[str, Disk] = {}
        self.put_aside: dict[str, FileStores] = {}
        self.revoked: set[bytes] = set()
        self.faults = 0

        def made(chance: random.Random, wall: Callable[[Laptop], int]) -> list[Laptop]:
            start: Start = starting(chance, wall, lambda: self.time)
            self.servers = list(start.servers)
            return list(start.laptops)

        super().__init__(seed, made)

    def live(self, steps: Sequence[int]) -> None:
        """The steps of these numbers happen."""
        events = self.events()
        for step in steps:
            self.chance.seed(f"{self.seed} {step}")
            self.told.append(f"step {step}")
            self.chance.choices(list(events), list(events.values()))[0]()
        self.chance.seed(f"{self.seed} end")

    def events(self) -> dict[Callable[[], None], int]:
        """What can happen, and how often it does."""
        return {
            self._somebody_works_on: 44,
            self._a_laptop_meets_a_registry: 22,
            self._two_laptops_meet: 5,
            self._a_stick_is_written: 5,
            self._a_stick_is_read: 6,
            self._a_late_request_arrives: 2,
            self._time_passes: 3,
            self._a_clock_is_set_wrong: 3,
            self._a_kept_file_is_put_back: 6,
            self._a_whole_disk_is_put_back: 4,
            self._a_laptop_is_cloned: 2,
            self._a_registry_is_put_back: 5,
            self._a_registry_gives_its_word: 1,
            self._a_laptop_is_shut_out: 2,
        }

    def close(self) -> None:
        super().close()
        for stores in (*(one.stores for one in self.servers), *self.put_aside.values()):
            stores.close()
        for disk in self.images.values():
            disk.file.close()

    def admitted(self) -> list[Laptop]:
        """The laptops that nobody ever shut out."""
        return [one for one in self.laptops if one.itself.device not in self.revoked]

    def everywhere(self) -> set[bytes]:
        """What lies on any disk now."""
        held = [one.held() for one in self.laptops] + [held_by(one.file) for one in self.servers]
        return set().union(*held)

    @contextmanager
    def _with_mishaps(self, laptop: Laptop) -> Iterator[None]:
        """Now and then the power of this laptop fails meanwhile, or its disk is full."""
        dice, engine = self.chance.random(), laptop.disk.file.writer
        try:
            if dice < 0.08:
                with cut_off(engine, int(self.chance.paretovariate(0.6))):
                    yield
            elif dice < 0.12:
                laptop.records.witness = unseen
                yield
                laptop.start()
            elif dice < 0.18 and laptop.disk.file.in_memory:
                with full_disk(engine, self.chance.choice([0, 1, 3])):
                    yield
            else:
                yield
        except PowerCut:
            self.faults += 1
            self.told.append(f"{laptop.name}: power cut")
            laptop.start()
        except Refused as reason:
            self.faults += 1
            self.told.append(f"{laptop.name}: {reason.code}")
            if reason.code not in ("disk-full", "in-use"):
                raise

    def _somebody_works_on(self) -> None:
        laptop = self.chance.choice(self.laptops)
        with self._with_mishaps(laptop):
            for _ in range(self.chance.choice([1, 1, 2, 3])):
                self._work_at(laptop)

    def _a_laptop_meets_a_registry(self) -> None:
        laptop, server = self.chance.choice(self.laptops), self.chance.choice(self.servers)
        line = self._line()
        peer = server.peer(laptop.itself.device, line, lambda: self.chance.choice([1, 1, 1, 2]))
        was_shut_out = not server.answers(laptop.itself.device)
        with self._with_mishaps(laptop), self._server_may_fall(server.file):
            synced = exchanged(laptop, peer, server, self._manner())
            codes = [one.code for one in synced.troubles]
            self.told.append(f"{laptop.name} <-> {server.name}: {synced.pushed}, {synced.pulled} {codes}")
            self.faults += len(codes)
            assert not (was_shut_out and (synced.pushed or synced.pulled)), "somebody who is shut out exchanged"
        self.late += [(server.name, laptop.itself.device, one) for one in peer.sent[:1]]

    def _two_laptops_meet(self) -> None:
        asking, answering = self.chance.sample(self.laptops, 2)
        peer = AnsweringPeer(store_of(answering), self._line())
        with self._with_mishaps(asking), self._server_may_fall(answering.disk.file):
            synced = exchanged_with(asking, peer, answering, self._manner())
            codes = [one.code for one in synced.troubles]
            self.told.append(f"{asking.name} <-> {answering.name}: {synced.pushed}, {synced.pulled} {codes}")
        answering.look_for_copies()

    def _a_stick_is_written(self) -> None:
        laptop = self.chance.choice(self.laptops)
        self.sticks.append(sticks.written(laptop, self.chance.choice([20, 60, 500])))
        self.told.append(f"{laptop.name}: writes a stick")

    def _a_stick_is_read(self) -> None:
        laptop = self.chance.choice(self.laptops)
        if not self.sticks:
            self.sticks.append(sticks.written(self.chance.choice(self.laptops)))
        stick = self.chance.choice(self.sticks)
        if self.chance.random() < 0.4:
            stick = sticks.damaged(stick, self.chance)
        self.told.append(f"{laptop.name}: reads a stick of {len(stick)} pieces")
        with self._with_mishaps(laptop):
            sticks.read(stick, laptop)

    def _a_late_request_arrives(self) -> None:
        if self.late:
            name, device, parcel = self.chance.choice(self.late)
            next(one for one in self.servers if one.name == name).late(device, parcel)
            self.told.append(f"{name}: an old request arrives")

    def _a_clock_is_set_wrong(self) -> None:
        laptop = self.chance.choice(self.laptops)
        self.skew[laptop.name] = self.chance.choice([0, -2 * _HOUR, 40 * _HOUR, -10 * _YEAR, 10 * _YEAR])
        self.told.append(f"{laptop.name}: clock off by {self.skew[laptop.name] // _HOUR} h")

    def _a_whole_disk_is_put_back(self) -> None:
        """The note outside of the records goes back with them: nothing tells."""
        laptop = self.chance.choice(self.laptops)
        disk = self.images.pop(laptop.name, None)
        if disk is None:
            self.images[laptop.name] = laptop.disk.copied()
            self.told.append(f"{laptop.name}: whole disk kept")
            return
        before = laptop.held()
        laptop.disk.file.close()
        laptop.disk = disk
        laptop.start()
        self._was_put_back(before, laptop.name)

    def _a_registry_is_put_back(self) -> None:
        number = self.chance.randrange(len(self.servers))
        server = self.servers[number]
        stores = self.put_aside.pop(server.name, None)
        if stores is None:
            self.put_aside[server.name] = server.stores.copied()
            self.told.append(f"{server.name}: kept")
            return
        before = held_by(server.file)
        server.stores.close()
        self.servers[number] = server.with_stores(stores, lambda: self.time, self.chance)
        self.servers[number].number_anew()
        self._was_put_back(before, server.name)

    def _a_registry_gives_its_word(self) -> None:
        self.time += 25 * _HOUR
        self.chance.choice(self.servers).countersign()

    def _a_laptop_is_shut_out(self) -> None:
        laptop = self.chance.choice(self.admitted())
        others = {one.itself.device for one in self.admitted()} - {laptop.itself.device}
        if len(others) < _FEWEST_LEFT:
            return
        device = self.chance.choice(sorted(others))
        try:
            shut_out(desk_for(laptop, Command.REVOKE_DEVICE, self.chance).work, laptop, device)
        except (Refused, NothingToDo):
            return
        self.revoked.add(device)
        names = [one.name for one in self.laptops if one.itself.device == device]
        self.told.append(f"{laptop.name}: shuts out {', '.join(names)}")

    def _a_laptop_is_cloned(self) -> None:
        if len(self.laptops) < _MOST_LAPTOPS:
            super()._a_laptop_is_cloned()

    def _a_kept_file_is_put_back(self) -> None:
        laptop = self.chance.choice(self.laptops)
        file = self.kept.pop(laptop.name, None)
        if file is None:
            self.kept[laptop.name] = laptop.disk.file.copied()
            self.told.append(f"{laptop.name}: file kept")
            return
        before = laptop.held()
        laptop.put_back(file)
        self._was_put_back(before, laptop.name)

    def _was_put_back(self, before: set[bytes], name: str) -> None:
        self.lost |= before - self.everywhere()
        self.told.append(f"{name}: put back")

    def _line(self) -> Line:
        cut_at = self.chance.randint(1, 12) if self.chance.random() < 0.06 else 0
        return Line(self.chance, self.chance.choice(_BAD), cut_at=cut_at)

    def _manner(self) -> Manner:
        return Manner(slice_seconds=self.chance.choice([1.0, 1.0, 1e-6]))

    @contextmanager
    def _server_may_fall(self, file: RecordsFile) -> Iterator[None]:
        if self.chance.random() < 0.06:
            with cut_off(file.writer, int(self.chance.paretovariate(0.5)), Unreachable):
                yield
        else:
            yield


def held_by(file: RecordsFile) -> set[bytes]:
    """The hashes of all operations in a journal."""
    return ids_in(file, "SELECT hash FROM operation")


def ids_in(file: RecordsFile, query: str) -> set[bytes]:
    """The first column of an answer."""
    with closing(file.reader.raw_connection()) as driver:
        return {row[0] for row in driver.cursor().execute(query)}
