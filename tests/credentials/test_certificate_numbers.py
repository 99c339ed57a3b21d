# SPDX-License-Identifier: Apache-2.0
"""Certificate numbers: given out without contact, and hard to mistype unnoticed."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.credentials.numbers import TAG_ALPHABET, certificate_number, is_valid_number, tag_from
from app.domain.refusals import BadInput

tags = st.binary(min_size=4, max_size=4).map(tag_from)
centres = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=12)
numbers = st.builds(certificate_number, st.sampled_from(["KH", "VN", "AM"]), centres, tags, st.integers(0, 10**7))


def test_a_number_shows_country_centre_tag_counter_and_check() -> None:
    number = certificate_number("kh", "ppvtc", "7K3QZ9", 123)
    assert number.startswith("KH-PPVTC-7K3QZ9-000123-")
    assert is_valid_number(number)


@given(numbers)
@settings(max_examples=25)
def test_every_wrong_character_is_caught(number: str) -> None:
    for position, right in enumerate(number):
        for wrong in string.ascii_letters + string.digits + "- ٣":
            if wrong != right:
                assert not is_valid_number(number[:position] + wrong + number[position + 1 :])


@given(numbers)
def test_every_swap_of_neighbours_is_caught(number: str) -> None:
    for position in range(len(number) - 1):
        left, right = number[position], number[position + 1]
        if left != right:
            assert not is_valid_number(number[:position] + right + left + number[position + 2 :])


@given(st.text(max_size=40))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_valid_number(text) in (True, False)


def test_the_tag_uses_thirty_bits_and_no_letter_mistaken_for_a_digit() -> None:
    assert tag_from(b"\x00\x00\x00\x00") == "000000"
    assert tag_from(b"\xff\xff\xff\xff") == "ZZZZZZ"
    assert not set("ILOU") & set(TAG_ALPHABET)


def test_a_centre_code_in_other_writing_keeps_its_latin_letters_and_digits() -> None:
    assert certificate_number("VN", "đại-học 12é", "000000", 1).startswith("VN-AIHOC12E-000000-000001-")


@pytest.mark.parametrize(
    ("country", "centre", "tag"), [("K", "A", "000000"), ("KH", "ខ្មែរ", "000000"), ("KH", "A", "ILO")]
)
def test_what_cannot_be_a_number_is_refused(country: str, centre: str, tag: str) -> None:
    with pytest.raises(BadInput):
        certificate_number(country, centre, tag, 1)
