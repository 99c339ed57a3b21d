# SPDX-License-Identifier: Apache-2.0
"""Making and opening the encrypted records.

One connection writes, a few read. A damaged, missing, foreign or newer file is refused with a sentence and left as it
is: never is an empty one put in its place.
"""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from app.domain.refusals import StorageTrouble
from app.store import driver
from app.store.durable import put_in_place, sync_file
from app.store.folder import DataFolder
from app.store.keyring_file import load_keyring
from app.store.troubles import result_code, storage_errors, trouble
from app.store.unlocking import fits
from app.translation import later

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Dialect, Engine

Answer = TypeVar("Answer")

READERS = 4
_STATEMENTS: Final = 2000
"""More than the program has, so that each is written once."""

_MISSING = later(
    "There are no records in this folder: the file centre.db is missing. Nothing was changed. "
    "Choose the right folder, or restore a backup into a new one."
)
_EXISTS = later("This folder already holds records. Nothing was changed. Open them, or choose an empty folder.")
_WRONG_KEY = later(
    "The list of people in this folder belongs to other records. Nothing was changed. "
    "Put back the file people.json that belongs to these records, or restore the newest backup."
)
_FOREIGN = later("The file centre.db in this folder was not made by this program. It was left as it is.")
_NEWER = later(
    "These records were last used by a newer version of the program. Nothing was changed. "
    "Update the program on this laptop, then open them again."
)


@dataclass(frozen=True, slots=True)
class Database:
    """Open records. ``writer`` begins each transaction at once and alone; ``reader`` sees the last commit.

    ``reading_only``: both are one connection, and nothing is to be committed on it.
    """

    writer: "Engine"
    reader: "Engine"
    reading_only: bool = False

    @contextmanager
    def plain(self) -> Iterator[driver.Driver]:
        """One of the reading connections as the driver knows it. Raises StorageTrouble."""
        with storage_errors(), closing(self.reader.raw_connection()) as connection:
            yield cast("driver.Driver", connection.driver_connection)

    def close(self) -> None:
        """Give every connection back; the last one folds the log into the file."""
        self.reader.dispose()
        self.writer.dispose()


def create_database(folder: DataFolder, key: bytes, build: Callable[["Connection"], None], format_version: int) -> None:
    """Make new encrypted records with what ``build`` puts into them: wholly, or not at all.

    Raises StorageTrouble "exists" where there are records already, or their leftovers.
    """
    if folder.database.exists() or driver.companions(folder.database):
        raise StorageTrouble("exists", _EXISTS)
    with storage_errors():
        folder.path.mkdir(0o700, parents=True, exist_ok=True)
    copy = folder.next_database
    driver.remove(copy)
    try:
        with driver.connected(copy, key, "rwc") as connection:
            connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
        change_in_one(copy, key, build, format_version)
        with storage_errors():
            finish(copy, key)
            put_in_place(copy, folder.database)
    except BaseException:
        driver.remove(copy)
        raise


def open_database(folder: DataFolder, key: bytes, known_version: int) -> Database:
    """Open the records under this file key.

    Raises StorageTrouble: "missing", "wrong-key", "damaged", "foreign", "newer", "read-only", "in-use", "cannot-open".
    A file of an earlier version opens; ``file_version`` tells, and ``upgrade`` brings it up to date.
    """
    if file_version(folder, key) > known_version:
        raise StorageTrouble("newer", _NEWER)
    driver.remove(folder.next_database)
    with driver.connected(folder.database, key) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return Database(_engine(folder.database, key, reading=False), _engine(folder.database, key, reading=True))


def open_for_reading(folder: DataFolder, key: bytes, known_version: int) -> Database:
    """Open the records on a disk that is too full for opening them otherwise. Raises as ``open_database``.

    A file of an earlier version, which needs room to be brought up to date, is refused with "disk-full".
    """
    version = file_version(folder, key, "alone")
    if version > known_version:
        raise StorageTrouble("newer", _NEWER)
    if version < known_version:
        raise trouble("disk-full")
    engine = _engine(folder.database, key, reading=True, alone=True)
    return Database(engine, engine, reading_only=True)


def file_version(folder: DataFolder, key: bytes, mode: driver.Mode = "ro") -> int:
    """The format version of the file, read without changing a byte of it. Raises as ``open_database``."""
    if not folder.database.exists():
        raise StorageTrouble("missing", _MISSING)
    if folder.database.stat().st_size == 0:
        raise trouble("damaged")
    with storage_errors(), closing(driver.connect(folder.database, key, mode)) as connection:
        try:
            application, version = (
                driver.number(connection, "application_id"),
                driver.number(connection, "user_version"),
            )
        except Exception as error:
            if result_code(error) == _NOT_A_DATABASE and not _key_fits(folder, key):
                raise StorageTrouble("wrong-key", _WRONG_KEY) from error
            raise
    if application != driver.APPLICATION_ID or version < 1:  # 0: nobody ever said what is in it
        raise StorageTrouble("foreign", _FOREIGN)
    return version


def change_in_one(path: Path, key: bytes, change: Callable[["Connection"], None], format_version: int) -> None:
    """Apply a change and its version number to a file in one transaction."""
    engine = _engine(path, key, reading=False)
    try:
        with storage_errors(), engine.begin() as connection:
            change(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {int(format_version)}")
    finally:
        engine.dispose()


def look_into(path: Path, key: bytes, question: Callable[["Connection"], Answer]) -> Answer:
    """The answer to a question about a file that is not open otherwise."""
    engine = _engine(path, key, reading=True)
    try:
        with storage_errors(), engine.connect() as connection:
            return question(connection)
    finally:
        engine.dispose()


def finish(path: Path, key: bytes) -> None:
    """Leave a file complete in itself: log folded in, nothing beside it, on the disk, and encrypted."""
    with driver.connected(path, key) as connection:
        driver.fold_log(connection)
    driver.remove_companions(path)
    sync_file(path)
    driver.require_ciphertext(path)


def checkpoint(engine: "Engine", emptying: bool = False) -> bool:
    """Bring committed changes from the log into the main file; call it when nobody is typing and after bulk work.

    ``emptying`` also cuts the log to nothing (after an erasure), waiting up to five seconds for readers. Returns
    whether everything was brought over.
    """
    with storage_errors(), closing(engine.raw_connection()) as connection:
        mode = "TRUNCATE" if emptying else "PASSIVE"
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA wal_checkpoint({mode})")
        busy, in_log, moved = cursor.fetchone() or (1, 0, 0)
        cursor.close()
    return not busy and in_log == moved


def faults_in(database: Database, folder: DataFolder, key: bytes) -> list[str]:
    """What is wrong with the open records, in words; an empty list when every page and index is sound.

    A connection that searched before remembers the parts of the search list as they were, and would miss those that
    were joined since; so one of its own looks, where others may have written.
    """
    looking = database.plain() if database.reading_only else driver.connected(folder.database, key)
    with looking as connection:
        return driver.faults(connection)


_NOT_A_DATABASE = 26  # SQLITE_NOTADB: a wrong key and a damaged first page look alike


def _key_fits(folder: DataFolder, key: bytes) -> bool:
    try:
        return fits(load_keyring(folder), key)
    except StorageTrouble:
        return False


def _engine(path: Path, key: bytes, reading: bool, alone: bool = False) -> "Engine":
    from sqlalchemy import Engine, event
    from sqlalchemy.pool import QueuePool

    def connection() -> Any:
        opened = driver.connect(path, key, "alone" if alone else "rw")
        try:
            driver.settle(opened, reading and not alone)
            if alone:
                # The check of the lists writes and takes it back: none of that may want room in the log.
                opened.execute("PRAGMA cache_spill = OFF").close()
        except BaseException:
            opened.close()
            raise
        return opened

    ours = _language()
    size = READERS if reading and not alone else 1
    pool = QueuePool(connection, pool_size=size, max_overflow=0, dialect=ours.dialect)
    engine = Engine(pool, ours.dialect, ours.url, execution_options={"compiled_cache": ours.statements})
    # The driver opens no transactions by itself, so that changes of tables are undone together with the rest.
    begin = "BEGIN" if reading else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: "Connection") -> None:
        connection.connection.cursor().execute(begin)

    return engine


@dataclass(frozen=True, slots=True)
class _Language:
    """How statements are written for the driver, and those that were written before."""

    dialect: "Dialect"
    url: "URL"
    statements: MutableMapping[Any, Any]


@cache
def _language() -> _Language:
    """The same for all files of a run: writing a statement takes ten times as long as running it."""
    import sqlcipher3
    from sqlalchemy import create_engine
    from sqlalchemy.util import LRUCache

    pattern = create_engine("sqlite://", module=sqlcipher3)
    with pattern.connect():  # the dialect learns from its first connection what the driver can do
        pass
    pattern.dispose()
    return _Language(pattern.dialect, pattern.url, LRUCache(_STATEMENTS))
