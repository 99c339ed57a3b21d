# SPDX-License-Identifier: Apache-2.0
"""Keeping records safe: backups, putting one back, and looking whether everything is in order."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.domain.refusals import StorageTrouble
from app.domain.rights import Command
from app.exchange.stick_places import require_file, require_folder_for
from app.records.verifying import JournalReport, verify
from app.services.carried import note_backup
from app.services.erased_list import note_erasures
from app.services.noticing import mark_restored
from app.services.opening import OpenCentre
from app.store import backup as archive
from app.store.backup_manifest import BackupManifest
from app.store.fitness import check_place
from app.store.folder import DataFolder
from app.store.records_file import faults_in
from app.store.troubles import storage_errors
from app.translation import later

_INSIDE: Final = later(
    "A backup in the folder of the records is lost together with them. Nothing was written. "
    "Choose a stick or another disk."
)
_DAMAGE: Final = frozenset({"damaged", "damaged-people", "missing-people", "foreign"})


def backup(centre: OpenCentre, path: Path) -> BackupManifest:
    """Write everything in the data folder to one encrypted file, which is read back before it counts.

    From a full disk too, on to another one: then the records have no room for noting that it was made.
    Raises NotAllowed, StorageTrouble; an older file of that name is then untouched.
    """
    centre.work.allow(Command.BACKUP)
    require_folder_for(path)
    _require_outside(centre.folder, path)
    writable = not centre.database.reading_only
    if writable:
        centre.sign()
        note_erasures(centre.work.records, centre.machine.state)
    row = centre.centre
    now = datetime.fromtimestamp(centre.machine.wall() / 1000, UTC).isoformat(timespec="seconds")
    facts = {"centre": row.name, "code": row.code, "country": row.country}
    with centre.database.plain() as source:
        written = archive.backup(centre.folder, centre.file_key, path, now, facts, source)
    if writable:
        note_backup(centre.work)
    return written


def _require_outside(folder: DataFolder, path: Path) -> None:
    if path.absolute().parent.resolve().is_relative_to(folder.path.resolve()):
        raise StorageTrouble("inside-records", _INSIDE)


def restore(path: Path, folder: DataFolder) -> BackupManifest:
    """Put a backup's records into a new folder, wholly or not at all. The passphrases are those of then.

    Raises NotFound "no-file"; StorageTrouble "not-empty", "no-backup", "broken-backup", "newer" and as ``check_place``.
    """
    require_file(path)
    check_place(folder.path)
    made_at = archive.read_backup_manifest(path).made_at
    return archive.restore(path, folder, lambda new: mark_restored(new, made_at))


def check(centre: OpenCentre) -> tuple[str, ...]:
    """What is wrong with the file and with the entries in it, in words; nothing where all is sound."""
    faults = faults_in(centre.database, centre.folder, centre.file_key)
    return tuple(faults) or verify_journal(centre).faults


def damage(trouble: StorageTrouble) -> tuple[str, ...]:
    """What hinders even the check, as a fault that it found: damage. Raises any other trouble again."""
    if trouble.code not in _DAMAGE:
        raise trouble
    return (str(trouble),)


def verify_journal(centre: OpenCentre) -> JournalReport:
    """Check every entry, signature and list from the bytes on disk. Changes nothing."""
    records = centre.work.records
    with storage_errors(), records.writer.connect() as connection:
        try:
            return verify(connection, records.centre)
        finally:
            connection.rollback()
