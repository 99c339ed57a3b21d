# SPDX-License-Identifier: Apache-2.0
"""Eligibility follows from what is signed: the mandatory units, and any one of two."""

from pathlib import Path

import pytest

from app.domain.assessing import NOT_YET_COMPETENT
from app.domain.eligibility import Eligibility
from app.domain.refusals import NotFound
from app.services.cohorts import enrol_learner
from app.services.eligibility import awards, missing
from app.services.standards import import_standards
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    BENDING,
    CUTTING,
    KHMER,
    MAPPINGS,
    QUALIFICATION,
    SAFETY,
    STANDARDS,
    Centre,
    a_centre,
    standards_file,
)

NEEDS_ONE = "1 more unit of “Cut or bend” is needed, of these: U2, U3."
NEEDS_SAFETY = "Unit U1, Work safely, is needed."


def asked(centre: Centre) -> Eligibility:
    return missing(centre.work, centre.learners[KHMER], QUALIFICATION)


@pytest.mark.parametrize(("units", "eligible", "words"), [
    ((), False, (NEEDS_SAFETY, NEEDS_ONE)),
    ((SAFETY,), False, (NEEDS_ONE,)),
    ((CUTTING, BENDING), False, (NEEDS_SAFETY,)),
    ((SAFETY, CUTTING), True, ("All that the qualification asks for is achieved: 2 units count, U1, U2.",)),
    ((SAFETY, BENDING), True, ("All that the qualification asks for is achieved: 2 units count, U1, U3.",)),
    ((SAFETY, CUTTING, BENDING), True, (
        "All that the qualification asks for is achieved: 3 units count, U1, U2, U3.",
    )),
])  # fmt: skip
def test_the_mandatory_unit_and_any_one_of_two(
    tmp_path: Path, units: tuple[str, ...], eligible: bool, words: tuple[str, ...]
) -> None:
    with a_centre(tmp_path) as centre:
        centre.award(centre.learners[KHMER], *units)
        found = asked(centre)
        assert (found.eligible, found.counted, found.explain()) == (eligible, units, words)


def test_the_shortest_way_is_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (way,) = asked(centre).cheapest
        assert (way.units, way.credits, way.hours) == ((SAFETY, CUTTING), 6, 60)


def test_only_what_is_signed_competent_counts(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner, SAFETY)
        centre.judge(learner, SAFETY)
        centre.judge(learner, CUTTING, NOT_YET_COMPETENT)
        centre.sign([learner], CUTTING)
        assert centre.work.read(awards, learner) == {}
        assert asked(centre).counted == ()
        centre.sign([learner], SAFETY)
        assert asked(centre).counted == (SAFETY,)
        centre.award(learner, CUTTING)
        assert asked(centre).eligible


def test_an_award_says_since_when(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.award(centre.learners[KHMER], SAFETY)
        held = centre.work.read(awards, centre.learners[KHMER])
        assert held[SAFETY].on == centre.work.today().isoformat()


def test_a_unit_signed_in_an_earlier_version_still_counts(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY)
        import_standards(
            centre.as_person(ADMIN), [standards_file(tmp_path, STANDARDS.replace("swept", "mopped"))], MAPPINGS
        )
        assert asked(centre).counted == (SAFETY,)
        assert enrol_learner(centre.work, learner, unit=SAFETY).act


def test_what_is_not_here_is_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(NotFound, match=r"no qualification “\{q\}”"):
            missing(centre.work, centre.learners[KHMER], "{q}")
        with pytest.raises(NotFound, match="not in the records"):
            missing(centre.work, bytes(16), QUALIFICATION)
