# SPDX-License-Identifier: Apache-2.0
"""Plain connections to an encrypted file, with the settings that keep records safe on a cheap laptop."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from app.domain.refusals import StorageTrouble
from app.store.durable import sync_file, sync_folder
from app.store.troubles import storage_errors, trouble
from app.translation import later, trn

Mode = Literal["ro", "rw", "rwc", "alone"]
"""To read only, to write, to make and write; "alone": by this one connection, which needs no room on the disk."""

# "GLMK": marks the file as ours, https://sqlite.org/pragma.html#pragma_application_id
APPLICATION_ID = 0x474C4D4B
_PLAIN_HEADER = b"SQLite format 3\x00"
_WAL_PAGES = 8000  # 32 MiB: a net for a very long session; the program makes its own checkpoints before
_COMPANIONS = ("-wal", "-shm", "-journal")


class Driver(Protocol):
    """What this room needs of a driver's connection (PEP 249 and the extras of sqlite3)."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any: ...

    def backup(self, target: Any, /) -> None: ...

    def close(self) -> None: ...


def connect(path: Path, key: bytes, mode: Mode = "rw") -> Driver:
    """Open the file under this raw key with no setting but silence. Nothing is read yet; the caller closes it."""
    from sqlcipher3 import dbapi2

    if len(key) != 32:
        raise ValueError("a file key has 32 bytes")
    uri = f"{path.absolute().as_uri()}?mode={'rw' if mode == 'alone' else mode}"
    connection: Driver = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    # The library would print damage and wrong keys on stderr.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if mode == "alone":
        # The index of the log is kept in memory instead of a file that several would share: a full disk has no room.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
    return connection


def settle(connection: Driver, reading: bool = False) -> None:
    """Give a connection the settings that every connection of the program has."""
    for setting in (
        "busy_timeout = 5000",
        "journal_mode = WAL",
        "synchronous = FULL",  # WAL with NORMAL loses the last commits at a power cut
        "foreign_keys = OFF",  # a record may come before the one it speaks of
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",  # no plain text in a temporary file
        "mmap_size = 0",
        "journal_size_limit = 33554432",
        f"wal_autocheckpoint = {_WAL_PAGES}",
        f"query_only = {'ON' if reading else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {setting}").close()
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON").close()
        connection.execute("PRAGMA checkpoint_fullfsync = ON").close()


@contextmanager
def connected(path: Path, key: bytes, mode: Mode = "rw") -> Iterator[Driver]:
    """A settled connection for a block; a reading one changes no byte of the file. Raises StorageTrouble."""
    with storage_errors(), closing(connect(path, key, mode)) as connection:
        if mode != "ro":
            settle(connection)
        yield connection


def number(connection: Driver, pragma: str) -> int:
    """The value of a setting of the file that is a whole number."""
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def fold_log(connection: Driver) -> None:
    """Bring every committed change into the main file and empty the log beside it. Raises StorageTrouble "in-use"."""
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise trouble("in-use")


def faults(connection: Driver) -> list[str]:
    """What is wrong with the file, in words: every page against its checksum, then how the pages hang together."""
    broken = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    if broken:
        return [
            trn(
                "{n} place in the records file is damaged. Restore the newest backup into a new folder.",
                "{n} places in the records file are damaged. Restore the newest backup into a new folder.",
                broken,
            )
        ]
    with storage_errors():
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)").fetchall() if row[0] != "ok"]
    if not found:
        return []
    return [
        trn(
            "{n} list in the records file is not in order. Restore the newest backup into a new folder.",
            "{n} lists in the records file are not in order. Restore the newest backup into a new folder.",
            len(found),
        )
    ]


def row_counts(connection: Driver) -> dict[str, int]:
    """How many rows each table of the file has."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def copy_whole(source: Driver, target: Path, key: bytes) -> None:
    """Copy the file as it is at this moment into a new file under the same key, while others may write."""
    remove(target)
    with storage_errors():
        with closing(connect(target, key, "rwc")) as copy:
            source.backup(copy)
        sync_file(target)


def remove(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    with storage_errors():
        path.unlink(missing_ok=True)
        remove_companions(path)


def remove_companions(path: Path) -> None:
    """Remove what SQLite keeps beside a database file whose log is empty."""
    for ending in _COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    sync_folder(path.parent)


def companions(path: Path) -> list[Path]:
    """The files that SQLite keeps beside this database file, where they exist."""
    beside = (path.with_name(path.name + ending) for ending in _COMPANIONS)
    return [file for file in beside if file.exists()]


def require_ciphertext(path: Path) -> None:
    """Make sure that a fresh file is encrypted: another library under the driver's name would write it plain."""
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise StorageTrouble("not-encrypted", later("The records could not be encrypted, so nothing was kept."))
