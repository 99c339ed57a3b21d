# SPDX-License-Identifier: Apache-2.0
"""Whether one word of a name may stand for another, and why."""

import re
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.name_words import Word
from app.domain.transliteration import latin
from app.domain.words_across_scripts import sounds_apart

SAME: Final = "same-name"
ACCENTS: Final = "accents"
OTHER_SCRIPT: Final = "other-script"
SPELLING: Final = "spelling"
_ENDS_BY_SEX: Final = frozenset("aeiou")
_LONG: Final = 5
_SHORTENED: Final = 4
_HEARD_ENOUGH: Final = 4
_SYLLABLE: Final = re.compile(
    "(?:ngh?|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    "(?:(?:[aeiouy]|ie|oa|oe|oo|ua|ue|uo|uy|ye|uye)(?:ng|nh|ch|[cmnpt])|[aeiouy]|ai|ao|au|ay|eo|eu|ia|ieu?|iu|oai?|oay|oe"
    "|oeo|oi|ua|uay|ue|ui|uo|uoi|uou|uu|uya?|uyu|yeu?)"
)
"""One syllable as Vietnamese builds them, without accents. Two of them that differ are two names."""
_TONED: Final = re.compile("[ăơưđ\u1ea0-\u1ef9]")
_DOUBLED: Final = "\u0651"


@lru_cache(maxsize=200_000)
def related(word: Word, other: Word, bare: bool) -> tuple[str, float] | None:
    """Why one word may stand for the other and how far apart they are, None when it may not.

    ``bare`` tells that one of the two names is written without any accent: a Vietnamese one loses all or none."""
    if word is other:
        return SAME, 0.0
    if word.script != other.script:
        away = sounds_apart(word, other)
        return None if away is None else (OTHER_SCRIPT, away)
    if word.bare == other.bare:
        return (ACCENTS, 0.0) if _lost_accents(word, other, bare) else None
    return (SPELLING, 1.0) if _misspelt(word, other) else None


def _lost_accents(word: Word, other: Word, bare: bool) -> bool:
    if _TONED.search(word.plain) or _TONED.search(other.plain):
        return bare
    return word.plain == word.bare or other.plain == other.bare or len(word.bare) >= _LONG


def _misspelt(word: Word, other: Word) -> bool:
    one, two = word.bare, other.bare
    if min(len(one), len(two)) < _SHORTENED or max(_letters(word), _letters(other)) < _LONG:
        return False
    if word.script == "LATIN" and _SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(two):
        return False
    if OSA.distance(one, two, score_cutoff=1) == 1 and not _ends_differently(one, two):
        return True
    return word.script == "LATIN" and not set(word.skeletons).isdisjoint(other.skeletons)


def _letters(word: Word) -> int:
    """How many letters a word has; the mark of doubling is one."""
    return len(word.bare) + word.plain.count(_DOUBLED)


def _ends_differently(one: str, two: str) -> bool:
    """Whether the words differ in a last vowel, or the Greek last s: that tells a woman's name from a man's; or end in
    two letters that differ: endings make names of their own, and fingers slip there less often."""
    if len(one) > len(two):
        one, two = two, one
    if len(one) == len(two):
        return one[:-1] == two[:-1]
    if one[: len(two) - 1] != two[:-1]:
        return False
    return _tells_sex(two[-1])


@cache
def _tells_sex(letter: str) -> bool:
    sound = latin(letter)[0]
    return letter in "ςσ" or sound[-1:] in _ENDS_BY_SEX or sound in ("y", "")


def run_together(name: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Whether the names are the same but for the spaces between their words, which may stand in any order."""
    if len(name) == len(other):
        return False
    same = name[0].script == other[0].script
    said = [sorted("".join(word.bare if same else word.heard[0].kinds for word in one)) for one in (name, other)]
    return said[0] == said[1] and len(said[0]) >= _HEARD_ENOUGH


def forget_relations() -> None:
    """Lets go of all relations remembered, which only save time."""
    related.cache_clear()
