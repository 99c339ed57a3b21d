# SPDX-License-Identifier: Apache-2.0
"""Records on PostgreSQL: the tables of all centres are shared, and each transaction sees the rows of one.

Deeds for one centre take the lock of its row in ``stream`` first, so they follow one another and read what the one
before wrote. What the database could not do because of others (a deadlock, a lost connection) is done again.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from app.domain.refusals import StorageTrouble
from app.registry.shared_tables import ROLE
from app.registry.stores import BUSY, Answer, Deed, NoSuchCentre
from app.store.troubles import trouble

if TYPE_CHECKING:
    from psycopg.abc import AdaptContext

Random = Callable[[int], bytes]
_TRIES: Final = 6
_PATIENCE: Final = 10.0
"""Seconds that a deed waits for one of the connections; then others have to come back later."""
_FIRST_PAUSE: Final = 0.02
_AGAIN: Final = frozenset({"40001", "40P01", "57P01", "55P03"})
"""Serialization failure, deadlock, the server was stopped, a lock was not to be had."""
_FULL: Final = "53100"
_SCOPE: Final = text("SELECT set_config('role', :role, true), set_config('app.centre', :centre, true)")
_LOCK: Final = text("SELECT head FROM stream FOR UPDATE")
_THERE: Final = text("SELECT 1 FROM stream")
_ADD: Final = text("INSERT INTO stream (epoch, head) VALUES (:epoch, 0) ON CONFLICT DO NOTHING")
_SETTINGS: Final = "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000 -c jit=off"
_log: Final = logging.getLogger(__name__)


class PostgresStores:
    """The records of all centres in one database. ``url`` is that of a member of the role of the server."""

    def __init__(self, url: str, random: Random, connections: int = 8) -> None:
        self._engine = engine_for(url, connections)
        self._random = random

    def write(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(self._once, centre, deed, _LOCK))

    def read(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(self._once, centre, deed, _THERE, unchanging=True))

    def add(self, centre: bytes) -> None:
        """See ``Stores``."""
        epoch = self._random(16)
        _persisting(partial(self._once, centre, lambda connection: connection.execute(_ADD, {"epoch": epoch}), None))

    def write_book(self, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(self._once, b"", deed, None))

    def read_book(self, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(self._once, b"", deed, None, unchanging=True))

    def close(self) -> None:
        """See ``Stores``."""
        self._engine.dispose()

    def _once(self, centre: bytes, deed: Deed[Answer], first: Any, unchanging: bool = False) -> Answer:
        level = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if unchanging else {}
        with self._engine.connect().execution_options(**level) as connection, connection.begin():
            connection.execute(_SCOPE, {"role": ROLE, "centre": centre.hex()})
            if first is not None and connection.execute(first).first() is None:
                raise NoSuchCentre(centre.hex())
            return deed(connection)


def engine_for(url: str, connections: int = 4) -> Engine:
    """Connections to the database; ``url`` as PostgreSQL's own programs take it, or in SQLAlchemy's form."""
    from sqlalchemy import make_url

    named = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        named, pool_size=connections, max_overflow=0, pool_timeout=_PATIENCE, pool_pre_ping=True,
        connect_args={"options": _SETTINGS},
    )  # fmt: skip
    event.listen(engine, "connect", lambda connection, _: _suit(connection))
    return engine


def _suit(connection: "AdaptContext") -> None:
    """Whole numbers go as one type, so that a statement is prepared once; a text may hold any character."""
    from psycopg.types.numeric import Int8Dumper
    from psycopg.types.string import StrDumper

    class _Text(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))  # PostgreSQL has no such character

    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_dumper(str, _Text)


def _persisting(once: Callable[[], Answer]) -> Answer:
    with _troubles():
        for pause in _pauses():
            try:
                return once()
            except DBAPIError as error:
                if not (_state(error) in _AGAIN or error.connection_invalidated):
                    raise
                _log.info("A transaction is done again: %s", _state(error) or "connection lost")
                time.sleep(pause)
        return once()


def _pauses() -> Iterator[float]:
    return (_FIRST_PAUSE * 2**n * random.uniform(0.5, 1.5) for n in range(_TRIES - 1))


@contextmanager
def _troubles() -> Iterator[None]:
    """What is wrong with the database itself, not with what was asked of it: it is not there, full, or overloaded."""
    try:
        yield
    except TimeoutError as error:
        raise StorageTrouble("busy", BUSY) from error
    except OperationalError as error:
        raise (trouble("disk-full") if _state(error) == _FULL else StorageTrouble("busy", BUSY)) from error


def _state(error: DBAPIError) -> str:
    """PostgreSQL's word for what went wrong."""
    return getattr(error.orig, "sqlstate", None) or ""
