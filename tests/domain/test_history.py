# SPDX-License-Identifier: Apache-2.0
"""Steps, and the way back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from app.domain.history import MOST_STEPS, History


@given(some.lists(some.integers(0, 5), max_size=30))
def test_what_is_taken_back_and_made_again_is_exactly_what_was(values: list[int]) -> None:
    steps = [History(0)]
    for value in values:
        steps.append(steps[-1].changed(value))
    history = steps[-1]
    backwards = [history.now]
    while history.past:
        history = history.undone()
        backwards.append(history.now)
    assert history.now == 0
    assert backwards[::-1] == [0, *(value for before, value in pairwise([0, *values]) if value != before)]
    while history.future:
        history = history.redone()
    assert history == steps[-1]


def test_a_movement_is_one_step() -> None:
    history = History(0).changed(1).changed(2, joined=True).changed(3, joined=True)
    assert history.undone() == History(0, (), (3,))


def test_a_new_step_forgets_what_was_taken_back() -> None:
    assert History(0).changed(1).undone().changed(2).redone().now == 2


def test_there_is_an_end_to_what_is_remembered() -> None:
    history = History(-1)
    for value in range(MOST_STEPS + 50):
        history = history.changed(value)
    assert len(history.past) == MOST_STEPS
