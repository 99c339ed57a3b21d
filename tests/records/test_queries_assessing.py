# SPDX-License-Identifier: Apache-2.0
"""The checklist as the assessment desk shows it, and where one learner stands."""

from pathlib import Path

import pytest

from app.domain.assessing import NOT_YET, NOT_YET_COMPETENT, Attempt, current_attempt
from app.domain.learners import LearnerDetails
from app.domain.refusals import NotFound
from app.records import tables
from app.records.queries import assessing
from app.records.queries.attempts import attempts
from app.records.queries.standing import standing_in
from app.services.assessing import MarkWish, record_mark, set_absence, write_note
from app.services.cohorts import add_members
from app.services.learners import add_learner, set_learner
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ASSESSOR,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SECOND,
    SINGLE,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)


def test_a_sheet_has_a_seat_for_everybody_and_a_cell_for_every_entry(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        set_learner(centre.work, learner, {"photo": "AAAA"})
        work, at = centre.as_person(ASSESSOR), centre.desk()
        record_mark(work, at, MarkWish(learner, "1.1", "met", batch=True))
        write_note(work, at, learner, "2.1", "x")
        set_absence(work, at, centre.learners[SINGLE], True)
        sheet = work.read(assessing.sheet, COHORT, SAFETY)
        assert (sheet.cohort.code, sheet.unit_id, sheet.unit) == (COHORT, at.unit_id, at.unit)
        assert [(seat.bib, seat.photo, seat.absent, seat.enrolled) for seat in sheet.seats] == [
            (1, "AAAA", False, True), (2, "", False, True), (3, "", False, True), (4, "", True, True),
        ]  # fmt: skip
        assert {code: (cell.mark, cell.note, cell.batch) for (_, code), cell in sheet.cells.items()} == {
            "1.1": ("met", "", True), "2.1": ("cleared", "x", False),
        }  # fmt: skip


def test_one_seat_is_what_the_sheet_says_of_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        for learner in centre.learners.values():
            centre.mark(learner, CUTTING)
        whole = centre.work.read(assessing.sheet, COHORT, CUTTING)
        learner = centre.learners[SINGLE]
        one = centre.work.read(assessing.seat, COHORT, CUTTING, learner)
        assert one.seats == tuple(seat for seat in whole.seats if seat.learner == learner)
        assert one.cells == {place: cell for place, cell in whole.cells.items() if place[0] == learner}


def test_who_is_not_enrolled_has_a_seat_that_says_so(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        newcomer = add_learner(centre.work, LearnerDetails("New"))
        add_members(centre.work, COHORT, [newcomer])
        seats = centre.work.read(assessing.sheet, COHORT, SAFETY).seats
        assert [seat.enrolled for seat in seats] == [True] * 4 + [False]


def test_marks_that_differ_are_shown_as_such_on_both_laptops(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        record_mark(office.as_person(ASSESSOR), office.desk(), MarkWish(learner, "1.1", "met"))
        record_mark(workshop.as_person(SECOND), workshop.desk(), MarkWish(learner, "1.1", NOT_YET))
        exchange(office, workshop)
        cells = [
            centre.work.read(assessing.sheet, COHORT, SAFETY).cells[learner, "1.1"] for centre in (office, workshop)
        ]
        assert cells[0] == cells[1]
        assert cells[0].contested


def stood(centre: Centre, learner: bytes) -> Attempt:
    """Where a learner stands, by the quick question and by the thorough one."""
    unit = centre.desk().unit_id
    quick = centre.work.read(standing_in, learner, unit, "1.1")
    assert quick.standing.attempt == current_attempt(centre.work.read(attempts, learner, unit))
    assert quick.standing.enrolled == ((learner, unit) in centre.work.read(assessing.enrolments, [learner]))
    number = quick.standing.attempt.number
    assert quick.standing.absent == centre.work.read(assessing.is_absent, learner, unit, number)
    slot = (learner, unit, number, "1.1")
    assert set(quick.marks) == set(centre.work.read(assessing.standing, tables.mark, slot).ids)
    return quick.standing.attempt


def test_the_quick_question_has_the_answer_of_the_thorough_one(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        assert stood(office, learner) == Attempt()
        set_absence(office.as_person(ASSESSOR), office.desk(), learner, True)
        assert stood(office, learner) == Attempt()
        set_absence(office.work, office.desk(), learner, False)
        office.mark(learner)
        office.judge(learner, outcome=NOT_YET_COMPETENT)
        assert stood(office, learner) == Attempt(1, NOT_YET_COMPETENT)
        office.sign([learner])
        assert stood(office, learner) == Attempt(2)
        exchange(office, workshop)
        office.award(learner, SAFETY)
        assert stood(office, learner) == Attempt(2, "competent", signed=True)
        workshop.mark(learner, mark=NOT_YET)
        exchange(office, workshop)
        assert stood(office, learner) == stood(workshop, learner) == Attempt(3)
        unit = office.desk().unit_id
        assert [one.doubtful for one in office.work.read(attempts, learner, unit)] == [False, True]


def test_who_is_not_known_stands_nowhere(tmp_path: Path) -> None:
    with a_centre(tmp_path, ADMIN) as centre:
        with pytest.raises(NotFound):
            centre.work.read(standing_in, bytes(16), centre.desk().unit_id)
        newcomer = add_learner(centre.work, LearnerDetails("New"))
        assert not centre.work.read(standing_in, newcomer, centre.desk().unit_id).standing.enrolled
        assert centre.work.read(assessing.enrolments, [newcomer]) == set()
        assert len(centre.work.read(assessing.enrolments, list(centre.learners.values()))) == 12
