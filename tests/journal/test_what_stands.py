# SPDX-License-Identifier: Apache-2.0
"""Which of several words on the same thing stands depends on what was said, never on the order in which it came."""

import random

from hypothesis import given
from hypothesis import strategies as st

from app.journal.merge import Touch, heads, shown
from app.journal.operation import OpId

A, B, C = (bytes([letter]) * 16 for letter in b"abc")


@st.composite
def histories(draw: st.DrawFn) -> list[Touch]:
    """Three laptops write on one slot; each names what it has seen standing, or some of it."""
    written: list[Touch] = []
    for number in range(draw(st.integers(1, 8))):
        origin = draw(st.sampled_from([A, B, C]))
        seen = draw(st.sets(st.sampled_from(written), max_size=3)) if written else set()
        base = tuple(sorted(touch.id for touch in seen))
        stamp, value = draw(st.integers(0, 3)), draw(st.sampled_from(["met", "not-yet"]))
        written.append(Touch(OpId(origin, number + 1), base, stamp, value))
    return written


@given(histories(), st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order(touches: list[Touch], chance: random.Random) -> None:
    other = touches.copy()
    chance.shuffle(other)
    assert heads(other) == heads(touches)
    assert shown(other) == shown(touches)


@given(histories())
def test_coming_twice_changes_nothing(touches: list[Touch]) -> None:
    assert heads(touches * 2) == heads(touches)
    assert shown(touches * 2) == shown(touches)


@given(histories())
def test_something_stands_and_what_shows_is_among_it(touches: list[Touch]) -> None:
    assert heads(touches)
    assert shown(touches).id in heads(touches)


def test_a_later_word_that_names_the_earlier_one_replaces_it_whatever_the_stamps_say() -> None:
    first, second = Touch(OpId(A, 1), (), 900, "met"), Touch(OpId(B, 1), (OpId(A, 1),), 5, "not-yet")
    assert heads([first, second]) == {second.id}
    assert shown([first, second]) == second


def test_two_words_apart_both_stand_and_the_later_shows() -> None:
    first, second = Touch(OpId(A, 1), (), 5, "met"), Touch(OpId(B, 1), (), 9, "not-yet")
    assert heads([first, second]) == {first.id, second.id}
    assert shown([first, second]) == second


def test_a_word_that_names_both_settles_it() -> None:
    first, second = Touch(OpId(A, 1), (), 5, "met"), Touch(OpId(B, 1), (), 9, "not-yet")
    settled = Touch(OpId(A, 2), (first.id, second.id), 10, "met")
    assert heads([second, settled, first]) == {settled.id}


def test_words_that_name_each_other_still_show_one_of_them() -> None:
    first, second = Touch(OpId(A, 1), (OpId(B, 1),), 5, "met"), Touch(OpId(B, 1), (OpId(A, 1),), 9, "not-yet")
    assert shown([first, second]) == shown([second, first]) == second
