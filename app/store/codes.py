# SPDX-License-Identifier: Apache-2.0
"""Codes that people read aloud, copy and type: grouped, without letters that look alike, with check characters."""

from collections.abc import Callable

from app.domain.refusals import BadInput
from app.translation import later

# Crockford's base 32: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "-": "", "\u2013": "", "\u2014": ""})
# The largest prime that two characters hold: a wrong character or two swapped neighbours change the remainder.
_CHECK_PRIME = 1021
_GROUP = 4

_MISTYPED = later("This code was mistyped: its last characters do not fit the rest. Look at it again, group by group.")


def new_code(characters: int, random: Callable[[int], bytes]) -> str:
    """A fresh code of so many characters, the last two of them check characters; five bits for each other one."""
    drawn = "".join(_ALPHABET[byte & 31] for byte in random(characters - 2))
    return grouped(drawn + _check(drawn))


def read_code(typed: str) -> str:
    """The code's characters without groups, however it was typed. Raises BadInput "code-mistyped"."""
    code = typed.strip().upper().translate(_LOOK_ALIKES)
    if len(code) < 3 or any(letter not in _ALPHABET for letter in code) or _check(code[:-2]) != code[-2:]:
        raise BadInput("code-mistyped", _MISTYPED)
    return code


def grouped(code: str) -> str:
    """The characters in groups of four, joined by hyphens."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _check(code: str) -> str:
    number = 0
    for letter in code:
        number = (number * 32 + _ALPHABET.index(letter)) % _CHECK_PRIME
    # What makes the whole code, read as one number in base 32, a multiple of the prime.
    check = -number * 32 * 32 % _CHECK_PRIME
    return _ALPHABET[check >> 5] + _ALPHABET[check & 31]
