# SPDX-License-Identifier: Apache-2.0
"""Cohorts as lists show them, and how far each unit is."""

from pathlib import Path

from app.domain.assessing import CLEARED, NOT_YET, NOT_YET_COMPETENT
from app.domain.learners import LearnerDetails
from app.records.queries import cohorts
from app.records.queries.cohorts import UnitProgress
from app.services.assessing import MarkWish, record_mark
from app.services.cohorts import CohortWish, add_members, open_cohort, remove_members
from app.services.learners import add_learner
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    KHMER,
    SAFETY,
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)


def progress(centre: Centre, unit: str = SAFETY) -> tuple[int, int, int, int]:
    group = centre.work.read(cohorts.cohort, COHORT)
    rows = {row.code: row for row in centre.work.read(cohorts.progress, group.id)}
    found: UnitProgress = rows[unit]
    return found.learners, found.marked, found.of, found.signed


def test_cohorts_are_listed_by_code(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        for code in ("B-2", "A-9"):
            open_cohort(centre.work, CohortWish(code))
        assert [(row.code, row.learners) for row in centre.work.read(cohorts.cohorts)] == [
            ("A-9", 0), ("B-2", 0), (COHORT, 4),
        ]  # fmt: skip
        assert centre.work.read(cohorts.progress, bytes(16)) == []


def test_members_stand_in_the_order_of_their_bibs(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        group = centre.work.read(cohorts.cohort, COHORT)
        newcomer = add_learner(centre.work, LearnerDetails("Aaron"))
        add_members(centre.work, COHORT, [newcomer])
        members = centre.work.read(cohorts.members, group.id)
        assert [(one.bib, one.name, one.enrolled) for one in members] == [
            (1, KHMER, True), (2, VIETNAMESE, True), (3, ARMENIAN, True), (4, SINGLE, True), (5, "Aaron", False),
        ]  # fmt: skip
        remove_members(centre.work, COHORT, [newcomer])
        assert sorted(centre.work.read(cohorts.bibs, group.id)) == [0, 1, 2, 3, 4, 5]


def test_an_erased_learner_is_no_member_any_more(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.erase(centre.learners[KHMER])
        group = centre.work.read(cohorts.cohort, COHORT)
        assert [one.name for one in centre.work.read(cohorts.members, group.id)] == [VIETNAMESE, ARMENIAN, SINGLE]
        assert group.learners == 3
        assert progress(centre)[0] == 3


def test_progress_counts_marks_of_the_attempts_under_way_and_signatures(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = centre.learners[KHMER], centre.learners[SINGLE]
        assert progress(centre) == (4, 0, 12, 0)
        centre.award(first, SAFETY)
        centre.mark(second, mark=NOT_YET)
        record_mark(centre.work, centre.desk(), MarkWish(second, "1.1", CLEARED))
        assert progress(centre) == (4, 5, 12, 1)
        centre.judge(second, outcome=NOT_YET_COMPETENT)
        centre.sign([second])
        assert progress(centre) == (4, 3, 12, 1)
        centre.award(second, SAFETY)
        assert progress(centre) == (4, 6, 12, 2)


def test_a_signature_that_stands_no_more_is_not_counted(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY)
        record_mark(workshop.as_person(ASSESSOR), workshop.desk(), MarkWish(learner, "1.1", NOT_YET))
        assert progress(office)[3] == 1
        exchange(office, workshop)
        assert progress(office)[3] == progress(workshop)[3] == 0


def test_two_cohorts_opened_apart_under_one_code_are_both_there(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as laptops:
        for centre in laptops:
            open_cohort(centre.as_person(ADMIN), CohortWish("TWICE", title=centre.at.path.name))
        exchange(*laptops)
        for centre in laptops:
            rows = [row for row in centre.work.read(cohorts.cohorts) if row.code == "TWICE"]
            assert {row.title for row in rows} == {"office", "workshop"}
        assert laptops[0].work.read(cohorts.cohort, "TWICE") == laptops[1].work.read(cohorts.cohort, "TWICE")


def test_a_learner_put_in_on_one_laptop_and_taken_out_on_the_other_is_where_the_later_word_says(
    tmp_path: Path,
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[SINGLE]
        remove_members(office.work, COHORT, [learner])
        exchange(office, workshop)
        add_members(office.work, COHORT, [learner])
        add_members(workshop.work, COHORT, [learner])
        remove_members(workshop.work, COHORT, [learner])
        exchange(office, workshop)
        names = []
        for centre in (office, workshop):
            group = centre.work.read(cohorts.cohort, COHORT)
            names.append([one.name for one in centre.work.read(cohorts.members, group.id)])
            assert group.learners == len(names[-1])
        assert names[0] == names[1] == [KHMER, VIETNAMESE, ARMENIAN]
