# SPDX-License-Identifier: Apache-2.0
"""Numbers of forms, what may become of a sheet, and a month's stock that always adds up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput, RuleBroken
from app.domain.stationery import (
    DESTROYED,
    FREE,
    IN_STOCK,
    LOADED,
    LOST,
    PRINTED,
    RETURNED,
    SPOILED,
    STATES,
    Moved,
    delivery,
    may_move,
    month_stock,
    next_serials,
    require_reason,
    runs,
    serials_in,
)

ONE, OTHER = bytes(16), bytes([1]) * 16


def test_numbers_keep_their_prefix_and_their_leading_zeros() -> None:
    stock = delivery("АБ-004401", "АБ-004500")
    assert stock.written(4417) == "АБ-004417"
    assert [stock.read(text) for text in ("АБ-004417", "аб-4417", "4417", " 004417 ")] == [4417] * 4


@pytest.mark.parametrize("text", ["4400", "004501", "CD-004417", "", "44 17", "4٤17"])
def test_a_number_of_another_delivery_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="AB-004401 to AB-004500"):
        delivery("AB-004401", "AB-004500").read(text)


@pytest.mark.parametrize(
    ("first", "last"), [("AB", "AC"), ("A1", "B2"), ("A09", "A10000"), ("A10", "A09"), ("A00000", "A99999")]
)
def test_what_is_no_run_of_numbers_is_no_delivery(first: str, last: str) -> None:
    with pytest.raises(BadInput):
        delivery(first, last)


def test_forms_are_named_one_by_one_or_from_to_with_or_without_their_prefix() -> None:
    stock = delivery("AB-0001", "AB-0100")
    assert serials_in("3, AB-0007-AB-0009, 8, 12–10", stock) == (3, 7, 8, 9, 10, 11, 12)
    with pytest.raises(BadInput):
        serials_in(" , ", stock)


@given(st.sets(st.integers(0, 200)))
def test_runs_hold_each_number_once_without_gaps(serials: set[int]) -> None:
    found = list(runs(serials))
    assert [one for first, last in found for one in range(first, last + 1)] == sorted(serials)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


@given(st.sets(st.integers(0, 60)), st.integers(0, 60), st.integers(0, 20), st.booleans())
def test_the_next_forms_are_free_and_go_one_way(free: set[int], first: int, wanted: int, descending: bool) -> None:
    found = next_serials(free, first, wanted, descending=descending)
    assert set(found) <= free
    assert list(found) == sorted(found, reverse=descending)
    ahead = [one for one in free if (one <= first if descending else one >= first)]
    assert len(found) == min(wanted, len(ahead))


def test_a_sheet_holds_one_document_once() -> None:
    may_move("1", LOADED, PRINTED, used=False)
    for then in (*FREE, PRINTED):
        for now in (SPOILED, LOST):
            with pytest.raises(RuleBroken, match="cannot be used for another one"):
                may_move("1", now, then, used=True)
        with pytest.raises(RuleBroken):
            may_move("1", PRINTED, then, used=True)


def test_what_is_gone_does_not_come_back_and_what_was_lost_may() -> None:
    may_move("1", LOST, IN_STOCK, used=False)
    for now in (RETURNED, DESTROYED):
        for then in STATES:
            with pytest.raises(RuleBroken, match="Form 1 is"):
                may_move("1", now, then, used=False)


def test_spoiling_needs_a_reason_and_a_second_person_who_is_somebody_else() -> None:
    require_reason(SPOILED, "jam", OTHER, ONE)
    require_reason(LOST, "fell into the river", b"", ONE)
    require_reason(LOADED, "", b"", ONE)
    with pytest.raises(BadInput, match="Say why"):
        require_reason(LOST, " ", b"", ONE)
    with pytest.raises(BadInput, match="second person"):
        require_reason(DESTROYED, "old", b"", ONE)
    with pytest.raises(RuleBroken, match="somebody else"):
        require_reason(SPOILED, "jam", ONE, ONE)


_WORD = st.builds(Moved, st.dates().map(lambda day: f"2026-{day.month:02d}-{day.day:02d}"), st.sampled_from(STATES))
_WORDS = st.lists(_WORD, max_size=4).map(lambda words: sorted(words, key=lambda one: one.day))


@given(st.lists(_WORDS, max_size=8), st.integers(0, 5))
def test_a_month_adds_up_and_begins_where_the_last_one_ended(said: list[list[Moved]], untouched: int) -> None:
    sheets, closing = len(said) + untouched, 0
    for month in range(1, 13):
        found = month_stock("2026-01-01", sheets, said, f"2026-{month:02d}")
        gone = found.used + found.spoiled + found.lost + found.returned
        assert found.opening == closing
        assert found.opening + found.received - gone == found.closing
        closing = found.closing
    assert closing == untouched + sum(not words or words[-1].state in FREE for words in said)


def test_what_was_found_again_counts_as_lost_less_than_none() -> None:
    said = [[Moved("2026-10-09", LOST), Moved("2026-11-03", IN_STOCK)], [Moved("2026-11-05", SPOILED)]]
    found = month_stock("2026-10-01", 10, said, "2026-11")
    assert (found.opening, found.lost, found.spoiled, found.closing) == (9, -1, 1, 9)
