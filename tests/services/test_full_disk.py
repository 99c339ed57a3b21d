# SPDX-License-Identifier: Apache-2.0
"""The disk of the data folder is full: what is there can still be read and saved elsewhere, and nothing is written."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.refusals import BadInput, StorageTrouble
from app.services.opening import open_centre, open_with_recovery
from app.services.people import add_person
from app.services.upkeep import backup, check, restore, verify_journal
from app.store import records_file as evidence_files
from app.store.folder import DataFolder
from tests.services.centre_samples import (
    ADMIN,
    PASSPHRASE,
    Computer,
    computer,
    enter_learner,
    founded,
    learners,
    opened,
)

DARA, LINH = "Dara SAMPLE", "Linh SAMPLE"


@pytest.fixture
def at(tmp_path: Path) -> Computer:
    """A computer with a founded centre and one learner."""
    made = computer(tmp_path)
    founded(made)
    with opened(made) as centre:
        enter_learner(centre, DARA)
    return made


@pytest.fixture
def full(at: Computer, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The disk of the records is full, until the patch is undone; any other disk has room."""
    usage = shutil.disk_usage

    def no_room(**_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "TemporaryFile", no_room)
        patch.setattr(
            shutil,
            "disk_usage",
            lambda path: SimpleNamespace(free=0) if Path(path).is_relative_to(at.path) else usage(path),
        )
        yield patch


@pytest.mark.usefixtures("full")
def test_everything_can_be_read_and_the_person_is_told(at: Computer) -> None:
    with opened(at) as centre:
        assert learners(centre) == {DARA}
        assert verify_journal(centre).faults == ()
        assert check(centre) == ()
        assert learners(centre) == {DARA}
        (notice,) = centre.notices
    assert notice.startswith("The disk is full: the records can be read")


@pytest.mark.usefixtures("full")
def test_a_wish_to_write_is_refused_with_what_was_kept_and_what_to_do(at: Computer) -> None:
    with opened(at) as centre:
        with pytest.raises(StorageTrouble, match=r"Everything saved before is kept\. Free some space") as refusal:
            enter_learner(centre, LINH)
        assert refusal.value.code == "disk-full"
        assert learners(centre) == {DARA}


@pytest.mark.usefixtures("full")
def test_not_a_byte_of_the_records_is_changed(at: Computer) -> None:
    before = at.folder.database.read_bytes()
    with opened(at) as centre:
        check(centre)
    assert at.folder.database.read_bytes() == before


def test_a_backup_on_another_disk_holds_everything(at: Computer, full: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with opened(at) as centre:
        backup(centre, stick / "backup")
    assert [file.name for file in stick.iterdir()] == ["backup"]
    full.undo()
    restore(stick / "backup", DataFolder(tmp_path / "restored"))
    centre = open_centre(DataFolder(tmp_path / "restored"), ADMIN, PASSPHRASE, at.machine)
    assert learners(centre) == {DARA}
    assert check(centre) == ()
    centre.close()


@pytest.mark.usefixtures("full")
def test_a_backup_on_the_full_disk_itself_is_refused(at: Computer) -> None:
    with opened(at) as centre, pytest.raises(StorageTrouble) as refusal:
        backup(centre, at.path / "backup")
    assert refusal.value.code == "disk-full"


def test_entries_that_were_still_in_the_log_are_read_and_stay(at: Computer, full: pytest.MonkeyPatch) -> None:
    full.undo()
    left = DataFolder(at.path / "left")
    with opened(at) as centre:
        enter_learner(centre, LINH)
        shutil.copytree(at.folder.path, left.path)  # as a power cut would leave it
    with full.context() as again:
        again.setattr("app.services.opening.has_room", lambda _: False)
        for _ in range(2):
            centre = open_centre(left, ADMIN, PASSPHRASE, at.machine)
            assert learners(centre) == {DARA, LINH}
            assert check(centre) == ()
            centre.close()
    centre = open_centre(left, ADMIN, PASSPHRASE, at.machine)
    assert learners(centre) == {DARA, LINH}
    centre.close()


def test_once_there_is_room_the_records_open_as_if_nothing_had_been(at: Computer, full: pytest.MonkeyPatch) -> None:
    with opened(at):
        pass
    full.undo()
    with opened(at) as centre:
        assert centre.notices == ()
        enter_learner(centre, LINH)
        assert learners(centre) == {DARA, LINH}


def test_a_first_sign_in_and_a_recovery_need_room(at: Computer, full: pytest.MonkeyPatch) -> None:
    full.undo()
    fresh = computer(at.path, "fresh")
    code = founded(fresh).recovery_code
    with opened(at) as centre:
        added = add_person(centre, LINH, ["viewer"])
    with full.context() as again:
        again.setattr("app.services.opening.has_room", lambda _: False)
        with pytest.raises(StorageTrouble, match="disk is full"):
            open_with_recovery(fresh.folder, code, fresh.machine, ADMIN, "four grey geese")
        with pytest.raises(StorageTrouble, match="disk is full"):
            open_centre(at.folder, LINH, added.one_time_code, at.machine, "four grey geese")
    with pytest.raises(BadInput):
        open_centre(at.folder, LINH, added.one_time_code, at.machine)


def test_a_disk_that_fills_up_during_the_work_does_not_spoil_what_was_done(
    at: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise StorageTrouble("disk-full", "full")

    with monkeypatch.context() as patch, opened(at) as centre:
        enter_learner(centre, LINH)
        patch.setattr("app.services.opening.checkpoint", no_room)
    with opened(at) as centre:
        assert learners(centre) == {DARA, LINH}


def test_records_of_an_earlier_form_wait_for_room(at: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(at) as centre:
        key = centre.file_key
    version = evidence_files.file_version(at.folder, key)
    with pytest.raises(StorageTrouble, match="disk is full"):
        evidence_files.open_for_reading(at.folder, key, version + 1)
    with pytest.raises(StorageTrouble, match="newer version"):
        evidence_files.open_for_reading(at.folder, key, version - 1)
