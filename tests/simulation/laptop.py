# SPDX-License-Identifier: Apache-2.0
"""A laptop in the simulator's hands: its records file, what it noted outside the file, its clock and its keys."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import Connection, func, select

from app.journal.chain import Belonging, Place, compose
from app.journal.clock import HybridClock
from app.journal.operation import Draft, Operation
from app.journal.signing import signer
from app.records import log
from app.records.fold.folding import fold
from app.records.journal_tables import operation as journal
from app.records.receiving import Arrival, Received, receive
from app.records.unit_of_work import Author, Fact, Records
from app.services import laptop as own
from app.store.troubles import storage_errors
from tests.simulation.files import RecordsFile

Answer = TypeVar("Answer")
NEWER: Final = {"said": "something new"}


@dataclass(frozen=True, slots=True)
class Disk:
    """What lies on a laptop's disk: the records file, and outside of it the note of the last place committed."""

    file: RecordsFile
    noted: Place

    def copied(self) -> "Disk":
        return Disk(self.file.copied(), self.noted)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose laptop it is: the centre's id, the signing keys of its people, and who sits at it when it is opened."""

    centre: bytes
    keys: dict[bytes, bytes]
    user: bytes

    def author(self, person: bytes) -> Author:
        return Author(person, signer(self.keys[person]))


class Laptop:
    """One laptop at work. ``acknowledged`` are the hashes of all operations whose commit came back here."""

    def __init__(self, name: str, disk: Disk, owner: Owner, chance: random.Random, wall: Callable[[], int]) -> None:
        self.name = name
        self.disk = disk
        self.owner = owner
        self.chance = chance
        self.wall = wall
        self.acknowledged: set[bytes] = set()
        self.itself = self._ask(own.read_laptop)
        self.records = self._opened()

    def _opened(self) -> Records:
        file = self.disk.file
        place = self._ask(lambda connection: own.last_place(connection, self.itself.origin))
        clock = HybridClock(self.wall, self._ask(lambda connection: _latest_stamp(connection)))
        return Records(
            file.writer, file.reader, self.owner.centre, self.itself.device, place, clock, self.chance.randbytes,
            witness=self._note, guard=storage_errors,
        )  # fmt: skip

    def _note(self, place: Place) -> None:
        """A commit came back: what it wrote is acknowledged, and its place is noted outside the file."""
        first = self.disk.noted.seq if self.disk.noted.origin == place.origin else 0
        query = select(journal.c.hash).where(journal.c.origin == place.origin, journal.c.seq > first)
        self.acknowledged |= set(self._ask(lambda connection: connection.execute(query).scalars().all()))
        self.disk = Disk(self.disk.file, place)

    def set_clock(self, wall: Callable[[], int]) -> None:
        self.wall = self.records.clock.wall = wall

    def notice(self) -> None:
        """Compare the file with the note outside of it, as at every opening: is it the one that was last seen?"""
        noted = self.disk.noted
        if self._ask(lambda connection: own.hash_at(connection, noted.origin, noted.seq)) != noted.hash:
            self.begin_origin("went-back")

    def put_back(self, file: RecordsFile) -> None:
        """Somebody puts an older records file in the place of this one, and opens the program."""
        self.disk.file.close()
        self.disk = Disk(file, self.disk.noted)
        self.start()

    def start(self) -> None:
        """The program is opened again, as after a power cut."""
        self.itself = self._ask(own.read_laptop)
        self.records = self._opened()
        self.notice()

    def write(self, person: bytes, *facts: Fact) -> list[Operation]:
        """One command of a person."""
        with self.records.act(self.owner.author(person)) as act:
            return act.write_all(facts)

    def write_of_newer_program(
        self, person: bytes, kind: str, about: bytes, body: Mapping[str, object] = NEWER, ver: int = 7
    ) -> None:
        """Something that only a later version of the program knows, or that makes no sense in this one."""
        before = self.records.place
        with self.records.transaction() as batch:
            command = Belonging(self.owner.centre, self.chance.randbytes(16), person)
            draft = Draft(kind, about, body)
            operation = compose(draft, before, command, ver=ver, at=self.records.clock.tick())
            log.append(batch.connection, self.owner.centre, [operation])
            fold(batch, [operation])
        self.records.begin_at(Place(operation.origin, operation.seq, operation.hash))
        self._note(self.records.place)

    def receive(self, arrival: Arrival) -> Received:
        """Take in what came."""
        with self.records.transaction() as batch:
            received = receive(batch, arrival, self.records.clock)
        self.look_for_copies()
        return received

    def look_for_copies(self) -> None:
        """Where a copy of this laptop turns out to write under its name, go on under a new one."""
        if self.records.read(own.last_place, self.records.place.origin) != self.records.place:
            self.begin_origin("copied")

    def begin_origin(self, reason: str) -> None:
        """Write on under a new name."""
        own.begin_origin(self.records, self.owner.author(self.owner.user), reason)
        self.itself = self._ask(own.read_laptop)

    def sign_head(self) -> None:
        """Vouch for all that was written here, as at every exchange and at closing."""
        with self.records.transaction() as batch:
            own.sign_own_head(batch, self.records, self.itself)

    def read(self, query: Callable[[Connection], Answer]) -> Answer:
        return self.records.read(query)

    def held(self) -> set[bytes]:
        """The hashes of all operations in the journal."""
        return set(self.read(lambda connection: connection.execute(select(journal.c.hash)).scalars().all()))

    def _ask(self, query: Callable[[Connection], Answer]) -> Answer:
        with self.disk.file.reader.connect() as connection:
            return query(connection)


def _latest_stamp(connection: Connection) -> int:
    return connection.execute(select(func.max(journal.c.at))).scalar() or 0
