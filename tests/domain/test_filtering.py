# SPDX-License-Identifier: Apache-2.0
"""What a person asks of a column lets through what they mean and nothing else."""

import pytest

from app.domain.differences import Difference, between, records_in
from app.domain.filtering import Filter, passes


@pytest.mark.parametrize(
    ("wish", "let_through", "left_out"),
    [
        (Filter("c", contains="nguyen"), ["Nguyễn Thị", "NGUYEN"], ["Sok", ""]),
        (Filter("c", contains="tok kul"), ["Токтогулова Tok Kul", "kulu tokyo"], ["tok"]),
        (Filter("c", contains="@"), ["a@b.c"], ["a.b.c", ""]),
        (Filter("c", among=("F", "X")), ["F", "X"], ["M", ""]),
        (Filter("c", filled=True), ["x"], [""]),
        (Filter("c", filled=False), [""], ["x"]),
        (Filter("c", first="2001-02-03"), ["2001-02-03", "2001-12-31"], ["2001-02-02", ""]),
        (Filter("c", last="2001-02-03"), ["2001-02-03", "1999-01-01"], ["2001-02-04", ""]),
        (Filter("c", first="2001-01-01", last="2001-12-31"), ["2001-06-01"], ["2000-12-31", "2002-01-01"]),
        (Filter("c", contains="a", among=("ab", "b")), ["ab"], ["b", "ac"]),
    ],
)
def test_a_wish_lets_through_what_it_says(wish: Filter, let_through: list[str], left_out: list[str]) -> None:
    assert [text for text in (*let_through, *left_out) if passes(wish, text)] == let_through
    assert wish.asks


def test_words_that_are_shown_are_looked_through_in_place_of_what_is_kept() -> None:
    assert passes(Filter("sex", contains="fem"), "F", "Female")
    assert not passes(Filter("sex", contains="fem"), "M", "Male")


def test_a_wish_that_says_nothing_asks_for_nothing() -> None:
    assert not Filter("name").asks
    assert Filter("name", filled=False).asks


def test_only_what_differs_is_a_difference() -> None:
    before, after = {"phone": "1", "email": ""}, {"phone": "2", "email": "", "notes": "new"}
    found = between(b"r", "Sok", before, after)
    assert found == [Difference(b"r", "Sok", "phone", "1", "2"), Difference(b"r", "Sok", "notes", "", "new")]
    assert records_in(found) == 1
    assert records_in([Difference(b"", "A", "phone", "", "1"), Difference(b"", "B", "phone", "", "1")]) == 2
