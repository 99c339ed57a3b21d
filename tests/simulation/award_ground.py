# SPDX-License-Identifier: Apache-2.0
"""Two laptops of a centre with a hundred learners, where certificates are given out: what all histories share is made
once. Pages are not drawn and lie in memory: what is asked is who gets a certificate."""

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.credentials.roots import RootList, write_root_list
from app.domain.standards import Criterion, Element, StandardsPack, Unit
from app.records.queries import standards
from app.records.unit_of_work import Work
from app.services import awarding, certificates, claims, learners, replacing, revoking
from app.services.assessing import Desk
from app.services.cohorts import CohortWish, add_members, open_cohort
from app.services.machine import Machine
from app.services.opening import Entered, OpenCentre
from app.services.standards import publish
from app.services.trusting import add_list
from app.store.evidence_files import FileVault
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE
from app.store.keys import Derived
from app.store.records_file import Database
from tests.simulation.carrier import lacking, packed
from tests.simulation.files import in_memory
from tests.simulation.ground import STAFF, START, Ground, found
from tests.simulation.laptop import Laptop

LEARNERS: Final = 100
UNITS: Final = ("A1", "A2", "A3", "A4")
LATER_UNIT: Final = "A5"
"""Only a later version of the qualification asks for it."""
CRITERIA: Final = ("1.1", "1.2")
COHORTS: Final = ("FIRST", "SECOND")
"""The first is enrolled in the qualification, the second in its units alone."""
AUTHORITY: Final = Ed25519PrivateKey.from_private_bytes(b"a" * 32)


@dataclass(slots=True)
class Wall:
    """The time that all laptops go by."""

    now: int = START

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True, slots=True)
class Side:
    """One laptop, and the people at it by the names of ``ground.STAFF``."""

    laptop: Laptop
    people: dict[str, Work]
    centres: dict[str, OpenCentre]
    desks: dict[str, Desk]
    cohorts: dict[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Start:
    """What all histories begin with."""

    ground: Ground
    cohorts: dict[str, tuple[bytes, ...]]


@cache
def start() -> Start:
    """The centre, its units, and a hundred learners in two cohorts who are enrolled in nothing yet."""
    ground = found(random.Random(0), lambda name: in_memory())
    office, workshop, _ = ground.laptops
    work = _people(office)["SAMPLE Sokha"]
    with work.act() as act:
        publish(act, StandardsPack(tuple(map(unit, (*UNITS, LATER_UNIT))), ()))
        ids = learners.write_new(act, [{"full_name": f"SAMPLE {n}"} for n in range(LEARNERS)], work.random)
    half = len(ids) // 2
    cohorts = dict(zip(COHORTS, (tuple(ids[:half]), tuple(ids[half:])), strict=True))
    for code, inside in cohorts.items():
        open_cohort(work, CohortWish(code, units=UNITS))
        add_members(work, code, inside)
    workshop.receive(lacking(packed(office), workshop))
    return Start(ground, cohorts)


def unit(code: str) -> Unit:
    """A unit with a few criteria."""
    criteria = tuple(Criterion(one, f"Criterion {one}") for one in CRITERIA)
    return Unit(code, f"Unit {code}", (Element("1", "Work", criteria),))


@contextmanager
def sides(chance: random.Random, wall: Wall, path: Path) -> Iterator[tuple[Side, Side]]:
    """The office and the workshop, as they are at the start of a history; ``path`` is for claims and answers."""
    opened = [_side(laptop, chance, wall, DataFolder(path)) for laptop in start().ground.laptops[:2]]
    yield opened[0], opened[1]
    for side in opened:
        side.laptop.disk.file.close()


def _side(original: Laptop, chance: random.Random, wall: Wall, folder: DataFolder) -> Side:
    laptop = Laptop(original.name, original.disk.copied(), original.owner, chance, wall)
    laptop.records.witness = lambda place: None  # what was acknowledged is asked elsewhere
    people = _people(laptop)
    centres = {name: _opened(laptop, work, folder) for name, work in people.items()}
    desks = {code: laptop.records.read(_desk, code) for code in (*UNITS, LATER_UNIT)}
    return Side(laptop, people, centres, desks, start().cohorts)


def _people(laptop: Laptop) -> dict[str, Work]:
    owner = laptop.owner
    return {
        name: Work(laptop.records, owner.author(person), name, frozenset(STAFF[name].split()))
        for person, name in zip(owner.keys, STAFF, strict=True)
    }


def _opened(laptop: Laptop, work: Work, folder: DataFolder) -> OpenCentre:
    file, key = laptop.disk.file, laptop.owner.keys[work.person]
    machine = Machine(laptop.wall, laptop.chance.randbytes, Path(), lambda changes: None, SAMPLE)
    entered = Entered(work, Derived(b"", SAMPLE, b""), key)
    return OpenCentre(folder, machine, b"", laptop.itself, Database(file.writer, file.reader), entered)


def _desk(connection: Connection, code: str) -> Desk:
    return Desk(*standards.unit(connection, code))


@dataclass(frozen=True, slots=True)
class _Memory(FileVault):
    """Pages by what they are called, without a disk."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        self.kept[name] = content
        return name

    def get(self, name: str) -> bytes:
        return self.kept[name]


def trusting(path: Path) -> None:
    """Trust the authority that answers claims."""
    root = RootList("Ministry SAMPLE", AUTHORITY.public_key().public_bytes_raw(), (), "2020-09-01")
    add_list(DataFolder(path), write_root_list(root, AUTHORITY), date(2026, 9, 1))


def without_paper(patch: pytest.MonkeyPatch) -> None:
    """Give certificates out without drawing their pages, and without the list for those who check them."""
    vault = _Memory(Path(), b"")
    for module in (certificates, claims):
        patch.setattr(module, "vault_of", lambda centre: vault)
    for module in (replacing, revoking):
        patch.setattr(module, "renew_trust", lambda centre: None)
    patch.setattr(awarding, "pdf_of", lambda paper, materials: b"pages")
