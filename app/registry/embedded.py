# SPDX-License-Identifier: Apache-2.0
"""Records in encrypted files: one for each centre and one for the registry's own book. Nothing else has to run.

Each file has a key of its own, which follows from the key that the registry was handed. Several processes may work on
the same folder: SQLite lets one of them write to a file at a time.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import TimeoutError as NoConnection

from app import paths
from app.domain.refusals import StorageTrouble
from app.records import positions, schema
from app.records.migrations import bring_up_journal
from app.records.refolding import fold_everything
from app.registry.staff_book import BOOK
from app.registry.stores import BUSY, Answer, Deed, NoSuchCentre
from app.store.folder import DataFolder
from app.store.keys import subkey
from app.store.rebuild import Upgrade, upgrade
from app.store.records_file import Database, create_database, file_version, open_database
from app.store.troubles import storage_errors

BOOK_FORMAT: Final = 2
_MOST_OPEN: Final = 100
_TRIES: Final = 5
_PAUSE: Final = 0.2


class EmbeddedStores:
    """The records of all centres in a folder, under one key of 32 bytes."""

    def __init__(self, folder: Path, key: bytes, random: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._key = key
        self._random = random
        self._open: OrderedDict[bytes, Database] = OrderedDict()
        self._turn = threading.Lock()
        self._book = _opened_book(_book(folder), _book_key(key))

    def write(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(_writing, self._of(centre), deed))

    def read(self, centre: bytes, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(_reading, self._of(centre), deed))

    def add(self, centre: bytes) -> None:
        """See ``Stores``."""
        folder, key, epoch = self._place(centre), subkey(self._key, "centre", centre), self._random(16)

        def build(connection: Connection) -> None:
            schema.build(connection)
            positions.begin(connection, centre, epoch)

        with self._turn:
            if not folder.database.exists():
                create_database(folder, key, build, schema.FORMAT)

    def write_book(self, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(_writing, self._book, deed))

    def read_book(self, deed: Deed[Answer]) -> Answer:
        """See ``Stores``."""
        return _persisting(partial(_reading, self._book, deed))

    def close(self) -> None:
        """See ``Stores``."""
        with self._turn:
            while self._open:
                self._open.popitem()[1].close()
        self._book.close()

    def _of(self, centre: bytes) -> Database:
        """The open records of a centre. The one that was not asked for longest is closed when there are too many."""
        with self._turn:
            found = self._open.pop(centre, None) or self._opened(centre)
            self._open[centre] = found
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)[1].close()
            return found

    def _opened(self, centre: bytes) -> Database:
        folder, key = self._place(centre), subkey(self._key, "centre", centre)
        if not folder.database.exists():
            raise NoSuchCentre(centre.hex())
        _bring_up(folder, key, centre)
        return open_database(folder, key, schema.FORMAT)

    def _place(self, centre: bytes) -> DataFolder:
        return DataFolder(self._folder / "centres", centre.hex())


def create_book(folder: Path, key: bytes) -> None:
    """Make the book of a new registry. Raises StorageTrouble "exists"."""
    create_database(_book(folder), _book_key(key), BOOK.create_all, BOOK_FORMAT)


def is_there(folder: Path) -> bool:
    """Whether a registry was made in this folder."""
    return _book(folder).database.exists()


def _book(folder: Path) -> DataFolder:
    return DataFolder(folder, "registry")


def _book_key(key: bytes) -> bytes:
    return subkey(key, "book")


def _opened_book(folder: DataFolder, key: bytes) -> Database:
    found = file_version(folder, key)
    if found < BOOK_FORMAT:
        steps = partial(bring_up_journal, scripts=paths.migrations() / "registry", found=found)
        upgrade(folder, key, Upgrade(BOOK_FORMAT, steps, lambda _: []), lambda: None)
    return open_database(folder, key, BOOK_FORMAT)


def _bring_up(folder: DataFolder, key: bytes, centre: bytes) -> None:
    found = file_version(folder, key)
    if found >= schema.FORMAT:
        return

    def steps(connection: Connection) -> None:
        bring_up_journal(connection, paths.migrations() / "centre", found)
        fold_everything(connection, centre)

    upgrade(folder, key, Upgrade(schema.FORMAT, steps, lambda _: []), lambda: None)


def _writing(database: Database, deed: Deed[Answer]) -> Answer:
    with database.writer.begin() as connection:
        return deed(connection)


def _reading(database: Database, deed: Deed[Answer]) -> Answer:
    with database.reader.connect() as connection, connection.begin():
        return deed(connection)


def _persisting(once: Callable[[], Answer]) -> Answer:
    """Another process may be writing to the file."""
    for left in reversed(range(_TRIES)):
        try:
            with storage_errors():
                return once()
        except NoConnection as error:
            raise StorageTrouble("busy", BUSY) from error
        except StorageTrouble as trouble:
            if trouble.code != "in-use" or not left:
                raise
            time.sleep(_PAUSE)
    raise AssertionError("the last try returns or raises")
