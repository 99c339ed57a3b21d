# SPDX-License-Identifier: Apache-2.0
"""Stamps grow whatever the laptop's clock does, and a wrong clock elsewhere cannot pull the own one far."""

from hypothesis import given
from hypothesis import strategies as st

from app.journal.clock import (
    DOUBT_BACKWARDS_MS,
    EARLIEST_BELIEVABLE_MS,
    FARTHEST_AHEAD_MS,
    HybridClock,
    Stamp,
)

NOON = EARLIEST_BELIEVABLE_MS + 1_000_000_000
WALLS = st.integers(NOON - 10**9, NOON + 10**9)
STAMPS = st.builds(Stamp, WALLS, st.integers(0, 2**16 - 1), st.just(False))
STEPS = st.lists(st.tuples(WALLS, st.none() | STAMPS), max_size=30)


class _Wall:
    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


@given(STEPS)
def test_every_stamp_is_later_than_all_given_or_observed_before(steps: list[tuple[int, Stamp | None]]) -> None:
    wall = _Wall()
    clock = HybridClock(wall)
    latest = -1
    for now, seen in steps:
        wall.now = now
        if seen is not None and clock.observe(seen):
            latest = max(latest, seen.number())
        stamp = clock.tick()
        assert stamp.number() > latest
        assert 0 <= stamp.counter < 1 << 16
        latest = stamp.number()


@given(STEPS)
def test_a_stamp_is_never_farther_ahead_than_the_bound(steps: list[tuple[int, Stamp | None]]) -> None:
    wall = _Wall()
    clock = HybridClock(wall)
    for now, seen in steps:
        wall.now = max(wall.now, now)
        if seen is not None:
            clock.observe(seen)
        assert clock.tick().millis <= wall.now + FARTHEST_AHEAD_MS + 1


def test_a_stamp_too_far_ahead_is_not_followed() -> None:
    clock = HybridClock(_Wall())
    assert not clock.observe(Stamp(NOON + FARTHEST_AHEAD_MS + 1, 0))
    assert clock.tick() == Stamp(NOON, 0)
    assert clock.observe(Stamp(NOON + FARTHEST_AHEAD_MS, 0))
    assert clock.tick().millis == NOON + FARTHEST_AHEAD_MS


def test_many_stamps_within_one_millisecond_run_into_the_next() -> None:
    clock = HybridClock(_Wall(), last=NOON << 16 | 0xFFFE)
    assert [clock.tick() for _ in range(3)] == [Stamp(NOON, 0xFFFF), Stamp(NOON + 1, 0), Stamp(NOON + 1, 1)]


def test_a_clock_put_back_is_doubted_and_stamps_still_grow() -> None:
    wall = _Wall()
    clock = HybridClock(wall)
    first = clock.tick()
    wall.now = NOON - DOUBT_BACKWARDS_MS
    assert not clock.tick().doubtful
    wall.now -= 1
    doubted = clock.tick()
    assert doubted.doubtful
    assert doubted.number() > first.number()
    wall.now = NOON + 1
    assert clock.tick() == Stamp(NOON + 1, 0, False)


def test_an_empty_battery_is_doubted() -> None:
    assert HybridClock(_Wall(EARLIEST_BELIEVABLE_MS - 1)).tick().doubtful
    assert not HybridClock(_Wall(EARLIEST_BELIEVABLE_MS)).tick().doubtful


@given(st.lists(STAMPS, max_size=10))
def test_numbers_of_stamps_sort_as_stamps_do(stamps: list[Stamp]) -> None:
    assert sorted(stamps) == sorted(stamps, key=Stamp.number)
