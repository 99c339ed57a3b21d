# SPDX-License-Identifier: Apache-2.0
"""The process dies, or the disk is full, in the middle of work: every mark that was said to be saved is there.

``GUILDMARK_KILLS=50`` kills it more often.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from app.paths import resources
from app.records.journal_tables import operation
from app.services.machine import Machine, this_machine
from app.services.opening import open_centre
from app.services.sample import make_sample
from app.services.upkeep import check
from app.store.folder import DataFolder
from tests.faults.marking import ASSESSOR

KILLS = int(os.environ.get("GUILDMARK_KILLS", "10"))
HERE = Path(__file__).parents[2]


def _made(path: Path) -> tuple[DataFolder, Machine]:
    folder, machine = DataFolder(path / "centre"), this_machine(path / "state")
    make_sample(folder, machine, resources())
    return folder, machine


def _at_work(folder: DataFolder, machine: Machine, *room: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.marking", str(folder.path), str(machine.state), *room]
    return subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True)


def _saved(lines: list[str]) -> set[bytes]:
    return {bytes.fromhex(line.split()[1]) for line in lines if line.startswith("saved ") and line.endswith("\n")}


def _missing(folder: DataFolder, machine: Machine, saved: set[bytes]) -> set[bytes]:
    """Open the records again: they must be sound, in step with what this computer last saw, and hold all of it."""
    centre = open_centre(folder, ASSESSOR.name, ASSESSOR.passphrase, machine)
    try:
        assert centre.notices == ()
        assert check(centre) == ()
        acts = centre.work.read(lambda connection: set(connection.execute(select(operation.c.act)).scalars()))
        return saved - acts
    finally:
        centre.close()


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed so there")
def test_every_mark_said_to_be_saved_outlives_the_process(tmp_path: Path) -> None:
    folder, machine = _made(tmp_path)
    seed = random.randrange(10**6)
    chance, saved = random.Random(seed), set[bytes]()
    for number in range(KILLS):
        with _at_work(folder, machine) as process:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(chance.randint(1, 25))]
            time.sleep(chance.random() * 0.03)
            process.kill()
            lines += process.stdout.readlines()
        fresh = _saved(lines)
        assert fresh, f"kill {number} of seed {seed}: no mark was saved at all"
        saved |= fresh
        assert not _missing(folder, machine, saved), f"kill {number} of seed {seed}"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit can be set so there")
def test_a_full_disk_refuses_the_mark_and_keeps_all_before(tmp_path: Path) -> None:
    folder, machine = _made(tmp_path)
    with _at_work(folder, machine, str(300 * 1024)) as process:
        assert process.stdout
        lines = process.stdout.readlines()
    assert process.returncode == 0
    refused = next(number for number, line in enumerate(lines) if line.startswith("refused "))
    assert refused > 1, "some marks had room"
    assert lines[refused].split()[1] in {"disk-full", "disk-error", "too-large"}
    assert len(lines) == refused + 4, "work goes on once there is room again"
    assert not _missing(folder, machine, _saved(lines))
