# SPDX-License-Identifier: Apache-2.0
"""Bringing records up to date, making them compact, changing their key: always in a copy that then takes their place.

At every moment one complete file lies under the name centre.db. The caller holds the folder's lock and has closed the
database; a copy that was left half done is thrown away at the next opening.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.refusals import StorageTrouble
from app.store import driver
from app.store.durable import put_in_place
from app.store.fitness import check_room
from app.store.folder import DataFolder
from app.store.keyring import Keyring
from app.store.keyring_file import HEADER_BYTES, announce_keyring, load_keyring, save_keyring
from app.store.records_file import change_in_one, file_version, finish, look_into
from app.store.troubles import storage_errors
from app.store.unlocking import Random, rewrap
from app.translation import later, tr

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The steps at which ``reached`` is called, in their order.
STEPS = (
    "backed-up",
    "copied",
    "changed",
    "checked",
    "finished",
    "announced",
    "log-folded",
    "log-removed",
    "swapped",
    "settled",
)

_NOT_SOUND = later(
    "The records could not be brought up to date: the result did not pass its check ({faults}). "
    "The records were left as they were. Keep using the earlier version of the program and ask for help."
)
_LOST = later("entries were lost on the way")

Check = Callable[["Connection"], list[str]]
Reached = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The way to a format version: ``steps`` change a copy in one transaction, ``check`` gives faults in words."""

    format_version: int
    steps: Callable[["Connection"], None]
    check: Check


def _nothing(_: str) -> None:
    return


def upgrade(
    folder: DataFolder,
    key: bytes,
    plan: Upgrade,
    back_up: Callable[[], object],
    reached: Reached = _nothing,
) -> None:
    """Bring the records to a new format version.

    Calls ``back_up`` first. ``reached`` is told each step. Raises StorageTrouble ("not-sound", "disk-full", ...):
    the records are then as before.
    """
    back_up()
    reached("backed-up")

    def change(copy: Path) -> None:
        change_in_one(copy, key, plan.steps, plan.format_version)

    _rebuild(folder, key, key, change, plan.check, reached)
    _swap(folder, key, reached)
    reached("settled")


def compact(folder: DataFolder, key: bytes, reached: Reached = _nothing) -> None:
    """Write the records anew without the room that erased and changed ones have left. Raises StorageTrouble."""

    def change(copy: Path) -> None:
        with driver.connected(copy, key) as connection:
            connection.execute("VACUUM")

    _rebuild(folder, key, key, change, None, reached)
    _swap(folder, key, reached)
    reached("settled")


def rotate_key(folder: DataFolder, key: bytes, new_key: bytes, random: Random, reached: Reached = _nothing) -> Keyring:
    """Put the records under a new file key; everybody's passphrase and the recovery code stay as they are.

    Returns the new keyring, already saved. Raises StorageTrouble; the records then open as before. Backups made earlier
    keep the old key.
    """
    keyring = load_keyring(folder)
    coming = rewrap(keyring, key, new_key, random)

    def change(copy: Path) -> None:
        with storage_errors():
            connection = driver.connect(copy, key)
            try:
                connection.execute("PRAGMA journal_mode = DELETE")  # a log cannot hold two keys
                connection.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"")
            finally:
                connection.close()

    _rebuild(folder, key, new_key, change, None, reached)
    announce_keyring(folder, keyring, coming, _header(folder.next_database))
    reached("announced")
    _swap(folder, key, reached)
    save_keyring(folder, coming)
    reached("settled")
    return coming


def _rebuild(
    folder: DataFolder,
    key: bytes,
    new_key: bytes,
    change: Callable[[Path], None],
    check: Check | None,
    reached: Reached,
) -> None:
    """Make, change and check the copy; whatever fails, the copy goes and the records stay."""
    copy = folder.next_database
    file_version(folder, key)
    check_room(folder.path, 3 * folder.database.stat().st_size)
    try:
        with driver.connected(folder.database, key) as source:
            rows = driver.row_counts(source)
            driver.copy_whole(source, copy, key)
        reached("copied")
        change(copy)
        reached("changed")
        _require_sound(copy, new_key, check, rows)
        reached("checked")
        with storage_errors():
            finish(copy, new_key)
        reached("finished")
    except BaseException:
        driver.remove(copy)
        raise


def _require_sound(copy: Path, key: bytes, check: Check | None, rows: Mapping[str, int]) -> None:
    """The copy passes the check; where nothing was to change in it, each table has as many rows as it had."""
    with driver.connected(copy, key) as connection:
        found = driver.faults(connection)
        if not found and check is None and driver.row_counts(connection) != rows:
            found = [tr(_LOST)]
    if not found and check is not None:
        found = look_into(copy, key, check)
    if found:
        raise StorageTrouble("not-sound", _NOT_SOUND, faults="; ".join(found))


def _swap(folder: DataFolder, key: bytes, reached: Reached) -> None:
    """Put the finished copy in place. The old log is folded in and removed first: it must never meet the new file."""
    with driver.connected(folder.database, key) as connection:
        driver.fold_log(connection)
    reached("log-folded")
    with storage_errors():
        driver.remove_companions(folder.database)
        reached("log-removed")
        put_in_place(folder.next_database, folder.database)
    reached("swapped")


def _header(path: Path) -> bytes:
    with storage_errors(), path.open("rb") as file:
        return file.read(HEADER_BYTES)
