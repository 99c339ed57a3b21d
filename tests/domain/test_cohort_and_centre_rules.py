# SPDX-License-Identifier: Apache-2.0
"""Codes, countries, dates and bib numbers."""

import pytest

from app.domain.centres import clean_centre_code, clean_country
from app.domain.cohorts import check_dates, clean_code, next_bib
from app.domain.countries import COUNTRIES
from app.domain.refusals import BadInput, RuleBroken


@pytest.mark.parametrize(("typed", "kept"), [(" A-1_b.2/c ", "A-1_b.2/c"), ("ថ្នាក់១", "ថ្នាក់១"), ("x" * 40, "x" * 40)])
def test_a_code_of_letters_digits_and_four_signs_is_kept_with_its_capitals(typed: str, kept: str) -> None:
    assert clean_code(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "a b", "a;b", "x" * 41, "a\nb", "a\ud800", "🙂"])
def test_any_other_code_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        clean_code(typed)
    assert "is no code" in str(refusal.value)


@pytest.mark.parametrize(
    ("start", "end"), [("", ""), ("2026-01-05", ""), ("", "2026-01-05"), ("2026-01-05", "2026-01-05")]
)
def test_a_cohort_may_start_and_end_on_one_day_or_on_days_not_known(start: str, end: str) -> None:
    check_dates(start, end)


def test_a_cohort_does_not_end_before_it_starts() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_dates("2026-02-01", "2026-01-31")
    assert "2026-01-31, lies before the start, 2026-02-01" in str(refusal.value)


@pytest.mark.parametrize("text", ["01.02.2026", "20260201", "2026-02-30", "2026-W05-1", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_dates("", text)
    assert text in str(refusal.value)


def test_bib_numbers_start_at_one_and_are_never_given_twice() -> None:
    assert next_bib([]) == 1
    assert next_bib([1, 2, 7]) == 8


@pytest.mark.parametrize(("typed", "kept"), [("pp01", "PP01"), (" KH ", "KH"), ("ABCDEFG8", "ABCDEFG8")])
def test_a_centre_code_is_kept_in_capitals(typed: str, kept: str) -> None:
    assert clean_centre_code(typed) == kept


@pytest.mark.parametrize("typed", ["", "A", "ABCDEFGH9", "A-1", "ß1", "ПП01", "A B"])
def test_any_other_centre_code_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        clean_centre_code(typed)
    assert typed in str(refusal.value)


def test_the_countries_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert {"KH", "VN", "KG", "AM", "TJ", "RU", "LA", "XK"} < COUNTRIES
    for typed in ("ZZ", "XX", "AA", "UK", "EU", "SU"):
        with pytest.raises(BadInput) as refused:
            clean_country(typed)
        assert refused.value.code == "country"


def test_a_country_is_two_letters() -> None:
    assert clean_country("kh") == "KH"
    for typed in ("", "K", "KHM", "К1", "ß"):
        with pytest.raises(BadInput):
            clean_country(typed)
