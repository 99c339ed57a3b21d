# SPDX-License-Identifier: Apache-2.0
"""A disk that is full at a certain write to a records file, whichever statement or commit that is."""

from functools import partial
from typing import Any, ClassVar, Final

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

_CHANGES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_FULL: Final = 13
"""SQLITE_FULL, https://sqlite.org/rescode.html#full"""


class FullDisk:
    """The disk of a file, of which the last free block goes at a certain write; whatever is written there after it
    finds no room either. ``writes`` are those that were tried: statements that change something, and commits."""

    there: ClassVar["list[FullDisk]"] = []

    def __init__(self, file: Engine, at: int) -> None:
        self._path = _path(file)
        self._left = at
        self.writes = 0

    def __enter__(self) -> "FullDisk":
        FullDisk.there.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        FullDisk.there.remove(self)

    def write(self, path: str) -> None:
        """Something is written to a file."""
        if path != self._path:
            return
        self.writes += 1
        self._left -= 1
        if self._left < 0:
            error = dbapi2.OperationalError("database or disk is full")
            error.sqlite_errorcode = _FULL  # type: ignore[attr-defined]  # as the driver says it
            raise error


def _path(file: Engine) -> str:
    with file.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA database_list").one()[2])


class Watched(dbapi2.Connection):
    """A connection whose writes are looked at. Give it to the driver as the class of its connections."""

    path = ""
    changed = False
    """Whether the transaction that is open has something to commit."""

    def cursor(self, factory: type[dbapi2.Cursor] = dbapi2.Cursor) -> dbapi2.Cursor:
        """A cursor that is looked at too."""
        return super().cursor(WatchedCursor)

    def commit(self) -> None:
        """All that was written becomes lasting."""
        if self.changed:
            self.written()
        super().commit()
        self.changed = False

    def rollback(self) -> None:
        """Nothing that was written becomes lasting."""
        super().rollback()
        self.changed = False

    def written(self) -> None:
        """Something is about to be written."""
        if FullDisk.there and not self.path:
            self.path = str(super().cursor(dbapi2.Cursor).execute("PRAGMA database_list").fetchone()[2])
        for disk in FullDisk.there:
            disk.write(self.path)
        self.changed = True


class WatchedCursor(dbapi2.Cursor):
    """A cursor that tells of what it is about to write."""

    def execute(self, statement: str, *values: Any) -> Any:
        """Carry out a statement."""
        self._look(statement)
        return super().execute(statement, *values)

    def executemany(self, statement: str, values: Any) -> Any:
        """Carry out a statement for each of many rows."""
        self._look(statement)
        return super().executemany(statement, values)

    def _look(self, statement: str) -> None:
        if statement.lstrip()[:7].upper().startswith(_CHANGES):
            assert isinstance(self.connection, Watched)
            self.connection.written()


watched_connect: Final = partial(dbapi2.connect, factory=Watched)
"""The driver's own ``connect``, with connections that are watched."""
