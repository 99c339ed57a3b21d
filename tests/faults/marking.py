# SPDX-License-Identifier: Apache-2.0
"""An assessor at work in a process of its own, which the tests kill: ``python -m tests.faults.marking FOLDER STATE``.

Each mark is told on a line of its own, once the program has said that it is saved. With a number of bytes as a third
word, no file can grow beyond them until the program has refused a mark; then there is room again.
"""

import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.assessing import MARKS
from app.domain.refusals import StorageTrouble
from app.records.queries import cohorts
from app.records.unit_of_work import Work
from app.services.assessing import MarkWish, desk, record_mark
from app.services.machine import this_machine
from app.services.opening import open_centre
from app.services.sample import COHORT, USERS
from app.store.folder import DataFolder

ASSESSOR = USERS[1]


def main(folder: str, state: str, room: str = "") -> None:
    """Mark until killed; with ``room``, until the disk is full and some marks longer."""
    centre = open_centre(DataFolder(Path(folder)), ASSESSOR.name, ASSESSOR.passphrase, this_machine(Path(state)))
    marks = _marks(centre.work)
    if not room:
        while True:
            _tell(centre.work, next(marks))
    import resource  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), hard))
    try:
        while True:
            _tell(centre.work, next(marks))
    except StorageTrouble as refusal:
        _say(f"refused {refusal.code}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    for wish in islice(marks, 3):
        _tell(centre.work, wish)
    centre.close()


Wish = tuple[str, MarkWish]


def _marks(work: Work) -> Iterator[Wish]:
    group = work.read(cohorts.cohort, COHORT)
    learners = [member.learner for member in work.read(cohorts.members, group.id)]
    chance = random.Random()
    while True:
        unit = chance.choice(group.units)
        criteria = work.read(desk, COHORT, unit).unit.criteria()
        yield unit, MarkWish(chance.choice(learners), chance.choice(criteria).code, chance.choice(MARKS))


def _tell(work: Work, wish: Wish) -> None:
    unit, mark = wish
    act = record_mark(work, work.read(desk, COHORT, unit), mark)
    _say(f"saved {act.hex()}")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
