# SPDX-License-Identifier: Apache-2.0
"""Certificate numbers that laptops can give out without asking each other.

A number such as ``KH-PPVTC-7K3QZ9-000123-45`` is country, centre code, tag, counter and check characters. The tag is
30 random bits drawn with each installation, so two laptops of one centre never meet. The check is ISO 7064 MOD 97-10
over two digits for each character (``A`` is 10 ... ``Z`` is 35, a digit is 00 ... 09): with a fixed width every wrong
character and every swap of neighbours is caught, which one digit for a figure and two for a letter would not do.
"""

import re
import unicodedata
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

TAG_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without the letters I, L, O and U, which are mistaken for others."""

_SHAPE: Final = re.compile(r"([A-Z]{2})-([A-Z0-9]{1,12})-([0-9A-HJKMNP-TV-Z]{6})-([0-9]{6,9})-([0-9]{2})", re.ASCII)
_FIGURES: Final = re.compile(r"[0-9]{1,15}$", re.ASCII)
_VALUES: Final = {character: index for index, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def tag_from(random_bytes: bytes) -> str:
    """Six characters from the first 30 bits of at least four random bytes."""
    bits = int.from_bytes(random_bytes[:4], "big") >> 2
    return "".join(TAG_ALPHABET[bits >> shift & 31] for shift in range(25, -1, -5))


def certificate_number(country: str, centre: str, tag: str, counter: int) -> str:
    """The number of the ``counter``-th document of this installation, check characters included.

    ``country`` is an ISO 3166 code of two letters; of ``centre`` the Latin letters and digits are used (at most 12).
    Raises BadInput when nothing usable is left, or the tag or the counter is none.
    """
    stem = "-".join((country.strip().upper(), _plain(centre), tag, f"{counter:06d}"))
    number = f"{stem}-{_check_digits(stem)}"
    if _SHAPE.fullmatch(number) is None:
        raise BadInput(
            "certificate-number",
            later("No certificate number can be made from country “{country}” and centre code “{centre}”."),
            country=country,
            centre=centre,
        )
    return number


def parts_of(number: str) -> tuple[str, int]:
    """The stem of a number and the counter in it, by which the numbers of one stem go on: all before the counter, and
    the counter. Of a number of another form the figures at its end are the counter (0 where there are none)."""
    if is_valid_number(number):
        stem, counter, _ = number.rsplit("-", 2)
        return stem, int(counter)
    figures = _FIGURES.search(number)
    if figures is None:
        return number, 0
    return number[: figures.start()], int(figures[0])


def number_key(text: str) -> str:
    """What of any number counts when two are compared, also of numbers from elsewhere: letters and figures of whatever
    width, without capitals, spaces and signs."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in composed if character.isalnum())


def is_valid_number(text: str) -> bool:
    """Whether the text is a certificate number, typed without a mistake. Capital letters, as printed."""
    if _SHAPE.fullmatch(text) is None:
        return False
    stem, _, check = text.rpartition("-")
    return _check_digits(stem) == check


def _check_digits(stem: str) -> str:
    remainder = 0
    for character in stem.replace("-", ""):
        remainder = (remainder * 100 + _VALUES.get(character, 0)) % 97
    return f"{98 - remainder * 100 % 97:02d}"


def _plain(centre: str) -> str:
    """The centre's code with accents and signs taken off, as it stands in numbers."""
    letters = unicodedata.normalize("NFKD", centre).upper()
    return "".join(character for character in letters if character in _VALUES)[:12]
