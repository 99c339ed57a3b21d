# SPDX-License-Identifier: Apache-2.0
"""Where records may lie, and that one program at a time has them open."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from app import paths
from app.domain.refusals import StorageTrouble
from app.store import fitness, places
from app.store.fitness import check_place
from app.store.folder import DataFolder
from app.store.lock import hold
from app.store.places import (
    Mount,
    Place,
    is_network,
    is_synced,
    kind_of_place,
    mount_of,
    read_mac_mounts,
    read_mountinfo,
)
from app.store.troubles import storage_errors

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 22 0:45 / /mnt/registry rw,relatime shared:2 - cifs //server/share rw
32 22 0:46 / /mnt/with\\040space rw - fuse.sshfs me@server: rw
33 22 8:17 / /media/stick rw - vfat /dev/sdb1 rw
34 31 8:33 / /mnt/registry/local rw - ext4 /dev/sdc1 rw
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@server/My%20Share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by me)
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/srv/centre", False),
        ("/mnt/registry/centre", True),
        ("/mnt/registry/local/centre", False),
        ("/mnt/registry2/centre", False),
        ("/mnt/with space/centre", True),
    ],
)
def test_a_network_drive_is_told_by_the_deepest_mount(path: str, network: bool) -> None:
    mount = mount_of(PurePosixPath(path), read_mountinfo(MOUNTINFO))
    assert mount is not None
    assert is_network(mount) is network


def test_a_network_drive_on_a_mac_is_told_too() -> None:
    mounts = read_mac_mounts(MAC)
    assert [(str(mount.point), mount.type) for mount in mounts] == [("/", "apfs"), ("/Volumes/My Share", "smbfs")]
    assert is_network(mounts[1])


def test_the_root_of_a_computer_without_a_disk_is_its_own() -> None:
    assert not is_network(Mount(PurePosixPath("/"), "nfs4"))


@pytest.mark.parametrize(
    "part",
    """OneDrive, OneDrive - Ministry of Labour, Dropbox (Centre), dropbox, Google Drive, iCloud Drive, Mobile Documents,
    Nextcloud, Yandex.Disk, YandexDisk, Яндекс.Диск, CloudStorage""".replace("\n    ", " ").split(", "),
)
def test_a_folder_under_a_cloud_programs_name_is_refused(tmp_path: Path, part: str) -> None:
    assert refused(tmp_path / part / "records") == "synced"


@pytest.mark.parametrize("marker", [".dropbox.cache", ".sync_a1b2.db", ".nextcloudsync.log"])
def test_a_folder_with_the_traces_of_a_cloud_program_is_refused(tmp_path: Path, marker: str) -> None:
    (tmp_path / marker).touch()
    assert refused(tmp_path / "deep" / "records") == "synced"


@pytest.mark.parametrize("name", ["Records", "Dropboxes", "my drive records", "one drive", "megastore"])
def test_an_ordinary_folder_is_fit(tmp_path: Path, name: str) -> None:
    assert not is_synced(tmp_path / name)
    check_place(tmp_path / name / "centre")


@pytest.mark.parametrize(("place", "code"), [(Place.NETWORK, "network"), (Place.REMOVABLE, "removable")])
def test_each_unfit_place_has_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place, code: str
) -> None:
    monkeypatch.setattr(fitness, "kind_of_place", lambda _: place)
    assert refused(tmp_path) == code


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads how Linux describes its disks")
def test_a_stick_is_told_by_its_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk" / "part").mkdir(parents=True)
    (tmp_path / "disk" / "removable").write_text("1\n")
    mount = Mount(PurePosixPath("/"), "vfat", str(tmp_path / "disk" / "part"))
    monkeypatch.setattr(places, "_linux_mounts", lambda: [mount])
    assert kind_of_place(tmp_path) is Place.REMOVABLE
    (tmp_path / "disk" / "removable").write_text("0\n")
    assert kind_of_place(tmp_path) is Place.OWN


def test_a_disk_with_little_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=63 * 2**20))
    assert refused(tmp_path) == "disk-full"


def test_a_folder_protected_against_writing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def protected(**_: object) -> None:
        raise PermissionError(13, "protected")

    monkeypatch.setattr(tempfile, "TemporaryFile", protected)
    assert refused(tmp_path) == "read-only"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads how Linux describes its disks")
@pytest.mark.parametrize(("kind", "warned"), [("tmpfs", True), ("ramfs", True), ("ext4", False)])
def test_a_folder_in_memory_is_warned_of_and_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, warned: bool
) -> None:
    monkeypatch.setattr(places, "_linux_mounts", lambda: [Mount(PurePosixPath("/"), kind)])
    check_place(tmp_path / "centre")
    assert ("gone" in fitness.warning_about(tmp_path / "centre")) is warned


def test_a_protected_stick_or_file_is_named_and_not_taken_for_the_records(tmp_path: Path) -> None:
    there, not_there = tmp_path / "letter.pdf", tmp_path / "new"
    there.touch()
    for asked, named in ((there, there), (not_there, tmp_path), (os.fsencode(there), there)):
        with pytest.raises(StorageTrouble) as refusal, storage_errors():
            raise PermissionError(errno.EACCES, "protected", asked)
        assert (refusal.value.code, str(refusal.value).split(" is protected")[0]) == ("read-only", str(named))
        assert "records" not in str(refusal.value)


def refused(path: Path) -> str:
    with pytest.raises(StorageTrouble) as refusal:
        check_place(path)
    assert str(refusal.value).count(".") >= 2
    return refusal.value.code


HOLDER = """
import sys
from pathlib import Path
from app.store.folder import DataFolder
from app.store.lock import hold
with hold(DataFolder(Path(sys.argv[1])), wait_seconds=0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_program(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_a_second_program_waits_and_is_told_who_has_the_records(
    tmp_path: Path, other_program: subprocess.Popen[str]
) -> None:
    pauses: list[float] = []
    with pytest.raises(StorageTrouble) as refusal, hold(DataFolder(tmp_path), 5.0, pauses.append, lambda: sum(pauses)):
        pass
    assert 4.9 < sum(pauses) < 5.2
    assert refusal.value.code == "in-use"
    assert str(other_program.pid) not in str(refusal.value)
    assert datetime.now().astimezone().strftime("%Y-%m-%d ") in str(refusal.value)
    assert socket.gethostname() in str(refusal.value)


@pytest.mark.parametrize("note", [b"", b"[]", b'{"host": 1', b'{"host": "a", "since": "?"}', b"\xff"])
def test_a_program_whose_note_cannot_be_read_keeps_others_out_all_the_same(tmp_path: Path, note: bytes) -> None:
    folder = DataFolder(tmp_path)
    with hold(folder):
        folder.lock.write_bytes(note)
        with pytest.raises(StorageTrouble, match="in use by another program"), hold(folder, wait_seconds=0):
            pass


def test_a_program_that_was_killed_leaves_no_lock(tmp_path: Path, other_program: subprocess.Popen[str]) -> None:
    other_program.kill()
    other_program.wait()
    with hold(DataFolder(tmp_path), wait_seconds=0):
        pass


def test_records_that_become_free_while_waiting_are_taken(tmp_path: Path, other_program: subprocess.Popen[str]) -> None:
    def stop_the_other(_: float) -> None:
        other_program.kill()
        other_program.wait()

    with hold(DataFolder(tmp_path), 5.0, stop_the_other):
        pass


def test_a_window_is_kept_out_by_another_one_of_the_same_program_and_may_come_after_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with hold(folder):
        with pytest.raises(StorageTrouble), hold(folder, wait_seconds=0):
            pass
        with pytest.raises(StorageTrouble), hold(folder, wait_seconds=0):
            pass
    with hold(folder, wait_seconds=0):
        pass


def test_the_programs_own_files_are_found_in_a_checkout_and_in_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (paths.resources() / "fonts").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert (paths.resources(), paths.migrations()) == (tmp_path / "resources", tmp_path / "migrations")


def test_what_the_computer_remembers_lies_outside_the_records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GUILDMARK_STATE", raising=False)
    assert not paths.state_folder().is_relative_to(paths.default_data_folder())
    monkeypatch.setenv("GUILDMARK_STATE", str(tmp_path))
    assert paths.state_folder() == tmp_path
