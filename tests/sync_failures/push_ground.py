# SPDX-License-Identifier: Apache-2.0
"""A push into PostgreSQL that something happens to between two statements, and somebody else who looks on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
import pytest

from app.exchange.wire import Parcel
from app.registry.taking import take
from tests.registry.registry_samples import Server
from tests.simulation.mishaps import PowerCut
from tests.sync_failures.site_ground import Site

Outside = psycopg.Connection[tuple[Any, ...]]
_MARKS: Final = 3
_SEEN: Final = """SELECT (SELECT count(*) FROM operation WHERE centre = %(centre)s),
    (SELECT count(*) FROM head WHERE centre = %(centre)s), (SELECT count(*) FROM mark WHERE centre = %(centre)s)"""


def outside_of(server: Server) -> Outside:
    """Somebody else who looks into the database."""
    return psycopg.connect(server.place.database, autocommit=True)


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
        row = self.outside.execute(_SEEN, {"centre": self.site.centre}).fetchone()
        assert row is not None
        return row
