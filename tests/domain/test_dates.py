# SPDX-License-Identifier: Apache-2.0
"""Dates are read as people of the centres write them, and never guessed where two days could be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DAY_FIRST, MONTH_FIRST, order_of, read_date
from app.domain.refusals import BadInput


@pytest.mark.parametrize(
    "text",
    [
        "2005-03-12", "12.3.2005", "12/03/2005", "12-03-2005", "12.03.05", "2005/3/12", "2005-03-12 00:00:00",
        "2005-03-12T00:00", "12 Mar 2005", "March 12, 2005", "12th March 2005", "12 марта 2005 г.", "12 мар. 2005",
        "ngày 12 tháng 3 năm 2005", "១២/៣/២០០៥", "12 មីនា 2005", "2005年3月12日", "12 մարտի 2005",
    ],
)  # fmt: skip
def test_a_date_is_read_in_many_ways_of_writing(text: str) -> None:
    assert read_date(text) == date(2005, 3, 12)


@pytest.mark.parametrize("text", ["31.02.2005", "13/13/2005", "yesterday", "2005", "12 Foo 2005", "", "1/2-2005"])
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_date(text)
    assert refused.value.code == "not-a-date"
    assert str(refused.value).endswith(".")


def test_years_of_two_figures_are_of_people_who_can_be_learners() -> None:
    assert [read_date(f"1.2.{year}").year for year in ("99", "26", "25", "05")] == [1999, 1926, 2025, 2005]


def test_the_order_counts_only_where_both_could_be_meant() -> None:
    assert read_date("3/4/2005", MONTH_FIRST) == date(2005, 3, 4)
    assert read_date("3.4.2005", MONTH_FIRST) == date(2005, 4, 3)
    assert read_date("2005-03-04", MONTH_FIRST) == date(2005, 3, 4)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2005", "5/6/2005"], None),
        (["3/4/2005", "13/4/2005"], DAY_FIRST),
        (["3/4/2005", "4/13/2005"], MONTH_FIRST),
        (["13/4/2005", "4/13/2005", "1/2/2005"], None),
        (["3.4.2005"], DAY_FIRST),
        (["4/4/2005"], DAY_FIRST),
        ([], DAY_FIRST),
    ],
)
def test_the_order_is_found_out_or_asked(texts: list[str], order: str | None) -> None:
    assert order_of(texts) == order


@given(st.lists(st.dates(date(1930, 1, 1), date(2015, 12, 31)), min_size=1), st.sampled_from([DAY_FIRST, MONTH_FIRST]))
def test_an_order_that_is_found_out_is_the_one_that_was_used(days: list[date], order: str) -> None:
    texts = [day.strftime("%d/%m/%Y" if order == DAY_FIRST else "%m/%d/%Y") for day in days]
    found = order_of(texts)
    if found is not None:
        assert [read_date(text, found) for text in texts] == days
