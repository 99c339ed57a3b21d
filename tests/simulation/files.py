# SPDX-License-Identifier: Apache-2.0
"""Records files of simulated laptops: in memory for many histories, encrypted on the disk for a few."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlcipher3
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from app.records.schema import FORMAT, build
from app.store.folder import DataFolder
from app.store.records_file import checkpoint, create_database, open_database

KEY = bytes(range(32))
"""Of all encrypted files."""
_FREE: list[Engine] = []
"""Engines of files that were closed: a new engine would compile every statement anew."""


@dataclass(frozen=True, slots=True)
class RecordsFile:
    """One records file that is open; ``copied`` opens a copy of what was last committed."""

    writer: Engine
    reader: Engine
    copied: Callable[[], "RecordsFile"]
    close: Callable[[], None]
    in_memory: bool = False


def in_memory(source: Engine | None = None) -> RecordsFile:
    """A records file without a disk, empty or with the content of another one."""
    engine = _FREE.pop() if _FREE else _engine()
    _copy(source or _empty(), engine)
    return RecordsFile(engine, engine, lambda: in_memory(engine), lambda: _FREE.append(engine), in_memory=True)


@cache
def _empty() -> Engine:
    engine = _engine()
    with engine.begin() as connection:
        build(connection)
    return engine


def _engine() -> Engine:
    driver = sqlcipher3.dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: driver, module=sqlcipher3, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.connection.cursor().execute("BEGIN IMMEDIATE")

    return engine


def _copy(source: Engine, target: Engine) -> None:
    with closing(source.raw_connection()) as original, closing(target.raw_connection()) as copy:
        assert original.driver_connection and copy.driver_connection
        original.driver_connection.backup(copy.driver_connection)


def encrypted(path: Path) -> RecordsFile:
    """The program's own encrypted records in a folder, made there if it is empty."""
    folder = DataFolder(path)
    if not folder.database.exists():
        create_database(folder, KEY, build, FORMAT)
    database = open_database(folder, KEY, FORMAT)

    def copied() -> RecordsFile:
        checkpoint(database.writer, emptying=True)
        number = sum(1 for _ in path.parent.iterdir())
        beside = path.parent / f"copy-{number}"
        shutil.copytree(path, beside)
        return encrypted(beside)

    return RecordsFile(database.writer, database.reader, copied, database.close)
