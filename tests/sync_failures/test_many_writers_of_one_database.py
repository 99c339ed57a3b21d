# SPDX-License-Identifier: Apache-2.0
"""What went wrong with other programs that keep records in many places, and must not here: 8 to 11, on PostgreSQL."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from app.exchange.wire import Parcel
from app.registry.taking import take
from tests.registry.postgres_server import PostgresServer, postgres_server
from tests.simulation.mishaps import PowerCut
from tests.sync_failures.site_ground import Site, a_site

pytestmark = pytest.mark.xdist_group("postgres")
LOST = int(os.environ.get("GUILDMARK_LOST_CONNECTIONS", "6"))
"""So often a connection is lost."""
_MARKS: Final = 3
_SEEN: Final = "SELECT (SELECT count(*) FROM operation), (SELECT count(*) FROM head), (SELECT count(*) FROM mark)"
Outside = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


def fall(outside: Outside, server: Outside) -> None:
    """The server's process stands still at once."""
    raise PowerCut


def hang_up(outside: Outside, server: Outside) -> None:
    """The database lets go of the server's connection."""
    outside.execute("SELECT pg_terminate_backend(%s, 1000)", [server.info.backend_pid])


class Fault:
    """What goes wrong at the n-th of the places between statements; ``count`` is how many of them there were."""

    def __init__(self, number: int, outside: Outside, how: Callable[[Outside, Outside], None]) -> None:
        self.number = number
        self.count = 0
        self._outside = outside
        self._how = how

    def __call__(self, server: Outside) -> None:
        if server is not self._outside:
            self.count += 1
            if self.count == self.number:
                self._how(self._outside, server)


@contextmanager
def between_statements(step: Callable[[Outside], None]) -> Iterator[None]:
    """``step`` is called before each statement, by whatever way it comes to the driver, before each commit and after
    it."""
    execute, commit = psycopg.Cursor.execute, psycopg.Connection.commit

    def executing(cursor: Any, *said: Any, **how: Any) -> Any:
        step(cursor.connection)
        return execute(cursor, *said, **how)

    def committing(connection: Any) -> None:
        step(connection)
        commit(connection)
        step(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", executing)
        patch.setattr(psycopg.Connection, "commit", committing)
        yield


def test_08_a_fault_between_any_two_statements_of_a_push_leaves_it_whole_or_undone(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """morango PR#164, kolibri#9524: what was taken for a transaction was one of another connection, so that a fault
    left half of an exchange in the database. Tests that run inside a transaction of their own cannot see it."""
    with a_push(postgres, tmp_path, "falls") as push:
        undone = 0
        for number in itertools.count(1):
            fault = Fault(number, push.outside, fall)
            with suppress(PowerCut), between_statements(fault):
                push.give()
            assert push.seen() in (push.before, push.whole), f"half of it, after statement {number}"
            if fault.count < number:
                break
            undone += push.seen() == push.before
            push.next_batch_if_whole()
        assert push.seen() == push.whole, "the same push again, with no fault left"
        assert 20 < undone < number - 1, "it fell before the commit, and after it"
        push.site.settle()
        assert push.site.agree()


def test_08_a_connection_lost_between_any_two_statements_is_no_reason_to_lose_or_double_a_push(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """The same, where the database lets go: the server does it again by itself."""
    with a_push(postgres, tmp_path, "hangs_up") as push:
        fault = Fault(0, push.outside, hang_up)
        with between_statements(fault):
            push.give()
        for number in range(2, fault.count, max(1, fault.count // LOST)):
            push.next_batch_if_whole()
            with between_statements(Fault(number, push.outside, hang_up)):
                assert set(push.give()) <= set("ad")
            assert push.seen() == push.whole, f"statement {number}"
        push.site.settle()
        assert push.site.agree()


@dataclass
class Push:
    """A batch of a laptop; ``before`` and ``whole`` are what somebody else sees without it and with it."""

    site: Site
    outside: Outside
    before: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    batch: Parcel = field(init=False)

    def next_batch_if_whole(self) -> None:
        """Something new to give, once the last is there."""
        if self.seen() == self.whole:
            self.site.marks(self.site.laptops[1], _MARKS)
            self.batch = self.site.batch(self.site.laptops[1])
            self.before, more = self.whole, (_MARKS, 1, _MARKS)
            self.whole = tuple(one + other for one, other in zip(self.before, more, strict=True))

    def give(self) -> str:
        """What becomes of each entry."""
        device = self.site.laptops[1].itself.device
        return take(self.site.server.registry, self.site.centre, device, self.batch).verdicts

    def seen(self) -> tuple[int, ...]:
        """How many entries, heads and marks somebody else sees."""
        row = self.outside.execute(_SEEN).fetchone()
        assert row is not None
        return row


@contextmanager
def a_push(postgres: PostgresServer, path: Path, name: str) -> Iterator[Push]:
    """A laptop that has given everything but its last marks."""
    database = postgres.make(name)
    with a_site(path, database=database) as site, psycopg.connect(database, autocommit=True) as outside:
        site.batch(site.laptops[1])
        push = Push(site, outside)
        push.whole = push.seen()
        push.next_batch_if_whole()
        yield push
