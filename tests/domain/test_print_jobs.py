# SPDX-License-Identifier: Apache-2.0
"""Which sheet carries what, and what is printed next after a run came out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.printing import FIRST_PAGE, OTHER_PAGES, WHOLE, left, places, planned, run_result
from app.domain.refusals import BadInput, RuleBroken


def test_each_page_has_its_sheet_in_the_order_of_the_documents() -> None:
    sheets = planned([("A", 2), ("B", 1)], WHOLE)
    assert [(sheet.place, sheet.number, sheet.pages) for sheet in sheets] == [
        (1, "A", (0,)), (2, "A", (1,)), (3, "B", (0,)),
    ]  # fmt: skip


def test_forms_take_the_first_page_and_plain_paper_the_others() -> None:
    documents = [("A", 3), ("B", 1)]
    assert [sheet.pages for sheet in planned(documents, FIRST_PAGE)] == [(0,), (0,)]
    assert [sheet.pages for sheet in planned(documents, OTHER_PAGES)] == [(1,), (2,)]
    assert [sheet.pages for sheet in planned(documents, WHOLE, duplex=True)] == [(0, 1), (2,), (0,)]


def test_a_job_without_pages_is_refused() -> None:
    with pytest.raises(RuleBroken, match="nothing to print"):
        planned([("A", 1)], OTHER_PAGES)


def test_after_a_pulled_sheet_the_rest_is_printed() -> None:
    came = run_result(range(1, 21), 7, ())
    assert (came.good, came.spoiled) == (tuple(range(1, 8)), ())


def test_a_sheet_spoiled_on_the_way_is_printed_again_first() -> None:
    came = run_result(range(1, 21), 7, {3, 8})
    assert (came.good, came.spoiled, came.sheets) == ((1, 2, 4, 5, 6, 7), (3, 8), 8)
    assert [sheet.place for sheet in left(planned([("A", 12)], WHOLE), came.good)] == [3, 8, 9, 10, 11, 12]


def test_answers_that_cannot_be_are_refused() -> None:
    for last, spoiled in ((21, ()), (7, {30}), (7, {7}), (7, {9})):
        with pytest.raises(BadInput):
            run_result(range(1, 21), last, spoiled)


@given(st.integers(1, 40), st.data())
def test_whatever_is_told_every_sheet_comes_out_once_in_the_end(n: int, data: st.DataObject) -> None:
    sheets = planned([(str(one), 1) for one in range(n)], WHOLE)
    good: frozenset[int] = frozenset()
    used = 0
    for _ in range(200):
        rest = [sheet.place for sheet in left(sheets, good)]
        if not rest:
            break
        run = rest[: data.draw(st.integers(1, 12))]
        reached = data.draw(st.integers(0, len(run)))
        spoiled = data.draw(st.sets(st.sampled_from(run[: reached - 1]))) if reached > 1 else set()
        came = run_result(run, run[reached - 1] if reached else 0, spoiled)
        assert not good & set(came.good)
        good |= set(came.good)
        used += came.sheets
    assert used >= len(good)
    assert places([[1, 3], [5, 5]]) == {1, 2, 3, 5}
