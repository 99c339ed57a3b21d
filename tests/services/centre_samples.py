# SPDX-License-Identifier: Apache-2.0
"""Small centres for the tests of opening, people, upkeep and joining. All people are invented (SAMPLE)."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.learners import IDENTITY, KEY_CLASSES
from app.journal.sealing import new_subject_keys
from app.records.changes import Changes
from app.records.tables import learner
from app.records.unit_of_work import Fact
from app.services.founding import CentreWish, Founded, found_centre
from app.services.machine import Machine
from app.services.opening import OpenCentre, open_centre
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE

ADMIN = "Sokha SAMPLE"
PASSPHRASE = "three brown bowls"
WISH = CentreWish("Trade School SAMPLE", "PP01", "KH", ADMIN, "Phnom Penh")
START = 1_790_000_000_000


@dataclass(slots=True)
class Wall:
    """A clock that moves when it is told to, and a millisecond each time it is read."""

    now: int = START

    def __call__(self) -> int:
        self.now += 1
        return self.now


@dataclass(slots=True)
class Computer:
    """A computer of a test: folders of its own, a clock, random bytes that are the same in each run."""

    path: Path
    seed: int = 0
    wall: Wall = field(default_factory=Wall)
    published: list[Changes] = field(default_factory=list)

    @property
    def folder(self) -> DataFolder:
        """Where the centre's records lie."""
        return DataFolder(self.path / "centre")

    @property
    def machine(self) -> Machine:
        """The computer as services see it."""
        return Machine(self.wall, self.random(), self.path / "state", self.published.append, SAMPLE)

    def random(self) -> Callable[[int], bytes]:
        """Random bytes, other ones at each call."""
        self.seed += 1
        return random.Random(f"{self.path.name}{self.seed}").randbytes


def computer(path: Path, name: str = "office") -> Computer:
    """A computer with folders of its own."""
    (path / name).mkdir(parents=True)
    return Computer(path / name)


def founded(at: Computer) -> Founded:
    """Found the sample centre on this computer."""
    return found_centre(at.folder, WISH, PASSPHRASE, "Office", at.machine)


@contextmanager
def opened(
    at: Computer, name: str = ADMIN, passphrase: str = PASSPHRASE, new_passphrase: str = ""
) -> Iterator[OpenCentre]:
    """The open records of the centre on this computer, closed at the end."""
    centre = open_centre(at.folder, name, passphrase, at.machine, new_passphrase)
    try:
        yield centre
    finally:
        centre.close()


def enter_learner(centre: OpenCentre, name: str) -> bytes:
    """Write down a learner."""
    work = centre.work
    subject = work.random(16)
    keys = new_subject_keys(subject, KEY_CLASSES, work.random)
    identity = next(key for key in keys if key.key_class == IDENTITY)
    with work.act() as act:
        act.add_keys(keys)
        act.write(Fact("learner.added", subject, sealed=[(identity, {"full_name": name})]))
    return subject


def erase(centre: OpenCentre, subject: bytes) -> None:
    """Erase a learner."""
    with centre.work.act() as act:
        act.write(Fact("subject.erased", subject))


def learners(centre: OpenCentre) -> set[str]:
    """The names of all learners; an erased one has none."""
    return centre.work.read(_names)


def _names(connection: Connection) -> set[str]:
    return set(connection.execute(select(learner.c.full_name)).scalars())
