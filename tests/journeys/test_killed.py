# SPDX-License-Identifier: Apache-2.0
"""Killed while marks are made: what was painted is there, and the right passphrase leads back to the same cell.

``GUILDMARK_KILLS=50`` kills more often.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.paths import resources
from app.records.queries import assessing, cohorts
from app.services.opening import open_centre
from app.services.sample import COHORT, USERS, make_sample
from app.store.folder import DataFolder
from app.ui.ui_settings import UiSettings, save_settings
from tests.ui.sitting_room import quick_machine

KILLS = int(os.environ.get("GUILDMARK_KILLS", "10")) // 3
"""A third as often as where no window is shown (tests/faults): a window takes longer to come up."""
ASSESSOR = USERS[1]
MOST_MARKS = 40
"""Marks that are painted before the process is killed: a random number up to this."""
LINGER = 0.25
"""Seconds more until then, at the most."""
Told = dict[str, Any]
Mark = tuple[str, str, str, str]
"""Unit, learner, criterion, mark."""


@dataclass
class Life:
    """What was seen in one life of the process, in order."""

    told: list[Told] = field(default_factory=list)
    ended: float = 0.0

    def all_of(self, what: str) -> list[Told]:
        return [each for each in self.told if each["what"] == what]

    @property
    def between_units(self) -> bool:
        """One unit was left, and no place in another was seen yet."""
        moves = [str(each["what"]) for each in self.told if each["what"] in ("at", "left")]
        return moves[-1] == "left"

    @property
    def places(self) -> list[tuple[str, str]]:
        """Unit and cell of each place where the person was."""
        return [(unit_of(each["place"]), cell_of(each["place"])) for each in self.all_of("at")]

    @property
    def painted(self) -> list[Mark]:
        """The marks in the order in which they appeared."""
        return [(each["unit"], each["learner"], each["criterion"], each["mark"]) for each in self.all_of("painted")]


@pytest.mark.long
def test_what_was_painted_outlives_the_program_and_the_person_is_led_back(tmp_path: Path) -> None:
    folder, chance = DataFolder(tmp_path / "centre"), random.Random()
    seed = chance.randrange(2**32)
    chance.seed(seed)
    make_sample(folder, quick_machine(tmp_path), resources())
    save_settings(quick_machine(tmp_path).state, UiSettings(places={"sign_in": ASSESSOR.name}, page="sign_in"))
    painted: set[Mark] = set()
    lives: list[Life] = []
    for n in range(KILLS + 1):
        life = live(tmp_path, folder, chance, f"{seed}-{n}")
        assert_came_back(lives, life, painted)
        painted |= set(life.painted)
        lives.append(life)
    assert sum(len(life.all_of("painted")) for life in lives) > KILLS
    assert painted <= recorded(tmp_path, folder), f"marks were lost (seed {seed})"


def live(place: Path, folder: DataFolder, chance: random.Random, seed: str) -> Life:
    """One life: marks are made until enough were seen, then the process is killed without a word."""
    wanted, linger, life = chance.randint(1, MOST_MARKS), chance.uniform(0, LINGER), Life()
    command = [sys.executable, "-m", "tests.journeys.marking_child", str(folder.path), str(place)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    process: subprocess.Popen[bytes]
    with (place / f"errors-{seed}.txt").open("wb") as errors:
        process = subprocess.Popen(
            [*command, ASSESSOR.passphrase, seed], stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        for told in heard(process):
            life.told.append(told)
            if len(life.all_of("at")) > wanted and process.returncode is None:
                time.sleep(linger)
                os.kill(process.pid, signal.SIGKILL)
                life.ended = time.monotonic()
                process.returncode = process.wait()
    assert process.returncode == -signal.SIGKILL, (place / f"errors-{seed}.txt").read_text(encoding="utf-8")
    return life


def heard(process: "subprocess.Popen[bytes]") -> Iterator[Told]:
    """What the process wrote; the last line may be cut short."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield json.loads(line)


def assert_came_back(lives: list[Life], life: Life, painted: set[Mark]) -> None:
    """The same page, cohort, unit and cell as at the end of the life before, and all its marks are shown."""
    assert life.all_of("started")[0]["chosen"] == ASSESSOR.name
    back = life.all_of("back")[0]
    assert back["place"].startswith(f"{COHORT} ")
    if not lives:
        return
    assert life.all_of("elsewhere") == [], "the page was not the one where the person was"
    unit = unit_of(back["place"])
    assert lives[-1].between_units or (unit, cell_of(back["place"])) in last_cells(lives[-1]) | unseen_step(
        lives[-1], back
    )
    assert {mark for mark in painted if mark[0] == unit} <= {(unit, *mark) for mark in back["marks"]}


def last_cells(life: Life) -> set[tuple[str, str]]:
    """Where the person was after the last mark that was seen."""
    if not life.painted:
        return set(life.places)
    unit, learner, criterion, _ = life.painted[-1]
    marked = (unit, f"{learner} {criterion}")
    seen = [n for n, place in enumerate(life.places) if place == marked]
    return set(life.places[seen[-1] + 1 :] if seen else life.places)


def unseen_step(life: Life, back: Told) -> set[tuple[str, str]]:
    """The cell after the last that was seen, if a mark was recorded there and the end came before the step."""
    unit, cell = life.places[-1]
    cells: list[str] = back["cells"]
    marked = {f"{learner} {criterion}" for learner, criterion, _ in back["marks"]}
    here = cells.index(cell) if cell in cells else len(cells)
    return {(unit, after) for after in cells[here + 1 : here + 2] if cell in marked}


def recorded(place: Path, folder: DataFolder) -> set[Mark]:
    """What the records hold, after every entry and every table was checked."""
    centre = open_centre(folder, ASSESSOR.name, ASSESSOR.passphrase, quick_machine(place))
    try:
        found: set[Mark] = set()
        for unit in centre.work.read(cohorts.cohort, COHORT).units:
            cells = centre.work.read(assessing.sheet, COHORT, unit).cells
            found |= {(unit, learner.hex(), code, cell.mark) for (learner, code), cell in cells.items()}
        return found
    finally:
        centre.close()


def unit_of(place: str) -> str:
    return str(place.partition("\n")[0].partition(" ")[2])


def cell_of(place: str) -> str:
    return str(place.partition("\n")[2].partition("\n")[0])
