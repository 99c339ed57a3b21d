# SPDX-License-Identifier: Apache-2.0
"""Backups: one file with everything in the data folder, as encrypted as the folder itself.

A plain tar archive; its last part is the list of the others with their SHA-256, so that a backup that was cut short has
none. It gets its name only after it was read back and compared.
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from app.domain.refusals import StorageTrouble
from app.store import driver
from app.store.backup_manifest import MANIFEST, BackupManifest, broken, read_manifest, write_manifest
from app.store.durable import put_in_place, sync_descriptor, sync_file, sync_folder
from app.store.fitness import check_room, fits
from app.store.folder import DataFolder
from app.store.troubles import storage_errors, trouble
from app.translation import later

_MOST_MANIFEST_BYTES = 64 * 1024 * 1024
_BLOCK = 1 << 20
_DATABASE, _PEOPLE, _TRUST = "centre.db", "people.json", "trust.json"
_PART = re.compile(
    r"centre\.db|people\.json|trust\.json|trust/(?:root|centre)-[0-9a-f]{32,64}\.json"
    r"|files/(?P<two>[0-9a-f]{2})/(?P=two)[0-9a-f]{62}"
)

_NO_BACKUP = later(
    "This file is not a complete backup: it was cut short, or it is something else. "
    "Nothing was changed. Use another backup."
)
_NOT_EMPTY = later("The folder for the restored records is not empty. Nothing was changed. Choose a new, empty folder.")


def backup(
    folder: DataFolder,
    key: bytes,
    target: Path,
    made_at: str,
    facts: dict[str, str] | None = None,
    source: driver.Driver | None = None,
) -> BackupManifest:
    """Write a backup of the records as they are at this moment, while they may be in use.

    ``source`` is a connection to them, where one is open.

    Returns once it is on the disk and was read back. Raises StorageTrouble: then an older file of that name is
    untouched; damaged records ("damaged") are not backed up over sound ones.
    """
    copy = _place_of_copy(folder, target) / "centre.db.backup"
    beside = target.with_name(target.name + ".part")
    try:
        with storage_errors():
            check_room(copy.parent, folder.database.stat().st_size)
            with nullcontext(source) if source else driver.connected(folder.database, key, "ro") as records:
                driver.copy_whole(records, copy, key)
            _require_sound(copy, key)
            check_room(target.parent, _size(folder) + copy.stat().st_size)
            manifest = _write(beside, folder, copy, BackupManifest(made_at, facts or {}))
            if _verified(beside) != manifest:
                raise trouble("disk-error")
            put_in_place(beside, target)
    finally:
        driver.remove(copy)
        with storage_errors():
            beside.unlink(missing_ok=True)
    return manifest


def read_backup_manifest(path: Path) -> BackupManifest:
    """What the backup says of itself, without reading its parts. Raises StorageTrouble "no-backup", "newer"."""
    with _archive(path) as archive:
        entries = archive.getmembers()
        if not entries or entries[-1].name != MANIFEST:
            raise StorageTrouble("no-backup", _NO_BACKUP)
        return read_manifest(_content(archive, entries[-1]).read(_MOST_MANIFEST_BYTES))


def restore(
    path: Path, folder: DataFolder, before_first_open: Callable[[DataFolder], None] = lambda _: None
) -> BackupManifest:
    """Put the backup's records into a new or empty folder: wholly, or not at all.

    ``before_first_open`` is given the finished folder at a place beside its own, before anybody can open it: it applies
    the erasures made since. Records opened from a backup need a new origin. Raises StorageTrouble
    "not-empty", "no-backup", "broken-backup", "newer".
    """
    if folder.path.exists() and (not folder.path.is_dir() or any(folder.path.iterdir())):
        raise StorageTrouble("not-empty", _NOT_EMPTY)
    beside = DataFolder(folder.path.with_name(folder.path.name + ".restoring"))
    with storage_errors():
        check_room(folder.path.parent, path.stat().st_size)
        _remove_tree(beside.path)
        beside.path.mkdir(parents=True)
        try:
            manifest = _verified(path, beside.path)
            before_first_open(beside)
            sync_folder(beside.path)
            if folder.path.exists():
                folder.path.rmdir()
            put_in_place(beside.path, folder.path)
        except BaseException:
            _remove_tree(beside.path)
            raise
    return manifest


def _place_of_copy(folder: DataFolder, target: Path) -> Path:
    """Beside the records, where it is quick; beside the backup where there is no room for it."""
    with storage_errors():
        size = folder.database.stat().st_size
    return folder.path if fits(folder.path, size) else target.absolute().parent


def _write(beside: Path, folder: DataFolder, copy: Path, empty: BackupManifest) -> BackupManifest:
    parts: dict[str, tuple[int, str]] = {}
    with beside.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, source in _sources(folder, copy):
                with source.open("rb") as content:
                    parts[name] = _add(archive, name, content, source.stat().st_size)
            manifest = BackupManifest(empty.made_at, empty.facts, parts)
            listed = write_manifest(manifest)
            _add(archive, MANIFEST, io.BytesIO(listed), len(listed))
        file.flush()
        sync_descriptor(file.fileno())
    return manifest


def _sources(folder: DataFolder, copy: Path) -> Iterator[tuple[str, Path]]:
    yield _DATABASE, copy
    yield _PEOPLE, folder.people
    if folder.trust.exists():
        yield _TRUST, folder.trust
    for file in (*sorted(folder.added_trust.glob("*")), *sorted(folder.files.glob("*/*"))):
        name = file.relative_to(folder.path).as_posix()
        if _PART.fullmatch(name):
            yield name, file


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> tuple[int, str]:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    reading = _Hashing(content)
    archive.addfile(entry, reading)
    return size, reading.digest.hexdigest()


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read, so that a large one is read once."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._content.read(size)
        self.digest.update(block)
        return block


def _verified(path: Path, into: Path | None = None) -> BackupManifest:
    """The manifest, once every part was found as it says; the parts are written into a folder where one is named."""
    seen: dict[str, tuple[int, str]] = {}
    manifest = None
    with _archive(path) as archive:
        for entry in archive:
            if manifest is not None:
                raise StorageTrouble("no-backup", _NO_BACKUP)
            if entry.name == MANIFEST:
                manifest = read_manifest(_content(archive, entry).read(_MOST_MANIFEST_BYTES))
                continue
            if not _PART.fullmatch(entry.name) or entry.name in seen:
                raise StorageTrouble("no-backup", _NO_BACKUP)
            seen[entry.name] = _taken(_content(archive, entry), into / entry.name if into else None)
    if manifest is None:
        raise StorageTrouble("no-backup", _NO_BACKUP)
    for name in sorted(seen.keys() | manifest.parts.keys() | {_DATABASE, _PEOPLE}):
        if seen.get(name) != manifest.parts.get(name) or name not in seen:
            raise broken(name)
    return manifest


def _taken(content: IO[bytes], place: Path | None) -> tuple[int, str]:
    """Size and hash of a part, written durably to a place where one is named."""
    digest, size = hashlib.sha256(), 0
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(0o600, exist_ok=False)
    while block := content.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if place is not None:
            with place.open("ab") as file:
                file.write(block)
    if place is not None:
        sync_file(place)
    return size, digest.hexdigest()


@contextmanager
def _archive(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with storage_errors(), tarfile.open(path, "r:") as archive:
            yield archive
    except (tarfile.TarError, EOFError) as error:
        raise StorageTrouble("no-backup", _NO_BACKUP) from error


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(entry) if entry.isreg() else None
    if content is None:
        raise StorageTrouble("no-backup", _NO_BACKUP)
    return content


def _require_sound(copy: Path, key: bytes) -> None:
    with driver.connected(copy, key) as connection:
        if driver.faults(connection):
            raise trouble("damaged")
        driver.fold_log(connection)


def _size(folder: DataFolder) -> int:
    return sum(file.stat().st_size for file in folder.files.glob("*/*"))


def _remove_tree(path: Path) -> None:
    if path.exists():
        import shutil

        shutil.rmtree(path)
