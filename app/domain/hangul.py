# SPDX-License-Identifier: Apache-2.0
"""Whether letters may be how a Korean writes a word of Hangul: syllable by syllable, in all ways that are usual.

Hangul writes every vowel, and a syllable with another vowel is another name, so sounds that are merely near do not do.
The alternatives are those of the Revised Romanisation, of McCune and Reischauer, and of passports.
"""

import re
from functools import cache
from typing import Final

_FIRST: Final = (
    "k|g", "kk|gg|k|g", "n|l|r|", "t|d", "tt|dd|t|d", "r|l|n|", "m", "p|b", "pp|bb|p|b", "sh?", "ss|s", "", "ch|j",
    "jj|tch|j", "ch", "k", "t", "p", "wh|h",
)  # fmt: skip
_VOWEL: Final = (
    "ah?", "ae|ai|ay|e", "yah?", "yae|yai|ye", "eo|o|u", "e|eh", "yeo|you|yu|yo", "ye|yeh|e", "oh?|ow", "wa", "wae|wai",
    "oe|oi|we|oy", "yoh?|yow", "w?oo|w?u|wou|ou", "wo|weo|wu", "we", "wi|wee|ui", "yu|yoo|you", "eu|u|oo",
    "ui|ee|i|eui|euy", "i|ee|yi|y",
)  # fmt: skip
_LAST: Final = (
    "h?|r", "r?k|g|ck", "k|g|kk", "k|ks", "h?n", "n|nj", "n|nh", "t|d", "r?l", "lk|k|g|lg", "m|lm", "l|p|lb", "l|ls",
    "l|lt", "p|lp", "l|lh", "h?m", "p|b", "p|ps", "t|s|d", "t|s|ss", "ng", "t|j", "t|ch", "k", "t", "p", "t|h|",
)  # fmt: skip
_HANGUL: Final = 0xAC00
_SYLLABLES: Final = 11172
_AFTER_L: Final = frozenset({2, 3, 6, 7, 12, 17, 20})
"""The vowels before which the South no longer speaks the l that families still write: Lee, Lim, Ryu."""
_ANY: Final = (
    "(?:k|g|n|l|r|t|d|m|p|b|h|j|sh?|ch)?"
    "(?:y?(?:a|eo|o|u|oo|ou)|y?ae|y?e|w(?:a|ae|e|o|oo|i)|oe|eu|ui|i|ee)(?:[kgntlmp]|ng)?"
)


def may_be_written(hangul: str, latin: str) -> bool:
    """Whether ``latin``, in letters a to z, is a usual spelling of all these syllables."""
    return bool(_spellings(hangul).fullmatch(latin))


@cache
def is_korean(latin: str, syllables: int) -> bool:
    """Whether letters a to z can be read as so many Korean syllables."""
    return bool(re.fullmatch(_ANY * syllables, latin))


@cache
def _spellings(hangul: str) -> re.Pattern[str]:
    return re.compile("".join(map(_syllable, hangul, [len(hangul) == 1] * len(hangul))))


def _syllable(letter: str, is_alone: bool) -> str:
    place = ord(letter) - _HANGUL
    if not 0 <= place < _SYLLABLES:
        return re.escape(letter)
    first, rest = divmod(place, len(_VOWEL) * len(_LAST))
    vowel, last = divmod(rest, len(_LAST))
    before = "[lr]?" if is_alone and not _FIRST[first] and vowel in _AFTER_L else _FIRST[first]
    return f"(?:{before})(?:{_VOWEL[vowel]})(?:{_LAST[last]})"
