# SPDX-License-Identifier: Apache-2.0
"""A disk without one free block, with the records and the program's own notes on it, through the command line."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.learners import LearnerDetails
from app.services.learners import add_learner
from app.services.opening import open_centre
from app.store.folder import DataFolder
from tests.cli.command_line import ADMINISTRATOR, PASSPHRASES, Laptop, sample_laptop

_READING = (
    "learner list",
    "cohort list",
    "user list",
    "standards list",
    "journal show",
    "journal verify",
    "check",
    "device list",
    "conflicts list",
    "certificate list",
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a small disk needs root on Linux")
    path = tmp_path / "disk"
    path.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=90m", "none", path], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine does not let a test mount a small disk")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


def _fill(disk: Path) -> None:
    """Leave not one block free."""
    try:
        with (disk / "ballast").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as error:
        assert error.errno == errno.ENOSPC
    assert shutil.disk_usage(disk).free == 0


def _learners(laptop: Laptop) -> int:
    return len(laptop.say("learner list", ADMINISTRATOR).document["learners"])


def test_a_disk_without_a_free_block_lets_everything_be_read_and_backed_up(disk: Path, tmp_path: Path) -> None:
    laptop = sample_laptop(disk)
    before = _learners(laptop)
    _fill(disk)
    for line in _READING:
        said = laptop.say(line, ADMINISTRATOR)
        assert (said.status, "can be read" in said.err) == (0, True), (line, said.out, said.err)
    refused = laptop.say("learner add 'Linh SAMPLE'", ADMINISTRATOR)
    assert (refused.status, refused.code) == (3, "disk-full")
    backup = tmp_path / "backup"
    assert laptop.say(f"backup '{backup}'", ADMINISTRATOR).status == 0
    restored = Laptop(tmp_path / "restored")
    assert restored.say(f"restore '{backup}'").status == 0
    assert _learners(restored) == before
    (disk / "ballast").unlink()
    assert laptop.say("learner add 'Linh SAMPLE'", ADMINISTRATOR).status == 0
    assert _learners(laptop) == before + 1


def test_what_was_saved_last_is_read_from_the_log_of_a_disk_that_filled_up(disk: Path) -> None:
    laptop = sample_laptop(disk)
    before, kept = _learners(laptop), disk / "kept"
    machine = laptop.outside({}).machine()
    centre = open_centre(DataFolder(disk / "centre"), ADMINISTRATOR, PASSPHRASES[ADMINISTRATOR], machine)
    add_learner(centre.work, LearnerDetails("Linh SAMPLE"))
    shutil.copytree(disk / "centre", kept)  # as a power cut would leave it
    centre.close()
    _fill(disk)
    left = Laptop(disk, {"GUILDMARK_DATA": str(kept)})
    for _ in range(2):
        assert _learners(left) == before + 1
