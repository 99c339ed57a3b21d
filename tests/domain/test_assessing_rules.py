# SPDX-License-Identifier: Apache-2.0
"""What may be marked, judged and signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessing import (
    CLEARED,
    COMPETENT,
    MARKS,
    MET,
    NOT_APPLICABLE,
    NOT_YET,
    NOT_YET_COMPETENT,
    Attempt,
    Progress,
    Standing,
    current_attempt,
    gaps,
    mark_of_letter,
    may_judge,
    may_mark,
    may_sign,
    progress,
    proposed_outcome,
    remaining,
)
from app.domain.refusals import BadInput, Refused, RuleBroken
from app.domain.standards import Criterion, Element, Unit

SAFETY = Criterion("1.1", "Wears the mask", critical=True)
WELD = Unit(
    "W1",
    "Weld",
    (
        Element("1", "Prepare", (SAFETY, Criterion("1.2", "Cleans"))),
        Element("2", "Do", (Criterion("2.1", "Welds"),)),
    ),
)
ALL_MET = {"1.1": MET, "1.2": MET, "2.1": MET}
SOKHA = Standing("Sokha Chan")


def standing(outcome: str = "", *, signed: bool = False, enrolled: bool = True, absent: bool = False) -> Standing:
    return Standing("Sokha Chan", Attempt(1, outcome, signed), enrolled, absent)


def refusal_of_mark(criterion: str, mark: str, at: Standing) -> Refused:
    with pytest.raises(Refused) as refusal:
        may_mark(WELD, criterion, mark, at)
    return refusal.value


@pytest.mark.parametrize("mark", MARKS)
def test_a_criterion_of_an_enrolled_unit_can_get_any_mark(mark: str) -> None:
    may_mark(WELD, "2.1", mark, SOKHA)


def test_an_unsigned_judgement_does_not_close_the_checklist() -> None:
    may_mark(WELD, "2.1", NOT_YET, standing(COMPETENT))


@pytest.mark.parametrize(
    ("criterion", "mark", "at", "code", "words"),
    [
        ("1.1", "maybe", SOKHA, "not-a-mark", "“maybe” is no mark"),
        ("9.9", MET, SOKHA, "no-such-criterion", "Unit W1 has no criterion 9.9"),
        ("1.1", MET, standing(enrolled=False), "not-enrolled", "Sokha Chan is not enrolled in unit W1"),
        ("1.1", MET, standing(COMPETENT, signed=True), "signed", "Unit W1 of Sokha Chan is signed"),
        ("1.1", MET, standing(absent=True), "absent", "Sokha Chan is noted as absent"),
    ],
)
def test_a_mark_that_breaks_a_rule_is_refused_in_words(
    criterion: str, mark: str, at: Standing, code: str, words: str
) -> None:
    refusal = refusal_of_mark(criterion, mark, at)
    assert refusal.code == code
    assert words in str(refusal)


def test_letters_stand_for_marks() -> None:
    assert [mark_of_letter(letter) for letter in ("Y", " n", "X")] == [MET, NOT_YET, NOT_APPLICABLE]
    with pytest.raises(BadInput) as refusal:
        mark_of_letter("Q")
    assert "“Q” is no mark" in str(refusal.value)


def test_the_first_attempt_is_number_one_and_goes_on_until_it_is_signed() -> None:
    assert current_attempt([]) == Attempt(1)
    judged = Attempt(1, NOT_YET_COMPETENT)
    assert current_attempt([judged]) == judged


def test_a_new_attempt_starts_after_a_sign_off_with_not_yet_competent() -> None:
    assert current_attempt([Attempt(1, NOT_YET_COMPETENT, True)]) == Attempt(2)


def test_after_competent_nothing_more_starts() -> None:
    last = Attempt(2, COMPETENT, True)
    assert current_attempt([Attempt(1, NOT_YET_COMPETENT, True), last]) == last
    assert refusal_of_mark("1.1", MET, Standing("Sokha Chan", last)).code == "signed"


def test_gaps_are_what_is_neither_met_nor_not_applicable() -> None:
    assert gaps(WELD, {}) == ("1.1", "1.2", "2.1")
    assert gaps(WELD, {"1.1": MET, "1.2": NOT_APPLICABLE, "2.1": NOT_YET}) == ("2.1",)
    assert gaps(WELD, {"1.1": MET, "1.2": MET, "2.1": CLEARED}) == ("2.1",)


def test_a_critical_criterion_must_be_met() -> None:
    assert gaps(WELD, {**ALL_MET, "1.1": NOT_APPLICABLE}) == ("1.1",)


def test_all_remaining_leaves_marked_criteria_alone_and_critical_ones_too_unless_allowed() -> None:
    marks = {"1.2": NOT_YET, "2.1": CLEARED}
    assert remaining(WELD.criteria(), marks, allow_critical=False) == ("2.1",)
    assert remaining(WELD.criteria(), marks, allow_critical=True) == ("1.1", "2.1")


def test_progress_counts_each_kind_of_mark() -> None:
    counted = progress(WELD, {"1.1": MET, "1.2": CLEARED, "2.1": NOT_YET, "from elsewhere": MET})
    assert counted == Progress(met=1, not_yet=1, not_applicable=0, total=3)
    assert counted.unmarked == 1


def test_the_proposal_follows_the_marks() -> None:
    assert proposed_outcome(WELD, ALL_MET) == COMPETENT
    assert proposed_outcome(WELD, {**ALL_MET, "2.1": NOT_APPLICABLE}) == COMPETENT
    assert proposed_outcome(WELD, {**ALL_MET, "2.1": NOT_YET}) == NOT_YET_COMPETENT
    assert proposed_outcome(WELD, {**ALL_MET, "1.1": NOT_APPLICABLE}) == NOT_YET_COMPETENT


def test_nothing_is_proposed_for_a_checklist_with_open_criteria_or_none_at_all() -> None:
    assert proposed_outcome(WELD, {"1.1": MET, "1.2": NOT_YET}) is None
    assert proposed_outcome(Unit("E", "Empty", ()), {}) is None


def test_competent_needs_a_checklist_without_gaps() -> None:
    may_judge(WELD, ALL_MET, COMPETENT, SOKHA)
    with pytest.raises(RuleBroken) as refusal:
        may_judge(WELD, {"1.1": MET}, COMPETENT, SOKHA)
    assert str(refusal.value) == ("Sokha Chan is not competent in unit W1 yet. Criteria still to be met: 1.2, 2.1")


def test_a_long_list_of_gaps_is_cut_short() -> None:
    long = Unit("L", "Long", (Element("1", "All", tuple(Criterion(str(n), "Does") for n in range(8))),))
    with pytest.raises(RuleBroken) as refusal:
        may_judge(long, {}, COMPETENT, SOKHA)
    assert str(refusal.value).endswith("0, 1, 2, 3, 4 …")


def test_not_yet_competent_can_be_judged_with_gaps() -> None:
    may_judge(WELD, {}, NOT_YET_COMPETENT, SOKHA)


@pytest.mark.parametrize(
    ("outcome", "at", "code"),
    [
        ("brilliant", SOKHA, "not-an-outcome"),
        (COMPETENT, standing(enrolled=False), "not-enrolled"),
        (COMPETENT, standing(COMPETENT, signed=True), "signed"),
    ],
)
def test_a_judgement_that_breaks_a_rule_is_refused(outcome: str, at: Standing, code: str) -> None:
    with pytest.raises(Refused, check=lambda refusal: refusal.code == code):
        may_judge(WELD, ALL_MET, outcome, at)


def test_only_what_is_judged_is_signed() -> None:
    with pytest.raises(RuleBroken, check=lambda refusal: refusal.code == "not-judged"):
        may_sign(WELD, ALL_MET, SOKHA)
    may_sign(WELD, ALL_MET, standing(COMPETENT))
    may_sign(WELD, {}, standing(NOT_YET_COMPETENT))


def test_competent_is_not_signed_when_a_gap_has_opened_since() -> None:
    with pytest.raises(RuleBroken, check=lambda refusal: refusal.code == "gaps"):
        may_sign(WELD, {**ALL_MET, "1.1": NOT_YET}, standing(COMPETENT))


def test_what_is_signed_is_not_signed_again() -> None:
    with pytest.raises(RuleBroken, check=lambda refusal: refusal.code == "signed"):
        may_sign(WELD, ALL_MET, standing(COMPETENT, signed=True))


@given(st.dictionaries(st.sampled_from(["1.1", "1.2", "2.1"]), st.sampled_from(MARKS)))
def test_competent_is_proposed_only_where_it_can_be_judged(marks: dict[str, str]) -> None:
    if proposed_outcome(WELD, marks) == COMPETENT:
        may_judge(WELD, marks, COMPETENT, SOKHA)
        return
    with pytest.raises(RuleBroken, check=lambda refusal: refusal.code == "gaps"):
        may_judge(WELD, marks, COMPETENT, SOKHA)
