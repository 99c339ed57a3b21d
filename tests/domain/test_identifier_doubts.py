# SPDX-License-Identifier: Apache-2.0
"""Identifiers that look mistyped are noticed, with a reason; good ones and unknown ones are left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identifiers import IDENTIFIERS, doubts

USI = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
CHECKED = {"USI": USI, "ULN": DIGITS, "NRIC": DIGITS, "SNILS": DIGITS, "RIC": DIGITS}


def valid(name: str, draw: st.DataObject) -> str:
    """A number with the right check characters, found by trying all that may stand at its end."""
    digits = st.text(DIGITS, min_size=7, max_size=7)
    match name:
        case "USI":
            body, ends = draw.draw(st.text(USI, min_size=9, max_size=9)), list(USI)
        case "ULN":
            body, ends = draw.draw(st.text(DIGITS, min_size=9, max_size=9)), list(DIGITS)
        case "NRIC":
            body, ends = draw.draw(st.sampled_from("STFGM")) + draw.draw(digits), list("ABCDEFGHIJKLMNPQRTUWXZ")
        case "SNILS":
            body, ends = str(draw.draw(st.integers(100_200_300, 999_999_999))), [f"{n:02}" for n in range(100)]
        case _:
            born = draw.draw(st.dates()).isoformat().replace("-", "")
            body, ends = f"110105{born}{draw.draw(digits)[:3]}", [*DIGITS, "X"]
    return next((body + end for end in ends if doubts(name, body + end, country="CN") is None), "")


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("USI", "BNGH7C75FN"),
        ("ULN", "1000000000"),
        ("ULN", "1000000043"),
        ("ULN", "0000000042"),
        ("ULN", "9999999999"),
        ("NRIC", "S1234567D"),
        ("SNILS", "112-233-445 95"),
        ("СНИЛС", "11223344595"),
        ("SNILS", "001-001-998 77"),
        ("身份证", "11010519491231002X"),
    ],
)
def test_numbers_known_to_be_right_are_not_doubted(kind: str, number: str) -> None:
    assert doubts(kind, number) is None


@pytest.mark.parametrize("name", CHECKED)
@given(draw=st.data())
def test_a_random_valid_number_passes_and_each_single_other_digit_is_found(name: str, draw: st.DataObject) -> None:
    number = valid(name, draw)
    if not number:  # a learner number whose remainder is nought is never given out
        assert name == "ULN"
        return
    place = draw.draw(st.integers(1 if name == "NRIC" else 0, len(number) - (2 if name in ("NRIC", "RIC") else 1)))
    other = draw.draw(st.sampled_from(CHECKED[name]).filter(lambda letter: letter != number[place]))
    changed = number[:place] + other + number[place + 1 :]
    if changed == "9999999999" or (name == "SNILS" and (number.endswith("00") or int(changed[:9]) <= 1_001_998)):
        return  # not checked by its rule; and of SNILS the remainders 0 and 100 have the same check digits
    assert doubts(name, changed, country="CN"), f"{number} and {changed}"


def test_the_reason_says_what_to_look_for() -> None:
    reason = doubts("SNILS", "112-233-445 96")
    assert reason == "The last character of the SNILS does not fit the others: one of them is mistyped."
    assert doubts("USI", "BNGH7C75F") == (
        "The USI has 9 characters here; it has 10. A character is missing or too much."
    )
    assert doubts("USI", "BNGH7C75F0") == (
        "The USI is written with other characters than these: it has capital letters and digits without 0, 1, I and O."
    )


@pytest.mark.parametrize(
    ("kind", "number", "born", "sex", "country", "doubted"),
    [
        ("CCCD", "001203123456", "2003-05-01", "M", "", False),
        ("Căn cước công dân", "001203123456", "2004-05-01", "M", "", True),
        ("CCCD", "001303123456", "2003-05-01", "M", "", True),
        ("CMND", "123456789", "2003-05-01", "M", "", False),
        ("CMND", "12345678", "", "", "", True),
        ("ПИН", "21502199912345", "1999-02-15", "M", "KG", False),
        ("", "21502199912345", "1999-02-16", "M", "KG", True),
        ("ИНН", "11502199912345", "1999-02-15", "M", "KG", True),
        ("PSN", "2502991234", "1999-02-15", "M", "AM", False),
        ("PSN", "6502991234", "1999-02-15", "F", "AM", False),
        ("PSN", "6502991234", "1999-02-15", "M", "AM", True),
        ("NID", "01234567", "", "", "KH", True),
        ("NID", "012345678", "", "", "KH", False),
        ("RIC", "11010519491231002X", "1949-12-30", "", "CN", True),
        ("RIC", "11010519491231002X", "1949-12-31", "F", "CN", False),
        ("PIN", "21313199912345", "", "", "KG", True),
    ],
)
def test_birth_date_and_sex_are_held_against_what_the_number_carries(
    kind: str, number: str, born: str, sex: str, country: str, doubted: bool
) -> None:
    assert (doubts(kind, number, born, sex, country) is not None) is doubted


@pytest.mark.parametrize(
    ("kind", "number", "country"),
    [
        ("passport", "12345", "RU"),
        ("", "12345", "RU"),
        ("ИНН", "500100732259", "RU"),
        ("PIN", "1234", ""),
        ("National ID", "1234567890123", "TH"),
        ("student card", "BNGH7C75FM", "AU"),
        ("", "", "AU"),
        ("USI", "", "AU"),
    ],
)
def test_what_is_not_known_is_not_doubted(kind: str, number: str, country: str) -> None:
    assert doubts(kind, number, country=country) is None


@given(st.text(), st.text(), st.text(), st.text(), st.sampled_from(["", *(one.country for one in IDENTIFIERS)]))
def test_any_text_is_taken(kind: str, number: str, born: str, sex: str, country: str) -> None:
    doubts(kind, number, born, sex, country)


@given(st.sampled_from(IDENTIFIERS), st.text(DIGITS + "XSTFGM٣²", max_size=20))
def test_any_number_of_a_known_kind_is_taken(kind: object, number: str) -> None:
    for one in IDENTIFIERS:
        doubts(one.called[0], number, "1999-02-15", "F", one.country)
