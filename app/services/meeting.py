# SPDX-License-Identifier: Apache-2.0
"""One exchange with a peer while it lasts: what is ours, who the other one is, and how work on the records is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.exchange.answering import Covers
from app.exchange.pace import Pace, Slices
from app.exchange.protocol import Peer
from app.exchange.troubles import Trouble
from app.journal.operation import ID_BYTES
from app.records import peers, positions
from app.records.fold.batch import Batch
from app.records.peers import PeerRow
from app.records.unit_of_work import Author, Records
from app.services.laptop import Laptop, read_class_keys, sign_own_head
from app.services.progress import OnProgress

P = ParamSpec("P")
T = TypeVar("T")
Turn = Callable[[Callable[[], Any]], Any]
"""Does a short piece of work on the records where and when it is its turn, and gives what it gave."""
Line = Callable[[Callable[[], Any]], Callable[[], Any]]
"""Begins to ask the other side, and gives how to wait for its answer or its trouble."""


@dataclass(frozen=True, slots=True)
class Own:
    """This laptop's side: its records, what it knows of itself, and who works at it."""

    records: Records
    laptop: Laptop
    author: Author


@dataclass(slots=True)
class Tally:
    """What an exchange has come to so far."""

    pushed: int = 0
    pulled: int = 0
    duplicates: int = 0
    refused: int = 0
    troubles: list[Trouble] = field(default_factory=list)


def at_once(work: Callable[[], Any]) -> Any:
    """The work is done here and now."""
    return work()


def when_wanted(ask: Callable[[], Any]) -> Callable[[], Any]:
    """The other side is asked when its answer is waited for."""
    return ask


def told_nobody(done: int, of: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(slots=True)
class Meeting:
    """``row`` is what is known of the peer, kept in the records whenever it changes. ``compared`` counts how often all
    that both hold was compared; ``cloned`` says that a copy of this laptop was met."""

    own: Own
    peer: Peer
    row: PeerRow
    turn: Turn = at_once
    line: Line = when_wanted
    slices: Slices = field(default_factory=lambda: Slices(1.0))
    timer: Callable[[], float] = perf_counter
    up: Pace = field(default_factory=Pace)
    down: Pace = field(default_factory=Pace)
    tally: Tally = field(default_factory=Tally)
    compared: int = 0
    cloned: bool = False
    told: OnProgress = told_nobody

    def ask(self, request: Callable[P, T], *args: P.args, **facts: P.kwargs) -> Callable[[], T]:
        """Begin to ask the peer, and work on until its answer is wanted."""
        return self.line(partial(request, *args, **facts))

    def write(self, work: Callable[Concatenate[Batch, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """A piece of work in a transaction of its own."""

        def within() -> T:
            with self.own.records.transaction() as batch:
                return work(batch, *args, **facts)

        done: T = self.turn(within)
        return done

    def keep(self, batch: Batch, row: PeerRow) -> None:
        """What is known of the peer has changed."""
        peers.keep(batch.connection, row)
        self.row = row

    def covers(self, batch: Batch) -> Covers:
        """The keys under which subject keys travel."""
        return Covers(read_class_keys(batch.connection), self.own.records.random)

    def begin(self) -> None:
        """Vouch for what was written here, and number what is here."""

        def work(batch: Batch) -> None:
            sign_own_head(batch, self.own.records, self.own.laptop)
            positions.begin(batch.connection, batch.centre, self.own.records.random(ID_BYTES))

        self.write(work)


@contextmanager
def in_smaller_steps(pace: Pace) -> Iterator[None]:
    """A batch that does not arrive is tried again at half its size, until it is as small as can be."""
    try:
        yield
    except Trouble as trouble:
        if not (trouble.smaller and pace.failed()):
            raise
    else:
        pace.went_well()
