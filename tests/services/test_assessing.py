# SPDX-License-Identifier: Apache-2.0
"""Assessment: what is marked, noted and judged stands as it was entered, and every refusal says why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.assessing import CLEARED, COMPETENT, MET, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT
from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, NotFound, Refused, RuleBroken
from app.records.queries import assessing as sheets
from app.records.queries.assessing import AssessmentSheet, CellRow, SeatRow
from app.services import assessing
from app.services.assessing import LONGEST_NOTE, MarkWish, desk_of_learner
from app.services.cohorts import CohortWish, add_members, enrol_learner, open_cohort
from app.services.learners import add_learner
from app.services.standards import import_standards
from app.services.undo import undo
from tests.services.centres import (
    ASSESSOR,
    BENDING,
    COHORT,
    CRITICAL,
    CUTTING,
    KHMER,
    MAPPINGS,
    SAFETY,
    SECOND,
    SINGLE,
    STANDARDS,
    VIETNAMESE,
    Centre,
    a_centre,
    standards_file,
)


def sheet(centre: Centre, unit: str = SAFETY) -> AssessmentSheet:
    return centre.work.read(sheets.sheet, COHORT, unit)


def cell(centre: Centre, learner: bytes, criterion: str, unit: str = SAFETY) -> CellRow:
    return sheet(centre, unit).cells.get((learner, criterion), CellRow())


def seat(centre: Centre, learner: bytes, unit: str = SAFETY) -> SeatRow:
    return next(one for one in sheet(centre, unit).seats if one.learner == learner)


def mark(centre: Centre, learner: bytes, criterion: str, value: str = MET, batch: bool = False) -> bytes:
    wish = MarkWish(learner, criterion, value, batch)
    return assessing.record_mark(centre.as_person(ASSESSOR), centre.desk(), wish)


def refusal(doing: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        doing()
    assert str(refused.value).endswith(".") or "Criteria still to be met" in str(refused.value)
    return refused.value


@pytest.mark.parametrize("value", [MET, NOT_YET, NOT_APPLICABLE, CLEARED])
def test_a_mark_stands_with_who_gave_it_and_when(tmp_path: Path, value: str) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        mark(centre, learner, "1.1", value)
        found = cell(centre, learner, "1.1")
        assert (found.mark, found.by, found.batch, found.contested) == (value, ASSESSOR, False, False)
        assert 0 <= centre.at.wall.now - found.at < 1000
        assert cell(centre, learner, "2.1") == CellRow()


def test_a_later_mark_replaces_the_earlier_one_whoever_made_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        mark(centre, learner, "1.1", NOT_YET)
        assessing.record_mark(centre.as_person(SECOND), centre.desk(), MarkWish(learner, "1.1", MET))
        found = cell(centre, learner, "1.1")
        assert (found.mark, found.by, found.contested) == (MET, SECOND, False)
        mark(centre, learner, "1.1", CLEARED)
        assert cell(centre, learner, "1.1").mark == CLEARED


def test_every_refusal_of_a_mark_is_said_in_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, newcomer = centre.learners[KHMER], add_learner(centre.work, LearnerDetails("New {one}"))
        work, at = centre.as_person(ASSESSOR), centre.desk()

        def refused(learner: bytes, criterion: str, value: str) -> str:
            why = refusal(lambda: assessing.record_mark(work, at, MarkWish(learner, criterion, value)))
            return f"{why.code}: {why}"

        assert refused(learner, "1.1", "good") == "not-a-mark: “good” is no mark. Nothing was changed."
        assert refused(learner, "{9}", MET) == (
            "no-such-criterion: Unit U1 has no criterion {9}. Nothing was changed."
        )  # fmt: skip
        assert refused(newcomer, "1.1", MET) == (
            "not-enrolled: New {one} is not enrolled in unit U1. Enrol first, then assess."
        )  # fmt: skip
        assert refused(bytes(16), "1.1", MET).startswith("no-such-learner: ")
        assessing.set_absence(work, at, learner, True)
        assert refused(learner, "1.1", MET) == (
            f"absent: {KHMER} is noted as absent. Take the absence back first, then mark."
        )  # fmt: skip
        assessing.set_absence(work, at, learner, False)
        centre.award(learner, SAFETY)
        assert refused(learner, "1.1", MET) == (
            f"signed: Unit U1 of {KHMER} is signed. What is signed is never changed."
        )  # fmt: skip


def test_several_marks_are_recorded_together_or_not_at_all(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        one, other = centre.learners[KHMER], centre.learners[SINGLE]
        work, place = centre.as_person(ASSESSOR), centre.work.records.place
        with pytest.raises(RuleBroken):
            assessing.record_marks(work, centre.desk(), [MarkWish(one, "1.1", MET), MarkWish(other, "9.9", MET)])
        assert centre.work.records.place == place
        assert not sheet(centre).cells
        assessing.record_marks(work, centre.desk(), [MarkWish(one, "1.1", MET), MarkWish(other, "1.1", NOT_YET)])
        assert {learner: found.mark for (learner, _), found in sheet(centre).cells.items()} == {
            one: MET, other: NOT_YET,
        }  # fmt: skip


def test_the_same_cell_twice_in_one_command_ends_with_the_last_mark(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, work = centre.learners[KHMER], centre.as_person(ASSESSOR)
        assessing.record_marks(work, centre.desk(), [MarkWish(learner, "1.1", one) for one in (NOT_YET, MET)])
        found = cell(centre, learner, "1.1")
        assert (found.mark, found.contested) == (MET, False)
        assert centre.is_sound()


def test_all_remaining_marks_what_is_unmarked_and_says_so(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second, away, signed = centre.learners.values()
        mark(centre, first, "1.1", NOT_YET)
        mark(centre, second, "2.1", CLEARED)
        centre.award(signed, SAFETY)
        work, at = centre.as_person(ASSESSOR), centre.desk()
        assessing.set_absence(work, at, away, True)
        assessing.record_remaining(work, at, [first, second, away, signed])
        cells = {(learner, code): (one.mark, one.batch) for (learner, code), one in sheet(centre).cells.items()}
        assert {place: value for place, value in cells.items() if place[0] != signed} == {
            (first, "1.1"): (NOT_YET, False), (first, "2.1"): (MET, True),
            (second, "1.1"): (MET, True), (second, "2.1"): (MET, True),
        }  # fmt: skip
        why = refusal(lambda: assessing.record_remaining(work, at, [first, second, away, signed]))
        assert (why.code, str(why)) == (
            "nothing-remains", "Nothing is left to mark here. Critical criteria are marked one by one.",
        )  # fmt: skip


def test_all_remaining_may_be_of_one_criterion_and_of_critical_ones_where_that_is_allowed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, other = centre.learners[KHMER], centre.learners[SINGLE]
        work, at = centre.as_person(ASSESSOR), centre.desk()
        assert refusal(lambda: assessing.record_remaining(work, at, [learner], CRITICAL)).code == "nothing-remains"
        assessing.record_remaining(work, at, [learner, other], "2.1")
        assert {code for _, code in sheet(centre).cells} == {"2.1"}
        assessing.record_remaining(work, at, [learner], allow_critical=True)
        assert (cell(centre, learner, CRITICAL).mark, cell(centre, learner, CRITICAL).batch) == (MET, True)
        assert cell(centre, other, CRITICAL) == CellRow()


def test_a_note_is_kept_whole_and_replaced_and_removed(tmp_path: Path) -> None:
    note = "<b>Careful</b> with {heat}\nដែក ក្ដៅ 🙂"
    with a_centre(tmp_path) as centre:
        learner, work, at = centre.learners[KHMER], centre.as_person(ASSESSOR), centre.desk()
        assessing.write_note(work, at, learner, "1.1", f"\r\n{note} ")
        assert (cell(centre, learner, "1.1").note, cell(centre, learner, "1.1").mark) == (note, CLEARED)
        mark(centre, learner, "1.1")
        longest = "ក" * LONGEST_NOTE
        assessing.write_note(work, at, learner, "1.1", longest)
        assert (cell(centre, learner, "1.1").note, cell(centre, learner, "1.1").mark) == (longest, MET)
        assessing.write_note(work, at, learner, "1.1", "")
        assert cell(centre, learner, "1.1").note == ""


def test_a_mark_and_its_note_are_one_act_that_is_taken_back_whole(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, work, at = centre.learners[KHMER], centre.as_person(ASSESSOR), centre.desk()
        act = assessing.record_mark(work, at, MarkWish(learner, "1.1", NOT_YET, note="Too cold"))
        assert (cell(centre, learner, "1.1").mark, cell(centre, learner, "1.1").note) == (NOT_YET, "Too cold")
        undo(work, act)
        assert (cell(centre, learner, "1.1").mark, cell(centre, learner, "1.1").note) == (CLEARED, "")


def test_a_note_that_cannot_be_kept_is_refused_in_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, work, at = centre.learners[KHMER], centre.as_person(ASSESSOR), centre.desk()
        for text, code in (("a\ud800", "not-text"), ("a" * (LONGEST_NOTE + 1), "text-too-long"), ("\x07", "not-text")):
            with pytest.raises(BadInput) as refused:
                assessing.write_note(work, at, learner, "1.1", text)
            assert refused.value.code == code
        assert refusal(lambda: assessing.write_note(work, at, learner, "7", "x")).code == "no-such-criterion"
        centre.award(learner, SAFETY)
        assert refusal(lambda: assessing.write_note(work, at, learner, "1.1", "x")).code == "signed"
        gone = centre.learners[SINGLE]
        centre.erase(gone)
        assert refusal(lambda: mark(centre, gone, "1.1")).code == "erased"
        assert refusal(lambda: assessing.write_note(work, at, gone, "1.1", "x")).code == "erased"


def test_an_absence_hides_no_marks_and_is_taken_back(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner, work, at = centre.learners[KHMER], centre.as_person(ASSESSOR), centre.desk()
        mark(centre, learner, "1.1")
        assessing.set_absence(work, at, learner, True)
        assert seat(centre, learner).absent
        assert not seat(centre, learner, CUTTING).absent
        assert cell(centre, learner, "1.1").mark == MET
        assessing.set_absence(work, at, learner, False)
        assert not seat(centre, learner).absent
        newcomer = add_learner(centre.work, LearnerDetails("New"))
        assert refusal(lambda: assessing.set_absence(work, at, newcomer, True)).code == "not-enrolled"
        centre.award(learner, SAFETY)
        assert refusal(lambda: assessing.set_absence(work, at, learner, True)).code == "signed"


def test_an_absence_can_be_noted_in_a_unit_without_criteria(tmp_path: Path) -> None:
    text = STANDARDS + "  - {code: U9, title: Attend, elements: []}\n"
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        import_standards(centre.work, [standards_file(tmp_path, text)], MAPPINGS)
        enrol_learner(centre.work, learner, unit="U9")
        at = centre.work.read(desk_of_learner, learner, "U9")
        work = centre.as_person(ASSESSOR)
        assessing.set_absence(work, at, learner, True)
        assessing.set_absence(work, at, learner, False)
        assessing.judge(work, at, learner, COMPETENT)


def test_competent_needs_a_checklist_without_gaps(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[VIETNAMESE]
        why = refusal(lambda: centre.judge(learner))
        assert (why.code, str(why)) == (
            "gaps", f"{VIETNAMESE} is not competent in unit U1 yet. Criteria still to be met: 1.1, 1.2, 2.1",
        )  # fmt: skip
        centre.mark(learner, mark=NOT_APPLICABLE)
        assert str(refusal(lambda: centre.judge(learner))).endswith("still to be met: 1.2")
        mark(centre, learner, CRITICAL)
        centre.judge(learner)
        assert (seat(centre, learner).outcome, seat(centre, learner).signed) == (COMPETENT, False)


def test_not_yet_competent_may_be_judged_at_any_time_and_changed_before_the_signature(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[SINGLE]
        centre.judge(learner, outcome=NOT_YET_COMPETENT)
        assert seat(centre, learner).outcome == NOT_YET_COMPETENT
        centre.mark(learner)
        centre.judge(learner, by=SECOND)
        assert seat(centre, learner).outcome == COMPETENT
        assert refusal(lambda: centre.judge(learner, outcome="{passed}")).code == "not-an-outcome"


def test_after_not_yet_competent_is_signed_a_new_attempt_begins_empty(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.mark(learner, mark=NOT_YET)
        assessing.write_note(centre.work, centre.desk(), learner, "1.1", "first")
        centre.judge(learner, outcome=NOT_YET_COMPETENT)
        centre.sign([learner])
        again = seat(centre, learner)
        assert (again.attempt, again.outcome, again.signed) == (2, "", False)
        assert cell(centre, learner, "1.1") == CellRow()
        centre.award(learner, SAFETY)
        assert (seat(centre, learner).attempt, seat(centre, learner).signed) == (2, True)
        assert refusal(lambda: centre.mark(learner)).code == "signed"


def test_a_learner_alone_is_assessed_in_the_version_they_are_enrolled_in(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        old = centre.desk()
        import_standards(centre.work, [standards_file(tmp_path, STANDARDS.replace("swept", "mopped"))], MAPPINGS)
        at = centre.work.read(desk_of_learner, learner, SAFETY)
        assert (at.unit_id, at.cohort) == (old.unit_id, "")
        assessing.record_mark(centre.as_person(ASSESSOR), at, MarkWish(learner, "1.1", MET))
        assert cell(centre, learner, "1.1").mark == MET
        newcomer = add_learner(centre.as_person(ASSESSOR), LearnerDetails("A"))
        newest = centre.work.read(desk_of_learner, newcomer, SAFETY)
        assert newest.unit_id != old.unit_id
        wish = MarkWish(newcomer, "1.1", MET)
        assert refusal(lambda: assessing.record_mark(centre.work, newest, wish)).code == "not-enrolled"
        with pytest.raises(NotFound, match="no unit “U9”"):
            centre.work.read(desk_of_learner, newcomer, "U9")


def test_a_learner_enrolled_in_two_versions_is_assessed_in_one_of_them_every_time(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        import_standards(centre.work, [standards_file(tmp_path, STANDARDS.replace("swept", "mopped"))], MAPPINGS)
        enrol_learner(centre.work, learner, unit=SAFETY)
        at = centre.work.read(desk_of_learner, learner, SAFETY)
        assert at.unit.criteria()[2].text == "The floor is mopped."


def test_desks_that_are_not_there_are_named(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        open_cohort(centre.work, CohortWish("C-2", units=(BENDING,)))
        add_members(centre.work, "C-2", [centre.learners[KHMER]])
        for cohort, unit, words in (("X", SAFETY, "no cohort “X”"), ("C-2", SAFETY, "C-2 has no unit “U1”")):
            with pytest.raises(NotFound, match=words):
                centre.work.read(assessing.desk, cohort, unit)
        assert centre.work.read(assessing.desk, "c-2", BENDING).cohort == "C-2"
