# SPDX-License-Identifier: Apache-2.0
"""A backup holds everything, shows nothing, and is refused when it is not whole."""

import io
import tarfile
from pathlib import Path

import pytest

from app.domain.refusals import StorageTrouble
from app.store import backup_manifest, unlocking
from app.store.backup import backup, read_backup_manifest, restore
from app.store.backup_manifest import BackupManifest
from app.store.evidence_files import FileVault
from app.store.folder import DataFolder
from app.store.keyring_file import load_keyring
from tests.store.store_samples import (
    CANARY,
    KEY,
    PASSPHRASE,
    SOKHA,
    add_marks,
    count,
    count_in,
    new_records,
    opened,
    unlock,
)

MADE_AT = "2026-03-02T08:00+07:00"


def vault_of(folder: DataFolder) -> FileVault:
    key = unlock(load_keyring(folder), SOKHA, PASSPHRASE).file_key
    return FileVault(folder.files, unlocking.files_key(load_keyring(folder), key))


def backed_up(tmp_path: Path, rows: int = 40) -> tuple[DataFolder, Path, BackupManifest]:
    folder = new_records(tmp_path / "centre", rows)
    vault_of(folder).put(b"photo of a weld " + CANARY.encode())
    folder.trust.write_bytes(b"{}")
    folder.added_trust.mkdir()
    (folder.added_trust / f"root-{'0' * 64}.json").write_bytes(b"{}")
    target = tmp_path / "stick" / "monday.guildmark-backup"
    target.parent.mkdir()
    return folder, target, backup(folder, KEY, target, MADE_AT, {"centre": "SAMPLE"})


def test_a_backup_brings_back_records_people_and_files(tmp_path: Path) -> None:
    _, target, manifest = backed_up(tmp_path)
    restored = DataFolder(tmp_path / "restored")
    assert restore(target, restored) == manifest == read_backup_manifest(target)
    assert (manifest.made_at, manifest.facts) == (MADE_AT, {"centre": "SAMPLE"})
    key = unlock(load_keyring(restored), SOKHA, PASSPHRASE).file_key
    assert count_in(restored, key) == 40
    (name,) = [file.name for file in restored.files.glob("*/*")]
    assert vault_of(restored).get(name).startswith(b"photo of a weld")
    assert restored.trust.read_bytes() == b"{}"
    assert [path.name for path in restored.added_trust.iterdir()] == [f"root-{'0' * 64}.json"]


def test_a_backup_is_made_while_the_records_are_in_use(tmp_path: Path) -> None:
    folder = new_records(tmp_path / "centre", 5)
    target = tmp_path / "b.guildmark-backup"
    with opened(folder) as database:
        add_marks(database, 5)
        with database.writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO mark (words) VALUES ('not yet committed')")
            backup(folder, KEY, target, MADE_AT)
        assert count(database) == 11
    restore(target, DataFolder(tmp_path / "restored"))
    assert count_in(DataFolder(tmp_path / "restored")) == 10


def test_a_backup_shows_nothing_of_what_the_records_say(tmp_path: Path) -> None:
    _, target, _ = backed_up(tmp_path)
    content = target.read_bytes()
    for form in (CANARY.encode(), b"photo of a weld", b"CREATE TABLE", b"SQLite format 3", KEY):
        assert form not in content


def test_only_the_backup_itself_is_left_behind(tmp_path: Path) -> None:
    folder, target, _ = backed_up(tmp_path)
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    kept = {"centre.db", "centre.db-wal", "centre.db-shm", "people.json", "trust.json", "trust", "files"}
    assert {file.name for file in folder.path.iterdir()} <= kept


def test_a_backup_with_any_flipped_byte_of_a_part_is_refused_by_the_parts_name(tmp_path: Path) -> None:
    _, target, manifest = backed_up(tmp_path)
    whole = target.read_bytes()
    with tarfile.open(target) as archive:
        places = {entry.name: (entry.offset_data, entry.size) for entry in archive}
    assert set(places) == {*manifest.parts, "manifest.json"}
    for name, (start, size) in places.items():
        for place in (start, start + size // 2, start + size - 1):
            target.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            refusal = refused(target, tmp_path / "restored")
            assert refusal.code == "broken-backup"
            assert name in str(refusal)


def test_a_backup_that_was_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    _, target, _ = backed_up(tmp_path)
    whole = target.read_bytes()
    with tarfile.open(target) as archive:
        end = max(entry.offset_data + entry.size for entry in archive)
    for cut in (0, 1, 511, 512, 700, 5000, end // 2, end - 600, end - 1):
        target.write_bytes(whole[:cut])
        assert refused(target, tmp_path / "restored").code in ("no-backup", "broken-backup")


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "files/../../escaped", "lock", "files/aa/short"])
def test_a_part_that_would_lie_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "hostile.guildmark-backup"
    with tarfile.open(target, "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 5
        archive.addfile(entry, io.BytesIO(b"trick"))
    assert refused(target, tmp_path / "deep" / "restored").code == "no-backup"
    assert not (tmp_path / "escaped").exists()


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "hostile.guildmark-backup"
    with tarfile.open(target, "w") as archive:
        entry = tarfile.TarInfo("centre.db")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(entry)
    assert refused(target, tmp_path / "restored").code == "no-backup"


def test_a_backup_of_a_newer_program_is_refused_politely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_manifest, "_FORMAT", 2)
    _, target, _ = backed_up(tmp_path)
    monkeypatch.setattr(backup_manifest, "_FORMAT", 1)
    assert refused(target, tmp_path / "restored").code == "newer"
    with pytest.raises(StorageTrouble):
        read_backup_manifest(target)


def test_nothing_is_restored_over_what_a_folder_holds(tmp_path: Path) -> None:
    folder, target, _ = backed_up(tmp_path)
    with pytest.raises(StorageTrouble) as refusal:
        restore(target, folder)
    assert refusal.value.code == "not-empty"
    (tmp_path / "empty").mkdir()
    restore(target, DataFolder(tmp_path / "empty"))
    assert count_in(DataFolder(tmp_path / "empty")) == 40


def test_erasures_are_applied_before_anybody_can_open_the_restored_records(tmp_path: Path) -> None:
    _, target, _ = backed_up(tmp_path)
    restored = DataFolder(tmp_path / "restored")

    def erase(beside: DataFolder) -> None:
        assert not restored.path.exists()
        with opened(beside) as database, database.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM mark WHERE id = 1")

    restore(target, restored, erase)
    assert count_in(restored) == 39


def test_a_restore_that_fails_half_way_leaves_no_folder(tmp_path: Path) -> None:
    _, target, _ = backed_up(tmp_path)

    def fail(_: DataFolder) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        restore(target, DataFolder(tmp_path / "restored"), fail)
    assert not [place for place in tmp_path.iterdir() if place.name.startswith("restored")]


def test_damaged_records_are_not_backed_up_over_a_good_backup(tmp_path: Path) -> None:
    folder, target, manifest = backed_up(tmp_path, rows=600)
    content = bytearray(folder.database.read_bytes())
    content[-1500] ^= 1
    folder.database.write_bytes(content)
    with pytest.raises(StorageTrouble) as refusal:
        backup(folder, KEY, target, MADE_AT)
    assert refusal.value.code == "damaged"
    assert read_backup_manifest(target) == manifest


def refused(target: Path, restored: Path) -> StorageTrouble:
    with pytest.raises(StorageTrouble) as refusal:
        restore(target, DataFolder(restored))
    assert not restored.exists()
    return refusal.value
