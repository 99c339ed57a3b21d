# SPDX-License-Identifier: Apache-2.0
"""Dates and numbers in the words, digits and years of the document's language, compared with the CLDR data of Babel."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from app.documents.dates import (
    Digits,
    Era,
    has_buddhist_era,
    has_own_digits,
    ways_of_writing,
    written_date,
    written_number,
)
from app.documents.fonts import missing_characters

LIKE_CLDR = [
    "ar",
    "az",
    "el",
    "es",
    "fil",
    "fr",
    "he",
    "hi",
    "hy",
    "id",
    "is",
    "ja",
    "ka",
    "kk",
    "ko",
    "ky",
    "lo",
    "ms",
    "my",
    "ne",
    "pl",
    "pt",
    "ru",
    "ta",
    "th",
    "tr",
    "uk",
    "uz",
    "zh",
    "zh-Hant",
]
BY_CUSTOM = ["en", "km", "tg", "vi"]
MONTHS_BY_CUSTOM = ["en", "km"]
DAYS = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 22)]


def by_babel(day: str, language: str) -> str:
    """Babel's long date in Latin digits."""
    locale = language.replace("-", "_")
    text = format_date(date.fromisoformat(day), "long", locale=locale).replace("\u202f", " ")
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)


@pytest.mark.parametrize("language", LIKE_CLDR)
def test_dates_are_those_of_the_cldr(language: str) -> None:
    assert [written_date(day, language) for day in DAYS] == [by_babel(day, language) for day in DAYS]


@pytest.mark.parametrize("language", MONTHS_BY_CUSTOM)
def test_months_are_those_of_the_cldr_also_where_the_order_is_our_own(language: str) -> None:
    months = Locale.parse(language).months["format"]["wide"]
    for month in range(1, 13):
        assert months[month] in written_date(f"2026-{month:02}-05", language)


def test_tajik_months_are_those_of_the_cldr_with_their_ending() -> None:
    months = Locale.parse("tg").months["format"]["wide"]
    for month in range(1, 13):
        assert written_date(f"2026-{month:02}-05", "tg") == f"5 {months[month].lower()}и соли 2026"


@pytest.mark.parametrize(
    ("language", "digits", "era", "expected"),
    [
        ("km", "own", "common", "ថ្ងៃទី ២២ ខែវិច្ឆិកា ឆ្នាំ ២០២៦"),
        ("th", "own", "buddhist", "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        ("th", "latin", "common", "22 พฤศจิกายน ค.ศ. 2026"),
        ("lo", "latin", "buddhist", "22 ພະຈິກ ພ.ສ. 2569"),
        ("ar", "own", "common", "٢٢ نوفمبر ٢٠٢٦"),
        ("hi", "own", "common", "२२ नवंबर २०२६"),
        ("ne", "own", "common", "२०२६ नोभेम्बर २२"),
        ("my", "own", "common", "၂၀၂၆ နိုဝင်ဘာ ၂၂"),
        ("vi", "own", "buddhist", "ngày 22 tháng 11 năm 2026"),
        ("km", "latin", "buddhist", "ថ្ងៃទី 22 ខែវិច្ឆិកា ឆ្នាំ 2026"),
        ("ru", "own", "common", "22 ноября 2026 г."),
        ("zh-Hant", "latin", "common", "2026年11月22日"),
        ("zh-TW", "latin", "common", "2026年11月22日"),
        ("xx", "own", "buddhist", "22 November 2026"),
    ],
)
def test_own_digits_and_years_are_an_option(language: str, digits: Digits, era: Era, expected: str) -> None:
    assert written_date("2026-11-22", language, digits, era) == expected


@pytest.mark.parametrize("day", ["", "2026-13-01", "22.11.2026"])
def test_what_is_no_date_is_not_written(day: str) -> None:
    with pytest.raises(ValueError):
        written_date(day, "en")


@pytest.mark.parametrize("language", [*LIKE_CLDR, *BY_CUSTOM])
def test_decimal_signs_are_those_of_the_cldr(language: str) -> None:
    sign = Locale.parse(language, sep="-").number_symbols["latn"]["decimal"]
    assert written_number(Decimal("12.50"), language) == f"12{sign}50"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("km", "១២០"),
        ("th", "๑๒๐"),
        ("ar", "١٢٠"),
        ("hi", "१२०"),
        ("lo", "໑໒໐"),
        ("my", "၁၂၀"),
        ("ta", "௧௨௦"),
        ("en", "120"),
    ],
)
def test_numbers_are_written_in_own_digits(language: str, expected: str) -> None:
    assert written_number(120, language, "own") == expected
    assert written_number(120, language) == "120"


def test_arabic_digits_have_their_own_decimal_sign() -> None:
    assert written_number(Decimal("2.5"), "ar", "own") == "٢٫٥"


@given(st.integers(0, 10**9), st.sampled_from([*LIKE_CLDR, *BY_CUSTOM]))
def test_a_number_in_own_digits_is_read_back(number: int, language: str) -> None:
    assert int(written_number(number, language, "own")) == number


def test_every_way_of_writing_a_date_is_known_and_can_be_printed() -> None:
    ways = list(ways_of_writing("2026-11-22"))
    for language in (*LIKE_CLDR, *BY_CUSTOM):
        assert written_date("2026-11-22", language) in ways
        assert (written_date("2026-11-22", language, "own") in ways) or not has_own_digits(language)
    assert has_buddhist_era("th")
    assert "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in ways
    assert missing_characters("".join(ways)) == ""
