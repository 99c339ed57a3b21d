# SPDX-License-Identifier: Apache-2.0
"""Small encrypted records for the tests of the store. All people are invented (SAMPLE)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from app.store.codes import read_code
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE, Keyring
from app.store.keyring_file import save_keyring
from app.store.keys import SALT_BYTES, derive
from app.store.records_file import Database, create_database, open_database
from app.store.unlocking import Holder, Unlocked, add_derived, new_keyring, unlock_derived

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
VERSION = 3
SOKHA = Holder(b"s" * 16, "Sokha SAMPLE")
BOLOT = Holder(b"b" * 16, "Bolot SAMPLE")
PASSPHRASE = "three brown bowls"
CANARY = "Canary-Ouk-Dararith-SAMPLE"


def draws(seed: int = 0) -> Callable[[int], bytes]:
    """Bytes that differ at each call and are the same in each run."""
    import random

    return random.Random(seed).randbytes


def tables(connection: Connection) -> None:
    """One table for marks."""
    connection.execute(text("CREATE TABLE mark (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT"))


def new_records(path: Path, rows: int = 0) -> DataFolder:
    """A folder with encrypted records, a keyring for Sokha and so many marks."""
    folder = DataFolder(path)
    create_database(folder, KEY, tables, VERSION)
    save_keyring(folder, sample_keyring())
    with opened(folder) as database:
        add_marks(database, rows)
    return folder


def sample_keyring() -> Keyring:
    """Sokha alone may open the records."""
    return let_in(new_keyring(KEY, draws()), SOKHA, PASSPHRASE, draws(1))


def let_in(keyring: Keyring, holder: Holder, passphrase: str, random: Callable[[int], bytes]) -> Keyring:
    """The keyring with this person, who opens it with this passphrase."""
    derived = derive(passphrase, random(SALT_BYTES), SAMPLE)
    return add_derived(keyring, holder, "passphrase", derived, KEY, random)


def unlock(keyring: Keyring, holder: Holder, typed: str) -> Unlocked:
    """What a passphrase or one-time code opens. Raises as ``unlock_derived``."""
    wrap = next(wrap for wrap in keyring.people if wrap.person == holder.person)
    plain = read_code(typed) if wrap.kind == "one-time" else typed
    return unlock_derived(keyring, holder.person, derive(plain, wrap.salt, wrap.cost))


@contextmanager
def opened(folder: DataFolder, key: bytes = KEY, version: int = VERSION) -> Iterator[Database]:
    """The open records, closed at the end."""
    database = open_database(folder, key, version)
    try:
        yield database
    finally:
        database.close()


def add_marks(database: Database, rows: int, words: str = CANARY) -> None:
    """Write so many marks in one transaction."""
    with database.writer.begin() as connection:
        for _ in range(rows):
            connection.execute(text("INSERT INTO mark (words) VALUES (:words)"), {"words": words})


def count(database: Database) -> int:
    """How many marks a reader sees."""
    with database.reader.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM mark")).scalar_one())


def count_in(folder: DataFolder, key: bytes = KEY, version: int = VERSION) -> int:
    """How many marks the closed records hold."""
    with opened(folder, key, version) as database:
        return count(database)
