# SPDX-License-Identifier: Apache-2.0
"""Words of names: how each is read, and whether one may stand for another."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.searching import fold_word
from app.domain.sounding import codes, skeleton
from app.domain.transliteration import latin, script

SAME: Final = "same-name"
ACCENTS: Final = "accents"
OTHER_SCRIPT: Final = "other-script"
SPELLING: Final = "spelling"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a name: folded with its accents, without them, its script, and how it is read and sounds.

    There is one object for each folded word, so that words are compared as objects are."""

    plain: str
    bare: str
    script: str
    skeletons: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def skeleton(self) -> str:
        """The likelier reading."""
        return self.skeletons[0]


_ALPHABETS: Final = frozenset({"LATIN", "CYRILLIC", "ARMENIAN", "GEORGIAN", "GREEK"})
_ENDS_BY_SEX: Final = frozenset("aeiou")
_LONG: Final = 5
_LONGER: Final = 6
_HEARD_ENOUGH: Final = 4
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
"""One syllable as Vietnamese builds them, without accents. Two of them that differ are two names."""
_TONED: Final = re.compile("[ăơưđ\u1ea0-\u1ef9]")
_PATRONYMIC: Final = re.compile(
    ".*(?:[oeё]vich|[oe]vna|ichna|ovych|ivna|uulu|uluu?|kizi|kyzy|qizi|ogli|oglu|oghlu|ugli|gizi)"
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'`´‘’‛ʹʻʼʽʾʿˈ׳՚＇"))
_MARKS: Final = re.compile("[\u0591-\u05c7\u064b-\u0655\u0670\u0640]")
_SAME_ARABIC: Final = str.maketrans("ىةکی", "يهكي")


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a name in a fixed order that does not depend on theirs."""
    return tuple(sorted((word for part in text.split() for word in _parts(part)), key=_plain))


def _plain(word: Word) -> str:
    return word.plain


@lru_cache(maxsize=400_000)
def _parts(written: str) -> tuple[Word, ...]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold()).translate(_APOSTROPHES)
    kept = "".join(
        letter if _is_of_words(letter) else "" if unicodedata.category(letter) == "Cf" else " " for letter in folded
    )
    return tuple(map(_word, unicodedata.normalize("NFC", kept).split()))


def _is_of_words(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}


@cache
def _word(plain: str) -> Word:
    readings = latin(plain)
    skeletons = tuple(dict.fromkeys(map(skeleton, readings)))
    coded = dict.fromkeys(code for reading in readings for code in codes(reading))
    bare = plain if plain.isascii() else _MARKS.sub("", fold_word(plain)).translate(_SAME_ARABIC)
    return Word(plain, bare, script(plain), skeletons, tuple(coded))


def is_aside(word: Word) -> bool:
    """Whether a name is often written without this word: a patronymic, an initial."""
    return len(word.plain) == 1 or bool(_PATRONYMIC.fullmatch(latin(word.plain)[0]))


@lru_cache(maxsize=200_000)
def related(word: Word, other: Word, bare: tuple[bool, bool]) -> str:
    """Why one word may stand for the other, empty when it may not. ``bare`` tells of each name whether it is written
    without any accent: a Vietnamese name loses all of them or none."""
    if word is other:
        return SAME
    if word.script != other.script:
        return OTHER_SCRIPT if _sounds_alike(word, other) else ""
    if word.bare == other.bare:
        return ACCENTS if _lost_accents(word, other, bare) else ""
    return SPELLING if _misspelt(word, other) else ""


def _lost_accents(word: Word, other: Word, bare: tuple[bool, bool]) -> bool:
    if _TONED.search(word.plain) or _TONED.search(other.plain):
        return any(bare)
    return word.plain == word.bare or other.plain == other.bare or len(word.bare) >= _LONG


def _misspelt(word: Word, other: Word) -> bool:
    one, two = word.bare, other.bare
    if word.script == "LATIN" and _SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(two):
        return False
    if min(len(one), len(two)) < _LONG:
        return False
    if word.script == "LATIN" and set(word.skeletons) & set(other.skeletons):
        return True
    return OSA.distance(one, two, score_cutoff=1) == 1 and not _ends_differently(one, two)


def _ends_differently(one: str, two: str) -> bool:
    """Whether the words differ in a last vowel, or the Greek last s: that tells a woman's name from a man's."""
    if len(one) > len(two):
        one, two = two, one
    if one[: len(two) - 1] != two[:-1]:
        return False
    lasts = [two[-1]] if len(one) < len(two) else [one[-1], two[-1]]
    return any(_tells_sex(letter) for letter in lasts)


@cache
def _tells_sex(letter: str) -> bool:
    return letter in "ςσ" or latin(letter)[0][-1:] in _ENDS_BY_SEX or latin(letter)[0] in ("y", "")


def _sounds_alike(word: Word, other: Word) -> bool:
    if "HAN" in (word.script, other.script):
        return False
    heard = bool(set(word.codes) & set(other.codes))
    if word.script in _ALPHABETS and other.script in _ALPHABETS:
        return any(_near(one, two, heard) for one in word.skeletons for two in other.skeletons)
    return heard or _one_sound_apart(word, other)


def _near(one: str, two: str, heard: bool) -> bool:
    if one == two:
        return True
    longer = max(len(one), len(two))
    most = max(1, longer // 3) if heard else 1 if longer > _LONGER else 0
    return _ending(one) == _ending(two) and OSA.distance(one, two, score_cutoff=most) <= most


def _ending(skeleton: str) -> str:
    last = skeleton[-1:]
    return last if last == "a" else "e" if last in _ENDS_BY_SEX else ""


def _one_sound_apart(word: Word, other: Word) -> bool:
    return any(
        min(len(one), len(two)) >= _LONG and OSA.distance(one, two, score_cutoff=1) <= 1
        for one in word.codes
        for two in other.codes
    )


def run_together(name: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Whether the names are the same but for the spaces between their words, which may stand in any order."""
    if len(name) == len(other):
        return False
    same = name[0].script == other[0].script
    said = [
        sorted("".join(word.bare if same else word.codes[0].removeprefix("a") for word in one)) for one in (name, other)
    ]
    return said[0] == said[1] and len(said[0]) >= _HEARD_ENOUGH
