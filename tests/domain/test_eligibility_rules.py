# SPDX-License-Identifier: Apache-2.0
"""A qualification is earned by its rule of combination, told in words, and the shortest way to it is the shortest."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.eligibility import Eligibility, Way, eligibility
from app.domain.standards import Qualification, Unit, UnitGroup


def unit(code: str, hours: int | None = 10, credit: int | None = 1) -> Unit:
    return Unit(code, f"Unit {code}", (), hours, credit)


CATALOGUE = {each.code: each for each in (unit("A"), unit("B"), unit("C", 30), unit("D", 20), unit("E", 20, 9))}
WELDER = Qualification("Q1", "Welder", ("A", "B"), (UnitGroup("Choice", 2, ("C", "D", "E")),))


def ask(*achieved: str, qualification: Qualification = WELDER) -> Eligibility:
    return eligibility(qualification, CATALOGUE, dict.fromkeys(achieved, COMPETENT))


def test_all_mandatory_units_and_enough_of_the_group_earn_the_qualification() -> None:
    answer = ask("A", "B", "C", "E", "Z")
    assert answer == Eligibility(True, ("A", "B", "C", "E"), (), ())
    assert answer.explain() == ("All that the qualification asks for is achieved: 4 units count, A, B, C, E.",)


def test_what_is_missing_is_said_in_words() -> None:
    answer = ask("A", "C")
    assert not answer.eligible
    assert answer.counted == ("A", "C")
    assert answer.explain() == (
        "Unit B, Unit B, is needed.",
        "1 more unit of “Choice” is needed, of these: D, E.",
    )
    assert [missing.units for missing in answer.missing] == [("B",), ("D", "E")]


def test_the_way_with_the_fewest_hours_then_credits_is_proposed() -> None:
    assert ask("A", "C").cheapest == (Way(("B", "D"), 2, 30),)
    assert ask().cheapest == (Way(("A", "B", "D", "E"), 12, 60),)


def test_not_yet_competent_does_not_count() -> None:
    outcomes = {"A": COMPETENT, "B": NOT_YET_COMPETENT, "C": COMPETENT, "D": COMPETENT}
    assert not eligibility(WELDER, CATALOGUE, outcomes).eligible


def test_a_unit_that_two_groups_list_counts_in_both() -> None:
    both = Qualification("Q", "Both", (), (UnitGroup("One", 1, ("D", "E")), UnitGroup("Two", 1, ("C", "D"))))
    assert ask(qualification=both).cheapest == (Way(("D",), 1, 20),)
    assert ask("D", qualification=both).eligible


def test_a_group_that_asks_for_more_than_it_lists_can_not_be_completed() -> None:
    wrong = Qualification("Q", "Wrong", ("A",), (UnitGroup("Choice", 3, ("C", "C", "D")),))
    answer = ask("C", "D", qualification=wrong)
    assert answer.cheapest == ()
    assert answer.explain()[1] == ("“Choice” asks for 1 unit more than it lists. Correct the standard, then ask again.")
    assert ask("A", "C", "D", qualification=wrong).cheapest == ()


def test_a_qualification_that_asks_for_nothing_is_earned_by_nobody() -> None:
    empty = Qualification("Q", "Empty", (), (UnitGroup("Choice", 0, ("A",)),))
    answer = ask("A", qualification=empty)
    assert not answer.eligible
    assert answer.cheapest == ()
    assert answer.explain() == ("“Empty” asks for no units. Correct the standard, then ask again.",)


def test_a_unit_outside_the_catalogue_is_named_by_its_code() -> None:
    answer = ask(qualification=Qualification("Q", "Old", ("X",)))
    assert answer.explain() == ("Unit X, X, is needed.",)
    assert answer.cheapest == (Way(("X",), 0, 0),)


def test_many_large_groups_are_answered_at_once() -> None:
    codes = [f"U{n}" for n in range(96)]
    groups = tuple(UnitGroup(f"G{n}", 6, tuple(codes[n * 12 : n * 12 + 12])) for n in range(8))
    answer = eligibility(Qualification("Q", "Large", (), groups), {code: unit(code) for code in codes}, {})
    assert len(answer.cheapest[0].units) == 48


CODES = ("A", "B", "C", "D", "E", "F")
SUBSETS = st.lists(st.sampled_from(CODES), unique=True, max_size=6).map(tuple)
GROUPS = st.lists(st.builds(UnitGroup, st.just("Choice"), st.integers(0, 3), SUBSETS), max_size=3).map(tuple)
QUALIFICATIONS = st.builds(Qualification, st.just("Q"), st.just("Any"), SUBSETS, GROUPS)
SIZES = st.none() | st.integers(0, 4)
CATALOGUES = st.fixed_dictionaries(
    {code: st.builds(unit, st.just(code), SIZES, SIZES) for code in CODES[:5]}  # the last is not in the catalogue
)


def earned(qualification: Qualification, achieved: set[str]) -> bool:
    asks = bool(qualification.mandatory) or any(group.choose > 0 for group in qualification.groups)
    return (
        asks
        and set(qualification.mandatory) <= achieved
        and all(len(achieved & set(group.units)) >= group.choose for group in qualification.groups)
    )


@given(QUALIFICATIONS, CATALOGUES, SUBSETS)
def test_answer_and_way_are_those_of_trying_everything(
    qualification: Qualification, catalogue: dict[str, Unit], achieved: tuple[str, ...]
) -> None:
    answer = eligibility(qualification, catalogue, dict.fromkeys(achieved, COMPETENT))
    assert answer.eligible == earned(qualification, set(achieved)) == (not answer.missing)
    rest = [code for code in CODES if code not in achieved]
    ways = [way for n in range(7) for way in combinations(rest, n) if earned(qualification, {*achieved, *way})]
    if answer.eligible or not ways:
        assert answer.cheapest == ()
        return

    def cost(way: tuple[str, ...]) -> tuple[int, int, int]:
        known = [catalogue[code] for code in way if code in catalogue]
        return sum(each.hours or 0 for each in known), sum(each.credits or 0 for each in known), len(way)

    (proposed,) = answer.cheapest
    assert earned(qualification, {*achieved, *proposed.units})
    assert cost(proposed.units) == min(map(cost, ways)) == (proposed.hours, proposed.credits, len(proposed.units))
