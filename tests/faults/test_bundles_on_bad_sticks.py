# SPDX-License-Identifier: Apache-2.0
"""Sticks that are full, pulled out, damaged or false: what was there stays, what is whole is used, the rest is told."""

import errno
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.refusals import BadInput, Refused, StorageTrouble
from app.exchange import frames
from app.exchange.bundle import Piece, read_pieces
from app.exchange.frames import Fault
from app.services.exchanging import BundleWish, read_bundle, write_bundle
from app.services.holdings import kept_holdings
from app.services.kept_files import missing_files
from app.services.kept_pictures import keep_picture
from app.services.policies import set_policy
from app.services.receivers import receiver
from app.services.vault import vault_of
from app.store import durable
from tests.documents.builders_templates import picture_of
from tests.services.centres import Centre, two_laptops

PLACES = 1_000


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A small stick: a file system of its own."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a small stick needs root on Linux")
    path = tmp_path / "stick"
    path.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", path], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine does not let a test mount a small stick")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


def with_pictures(centre: Centre, folder: Path) -> None:
    """Give the centre two pictures."""
    for number, name in enumerate(("logo", "seal")):
        (folder / name).write_bytes(picture_of((40 + number, 30)))
        set_policy(centre.work, name, keep_picture(centre.open, folder / name))


def test_a_stick_that_fills_up_keeps_what_it_held_and_names_the_reason(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        path = stick / "records"
        write_bundle(office.open, path)
        before = path.read_bytes()
        with_pictures(office, tmp_path)
        with (stick / "ballast").open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
            while True:
                file.write(bytes(4096))
        with pytest.raises(StorageTrouble) as refused:
            write_bundle(office.open, path)
        assert refused.value.code == "disk-full"
        monkeypatch.setattr(frames, "check_room", lambda *_: None)  # it fills up only while the file is written
        with pytest.raises(StorageTrouble) as refused:
            write_bundle(office.open, path)
        assert refused.value.code == "disk-full"
        assert sorted(file.name for file in stick.iterdir()) == ["ballast", "records"]
        assert path.read_bytes() == before
        (stick / "ballast").unlink()
        write_bundle(office.open, path)
        assert read_bundle(workshop.open, path).missing == 0


class Pulled:
    """A file on a stick that is pulled out at the so manieth call to the disk."""

    def __init__(self, file: Any, left: list[int]) -> None:
        self._file = file
        self._left = left

    def __enter__(self) -> "Pulled":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._file, name)

        def call(*given: object) -> Any:
            pull(self._left)
            return real(*given)

        return call


def pull(left: list[int]) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise OSError(errno.EIO, "the stick is gone")


def test_a_stick_pulled_out_at_any_moment_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        path = tmp_path / "records"
        write_bundle(office.open, path)
        before = path.read_bytes()
        with_pictures(office, tmp_path)
        opened, sync, calls = Path.open, durable.sync_descriptor, 0
        for moment in range(1_000):
            left, calls = [moment], moment

            def failing(self: Path, mode: str = "r", *given: Any, left: list[int] = left, **more: Any) -> Any:
                file = opened(self, mode, *given, **more)
                return Pulled(file, left) if self.name == "records.part" else file

            def failing_sync(descriptor: int, left: list[int] = left) -> None:
                pull(left)
                sync(descriptor)

            with monkeypatch.context() as patched:
                patched.setattr(Path, "open", failing)
                patched.setattr(frames, "sync_descriptor", failing_sync)
                try:
                    write_bundle(office.open, path)
                    break
                except StorageTrouble as reason:
                    assert reason.code == "disk-error"
            assert path.read_bytes() == before
            assert not (tmp_path / "records.part").exists()
        assert calls > 20
        assert read_bundle(workshop.open, path).refused == ()


def test_damage_at_a_thousand_places_is_noticed_and_what_is_whole_is_used(tmp_path: Path) -> None:
    chance = random.Random(5)
    with two_laptops(tmp_path) as (office, workshop):
        with_pictures(office, tmp_path)
        key = workshop.open.laptop.keys.box
        for name, wish in (("all", BundleWish()), ("one", BundleWish(receiver(office.open, "workshop")))):
            path = tmp_path / name
            write_bundle(office.open, path, wish)
            content, whole = path.read_bytes(), list(read_pieces(path, key))
            for _ in range(PLACES // 4):
                check(read_back(path, flipped(content, chance), key), whole)
                check(read_back(path, content[: chance.randrange(len(content))], key), whole)


def check(found: list[Piece] | Refused, whole: list[Piece]) -> None:
    """Nothing that was not written is read, and that something is missing is told."""
    if isinstance(found, Refused):
        assert isinstance(found, BadInput) or found.code == "newer"
        return
    assert any(isinstance(one, Fault) for one in found)
    assert all(one in whole for one in found if not isinstance(one, Fault))


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def read_back(path: Path, content: bytes, key: bytes) -> list[Piece] | Refused:
    path.write_bytes(content)
    try:
        return list(read_pieces(path, key))
    except Refused as reason:
        return reason


def test_damaged_files_read_one_after_the_other_end_with_everything_and_nothing_false(tmp_path: Path) -> None:
    chance, path = random.Random(6), tmp_path / "records"
    with two_laptops(tmp_path) as (office, workshop):
        with_pictures(office, tmp_path)
        write_bundle(office.open, path)
        content = path.read_bytes()
        for number in range(30):
            damaged = flipped(content, chance) if number % 2 else content[: chance.randrange(len(content))]
            path.write_bytes(damaged)
            try:
                assert read_bundle(workshop.open, path).refused
            except Refused:
                continue
        path.write_bytes(content)
        os.utime(path, (1_700_000_000, 1_700_000_000 // 2 * 2))  # a stick knows times to two seconds
        brought = read_bundle(workshop.open, path)
        assert (brought.refused, brought.missing) == ((), 0)
        assert workshop.work.read(missing_files, vault_of(workshop.open)) == frozenset()
        assert office.open.laptop.device in workshop.work.read(kept_holdings)
        assert workshop.is_sound()
