# SPDX-License-Identifier: Apache-2.0
"""National identifiers that look mistyped: a reason in words, never a refusal, for many people's papers are odd.

One table says what each identifier is made of. Which one a number is meant to be is told by the words of its type, in
several languages; where these say nothing, by the country and the shape of the number. Sources of the rules: USI: Luhn
mod 32 over its alphabet; ULN: Skills Funding Agency, rule DD01; NRIC and FIN: the published letters; SNILS: Pension
Fund order 192p; RIC: GB 11643-1999 (ISO 7064 mod 11-2); CCCD: circular 59/2021; the others have no known check and
are held against the birth date and the sex that they carry.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.dates import day_first
from app.domain.searching import words
from app.translation import later, tr

Carried = tuple[str, str]
"""What a number tells of its holder: a year of birth or an ISO date (``??`` for an untold century), and the sex."""

LENGTH = later("The {name} has {found} characters here; it has {wanted}. A character is missing or too much.")
SHAPE = later("The {name} is written with other characters than these: it has {shape}.")
CHECK = later("The last character of the {name} does not fit the others: one of them is mistyped.")
NO_DATE = later("The {name} holds the birth date, and what stands there is no day of the calendar.")
OTHER_BIRTH = later("The {name} belongs to somebody born on {date}. The birth date or the number is mistyped.")
OTHER_YEAR = later("The {name} belongs to somebody born in {year}. The birth date or the number is mistyped.")
OTHER_SEX = later("The {name} belongs to somebody of the other sex. The sex or the number is mistyped.")

DIGITS = later("digits only")
USI_SHAPE = later("capital letters and digits without 0, 1, I and O")
NRIC_SHAPE = later("one of S, T, F, G, M, seven digits and a letter")
RIC_SHAPE = later("17 digits, and a digit or X at the end")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One kind of identifier: its name, whose it is, the words by which people call it, how it is made up.

    ``fits`` says whether the check characters are right; ``carried`` what the number tells of birth date and sex."""

    name: str
    country: str
    called: tuple[str, ...]
    length: int
    pattern: str
    shape: str = DIGITS
    fits: Callable[[str], bool] = lambda _: True
    carried: Callable[[str], Carried] = lambda _: ("", "")
    telling: bool = False
    """Whether the shape alone, in its country, tells that a number is one of these."""
    also: tuple[str, ...] = ()
    """Words that mean other things in other countries."""


def doubts(id_type: str, id_number: str, birth_date: str = "", sex: str = "", country: str = "") -> str | None:
    """Why this number looks wrong, in the language in use; None when nothing speaks against it or nothing is known.

    ``birth_date`` is an ISO date, ``sex`` is F, M, X or empty, ``country`` two letters of ISO 3166."""
    number = re.sub(r"[\s./\-–‑]", "", id_number).upper()
    kind = _kind(id_type, number, country.upper())
    return _doubt(kind, number, birth_date, sex) if kind and number else None


def _kind(id_type: str, number: str, country: str) -> Identifier | None:
    """Which identifier is meant. A word of several countries counts in its own, and where none is told, for a number
    of the right shape."""
    said = f" {' '.join(words(id_type))} "
    called = [one for one in IDENTIFIERS if _says(said, one.called)]
    if not called:
        called = [one for one in IDENTIFIERS if _says(said, one.also) and one.country == country]
    if not called and not country:
        called = [one for one in IDENTIFIERS if _says(said, one.also) and re.fullmatch(one.pattern, number)]
        called = [one for one in called if len(number) == one.length]
    if not called and not said.strip():
        own = [one for one in IDENTIFIERS if one.telling and one.country == country and len(number) == one.length]
        called = [one for one in own if re.fullmatch(one.pattern, number)]
    return called[0] if called else None


def _says(said: str, called: tuple[str, ...]) -> bool:
    return any(f" {' '.join(words(word))} " in said for word in called)


def _doubt(kind: Identifier, number: str, birth_date: str, sex: str) -> str | None:
    if len(number) != kind.length:
        return tr(LENGTH, name=kind.name, found=len(number), wanted=kind.length)
    if not re.fullmatch(kind.pattern, number):
        return tr(SHAPE, name=kind.name, shape=tr(kind.shape))
    if not kind.fits(number):
        return tr(CHECK, name=kind.name)
    return _other_person(kind, *kind.carried(number), birth_date, sex)


def _other_person(kind: Identifier, born: str, told_sex: str, birth_date: str, sex: str) -> str | None:
    if len(born) == len("2001"):
        if birth_date and birth_date[:4] != born:
            return tr(OTHER_YEAR, name=kind.name, year=born)
    elif born:
        day = born.replace("??", birth_date[:2] or "20")
        if not _is_day(day):
            return tr(NO_DATE, name=kind.name)
        if birth_date and birth_date != day:
            return tr(OTHER_BIRTH, name=kind.name, date=day_first(day))
    return tr(OTHER_SEX, name=kind.name) if {told_sex, sex} == {"F", "M"} else None


def _is_day(born: str) -> bool:
    try:
        date.fromisoformat(born)
    except ValueError:
        return False
    return True


_USI_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def _usi(number: str) -> bool:
    """Luhn mod 32: from the right each second character counts twice, its two digits to the base 32 added."""
    total = 0
    for place, letter in enumerate(reversed(number)):
        value = _USI_LETTERS.index(letter) * (1 + place % 2)
        total += value // 32 + value % 32
    return total % 32 == 0


def _uln(number: str) -> bool:
    """The check digit is ten less the remainder by eleven, and a remainder of nought is never given out. 9999999999
    stands for a number that is not known yet."""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return number == "9999999999" or (rest != 0 and int(number[9]) == 10 - rest)


_NRIC_LETTERS: Final = {
    "S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK",
}  # fmt: skip


def _nric(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    return number[8] == _NRIC_LETTERS[number[0]][total % 11]


_SNILS_UNCHECKED: Final = 1_001_998


def _snils(number: str) -> bool:
    if int(number[:9]) <= _SNILS_UNCHECKED:
        return True
    return int(number[9:]) == sum(int(digit) * (9 - place) for place, digit in enumerate(number[:9])) % 101 % 100


def _ric(number: str) -> bool:
    rest = 0
    for digit in number[:17]:
        rest = (rest + int(digit)) * 2 % 11
    return number[17] == "0123456789X"[(12 - rest) % 11]


def _in_cccd(number: str) -> Carried:
    century = 19 + int(number[3]) // 2
    return f"{century}{number[4:6]}", "MF"[int(number[3]) % 2]


def _in_pin(number: str) -> Carried:
    return f"{number[5:9]}-{number[3:5]}-{number[1:3]}", {"1": "F", "2": "M"}[number[0]]


def _in_psn(number: str) -> Carried:
    """Day of birth with ten added for a man and fifty for a woman, month, year without its century; numbers made up
    otherwise are about, and nothing is read out of them."""
    day = int(number[:2])
    woman = day > 50
    if not (11 <= day <= 41 or 51 <= day <= 81):
        return "", ""
    return f"??{number[4:6]}-{number[2:4]}-{day - (50 if woman else 10):02}", "F" if woman else "M"


def _in_ric(number: str) -> Carried:
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}", "FM"[int(number[16]) % 2]


IDENTIFIERS: Final = (
    Identifier(
        "USI", "AU", ("usi", "unique student identifier"), 10, f"[{_USI_LETTERS}]+", USI_SHAPE, _usi, telling=True
    ),
    Identifier("ULN", "GB", ("uln", "unique learner number"), 10, "[0-9]+", DIGITS, _uln, telling=True),
    Identifier(
        "NRIC", "SG", ("nric",), 9, "[STFGM][0-9]{7}[A-Z]", NRIC_SHAPE, _nric, telling=True, also=("fin", "uin")
    ),
    Identifier("SNILS", "RU", ("snils", "снилс"), 11, "[0-9]+", DIGITS, _snils, telling=True),
    Identifier("CCCD", "VN", ("cccd", "căn cước", "can cuoc"), 12, "[0-9]+", carried=_in_cccd, telling=True),
    Identifier("CMND", "VN", ("cmnd", "chứng minh nhân dân", "chung minh nhan dan", "chứng minh thư"), 9, "[0-9]+"),
    Identifier(
        "PIN",
        "KG",
        ("жеке номер",),
        14,
        "[12][0-9]{13}",
        carried=_in_pin,
        telling=True,
        also=("pin", "пин", "инн", "inn"),
    ),
    Identifier("PSN", "AM", ("հծհ", "հծհհ"), 10, "[0-9]+", carried=_in_psn, telling=True, also=("psn", "ssn")),
    Identifier("NID", "KH", ("អត្តសញ្ញាណប័ណ្ណ", "khmer id"), 9, "[0-9]+", also=("nid", "national id")),
    Identifier("RIC", "CN", ("身份证", "身份證"), 18, "[0-9]{17}[0-9X]", RIC_SHAPE, _ric, _in_ric, True, ("ric",)),
)
"""All that are known."""
