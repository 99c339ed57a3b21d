# SPDX-License-Identifier: Apache-2.0
"""A command is taken back as a whole, unless it is signed or later work rests on it: then it says on what."""

from pathlib import Path

import pytest

from app.domain.assessing import NOT_YET
from app.domain.learners import LearnerDetails
from app.domain.refusals import NotAllowed, NotFound, RuleBroken
from app.records.queries import assessing as sheets
from app.records.queries import cohorts, learners, standards
from app.records.queries.assessing import CellRow
from app.records.refolding import table_digests
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.certificates import IssueWish, issue
from app.services.cohort_import import Into
from app.services.cohorts import CohortWish, add_members, enrol_cohort, enrol_learner, open_cohort, set_cohort
from app.services.learners import add_learner, set_learner
from app.services.standards import import_standards
from app.services.undo import undo, undo_if_last
from app.services.workbook_import import ImportWish, Opening, import_cohort
from app.spreadsheets.cohort_template import write_cohort_template
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    CUTTING,
    KHMER,
    LEARNERS,
    MAPPINGS,
    SAFETY,
    SECOND,
    SINGLE,
    STANDARDS,
    TRANSLATIONS,
    VIETNAMESE,
    VIEWER,
    Centre,
    a_centre,
    standards_file,
)

NEW_STANDARDS = STANDARDS.replace("code: U", "code: V").replace("[U1]", "[V1]").replace("U2, U3", "V2, V3").replace(
    "code: Q1", "code: Q2"
)  # fmt: skip


def state(centre: Centre) -> dict[str, str]:
    """What every list holds, but for the list of what was taken back."""
    found: dict[str, str] = centre.work.read(table_digests)
    return {name: digest for name, digest in found.items() if name != "undone"}


def cells(centre: Centre, unit: str = SAFETY) -> dict[tuple[bytes, str], CellRow]:
    return dict(centre.work.read(sheets.sheet, COHORT, unit).cells)


def brought_in(centre: Centre, folder: Path, *people: LearnerDetails) -> bytes:
    path = folder / "cohort.xlsx"
    write_cohort_template(path, [("", one) for one in people])
    act = import_cohort(centre.as_person(ADMIN), ImportWish(path, Opening(TRANSLATIONS), Into(COHORT))).act
    assert act is not None
    return act


def refusal(centre: Centre, act: bytes) -> str:
    before = state(centre)
    with pytest.raises(RuleBroken) as refused:
        undo(centre.work, act)
    assert state(centre) == before
    return f"{refused.value.code}: {refused.value}"


def test_an_import_is_taken_back_with_all_that_it_added_and_changed(tmp_path: Path) -> None:
    changed = LearnerDetails(KHMER, birth_date="2004-03-17", id_number="0011", phone="99", email="a@b.example")
    with a_centre(tmp_path) as centre:
        before = state(centre)
        act = brought_in(centre, tmp_path, LearnerDetails("New SAMPLE"), changed)
        assert state(centre) != before
        done = undo(centre.work, act)
        assert (done.act, done.operations) == (act, 3)
        assert centre.work.read(learners.find, "new") == centre.work.read(learners.find, "99") == []
        assert centre.work.read(learners.details, centre.learners[KHMER]) == LEARNERS[0]
        assert centre.work.read(learners.count) == 4
        assert [one.name for one in members(centre)] == [KHMER, VIETNAMESE, ARMENIAN, SINGLE]
        assert centre.is_sound()


def members(centre: Centre) -> list[cohorts.Member]:
    return centre.work.read(cohorts.members, centre.work.read(cohorts.cohort, COHORT).id)


def test_after_it_is_taken_back_the_same_file_comes_in_again(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        undo(centre.work, brought_in(centre, tmp_path, LearnerDetails("New SAMPLE")))
        brought_in(centre, tmp_path, LearnerDetails("New SAMPLE"))
        assert [one.name for one in members(centre)][4:] == ["New SAMPLE"]


def test_batch_marks_are_taken_back_and_what_stood_before_stands_again(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        work, at = centre.as_person(ASSESSOR), centre.desk()
        assessing.record_mark(work, at, MarkWish(learner, "1.1", NOT_YET))
        before = cells(centre)
        act = assessing.record_remaining(work, at, list(centre.learners.values()))
        assert len(cells(centre)) == 8
        assert undo(work).act == act
        assert cells(centre) == before
        assert centre.is_sound()


def test_a_mark_over_a_mark_is_taken_back_step_by_step(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        work, at = centre.as_person(ASSESSOR), centre.desk()
        seen = []
        for value in ("met", "not-yet", "not-applicable"):
            assessing.record_mark(work, at, MarkWish(learner, "1.1", value))
            seen.append(cells(centre)[learner, "1.1"])
        undo(work)
        assert cells(centre)[learner, "1.1"] == seen[1]
        undo(work)
        assert cells(centre)[learner, "1.1"] == seen[0]
        undo(work)
        assert cells(centre) == {}
        assessing.record_mark(work, at, MarkWish(learner, "1.1", "met"))
        assert cells(centre)[learner, "1.1"].contested is False
        assert centre.is_sound()


def test_a_note_and_an_absence_are_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        work, at = centre.as_person(ASSESSOR), centre.desk()
        before = state(centre)
        assessing.write_note(work, at, learner, "1.1", "x")
        assessing.set_absence(work, at, learner, True)
        assert [undo(work).words, undo(work).words] == ["absence", "note"]
        assert state(centre) == before


def test_an_enrolment_is_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        newcomer = add_learner(centre.work, LearnerDetails("New"))
        add_members(centre.work, COHORT, [newcomer])
        act = enrol_cohort(centre.work, COHORT).act
        assert act is not None
        done = undo(centre.work)
        assert (done.act, done.words, done.operations) == (act, "learners enrolled", 1)
        assert centre.work.read(learners.results, newcomer) == []
        assert enrol_cohort(centre.work, COHORT).learners == 1


def test_without_a_name_it_is_ones_own_last_command(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        assessing.record_mark(centre.as_person(SECOND), centre.desk(), MarkWish(learner, "1.1", "met"))
        assessing.record_mark(centre.as_person(ASSESSOR), centre.desk(), MarkWish(learner, "2.1", "met"))
        undo(centre.as_person(SECOND))
        assert set(cells(centre)) == {(learner, "2.1")}
        with pytest.raises(NotFound, match="nothing to take back"):
            undo(centre.work)


def with_a_certificate_after_a_correction(centre: Centre) -> bytes:
    """What the administrator did: a telephone number, then a certificate; answers the act of the first."""
    learner = centre.learners[KHMER]
    centre.award(learner, SAFETY, CUTTING)
    set_learner(centre.as_person(ADMIN), learner, {"phone": "1"})
    corrected = last_act(centre)
    assert issue(centre.open, IssueWish(COHORT)).act is not None
    return corrected


def test_what_is_older_than_ones_last_work_is_never_taken_back_unasked(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        act = with_a_certificate_after_a_correction(centre)
        before = state(centre)
        with pytest.raises(RuleBroken) as refused:
            undo(centre.work)
        assert str(refused.value) == (
            f"Your last work stays as it is: certificates issued ({KHMER}). What was signed, issued or admitted is not "
            f"taken back. Nothing was changed. Before that you did this: learner changed ({KHMER}). "
            f"To take that back, name it by its number: {act.hex()}"
        )
        assert state(centre) == before
        assert undo(centre.work, act).act == act


def test_nothing_is_offered_that_is_signed_too(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        everybody = list(centre.learners.values())
        assessing.record_remaining(centre.as_person(ASSESSOR), centre.desk(), everybody, allow_critical=True)
        centre.sign(propose=True)
        with pytest.raises(RuleBroken, match=r"^Your last work stays as it is: .* Nothing was changed\.$"):
            undo(centre.work)


def test_what_is_not_the_last_stays_until_its_person_knows_what_came_after_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        act = with_a_certificate_after_a_correction(centre)
        before = state(centre)
        assert undo_if_last(centre.work, act) == (
            f"You did more after this, and that stays as it is: certificates issued ({KHMER}).",
            "What was signed, issued or admitted is not taken back.",
        )
        assert state(centre) == before
        set_learner(centre.work, centre.learners[KHMER], {"phone": "2"})
        assert undo_if_last(centre.work, last_act(centre)) == ()
        assert centre.work.read(learners.details, centre.learners[KHMER]).phone == "1"


def test_nothing_is_taken_back_twice_nor_what_never_was(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        act = brought_in(centre, tmp_path, LearnerDetails("New"))
        undo(centre.work, act)
        for other in (act, bytes(16)):
            with pytest.raises(NotFound, match="nothing to take back"):
                undo(centre.work, other)


def test_what_is_signed_stays_and_the_names_are_told(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        everybody = list(centre.learners.values())
        work, at = centre.as_person(ASSESSOR), centre.desk()
        act = assessing.record_remaining(work, at, everybody, allow_critical=True)
        done = centre.sign(everybody[:2], propose=True)
        assert done.act is not None
        assert refusal(centre, act) == (
            f"signed: This is signed for {KHMER}, {VIETNAMESE}. What is signed is never changed."
        )  # fmt: skip
        assert refusal(centre, done.act).startswith("final: What was signed, issued or admitted is not taken back.")
        centre.sign(propose=True)
        assert refusal(centre, act).startswith(f"signed: This is signed for {KHMER}, {VIETNAMESE}, {ARMENIAN} …")


def test_a_judgement_and_a_certificate_are_not_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        judged = centre.judge(centre.learners[SINGLE], outcome="not-yet-competent")
        centre.as_person(ADMIN)
        issued = issue(centre.open, IssueWish(COHORT)).act
        assert issued is not None
        for act in (judged, issued):
            assert refusal(centre, act).startswith("final: ")


def test_learners_with_whom_somebody_worked_since_stay_and_are_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        act = brought_in(centre, tmp_path, LearnerDetails("Sok {A}"), LearnerDetails("Sok B"))
        learner = centre.work.read(learners.find, "sok a")[0].id
        set_learner(centre.work, learner, {"phone": "1"})
        told = "rests-on: Later work rests on this ({}: Sok {{A}}). Take that back first."
        assert refusal(centre, act) == told.format("learner changed")
        undo(centre.work)
        enrol_learner(centre.work, learner, unit=SAFETY)
        assert refusal(centre, act) == told.format("learners enrolled")
        undo(centre.work)
        undo(centre.work, act)
        assert centre.work.read(learners.count) == 4


def test_an_enrolment_in_which_somebody_was_marked_stays(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        newcomer = add_learner(centre.work, LearnerDetails("New"))
        act = enrol_learner(centre.work, newcomer, unit=SAFETY).act
        assert act is not None
        centre.mark(newcomer)
        assert refusal(centre, act) == "rests-on: Later work rests on this (marks: New). Take that back first."
        undo(centre.work)
        undo(centre.as_person(ADMIN), act)
        assert centre.work.read(learners.results, newcomer) == []


def test_a_value_that_was_changed_again_stays(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        act = brought_in(centre, tmp_path, LearnerDetails(KHMER, birth_date="2004-03-17", phone="1"))
        set_learner(centre.work, learner, {"phone": "2"})
        assert "learner changed: " + KHMER in refusal(centre, act)
        undo(centre.work)
        set_learner(centre.work, learner, {"email": "a@b.example"})
        undo(centre.work, act)
        details = centre.work.read(learners.details, learner)
        assert (details.phone, details.email) == ("", "a@b.example")


def test_a_cohort_with_learners_or_changes_stays_and_is_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        open_cohort(centre.work, CohortWish("C-2", units=(SAFETY,)))
        act = last_act(centre)
        set_cohort(centre.work, "C-2", {"title": "New"})
        assert refusal(centre, act) == (
            "rests-on: Later work rests on this (cohort changed: C-2). Take that back first."
        )  # fmt: skip
        undo(centre.work)
        add_members(centre.work, "C-2", [centre.learners[SINGLE]])
        assert f"learners put into a cohort: {SINGLE}" in refusal(centre, act)
        undo(centre.work)
        undo(centre.work, act)
        with pytest.raises(NotFound):
            centre.work.read(cohorts.cohort, "C-2")
        open_cohort(centre.work, CohortWish("C-2"))


def last_act(centre: Centre) -> bytes:
    from app.records.queries.history import acts

    return centre.work.read(acts)[0].act


def test_standards_that_are_used_stay_and_unused_ones_go(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        act = import_standards(centre.work, [standards_file(tmp_path, NEW_STANDARDS)], MAPPINGS).act
        assert act is not None
        open_cohort(centre.work, CohortWish("C-2", "Q2"))
        assert "cohort opened: C-2" in refusal(centre, act)
        undo(centre.work)
        open_cohort(centre.work, CohortWish("C-3", units=("V1",)))
        assert "cohort opened: C-3" in refusal(centre, act)
        undo(centre.work)
        enrol_learner(centre.work, centre.learners[KHMER], unit="V2")
        assert f"learners enrolled: {KHMER}" in refusal(centre, act)
        undo(centre.work)
        changed = standards_file(tmp_path, NEW_STANDARDS.replace("Metal work", "Metal craft"))
        import_standards(centre.work, [changed], MAPPINGS)
        assert "standards imported: Q2" in refusal(centre, act)
        undo(centre.work)
        undo(centre.work, act)
        assert centre.work.read(standards.totals) == (1, 3, 4, 6)
        assert import_standards(centre.work, [standards_file(tmp_path, NEW_STANDARDS)], MAPPINGS).act
        assert centre.is_sound()


def test_who_only_looks_takes_nothing_back(tmp_path: Path) -> None:
    with a_centre(tmp_path, VIEWER) as centre, pytest.raises(NotAllowed):
        undo(centre.work)
