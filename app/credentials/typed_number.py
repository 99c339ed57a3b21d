# SPDX-License-Identifier: Apache-2.0
"""A certificate's number as somebody typed it from paper: put right where its check characters say how."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.credentials.numbers import is_valid_number

_LIKE_LATIN: Final = str.maketrans("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ")
"""Cyrillic letters on a keyboard that was not switched over."""

_LETTERS: Final = str.maketrans("01", "OI")
_DIGITS: Final = str.maketrans("OIL", "011")
_ALIKE: Final = {"0": "O", "O": "0", "1": "IL", "I": "1L", "L": "1I"}
_SHORTEST, _LONGEST = 17, 32


def typed_number(text: str) -> str:
    """The number that was meant: capitals, hyphens or spaces anywhere, digits of any script, Cyrillic letters that look
    Latin, O for 0, I or L for 1. Empty where there is none, or a mistake that the check characters cannot put right."""
    parts = [part for part in _plain(text).split("-") if part]
    characters = "".join(parts)
    if not _SHORTEST <= len(characters) <= _LONGEST or not characters.isascii() or not characters.isalnum():
        return ""
    splits = [parts] if len(parts) == 5 else []
    found = (number for split in (*splits, *_splits(characters)) for number in _readings(split))
    return next(filter(is_valid_number, found), "")


def looks_typed(text: str) -> bool:
    """Whether a text may be meant as a number: short, and as many figures at its end as a counter and a check have."""
    characters = _plain(text).replace("-", "")
    figures = characters[-8:].translate(_DIGITS)
    return _SHORTEST <= len(characters) <= _LONGEST and characters.isalnum() and figures.isdecimal()


def _plain(text: str) -> str:
    """Capitals and digits of ASCII with hyphens between."""
    wide = unicodedata.normalize("NFKC", text.strip()).upper().translate(_LIKE_LATIN)
    signs = ("-" if unicodedata.category(one) in ("Pd", "Zs", "Cc", "Po") or one in "_\u2212" else one for one in wide)
    return "".join(str(unicodedata.digit(one, one)) for one in signs if unicodedata.category(one) != "Cf")


def _splits(characters: str) -> Iterator[list[str]]:
    """Where the parts may lie: all are of fixed width but the centre's code and, rarely, the counter."""
    for width in range(6, 10):
        code_end = len(characters) - 2 - width - 6
        if 3 <= code_end <= 14:
            ends = (0, 2, code_end, code_end + 6, code_end + 6 + width, len(characters))
            yield [characters[start:end] for start, end in pairwise(ends)]


def _readings(parts: list[str]) -> Iterator[str]:
    """The number as it was typed, and as it may have been meant: where only letters or digits can stand they do; in the
    centre's code, where both can, one look-alike is tried at a time: with more, mistakes would pass for other codes."""
    country, code, tag, counter, check = parts
    yield "-".join(parts)
    fixed = (country.translate(_LETTERS), tag.translate(_DIGITS), counter.translate(_DIGITS), check.translate(_DIGITS))
    codes = [
        code,
        *(code[:at] + other + code[at + 1 :] for at, one in enumerate(code) for other in _ALIKE.get(one, "")),
    ]
    for reading in codes:
        yield "-".join((fixed[0], reading, *fixed[1:]))
