# SPDX-License-Identifier: Apache-2.0
"""Merges that two laptops made apart, and what one wrote before it heard of the other's: both ask and show the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.domain.assessing import COMPETENT, MET, NOT_YET, NOT_YET_COMPETENT
from app.domain.refusals import NotAllowed, RuleBroken
from app.records.queries import assessing as sheets
from app.records.queries import certificates, learners, merging
from app.records.queries.learners import Page
from app.records.queries.questions import Question, questions
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.certificates import IssueWish, issue
from app.services.cohorts import enrol_learner
from app.services.eligibility import awards
from app.services.learners import set_learner
from app.services.merging import merge_learners
from app.services.questions import may_answer, resolve
from app.services.undo import undo
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    CUTTING,
    KHMER,
    QUALIFICATION,
    SAFETY,
    SECOND,
    SINGLE,
    VIETNAMESE,
    Centre,
    exchange,
    two_laptops,
)
from tests.simulation.agreement import differences, dump

Two = tuple[Centre, Centre]


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Two]:
    with two_laptops(tmp_path) as both:
        yield both
        told_each_other(both)
        assert not differences(*(one.work.read(dump) for one in both))
        assert all(one.is_sound() for one in both)


def told_each_other(laptops: Two) -> None:
    exchange(*laptops)
    exchange(*laptops)


def asked(laptops: Two) -> list[Question]:
    told_each_other(laptops)
    first, second = (one.work.read(questions) for one in laptops)
    assert first == second
    return first


def merge(centre: Centre, survivor: str, duplicate: str) -> bytes:
    return merge_learners(centre.as_person(ADMIN), centre.learners[survivor], centre.learners[duplicate], {})


def answer(laptops: Two, question: Question, text: str) -> None:
    """Answered on the second laptop, it is settled on both."""
    op = next(choice.op for choice in question.choices if choice.text.startswith(text))
    work = laptops[1].as_person(ADMIN)
    assert may_answer(work.roles, question)
    resolve(work, question.id, op)
    assert asked(laptops) == []


def listed(laptops: Two) -> list[str]:
    shown = [[row.name for row in one.work.read(learners.page, Page())] for one in laptops]
    assert shown[0] == shown[1]
    return sorted(shown[0])


def missing(laptops: Two) -> set[str]:
    """Whose records are in no list any more."""
    return {KHMER, VIETNAMESE, ARMENIAN, SINGLE}.difference(listed(laptops))


def holds(laptops: Two, name: str) -> set[str]:
    found = [set(one.work.read(awards, one.learners[name])) for one in laptops]
    assert found[0] == found[1]
    return found[0]


def mark(centre: Centre, name: str, value: str, by: str = ASSESSOR, criterion: str = "1.1") -> None:
    wish = MarkWish(centre.learners[name], criterion, value)
    assessing.record_mark(centre.as_person(by), centre.desk(), wish)


@pytest.mark.parametrize("right", [VIETNAMESE, ARMENIAN])
def test_one_record_merged_into_two_others_is_a_question(laptops: Two, right: str) -> None:
    office, workshop = laptops
    office.award(office.learners[KHMER], SAFETY)
    told_each_other(laptops)
    merge(office, VIETNAMESE, KHMER)
    merge(workshop, ARMENIAN, KHMER)
    (question,) = asked(laptops)
    assert (question.kind, len(question.choices)) == ("merge", 2)
    assert question.text.startswith(f"The record {KHMER}, ")
    assert missing(laptops) == {KHMER}
    answer(laptops, question, right)
    assert missing(laptops) == {KHMER}
    assert holds(laptops, right) == {SAFETY}


def test_two_records_merged_into_each_other_are_a_question(laptops: Two) -> None:
    office, workshop = laptops
    office.award(office.learners[KHMER], SAFETY)
    office.award(office.learners[SINGLE], CUTTING)
    told_each_other(laptops)
    merge(office, KHMER, SINGLE)
    merge(workshop, SINGLE, KHMER)
    (question,) = asked(laptops)
    assert (question.kind, len(question.choices)) == ("merge", 2)
    assert len(missing(laptops)) == 1
    answer(laptops, question, SINGLE)
    assert missing(laptops) == {KHMER}
    assert holds(laptops, SINGLE) == {SAFETY, CUTTING}


def test_three_records_merged_in_a_circle_are_one_question(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, VIETNAMESE, KHMER)
    merge(office, ARMENIAN, VIETNAMESE)
    merge(workshop, KHMER, ARMENIAN)
    (question,) = asked(laptops)
    assert len(question.choices) == 3
    op = next(choice.op for choice in question.choices if choice.text.startswith(KHMER))
    resolve(workshop.as_person(ADMIN), question.id, op)
    assert {one.kind for one in asked(laptops)} == {"field"}
    assert missing(laptops) == {VIETNAMESE, ARMENIAN}


def test_the_learner_gets_no_certificate_while_it_is_in_question(laptops: Two) -> None:
    office, workshop = laptops
    for unit in (SAFETY, CUTTING):
        office.award(office.learners[KHMER], unit)
    told_each_other(laptops)
    merge(office, KHMER, SINGLE)
    merge(workshop, ARMENIAN, SINGLE)
    asked(laptops)
    office.as_person(ADMIN)
    (refused,) = issue(office.open, IssueWish(COHORT, learners=[office.learners[KHMER]])).refused
    assert refused.why == f"Two people merged the records of {KHMER} differently. Settle that first."


def test_a_learner_who_was_to_go_into_an_erased_record_stays(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    workshop.erase(workshop.learners[KHMER])
    (question,) = asked(laptops)
    assert (question.kind, missing(laptops)) == ("merge", {KHMER})
    assert "erase this one too" in question.text
    answer(laptops, question, "a learner of their own")
    assert missing(laptops) == {KHMER}


def test_an_erased_second_record_is_asked_about(laptops: Two) -> None:
    office, workshop = laptops
    office.award(office.learners[SINGLE], SAFETY)
    told_each_other(laptops)
    merge(office, KHMER, SINGLE)
    workshop.erase(workshop.learners[SINGLE])
    (question,) = asked(laptops)
    assert (question.kind, question.about) == ("merge", office.learners[KHMER])
    assert holds(laptops, KHMER) == {SAFETY}
    answer(laptops, question, KHMER)
    assert holds(laptops, KHMER) == {SAFETY}


def test_erasing_the_other_one_too_answers_it_as_well(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    workshop.erase(workshop.learners[SINGLE])
    asked(laptops)
    office.erase(office.learners[KHMER])
    assert asked(laptops) == []
    assert missing(laptops) == {KHMER, SINGLE}


def test_only_who_may_merge_may_answer(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    merge(workshop, ARMENIAN, SINGLE)
    (question,) = asked(laptops)
    work = office.as_person(ASSESSOR)
    assert not may_answer(work.roles, question)
    with pytest.raises(NotAllowed):
        resolve(work, question.id, question.choices[0].op)


def test_what_was_written_of_the_second_record_elsewhere_counts_for_the_first(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    single = workshop.learners[SINGLE]
    workshop.award(single, SAFETY, CUTTING)
    assessing.set_absence(workshop.as_person(ASSESSOR), workshop.desk("U3"), single, True)
    workshop.as_person(ADMIN)
    assert len(issue(workshop.open, IssueWish(COHORT, learners=[single])).issued) == 1
    assert asked(laptops) == []
    assert holds(laptops, KHMER) == {SAFETY, CUTTING}
    assert {row.learner for one in laptops for row in one.work.read(certificates.register)} == {office.learners[KHMER]}
    seats = workshop.work.read(sheets.sheet, COHORT, "U3").seats
    assert [seat.absent for seat in seats if seat.learner == office.learners[KHMER]] == [True]


def test_a_serious_correction_of_the_second_record_made_elsewhere_is_asked_about(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    set_learner(workshop.as_person(ASSESSOR), workshop.learners[SINGLE], {"birth_date": "2004-03-18", "phone": "0700"})
    (question,) = asked(laptops)
    assert (question.kind, question.about) == ("field", office.learners[KHMER])
    assert {choice.text for choice in question.choices} == {"2004-03-17", "2004-03-18"}
    answer(laptops, question, "2004-03-18")
    for one in laptops:
        details = one.work.read(learners.details, one.learners[KHMER])
        assert (details.full_name, details.birth_date, details.phone) == (KHMER, "2004-03-18", "0700")


def test_what_was_decided_in_the_preview_is_not_asked_again(laptops: Two) -> None:
    office, _ = laptops
    set_learner(office.work, office.learners[SINGLE], {"birth_date": "2004-03-18"})
    merge(office, KHMER, SINGLE)
    assert asked(laptops) == []
    assert {one.work.read(learners.details, one.learners[KHMER]).birth_date for one in laptops} == {"2004-03-17"}


@pytest.mark.parametrize("value", [MET, NOT_YET])
def test_marks_that_differ_in_the_joined_attempt_are_settled_there(laptops: Two, value: str) -> None:
    office, workshop = laptops
    mark(office, SINGLE, MET, criterion="2.1")
    merge(office, KHMER, SINGLE)
    told_each_other(laptops)
    mark(office, KHMER, MET)
    mark(workshop, KHMER, NOT_YET, by=SECOND)
    (question,) = asked(laptops)
    op = next(choice.op for choice in question.choices if choice.text == {MET: "met", NOT_YET: "not yet met"}[value])
    resolve(workshop.as_person(ASSESSOR), question.id, op)
    assert asked(laptops) == []
    for one in laptops:
        cells = one.work.read(sheets.sheet, COHORT, SAFETY).cells
        assert cells[one.learners[KHMER], "1.1"].mark == value
        assert cells[one.learners[KHMER], "2.1"].mark == MET


def test_judgements_that_differ_in_the_joined_attempt_are_settled_there(laptops: Two) -> None:
    office, workshop = laptops
    office.mark(office.learners[SINGLE])
    merge(office, KHMER, SINGLE)
    told_each_other(laptops)
    office.judge(office.learners[KHMER], outcome=COMPETENT)
    workshop.judge(workshop.learners[KHMER], outcome=NOT_YET_COMPETENT, by=SECOND)
    (question,) = asked(laptops)
    op = next(choice.op for choice in question.choices if choice.text == "competent")
    resolve(workshop.as_person(ASSESSOR), question.id, op)
    assert asked(laptops) == []
    office.sign([office.learners[KHMER]])
    assert asked(laptops) == []
    assert holds(laptops, KHMER) == {SAFETY}


def test_an_undo_here_and_work_there_leave_each_record_its_own(laptops: Two) -> None:
    office, workshop = laptops
    mark(office, SINGLE, MET, criterion="2.1")
    act = merge(office, KHMER, SINGLE)
    told_each_other(laptops)
    mark(workshop, KHMER, MET)
    undo(office.as_person(ADMIN), act)
    assert asked(laptops) == []
    assert missing(laptops) == set()
    for one in laptops:
        cells = one.work.read(sheets.sheet, COHORT, SAFETY).cells
        assert {(who, criterion) for who, criterion in cells} == {
            (one.learners[SINGLE], "2.1"),
            (one.learners[SINGLE], "1.1"),
        }


def test_the_answer_to_a_question_is_taken_back_like_anything_else(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, VIETNAMESE, KHMER)
    merge(workshop, ARMENIAN, KHMER)
    (question,) = asked(laptops)
    act = resolve(office.as_person(ADMIN), question.id, question.choices[0].op)
    assert asked(laptops) == []
    undo(office.work, act)
    assert asked(laptops) == [question]


def test_the_same_merge_made_on_both_laptops_is_one(laptops: Two) -> None:
    acts: Sequence[bytes] = [merge(one, KHMER, SINGLE) for one in laptops]
    assert asked(laptops) == []
    assert missing(laptops) == {SINGLE}
    undo(laptops[0].as_person(ADMIN), acts[0])
    told_each_other(laptops)
    assert missing(laptops) == {SINGLE}
    undo(laptops[0].work, acts[1])
    told_each_other(laptops)
    assert missing(laptops) == set()


def test_a_second_record_enrolled_elsewhere_is_enrolled_here(laptops: Two) -> None:
    office, workshop = laptops
    merge(office, KHMER, SINGLE)
    enrol_learner(workshop.as_person(ADMIN), workshop.learners[SINGLE], QUALIFICATION, route="rpl")
    assert asked(laptops) == []
    with pytest.raises(RuleBroken):
        set_learner(workshop.work, workshop.learners[SINGLE], {"phone": "1"})
    for one in laptops:
        assert [went.name for went in one.work.read(merging.joined_into, one.learners[KHMER])] == [SINGLE]
