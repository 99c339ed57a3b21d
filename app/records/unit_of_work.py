# SPDX-License-Identifier: Apache-2.0
"""The unit of work: one command of a person is one transaction of operations, folded as they are appended."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from app.domain.refusals import RuleBroken
from app.domain.rights import require
from app.journal.chain import Belonging, Place, Signer, compose
from app.journal.clock import HybridClock
from app.journal.kinds import KINDS
from app.journal.operation import ID_BYTES, NOBODY, Draft, Operation, OpId
from app.journal.sealing import SubjectKey, seal
from app.records import log, rows
from app.records.changes import Changes
from app.records.fold.batch import Batch
from app.records.fold.folding import fold_own
from app.records.journal_tables import subject_key
from app.translation import later

Random = Callable[[int], bytes]
P = ParamSpec("P")
T = TypeVar("T")
_log: Final = logging.getLogger(__name__)
_KEY_COLUMNS: Final = ("id", "subject", "class", "key", "epoch")


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes. ``sign`` is None for a person whose signing key is not at hand."""

    person: bytes
    sign: Signer | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a service wants written. ``sealed`` are personal fields, each group under one of the subject's keys."""

    kind: str
    about: bytes
    body: Mapping[str, object] = field(default_factory=dict)
    sealed: Sequence[tuple[SubjectKey, Mapping[str, str]]] = ()
    base: Mapping[str, tuple[OpId, ...]] = field(default_factory=dict)
    claimed_at: int | None = None


@dataclass(slots=True)
class Records:
    """The open records of one laptop: where its own chain stands, and how a commit is witnessed and published.

    ``guard`` turns what the disk may do to a transaction into refusals; ``before_writing`` refuses where nothing can
    be written.
    """

    writer: Engine
    reader: Engine
    centre: bytes
    device: bytes
    place: Place
    clock: HybridClock
    random: Random
    witness: Callable[[Place], None] = lambda place: None
    publish: Callable[[Changes], None] = lambda changes: None
    guard: Callable[[], AbstractContextManager[None]] = nullcontext
    epoch: int = 1
    before_writing: Callable[[], None] = lambda: None
    _turn: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def transaction(self) -> Iterator[Batch]:
        """One transaction with the fold at hand. What it changed is published after the commit."""
        self.before_writing()
        with self._turn:
            with self.guard(), self.writer.begin() as connection:
                batch = Batch(connection, self.centre)
                yield batch
            changes = batch.touched.changes()
            if changes:
                self.publish(changes)

    def begin_at(self, place: Place) -> None:
        """Go on writing at this place: a new name after a restore or a copy."""
        self.place = place

    @contextmanager
    def act(self, author: Author) -> Iterator["Act"]:
        """One command: all that it writes is committed together, or nothing is."""
        with self._turn:
            with self.transaction() as batch:
                act = Act(self, author, batch)
                yield act
            if act.place != self.place:
                self.place = act.place
                self.centre = batch.centre
                self._note()

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """The answer of a query about what was last committed."""
        with self.guard(), self.reader.connect() as connection:
            return query(connection, *args, **facts)

    def _note(self) -> None:
        try:
            self.witness(self.place)
        except OSError as error:
            _log.warning("The note about the last entry could not be written: %s", error)


class Act:
    """One command while it is carried out. ``connection`` reads inside its transaction."""

    def __init__(self, records: Records, author: Author, batch: Batch) -> None:
        self.id = records.random(ID_BYTES)
        self.batch = batch
        self.connection = batch.connection
        self.place = records.place
        self._records = records
        self._author = author

    def write(self, fact: Fact) -> Operation:
        """Append and fold one fact."""
        return self.write_all([fact])[0]

    def write_all(self, facts: Sequence[Fact]) -> list[Operation]:
        """Append and fold many facts in bulk. Raises RuleBroken "no-signature" where the person cannot sign here."""
        written = [self._compose(fact) for fact in facts]
        log.append(self.connection, self.batch.centre, written)
        fold_own(self.batch, written)
        return written

    def add_keys(self, keys: Sequence[SubjectKey]) -> None:
        """Keep the keys of a new data subject."""
        kept = [(*key, self._records.epoch) for key in keys]
        rows.insert(self.connection, subject_key, kept, _KEY_COLUMNS)

    def _compose(self, fact: Fact) -> Operation:
        kind = KINDS[fact.kind]
        place = OpId(self.place.origin, self.place.seq + 1)
        random = self._records.random
        sealed = {key.id: seal(key, plain, place, fact.kind, fact.about, random) for key, plain in fact.sealed}
        draft = Draft(fact.kind, fact.about, fact.body, sealed, fact.base, fact.claimed_at)
        founding = fact.kind == "centre.founded"
        stream = NOBODY if founding else self.batch.centre
        command = Belonging(stream, self.id, self._author.person)
        sign = self._signer() if kind.signed else None
        operation = compose(draft, self.place, command, ver=kind.ver, at=self._records.clock.tick(), sign=sign)
        if fact.sealed:
            self.batch.plain[place] = {name: text for _, plain in fact.sealed for name, text in plain.items()}
        if founding:
            self.batch.centre = operation.hash[:ID_BYTES]
        self.place = Place(operation.origin, operation.seq, operation.hash)
        return operation

    def _signer(self) -> Signer:
        if self._author.sign is None:
            sentence = later("You opened the records without your own passphrase, so you cannot sign. Sign in again.")
            raise RuleBroken("no-signature", sentence)
        return self._author.sign


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work in the open records."""

    records: Records
    author: Author
    person_name: str
    roles: frozenset[str]

    @property
    def centre(self) -> bytes:
        """The centre's id."""
        return self.records.centre

    @property
    def person(self) -> bytes:
        """The id of the person whose work this is."""
        return self.author.person

    @property
    def random(self) -> Random:
        """Random bytes, for new ids and keys."""
        return self.records.random

    def today(self) -> date:
        """The date here and now."""
        return datetime.fromtimestamp(self.records.clock.wall() / 1000).astimezone().date()

    def allow(self, command: str) -> None:
        """Raises NotAllowed unless one of the person's roles opens this command."""
        require(self.roles, command)

    def act(self) -> AbstractContextManager[Act]:
        """One command of this person: one transaction."""
        return self.records.act(self.author)

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """The answer of a query about what was last committed."""
        return self.records.read(query, *args, **facts)
