# SPDX-License-Identifier: Apache-2.0
"""Records that an earlier version of the program wrote are brought up to date: in a copy, checked, then swapped."""

import hashlib
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select

from app import paths
from app.records import log, schema
from app.records.journal_tables import operation as journal
from app.records.migrations import bring_up_journal
from app.records.refolding import fold_everything
from app.services.machine import Machine
from app.store.backup import backup
from app.store.folder import BACKUP_SUFFIX, DataFolder
from app.store.rebuild import Upgrade, upgrade
from app.store.records_file import file_version, look_into
from app.store.troubles import storage_errors
from app.translation import later, tr

_LOST: Final = later("entries were lost on the way")


def bring_up_to_date(folder: DataFolder, file_key: bytes, machine: Machine) -> None:
    """Bring older records to the format of this program; a backup is made first. Newer ones are left alone.

    The caller holds the folder. Raises StorageTrouble; the records are then as they were.
    """
    found = file_version(folder, file_key)
    if found >= schema.FORMAT:
        return
    centre = look_into(folder.database, file_key, _centre)
    before = look_into(folder.database, file_key, _digest)

    def steps(connection: Connection) -> None:
        bring_up_journal(connection, paths.migrations() / "centre", found)
        fold_everything(connection, centre)

    def check(connection: Connection) -> list[str]:
        return [] if _digest(connection) == before else [tr(_LOST)]

    upgrade(folder, file_key, Upgrade(schema.FORMAT, steps, check), lambda: _back_up(folder, file_key, machine))


def _centre(connection: Connection) -> bytes:
    """The centre's id, from the one table that older records have as well."""
    centre: bytes = connection.execute(select(journal.c.centre).limit(1)).scalar_one()
    return centre


def _digest(connection: Connection) -> bytes:
    """All entries in one hash."""
    total = hashlib.sha256()
    for stretch in log.everything(connection):
        for one in stretch:
            total.update(one.hash)
    return total.digest()


def _back_up(folder: DataFolder, file_key: bytes, machine: Machine) -> None:
    now = datetime.fromtimestamp(machine.wall() / 1000, UTC)
    with storage_errors():
        folder.backups.mkdir(exist_ok=True)
    target = folder.backups / f"before-format-{schema.FORMAT}-{now:%Y%m%d-%H%M%S}{BACKUP_SUFFIX}"
    backup(folder, file_key, target, now.isoformat(timespec="seconds"))
