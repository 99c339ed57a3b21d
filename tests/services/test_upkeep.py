# SPDX-License-Identifier: Apache-2.0
"""Backups that can be put back, and checks that find what is wrong."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.domain.refusals import NotAllowed, StorageTrouble
from app.records.journal_tables import operation
from app.records.tables import learner
from app.records.tables import origin as origins
from app.services.erasing import erase_learner
from app.services.opening import open_centre
from app.services.people import add_person
from app.services.upkeep import backup, check, restore, verify_journal
from app.store.backup import read_backup_manifest
from app.store.folder import DataFolder
from tests.services.centre_samples import (
    ADMIN,
    PASSPHRASE,
    Computer,
    computer,
    enter_learner,
    erase,
    founded,
    learners,
    opened,
)

DARA, LINH = "Dara SAMPLE", "Linh SAMPLE"


def office(tmp_path: Path) -> Computer:
    """A computer with a founded centre and one learner."""
    made = computer(tmp_path)
    founded(made)
    with opened(made) as centre:
        enter_learner(centre, DARA)
    return made


def test_a_backup_says_whose_it_is_and_when_it_was_made(tmp_path: Path) -> None:
    path = tmp_path / "monday.guildmark-backup"
    with opened(office(tmp_path)) as centre:
        backup(centre, path)
    manifest = read_backup_manifest(path)
    assert manifest.facts == {"centre": "Trade School SAMPLE", "code": "PP01", "country": "KH"}
    assert manifest.made_at.startswith("2026-")


def test_a_restored_backup_opens_goes_on_under_a_new_name_and_says_what_is_missing(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        backup(centre, tmp_path / "backup")
        enter_learner(centre, LINH)
    restored = DataFolder(tmp_path / "restored")
    restore(tmp_path / "backup", restored)
    centre = open_centre(restored, ADMIN, PASSPHRASE, at.machine)
    assert learners(centre) == {DARA}
    assert "restored from the backup of 2026-" in centre.notices[0]
    assert "1 entry made on this laptop is missing" in centre.notices[1]
    reasons = centre.work.read(lambda connection: list(connection.execute(select(origins.c.reason)).scalars()))
    assert sorted(reasons) == ["founded", "restored"]
    assert check(centre) == ()
    centre.close()
    centre = open_centre(restored, ADMIN, PASSPHRASE, at.machine)
    assert centre.notices == ()
    centre.close()


def test_a_restore_for_practice_leaves_the_real_folder_as_it_was(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        backup(centre, tmp_path / "backup")
        origin = centre.work.records.place.origin
    for name in ("practice", "once more"):
        folder = DataFolder(tmp_path / name)
        restore(tmp_path / "backup", folder)
        practice = open_centre(folder, ADMIN, PASSPHRASE, at.machine)
        assert practice.work.records.place.origin != origin
        assert not any("missing" in notice for notice in practice.notices)
        enter_learner(practice, LINH)
        practice.close()
        with opened(at) as centre:
            assert centre.notices == ()
            assert centre.work.records.place.origin == origin
            assert learners(centre) == {DARA}


@pytest.mark.parametrize("note", [b"", b"\xff\x00", b"[]", b'{"made_at"', b"{}"])
def test_a_damaged_note_of_the_restoring_keeps_nobody_out(tmp_path: Path, note: bytes) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        backup(centre, tmp_path / "backup")
    restored = DataFolder(tmp_path / "restored")
    restore(tmp_path / "backup", restored)
    (restored.path / "restored.json").write_bytes(note)
    centre = open_centre(restored, ADMIN, PASSPHRASE, at.machine)
    assert "?" not in centre.notices[0]
    centre.close()


def test_a_note_of_the_restoring_that_cannot_be_read_at_all_keeps_nobody_out(tmp_path: Path) -> None:
    at = office(tmp_path)
    copied = DataFolder(tmp_path / "copied")
    shutil.copytree(at.folder.path, copied.path)
    (copied.path / "restored.json").mkdir()
    for folder in (at.folder, copied):
        open_centre(folder, ADMIN, PASSPHRASE, at.machine).close()


def test_a_backup_restored_on_another_computer_opens_there(tmp_path: Path) -> None:
    at, other = office(tmp_path), computer(tmp_path, "other")
    with opened(at) as centre:
        backup(centre, tmp_path / "backup")
    restore(tmp_path / "backup", other.folder)
    with opened(other) as centre:
        assert learners(centre) == {DARA}
        assert len(centre.notices) == 1


def test_somebody_erased_since_the_backup_is_not_brought_back_by_it(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        linh = enter_learner(centre, LINH)
        backup(centre, tmp_path / "backup")
        erase(centre, linh)
    restored = DataFolder(tmp_path / "restored")
    restore(tmp_path / "backup", restored)
    centre = open_centre(restored, ADMIN, PASSPHRASE, at.machine)
    assert LINH not in learners(centre)
    assert DARA in learners(centre)
    centre.close()


def test_a_backup_is_not_put_over_records(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        backup(centre, tmp_path / "backup")
    before = at.folder.database.read_bytes()
    with pytest.raises(StorageTrouble, match="not empty"):
        restore(tmp_path / "backup", at.folder)
    assert at.folder.database.read_bytes() == before


def test_a_backup_in_the_folder_of_the_records_is_refused(tmp_path: Path) -> None:
    at = office(tmp_path)
    (tmp_path / "link").symlink_to(at.folder.path, target_is_directory=True)
    with opened(at) as centre:
        for place in (at.folder.path, at.folder.backups, tmp_path / "link"):
            place.mkdir(exist_ok=True)
            with pytest.raises(StorageTrouble, match="lost together with them") as refusal:
                backup(centre, place / "backup")
            assert refusal.value.code == "inside-records"
            assert not (place / "backup").exists()


def test_a_backup_cut_short_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        backup(centre, tmp_path / "backup")
    content = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(content[: len(content) // 2])
    with pytest.raises(StorageTrouble, match="not a complete backup"):
        restore(tmp_path / "backup", DataFolder(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_viewer_makes_no_backup(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        add_person(centre, "Bolot SAMPLE", ["viewer"], PASSPHRASE)
        centre.enter("Bolot SAMPLE", PASSPHRASE)
        with pytest.raises(NotAllowed):
            backup(centre, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_sound_records_have_no_faults(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        report = verify_journal(centre)
        assert report.faults == ()
        assert report.operations == 3
        assert check(centre) == ()
        assert learners(centre) == {DARA}


def test_the_check_changes_nothing_and_work_goes_on_after_it(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        before = centre.work.read(lambda connection: connection.execute(select(learner)).all())
        verify_journal(centre)
        assert centre.work.read(lambda connection: connection.execute(select(learner)).all()) == before
        enter_learner(centre, LINH)
        assert check(centre) == ()


def test_a_name_changed_by_a_foreign_hand_is_found(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        with centre.database.writer.begin() as connection:
            connection.execute(update(learner).values(full_name="Somebody else SAMPLE"))
        (fault,) = check(centre)
        assert "learner" in fault


def test_an_entry_removed_by_a_foreign_hand_is_found(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        enter_learner(centre, LINH)
        with centre.database.writer.begin() as connection:
            connection.execute(delete(operation).where(operation.c.seq == 3))
        (fault,) = check(centre)
        assert "removed or altered" in fault


def test_a_page_damaged_on_the_disk_is_found(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre:
        centre.database.close()
        content = bytearray(at.folder.database.read_bytes())
        content[len(content) // 2] ^= 1
        at.folder.database.write_bytes(content)
        found = check(centre)
        content[len(content) // 2] ^= 1
        at.folder.database.write_bytes(content)
    assert len(found) == 1
    assert found[0].startswith("1 place in the records file is damaged.")


def test_a_file_of_before_two_erasures_brings_neither_of_them_back(tmp_path: Path) -> None:
    at = computer(tmp_path)
    founded(at)
    with opened(at) as centre:
        ids = [enter_learner(centre, name) for name in ("Linh", "Oanh", "Phuc")]
    before = at.folder.database.read_bytes()
    between = b""
    for erased in ids[:2]:
        with opened(at) as centre:
            erase_learner(centre, erased)
        between = between or at.folder.database.read_bytes()
    for put_back in (between, before):
        at.folder.database.write_bytes(put_back)
        with opened(at) as centre:
            assert learners(centre) - {""} == {"Phuc"}


def test_a_note_about_erasures_that_cannot_be_read_keeps_nobody_out(tmp_path: Path) -> None:
    at = computer(tmp_path)
    founded(at)
    with opened(at) as centre:
        erase_learner(centre, enter_learner(centre, "Linh"))
        (note,) = centre.machine.state.glob("*.erased")
    note.write_bytes(b"\xff{")
    with opened(at) as centre:
        assert learners(centre) - {""} == set()
