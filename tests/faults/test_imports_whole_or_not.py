# SPDX-License-Identifier: Apache-2.0
"""An import that is killed, cancelled, or meets a full disk at any of its steps is there wholly or not at all.

``GUILDMARK_KILLS=50`` kills it more often.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.learners import LearnerDetails
from app.paths import resources
from app.records.queries import cohorts, learners
from app.records.refolding import table_digests
from app.services.cohort_import import Into, apply_import, plan_import
from app.services.import_plan import State
from app.services.known_names import KnownNames
from app.services.machine import Machine, this_machine
from app.services.opening import OpenCentre, open_centre
from app.services.sample import COHORT, make_sample
from app.services.upkeep import check
from app.services.workbook_import import Opening, open_source
from app.spreadsheets.cohort_template import write_cohort_template
from app.store.folder import DataFolder
from tests.faults.importing import ADMINISTRATOR, CHOICES

KILLS = int(os.environ.get("GUILDMARK_KILLS", "10"))
HERE = Path(__file__).parents[2]
PEOPLE = 1_200
STEPS = ("opening", "reading", "planning", "writing", "wrote 500", "wrote 1000", "wrote 1200")


@pytest.fixture
def made(tmp_path: Path) -> tuple[DataFolder, Machine, Path]:
    """A sample centre, and a workbook with learners that are not in it."""
    folder, machine = DataFolder(tmp_path / "centre"), this_machine(tmp_path / "state")
    make_sample(folder, machine, resources())
    workbook = tmp_path / "cohort.xlsx"
    people = (LearnerDetails(f"Learner{n:04} SAMPLE", id_number=f"K{n:06}", phone=f"0{n}") for n in range(PEOPLE))
    write_cohort_template(workbook, [("", one) for one in people])
    return folder, machine, workbook


def opened(folder: DataFolder, machine: Machine) -> OpenCentre:
    return open_centre(folder, ADMINISTRATOR.name, ADMINISTRATOR.passphrase, machine)


def there(folder: DataFolder, machine: Machine) -> int:
    """How many of the workbook's learners are in the records, in the cohort and enrolled; the records are sound."""
    centre = opened(folder, machine)
    try:
        assert centre.notices == ()
        assert check(centre) == ()
        group = centre.work.read(cohorts.cohort, COHORT)
        members = [one for one in centre.work.read(cohorts.members, group.id) if one.name.startswith("Learner")]
        assert all(one.enrolled for one in members)
        found = centre.work.read(learners.count) - (group.learners - len(members))
        assert len(members) == found
        return found
    finally:
        centre.close()


def at_work(folder: DataFolder, machine: Machine, workbook: Path, *room: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.importing", str(folder.path), str(machine.state), str(workbook)]
    return subprocess.Popen([*command, *room], cwd=HERE, stdout=subprocess.PIPE, text=True)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed so there")
def test_an_import_that_is_killed_at_any_step_is_whole_or_not_there(made: tuple[DataFolder, Machine, Path]) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    for number in range(KILLS):
        step = STEPS[number % len(STEPS)]
        with at_work(*made) as process:
            assert process.stdout
            line = next(iter(line for line in process.stdout if line.startswith((step, "closed"))), "")
            time.sleep(chance.random() * 0.3 if number >= len(STEPS) else 0)
            process.kill()
            rest = line + process.stdout.read()
        found = there(*made[:2])
        assert found in (0, PEOPLE), f"kill {number} at {step} of seed {seed}"
        assert found == PEOPLE or "done " not in rest
        if found:
            return


@pytest.mark.skipif(sys.platform == "win32", reason="no limit can be set so there")
@pytest.mark.parametrize("room", [400, 2_500])
def test_a_full_disk_leaves_nothing_of_an_import(made: tuple[DataFolder, Machine, Path], room: int) -> None:
    with at_work(*made, str(room * 1024)) as process:
        lines = process.stdout.read().splitlines() if process.stdout else []
    assert lines[-2] in ("refused disk-full", "refused disk-error", "refused too-large")
    assert lines[-1] == "closed"
    assert there(*made[:2]) == 0


class Enough(Exception):
    """The person presses Cancel."""


def after(calls: int) -> Callable[[int, int], None]:
    """A progress report that ends the work after so many calls."""
    left = iter(range(calls))

    def told(done: int, of: int) -> None:
        if next(left, None) is None:
            raise Enough

    return told


def test_a_cancelled_import_leaves_the_tables_as_they_were(made: tuple[DataFolder, Machine, Path]) -> None:
    folder, machine, workbook = made
    centre = opened(folder, machine)
    work, opening = centre.work, Opening(resources() / "translations")
    try:
        before, place = work.read(table_digests), work.records.place
        with pytest.raises(Enough):
            open_source(workbook, opening, work.today(), after(0))
        source = open_source(workbook, opening, work.today())
        for calls in (0, 3):
            with pytest.raises(Enough):
                plan_import(work, source, CHOICES, KnownNames(), after(calls))
        plan = plan_import(work, source, CHOICES, KnownNames())
        for calls in range(3):
            with pytest.raises(Enough):
                apply_import(work, source, CHOICES, plan, Into(COHORT, enrol=True), after(calls))
        assert (work.read(table_digests), work.records.place) == (before, place)
        assert len(plan.of(State.NEW)) == PEOPLE
        assert apply_import(work, source, CHOICES, plan, Into(COHORT, enrol=True)).act is not None
    finally:
        centre.close()
    assert there(folder, machine) == PEOPLE
