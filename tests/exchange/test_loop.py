# SPDX-License-Identifier: Apache-2.0
"""When exchanges come: by themselves, sooner on a hint, later where a server asks for it."""

from hypothesis import given
from hypothesis import strategies as st

from app.exchange.loop import EVERY_MS, Plan
from app.exchange.pace import Pace, Slices, wait_after
from app.exchange.troubles import NotAdmitted, SlowDown, Unreachable

dice = st.floats(0, 1)
NOW = 1_790_000_000_000


def test_a_laptop_that_was_never_connected_tries_at_once() -> None:
    assert Plan().is_due(NOW)


@given(dice)
def test_after_an_exchange_the_next_comes_in_about_five_minutes(chance: float) -> None:
    plan = Plan().went_well(NOW, chance)
    assert not plan.is_due(NOW + EVERY_MS * 74 // 100)
    assert plan.is_due(NOW + EVERY_MS * 126 // 100)


@given(st.lists(dice, min_size=1, max_size=12))
def test_failures_in_a_row_wait_longer_but_never_much_more_than_half_an_hour(chances: list[float]) -> None:
    plan, now = Plan(), NOW
    for chance in chances:
        plan = plan.hindered(now, Unreachable(), chance)
        assert now < plan.due <= now + 31 * 60 * 1000
        now = plan.due
    assert plan.went_well(now, 0.5).failures == 0


@given(dice)
def test_a_hint_of_a_connection_makes_it_come_soon_also_after_failures(chance: float) -> None:
    plan = Plan()
    for _ in range(6):
        plan = plan.hindered(NOW, Unreachable(), chance)
    assert plan.connected(NOW, chance).is_due(NOW + 4_000)


@given(dice, st.floats(1, 3_600))
def test_a_server_that_asks_to_wait_is_not_asked_before_whatever_happens(chance: float, seconds: float) -> None:
    plan = Plan().hindered(NOW, SlowDown(seconds), chance)
    hurried = plan.connected(NOW, chance).signed(NOW, chance).wanted(NOW)
    assert not hurried.is_due(NOW + int(seconds * 1_000) - 1)
    assert hurried.is_due(NOW + int(seconds * 2_000) + 1)


@given(dice)
def test_a_laptop_that_is_not_admitted_asks_once_an_hour(chance: float) -> None:
    plan = Plan().hindered(NOW, NotAdmitted(), chance)
    assert not plan.is_due(NOW + 40 * 60 * 1000)
    assert plan.is_due(NOW + 80 * 60 * 1000)


@given(dice)
def test_what_was_signed_goes_out_at_once_and_marks_within_a_minute(chance: float) -> None:
    plan = Plan().went_well(NOW, chance)
    assert plan.signed(NOW, chance).is_due(NOW + 3_000)
    assert plan.wrote(NOW, chance).is_due(NOW + 60_000)
    assert not plan.wrote(NOW, chance).is_due(NOW + 20_000)


def test_a_person_need_not_wait() -> None:
    plan = Plan().hindered(NOW, Unreachable(), 0.5)
    assert plan.wanted(NOW).is_due(NOW)


def test_a_clock_that_was_set_back_by_years_does_not_stop_it() -> None:
    plan = Plan().went_well(NOW, 0.5)
    assert plan.is_due(NOW - 10 * 365 * 24 * 3600 * 1000)


@given(st.lists(st.booleans(), max_size=60))
def test_a_batch_has_between_one_and_the_most_things(arrived: list[bool]) -> None:
    pace = Pace()
    for well in arrived:
        if well:
            pace.went_well()
        else:
            pace.failed()
        assert 1 <= pace.things <= pace.most


def test_eight_failures_lead_from_the_most_down_to_one_and_no_further() -> None:
    pace = Pace()
    for _ in range(20):
        pace.went_well()
    assert pace.things == pace.most
    assert sum(pace.failed() for _ in range(20)) == 8
    assert pace.things == 1


@given(st.lists(st.floats(1e-6, 1e-3), min_size=30, max_size=30))
def test_slices_come_to_last_as_long_as_they_may(costs: list[float]) -> None:
    slices = Slices(0.02)
    for cost in costs:
        slices.took(slices.operations, slices.operations * cost)
        assert slices.operations >= 10
    assert slices.operations * costs[-1] <= 0.021 or slices.operations == 10


@given(st.integers(0, 100), dice)
def test_waiting_is_spread_over_half_its_length(failures: int, chance: float) -> None:
    assert wait_after(failures, 1.0) / 2 <= wait_after(failures, chance) <= wait_after(failures, 1.0)
