# SPDX-License-Identifier: Apache-2.0
"""A centre on a busy day: an assessor marks one learner after the other, and signs a judgement after twelve marks."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from app.bench.ground import Place
from app.bench.mark import sample
from app.bench.people import learners
from app.domain.learner_fields import clean_details
from app.records.queries import cohorts
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.cohorts import add_members, enrol_cohort
from app.services.joining import accept, admit, join_request
from app.services.learners import write_new
from app.services.opening import OpenCentre, open_centre
from app.services.sample import COHORT, USERS

MARKS: Final = 12
"""Marks to one judgement, which is signed by the person."""
ADMINISTRATOR, ASSESSOR = USERS[0], USERS[1]


def a_centre(path: Path, size: int) -> Place:
    """The sample centre with this many more learners in its cohort, each marked once in all of a unit."""
    place = sample(path)
    with sitting(place, ADMINISTRATOR.name) as centre:
        today = centre.work.today()
        with centre.work.act() as act:
            ids = write_new(act, [clean_details(one, today) for one in learners(size)], centre.work.random)
        add_members(centre.work, COHORT, ids)
        enrol_cohort(centre.work, COHORT)
    with sitting(place) as centre:
        at, everybody = _cohort(centre)
        for learner in everybody:
            assessing.record_remaining(centre.work, at, [learner], allow_critical=True)
    return place


@contextmanager
def sitting(place: Place, name: str = ASSESSOR.name) -> Iterator[OpenCentre]:
    """Somebody of the sample centre at the laptop."""
    passphrase = next(user.passphrase for user in USERS if user.name == name)
    with closing(open_centre(place.folder, name, passphrase, place.machine)) as centre:
        yield centre


def another_laptop(first: Place, path: Path) -> Place:
    """A laptop that joined the centre by file. It holds what the first one held until then."""
    place = Place(path)
    (path / "state").mkdir(parents=True)
    request, answer = path / "request", path / "answer"
    join_request(place.folder, path.name, request, place.machine)
    with sitting(first, ADMINISTRATOR.name) as centre:
        code = admit(centre, request, answer).codes[ASSESSOR.name]
    accept(place.folder, answer, place.machine)
    open_centre(place.folder, ASSESSOR.name, code, place.machine, ASSESSOR.passphrase).close()
    return place


def work_through(centre: OpenCentre, operations: int, *, one_by_one: bool = True) -> None:
    """Record so many operations: each mark by itself as it is tapped, or those of a learner as one command."""
    at, everybody = _cohort(centre)
    criteria = cycle(criterion.code for criterion in at.unit.criteria())
    for learner in islice(cycle(everybody), max(1, operations // (MARKS + 1))):
        wishes = [MarkWish(learner, code, "met") for code in islice(criteria, MARKS)]
        for some in [[one] for one in wishes] if one_by_one else [wishes]:
            assessing.record_marks(centre.work, at, some)
        assessing.judge(centre.work, at, learner, "competent")


def taps(centre: OpenCentre) -> Iterator[Callable[[], object]]:
    """One mark after the other, without end."""
    at, everybody = _cohort(centre)
    for learner in cycle(everybody):
        for criterion in at.unit.criteria():
            yield partial(assessing.record_mark, centre.work, at, MarkWish(learner, criterion.code, "met"))


def sign_much(centre: OpenCentre, operations: int) -> None:
    """Record so many judgements and nothing else: each is signed."""
    at, everybody = _cohort(centre)
    for learner in islice(cycle(everybody), operations):
        assessing.judge(centre.work, at, learner, "competent")


def _cohort(centre: OpenCentre) -> tuple[Desk, list[bytes]]:
    group = centre.work.read(cohorts.cohort, COHORT)
    everybody = [member.learner for member in centre.work.read(cohorts.members, group.id)]
    return centre.work.read(assessing.desk, COHORT, group.units[0]), everybody
