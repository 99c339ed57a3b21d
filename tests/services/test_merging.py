# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner become one: what hangs on both stays, and everything can be as it was before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.domain.assessing import COMPETENT, MET, NOT_YET, NOT_YET_COMPETENT
from app.domain.learners import LearnerDetails
from app.domain.refusals import NotAllowed, Refused, RuleBroken
from app.journal.operation import NOBODY
from app.records.queries import assessing as sheets
from app.records.queries import certificates, cohorts, history, home, learners, merging
from app.records.queries.learners import Page
from app.records.queries.questions import questions
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.certificates import IssueWish, issue
from app.services.cohorts import add_members, enrol_learner, remove_members
from app.services.eligibility import awards
from app.services.learners import add_learner, set_learner
from app.services.matching import Match, Matcher
from app.services.merging import merge_learners, preview_merge
from app.services.preflight import ISSUED, PreflightWish, preflight
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
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
)
from tests.simulation.agreement import Dump, dump

TWICE = "Sok Dara SAMPLE"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as at_work:
        yield at_work
        assert at_work.is_sound()


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def second_record(centre: Centre, **fields: str) -> bytes:
    """A second record of the first learner, in the same cohort, enrolled."""
    learner = add_learner(centre.as_person(ADMIN), LearnerDetails(TWICE, **fields))
    add_members(centre.work, COHORT, [learner])
    enrol_learner(centre.work, learner, QUALIFICATION)
    return learner


def merge(centre: Centre, survivor: bytes, duplicate: bytes, **chosen: str) -> bytes:
    return merge_learners(centre.as_person(ADMIN), survivor, duplicate, chosen)


def tables(centre: Centre) -> Dump:
    """All tables but the note of what was taken back."""
    return {name: rows for name, rows in centre.work.read(dump).items() if name != "undone"}


def listed(centre: Centre) -> set[bytes]:
    return {row.id for row in centre.work.read(learners.page, Page())}


def members(centre: Centre) -> list[bytes]:
    group = centre.work.read(cohorts.cohort, COHORT)
    inside = [one.learner for one in centre.work.read(cohorts.members, group.id)]
    assert group.learners == len(inside)
    return inside


def result(centre: Centre, learner: bytes, unit: str = SAFETY) -> tuple[int, str, bool]:
    found = next(one for one in centre.work.read(learners.results, learner) if one.code == unit)
    return found.attempt, found.outcome, found.signed


def test_the_second_record_is_in_no_list_search_or_count(centre: Centre) -> None:
    first, before = centre.learners[KHMER], centre.work.read(learners.count)
    second = second_record(centre, phone="0700 123456")
    merge(centre, first, second, phone="0700 123456")
    assert second not in listed(centre)
    assert second not in members(centre)
    assert centre.work.read(learners.count) == before
    assert [row.id for row in centre.work.read(learners.find, "0700 123456")] == [first]
    assert centre.work.read(learners.find, "SAMPLE") == []
    assert centre.work.read(home.counts).enrolled == len(members(centre)) == len(set(members(centre)))
    assert centre.work.read(merging.joined_into, first)[0].name == TWICE


def test_what_the_second_record_was_in_counts_for_the_first(centre: Centre) -> None:
    first, second = centre.learners[SINGLE], second_record(centre)
    remove_members(centre.work, COHORT, [first])
    centre.award(second, SAFETY, CUTTING)
    centre.as_person(ADMIN)
    issue(centre.open, IssueWish(COHORT, learners=[second]))
    (number,) = [row.number for row in centre.work.read(certificates.register)]
    merge(centre, first, second)
    assert members(centre).count(first) == 1
    assert result(centre, first) == (1, COMPETENT, True)
    assert set(centre.work.read(awards, first)) == {SAFETY, CUTTING}
    assert [row.learner for row in centre.work.read(certificates.register)] == [first]
    row = next(row for row in preflight(centre.open, PreflightWish(COHORT)) if row.learner == first)
    assert (row.number, row.state) == (number, ISSUED)
    words = {row.words for row in centre.work.read(history.acts, first)}
    assert "certificates issued" in words
    assert "two records of a learner merged" in words


def test_undo_gives_exactly_the_tables_of_before(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre, birth_date="2004-03-18", notes="Two records")
    centre.mark(first, mark=NOT_YET)
    centre.judge(first, outcome=NOT_YET_COMPETENT)
    centre.sign([first])
    centre.award(second, SAFETY)
    assessing.write_note(centre.as_person(ASSESSOR), centre.desk(CUTTING), second, "1.1", "Steady hands")
    before = tables(centre)
    act = merge(centre, first, second, full_name=TWICE, birth_date="2004-03-18")
    assert tables(centre) != before
    undo(centre.work, act)
    assert tables(centre) == before


def test_the_fields_are_decided_one_by_one(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre, birth_date="2004-03-18", email="d@example.org")
    found = preview_merge(centre.work, first, second)
    proposed = {one.field: (one.survivor, one.duplicate, one.proposed, one.serious) for one in found.fields}
    assert proposed["full_name"] == (KHMER, TWICE, KHMER, True)
    assert proposed["email"] == ("", "d@example.org", "d@example.org", False)
    assert proposed["latin_name"] == ("SOK DARA", "", "SOK DARA", False)
    changes = {one.field: (one.before, one.after) for one in found.differences({"birth_date": "2004-03-18"})}
    assert changes == {"birth_date": ("2004-03-17", "2004-03-18"), "email": ("", "d@example.org")}
    merge(centre, first, second, birth_date="2004-03-18")
    details = centre.work.read(learners.details, first)
    assert (details.full_name, details.birth_date, details.email) == (KHMER, "2004-03-18", "d@example.org")


def test_the_preview_names_what_hangs_on_both_and_changes_nothing(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    centre.award(second, SAFETY)
    centre.as_person(ADMIN)
    before = tables(centre)
    found = preview_merge(centre.work, first, second)
    assert found.survivor.cohorts == found.duplicate.cohorts == (COHORT,)
    signed = [one.code for one in found.duplicate.units if one.signed]
    assert (signed, found.hinders, found.duplicate.name) == ([SAFETY], (), TWICE)
    assert tables(centre) == before


@pytest.mark.parametrize("passed_first", [True, False])
def test_competent_in_either_record_is_competent(centre: Centre, passed_first: bool) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    for learner, outcome in ((first, COMPETENT), (second, NOT_YET_COMPETENT))[:: 1 if passed_first else -1]:
        centre.mark(learner, mark=MET if outcome == COMPETENT else NOT_YET)
        centre.judge(learner, outcome=outcome)
        centre.sign([learner])
    merge(centre, first, second)
    assert result(centre, first) == (1 if passed_first else 2, COMPETENT, True)
    assert set(centre.work.read(awards, first)) == {SAFETY}
    assert centre.work.read(home.to_sign) == 0


def test_attempts_of_both_are_kept_and_signatures_match(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    for learner in (first, second):
        centre.mark(learner, mark=NOT_YET)
        centre.judge(learner, outcome=NOT_YET_COMPETENT)
        centre.sign([learner])
    merge(centre, first, second)
    assert centre.work.read(questions) == []
    assert result(centre, first) == (3, "", False)
    centre.award(first, SAFETY)
    assert result(centre, first) == (3, COMPETENT, True)


def test_marks_of_the_second_record_are_on_the_sheet_and_go_on_there(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    at, by = centre.desk(), centre.as_person(ASSESSOR)
    assessing.record_mark(by, at, MarkWish(second, "1.1", MET, note="Reads it aloud"))
    merge(centre, first, second)
    for criterion in ("1.2", "2.1"):
        assessing.record_mark(centre.as_person(ASSESSOR), at, MarkWish(first, criterion, MET))
    cells = centre.work.read(sheets.sheet, COHORT, SAFETY).cells
    marks = {criterion: cell.mark for (who, criterion), cell in cells.items() if who == first}
    assert marks == {"1.1": MET, "1.2": MET, "2.1": MET}
    assert cells[first, "1.1"].note == "Reads it aloud"
    assert centre.sign([first], propose=True).signed == (first,)
    assert set(centre.work.read(awards, first)) == {SAFETY}


def test_work_on_the_joined_attempt_keeps_the_merge(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    assessing.record_mark(centre.as_person(ASSESSOR), centre.desk(), MarkWish(second, "1.1", MET))
    act = merge(centre, first, second)
    later = assessing.record_mark(centre.as_person(ASSESSOR), centre.desk(), MarkWish(first, "1.2", MET))
    with pytest.raises(RuleBroken) as refusal:
        undo(centre.as_person(ADMIN), act)
    assert refusal.value.code == "rests-on"
    assert "marks" in str(refusal.value)
    undo(centre.work, later)
    undo(centre.work, act)
    cells = centre.work.read(sheets.sheet, COHORT, SAFETY).cells
    assert {who for who, _ in cells} == {second}


def test_work_that_only_the_second_enrolment_allows_keeps_the_merge(centre: Centre) -> None:
    first, second = add_learner(centre.work, LearnerDetails("First SAMPLE")), second_record(centre)
    act = merge(centre, first, second)
    centre.mark(first)
    with pytest.raises(RuleBroken) as refusal:
        undo(centre.as_person(ADMIN), act)
    assert refusal.value.code == "rests-on"


def test_a_certificate_for_results_of_both_keeps_the_merge(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    centre.award(first, SAFETY)
    centre.award(second, CUTTING)
    act = merge(centre, first, second)
    assert [row.learner for row in issue(centre.open, IssueWish(COHORT, learners=[first])).issued] == [first]
    with pytest.raises(RuleBroken) as refusal:
        undo(centre.work, act)
    assert refusal.value.code == "rests-on"
    assert KHMER in str(refusal.value)


def test_work_of_the_first_record_alone_does_not_hold_the_merge(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    act = merge(centre, first, second)
    centre.mark(first)
    set_learner(centre.as_person(ADMIN), first, {"phone": "1"})
    undo(centre.work, act)
    assert {first, second} <= listed(centre)


def test_a_correction_of_a_field_that_the_merge_set_keeps_it(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre, email="d@example.org")
    act = merge(centre, first, second)
    set_learner(centre.work, first, {"email": "e@example.org"})
    with refused("rests-on"):
        undo(centre.work, act)


def test_a_chain_of_merges_leads_to_the_last_record(centre: Centre) -> None:
    a, b, c = centre.learners[KHMER], centre.learners[VIETNAMESE], centre.learners[ARMENIAN]
    centre.award(a, SAFETY)
    before = tables(centre)
    acts = [merge(centre, b, a), merge(centre, c, b)]
    assert set(centre.work.read(awards, c)) == {SAFETY}
    assert {one.learner for one in centre.work.read(merging.joined_into, c)} == {a, b}
    with refused("rests-on"):
        undo(centre.work, acts[0])
    for act in reversed(acts):
        undo(centre.work, act)
    assert tables(centre) == before


def test_what_is_asked_of_the_second_record_says_where_it_went(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    merge(centre, first, second)
    for wish in (
        lambda: centre.mark(second),
        lambda: set_learner(centre.as_person(ADMIN), second, {"phone": "1"}),
        lambda: add_members(centre.work, COHORT, [second]),
        lambda: enrol_learner(centre.work, second, QUALIFICATION),
        lambda: centre.erase(second),
        lambda: merge(centre, first, second),
        lambda: merge(centre, second, first),
        lambda: preview_merge(centre.as_person(ADMIN), first, second),
    ):
        with pytest.raises(RuleBroken) as refusal:
            wish()
        assert refusal.value.code == "merged"
        assert str(refusal.value) == f"The record of {TWICE} was merged into that of {KHMER}. Go on there."


def test_refusals_are_in_words(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    with refused("same-learner"):
        merge(centre, first, first)
    with refused("no-such-learner"):
        merge(centre, first, NOBODY)
    with refused("no-such-value"):
        merge(centre, first, second, full_name="Somebody else")
    with pytest.raises(NotAllowed):
        merge_learners(centre.as_person(ASSESSOR), first, second, {})
    assert preview_merge(centre.as_person(ADMIN), first, first).hinders == (
        "This is one and the same record. Choose two records of the learner.",
    )
    centre.erase(second)
    with refused("erased"):
        merge(centre, first, second)


def test_erasing_the_learner_erases_both_records(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre, notes="Two records")
    act = merge(centre, first, second)
    centre.erase(first)
    gone = {first, second}
    assert gone.isdisjoint(listed(centre))
    assert centre.work.read(questions) == []
    assert not [row for rows in tables(centre).values() for row in rows if TWICE in row or "Two records" in row]
    with refused("erased"):
        undo(centre.work, act)


def test_the_adding_of_either_record_is_not_taken_back_under_the_merge(centre: Centre) -> None:
    first, second = add_learner(centre.work, LearnerDetails("First SAMPLE")), second_record(centre)
    merge(centre, first, second)
    for learner in (first, second):
        with refused("rests-on"):
            undo(centre.work, _adding(centre, learner))


def _adding(centre: Centre, learner: bytes) -> bytes:
    found = centre.work.read(history.standing_about, {learner}, b"")
    return next(one.act for one in found if one.kind == "learner.added")


def test_a_row_of_a_merged_record_is_told_where_it_went(centre: Centre) -> None:
    twin = second_record(centre)
    merge(centre, centre.learners[KHMER], twin)

    def ask(connection: Connection) -> Match:
        details = LearnerDetails(TWICE)
        return Matcher(connection, [(twin.hex(), details)]).match(twin.hex(), details)

    told = centre.work.read(ask)
    assert (told.learner, told.field) == (centre.learners[KHMER], "learner_id")
    assert f"merged into that of {KHMER}" in told.refused


def test_a_workbook_with_both_in_a_cohort_counts_one(centre: Centre) -> None:
    first, second = centre.learners[KHMER], second_record(centre)
    before = len(members(centre))
    merge(centre, first, second)
    assert len(members(centre)) == before - 1
    remove_members(centre.work, COHORT, [first])
    assert first not in members(centre)
    assert len(members(centre)) == before - 2
