# SPDX-License-Identifier: Apache-2.0
"""One history: clocks, disks, the carrier and every choice come from one seed."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from app.domain.refusals import Refused, StorageTrouble
from app.domain.rights import Command
from tests.simulation import ground, office, paper, register, workshop
from tests.simulation.carrier import in_pieces, lacking, packed
from tests.simulation.desk import Desk, NothingToDo, desk_for
from tests.simulation.files import RecordsFile, encrypted, in_memory
from tests.simulation.laptop import Disk, Laptop

Action = Callable[[Desk], None]
ACTIONS: Final[dict[Action, tuple[Command, int]]] = {
    **office.ACTIONS,
    **workshop.ACTIONS,
    **register.ACTIONS,
    **paper.ACTIONS,
}
Wall = Callable[[Laptop], int]
Laptops = Callable[[random.Random, Wall], list[Laptop]]
"""Makes the laptops of a history, which take their choices and their time from it."""
_HOUR: Final = 3_600_000
_ROUNDS: Final = 6
_TRIES: Final = 20


class World:
    """Three laptops of one centre, and what the simulator does with them."""

    def __init__(self, seed: int, laptops: Laptops) -> None:
        self.chance = random.Random(seed)
        self.time = ground.START
        self.skew: dict[str, int] = {}
        self.laptops = laptops(self.chance, lambda laptop: self.time + self.skew.get(laptop.name, 0))
        self.lost: set[bytes] = set()
        self.kept: dict[str, RecordsFile] = {}
        self.told: list[str] = []

    def run(self, steps: int) -> None:
        """So many things happen, in any order."""
        events = self.events()
        for _ in range(steps):
            event = self.chance.choices(list(events), list(events.values()))[0]
            event()

    def events(self) -> dict[Callable[[], None], int]:
        """What can happen, and how often it does."""
        return {
            self._somebody_works: 160,
            self._a_stick_is_carried: 22,
            self._time_passes: 10,
            self._a_clock_is_set_wrong: 2,
            self._a_file_is_kept: 5,
            self._a_kept_file_is_put_back: 8,
            self._a_laptop_is_cloned: 4,
        }

    def exchange_everything(self) -> None:
        """Carry everything to the first laptop and from there to all, until all hold the same."""
        first, *others = self.laptops
        for _ in range(_ROUNDS):
            for laptop in others:
                first.receive(lacking(packed(laptop), first))
            for laptop in others:
                laptop.receive(lacking(packed(first), laptop))
            if all(laptop.held() == first.held() for laptop in others):
                return

    def close(self) -> None:
        for file in (*self.kept.values(), *(laptop.disk.file for laptop in self.laptops)):
            file.close()

    def acknowledged(self) -> set[bytes]:
        """All that was said to be saved and still lay on some disk when files were put back."""
        return set().union(*(laptop.acknowledged for laptop in self.laptops)) - self.lost

    def _somebody_works(self) -> None:
        self._work_at(self.chance.choice(self.laptops))

    def _work_at(self, laptop: Laptop) -> None:
        for _ in range(_TRIES):
            action = self.chance.choices(list(ACTIONS), [weight for _, weight in ACTIONS.values()])[0]
            try:
                action(desk_for(laptop, ACTIONS[action][0], self.chance))
            except StorageTrouble:
                raise
            except (NothingToDo, Refused):
                continue
            self.told.append(f"{laptop.name}: {action.__name__}")
            return

    def _a_stick_is_carried(self) -> None:
        giver, taker = self.chance.sample(self.laptops, 2)
        loss = self.chance.choice([0, 0, 0.1, 0.5])
        for piece in in_pieces(packed(giver), self.chance, loss):
            taker.receive(piece)
        self.told.append(f"{giver.name} -> {taker.name}, loss {loss}")

    def _time_passes(self) -> None:
        self.time += self.chance.choice([1, 1000, _HOUR, 20 * _HOUR])

    def _a_clock_is_set_wrong(self) -> None:
        laptop = self.chance.choice(self.laptops)
        self.skew[laptop.name] = self.chance.choice([0, -2 * _HOUR, 3 * _HOUR, -10_000 * _HOUR, 40 * _HOUR])

    def _a_file_is_kept(self) -> None:
        laptop = self.chance.choice(self.laptops)
        if laptop.name in self.kept:
            self.kept[laptop.name].close()
        self.kept[laptop.name] = laptop.disk.file.copied()
        self.told.append(f"{laptop.name}: file kept")

    def _a_kept_file_is_put_back(self) -> None:
        laptop = self.chance.choice(self.laptops)
        file = self.kept.pop(laptop.name, None)
        if file is None:
            return
        before = laptop.held()
        laptop.put_back(file)
        self.lost |= before - set().union(*(one.held() for one in self.laptops))
        self.told.append(f"{laptop.name}: kept file put back")

    def _a_laptop_is_cloned(self) -> None:
        """The whole disk is copied to another computer, the note outside the records with it: nothing tells."""
        if len(self.laptops) > 3:
            return
        original = self.chance.choice(self.laptops)
        name = f"clone {len(self.laptops)} of {original.name}"
        self.laptops.append(like(original, name, original.disk.copied(), self.chance))
        self.told.append(f"{original.name}: cloned")


def in_memory_laptops(chance: random.Random, wall: Wall) -> list[Laptop]:
    """Three laptops of a centre, as they are after joining; the same ones for every history."""
    return [working(laptop, chance, wall) for laptop in _ground().laptops]


def encrypted_laptops(path: Path, chance: random.Random, wall: Wall) -> list[Laptop]:
    """The same on encrypted files in a folder."""
    first = ground.found(random.Random(0), lambda name: encrypted(path / name))
    laptops = [working(laptop, chance, wall) for laptop in first.laptops]
    for laptop in first.laptops:
        laptop.disk.file.close()
    return laptops


def working(original: Laptop, chance: random.Random, wall: Wall) -> Laptop:
    """The same laptop in another history."""
    laptop = like(original, original.name, original.disk.copied(), chance)
    laptop.set_clock(lambda: wall(laptop))
    return laptop


def like(original: Laptop, name: str, disk: Disk, chance: random.Random) -> Laptop:
    """A laptop with this disk and the keys of another one."""
    laptop = Laptop(name, disk, original.owner, chance, original.wall)
    laptop.acknowledged |= original.acknowledged
    return laptop


@cache
def _ground() -> ground.Ground:
    return ground.found(random.Random(0), lambda name: in_memory())
