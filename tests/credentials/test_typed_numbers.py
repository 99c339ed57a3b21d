# SPDX-License-Identifier: Apache-2.0
"""A number typed from paper is understood, or refused: never taken for another one."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.credentials.numbers import TAG_ALPHABET, certificate_number, is_valid_number
from app.credentials.typed_number import looks_typed, typed_number
from app.credentials.verifying import MISTYPED, NUMBER_ALONE, verify_number
from tests.credentials.builders_credentials import facts_of, trust_of

centres = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=6)
tags = st.text(TAG_ALPHABET, min_size=6, max_size=6)
numbers = st.builds(certificate_number, st.sampled_from(["KH", "VN", "KG"]), centres, tags, st.integers(0, 10**8))


@given(numbers)
def test_a_number_as_it_is_printed_is_itself(number: str) -> None:
    assert typed_number(number) == number
    assert looks_typed(number)


@given(numbers, st.randoms(use_true_random=False))
def test_small_letters_and_spaces_change_nothing(number: str, random: st.DrawFn) -> None:
    for typed in (number.lower(), number.replace("-", " "), number.replace("-", " - "), f"  {number}\n"):
        assert typed_number(typed) == number


@given(numbers)
def test_figures_and_letters_that_look_alike_are_put_right(number: str) -> None:
    country, centre, tag, counter, check = number.split("-")
    typed = "-".join((country, centre, tag.replace("0", "O"), counter.replace("0", "o"), check.replace("1", "l")))
    assert typed_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "KH-PPVTC-7K3QZ9-000123-96",
        "khppvtc7k3qz900012396",
        "kh ppvtc 7k3qz9 OOO123 96",
        "КН-РРVТС-7К3QZ9-000123-96",
        "KH–PPVTC–7K3QZ9–000123–96",
        "ＫＨ－ＰＰＶＴＣ－７Ｋ３ＱＺ９－０００１２３－９６",
        "KH-PPVTC-7K3QZ9-០០០១២៣-៩៦",
        "KH_PPVTC_7K3QZ9_000I23_96",
    ],
)
def test_whatever_keyboard_was_used(typed: str) -> None:
    assert typed_number(typed) == facts_of().number


@given(numbers, st.data())
def test_a_mistake_is_put_right_only_among_characters_that_look_alike(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from(string.ascii_uppercase + string.digits))
    typed = number[:place] + wrong + number[place + 1 :]
    understood = typed_number(typed)
    looks = str.maketrans("OIL", "011", "-")
    assert understood == "" or understood.translate(looks) == typed.translate(looks)


@given(st.text(max_size=60))
@example("0" * 32)
@example("OI1L0" * 6)
@example("KH-" + "O" * 12 + "-000000-000000-00")
def test_any_text_is_answered(text: str) -> None:
    assert typed_number(text) == "" or is_valid_number(typed_number(text))
    assert looks_typed(text) in (True, False)


def test_a_number_alone_proves_nothing_but_the_lists_know_what_was_taken_back() -> None:
    number = facts_of().number
    assert verify_number(number.lower(), [trust_of()]).result == "unknown-issuer"
    assert verify_number(number, [trust_of()]).reason == NUMBER_ALONE
    assert verify_number(number.lower(), [trust_of(revoked=frozenset({number}))]).result == "revoked"
    assert verify_number(number, [trust_of(replaced=frozenset({number}))]).list_date == "2026-11-20"
    assert verify_number("an old number 7", [trust_of(revoked=frozenset({"AN OLD NUMBER 7"}))]).result == "revoked"
    mistyped = verify_number("KH-PPVTC-7K3QZ9-000124-96", [trust_of()])
    assert (mistyped.result, mistyped.reason) == ("not-a-certificate", MISTYPED)
