# SPDX-License-Identifier: Apache-2.0
"""A centre on a busy day: an assessor marks one learner after the other, and signs a judgement after twelve marks."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from app.bench.ground import Place
from app.bench.mark import sample
from app.bench.people import learners
from app.domain.assessing import NOT_YET_COMPETENT
from app.domain.learner_fields import clean_details
from app.records.queries import cohorts
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.cohorts import add_members, enrol_cohort
from app.services.joining import accept, admit, join_request
from app.services.learners import write_new
from app.services.machine import this_machine
from app.services.opening import OpenCentre, open_centre
from app.services.sample import COHORT, USERS
from app.store.keyring import SAMPLE

MARKS: Final = 12
"""Marks to one judgement, which is signed by the person."""
ADMINISTRATOR, ASSESSOR = USERS[0], USERS[1]


def a_centre(path: Path, size: int) -> Place:
    """The sample centre with this many more learners in its cohort, who are enrolled in its units."""
    place = sample(path)
    with sitting(place, ADMINISTRATOR.name) as centre:
        today = centre.work.today()
        with centre.work.act() as act:
            ids = write_new(act, [clean_details(one, today) for one in learners(size)], centre.work.random)
        add_members(centre.work, COHORT, ids)
        enrol_cohort(centre.work, COHORT)
    return place


@contextmanager
def sitting(place: Place, name: str = ASSESSOR.name) -> Iterator[OpenCentre]:
    """Somebody of the sample centre at the laptop."""
    passphrase = next(user.passphrase for user in USERS if user.name == name)
    with closing(open_centre(place.folder, name, passphrase, place.machine)) as centre:
        yield centre


def another_laptop(first: Place, path: Path) -> Place:
    """A laptop that joined the centre by file. It holds what the first one held until then."""
    place, quick = Place(path), replace(this_machine(path / "state"), cost=SAMPLE)
    (path / "state").mkdir(parents=True)
    request, answer = path / "request", path / "answer"
    join_request(place.folder, path.name, request, quick)
    with sitting(first, ADMINISTRATOR.name) as centre:
        code = admit(centre, request, answer).codes[ASSESSOR.name]
    accept(place.folder, answer, quick)
    open_centre(place.folder, ASSESSOR.name, code, quick, ASSESSOR.passphrase).close()
    return place


def work_through(centre: OpenCentre, operations: int, done: int, *, one_by_one: bool = True) -> int:
    """Record so many operations after so many sheets; how many are done then. Each mark is recorded by itself as it is
    tapped, or those of a sheet as one command."""
    count = max(1, operations // (MARKS + 1))
    for at, learner, codes in islice(cycle(_sheets(centre)), done, done + count):
        wishes = [MarkWish(learner, code, "met") for code in codes]
        for some in [[one] for one in wishes] if one_by_one else [wishes]:
            assessing.record_marks(centre.work, at, some)
        assessing.judge(centre.work, at, learner, NOT_YET_COMPETENT)
    return done + count


def taps(centre: OpenCentre) -> Iterator[Callable[[], object]]:
    """One mark after the other, without end."""
    for at, learner, codes in cycle(_sheets(centre)):
        for code in codes:
            yield partial(assessing.record_mark, centre.work, at, MarkWish(learner, code, "not-yet"))


def sign_much(centre: OpenCentre, operations: int) -> None:
    """Record so many judgements and nothing else: each is signed."""
    for at, learner, _ in islice(cycle(_sheets(centre)), operations):
        assessing.judge(centre.work, at, learner, NOT_YET_COMPETENT)


def _sheets(centre: OpenCentre) -> list[tuple[Desk, bytes, list[str]]]:
    """A dozen criteria of a unit for each learner, then the next dozen, then those of the next unit."""
    group = centre.work.read(cohorts.cohort, COHORT)
    everybody = [member.learner for member in centre.work.read(cohorts.members, group.id)]
    found = []
    for unit in group.units:
        at = centre.work.read(assessing.desk, COHORT, unit)
        codes = [criterion.code for criterion in at.unit.criteria()]
        for first in range(0, len(codes) - MARKS + 1, MARKS):
            found += [(at, learner, codes[first : first + MARKS]) for learner in everybody]
    return found
