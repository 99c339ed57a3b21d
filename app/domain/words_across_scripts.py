# SPDX-License-Identifier: Apache-2.0
"""Whether words in two scripts may be one word of a name, by what is heard of them."""

from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.hangul import is_korean, may_be_written
from app.domain.name_words import ALPHABETS, Word
from app.domain.sounding import A_OR_O, ANY, A, Heard, unlike, unlike_but_one
from app.domain.transliteration import latin

_INHERENT: Final = frozenset({"KHMER", "THAI", "LAO"})
_ABJADS: Final = frozenset({"ARABIC", "HEBREW"})
_REPLACED_SELDOM: Final = _ABJADS | {"THAI"}
_VERY_LONG: Final = 10
_SLIP_AMONG: Final = 3
_REPLACED_AMONG: Final = 5
_HEARD_APART: Final = 0.9
_BRIEFLY_APART: Final = 0.5
_HARDLY_APART: Final = 0.35
_SYLLABLE_APART: Final = 0.31
_TWO: Final = 2
_BESIDE_A_SLIP: Final = {3: 0.3}
_TOO_FAR: Final = 99.0
_VOWELS: Final = frozenset("aeiou")
_LONG: Final = 5
_SHORTENED: Final = 4


def sounds_apart(word: Word, other: Word) -> float | None:
    """How far apart two words of different scripts sound; None when that is too far, or when no sign tells a sound."""
    if "HAN" in (word.script, other.script):
        return None
    if word.script in ALPHABETS and other.script in ALPHABETS:
        away = _letters_apart(word, other)
    else:
        away = _heard_apart(word, other) if "HANGUL" not in (word.script, other.script) else _spelled_apart(word, other)
    return away if away < _TOO_FAR else None


def _spelled_apart(word: Word, other: Word) -> float:
    """How far Hangul is from how somebody spelled it: nearly nothing, or one slip that leaves no other syllables."""
    hangul, spelled = (word, other) if word.script == "HANGUL" else (other, word)
    letters = latin(spelled.bare)[0].replace("'", "")
    if may_be_written(hangul.plain, letters):
        return 0.1
    if len(hangul.plain) == 1 or is_korean(letters, len(hangul.plain)):
        return _TOO_FAR
    return _heard_apart(word, other)


def _heard_apart(word: Word, other: Word) -> float:
    """How far apart two words sound where a script writes its vowels loosely; ``_TOO_FAR`` when that is too far."""
    scripts = {word.script, other.script}
    unwritten = ANY if _ABJADS & scripts else A_OR_O if _INHERENT & scripts else A
    manners = {"", "western", "slavic"} if unwritten == ANY else {""}
    pairs = [(one, two) for one in word.heard for two in other.heard if {one.manner, two.manner} <= manners]
    near = [
        away
        for one, two in pairs
        if one.kinds == two.kinds and (away := unlike(one, two, unwritten)) <= _most_apart(one, two, unwritten, scripts)
    ]
    if near:
        return min(near)
    if max(len(word.plain), len(other.plain)) < _LONG:
        return _TOO_FAR
    seldom = bool(_REPLACED_SELDOM & scripts)
    return min([_slipped_apart(one, two, unwritten, seldom) for one, two in pairs], default=_TOO_FAR)


def _slipped_apart(one: Heard, two: Heard, unwritten: int, seldom: bool) -> float:
    """How far apart two words with one consonant amiss sound; ``seldom`` where so much is left unwritten that another
    consonant among few makes another word."""
    least = min(len(one.kinds), len(two.kinds))
    if least < _SLIP_AMONG or (unwritten != ANY and bool(one.vowels[-1]) != bool(two.vowels[-1])):
        return _TOO_FAR
    if seldom and least < _REPLACED_AMONG and _is_replaced(one.kinds, two.kinds):
        return _TOO_FAR
    beside = unlike_but_one(one, two, unwritten)
    if beside is None or beside > _BESIDE_A_SLIP.get(least, _BRIEFLY_APART):
        return _TOO_FAR
    return 1.0 + beside / 4


def _is_replaced(one: str, two: str) -> bool:
    """Whether these consonants differ in one for another, neither lost nor swapped."""
    return len(one) == len(two) and sorted(one) != sorted(two)


def _most_apart(one: Heard, other: Heard, unwritten: int, scripts: set[str]) -> float:
    """How far apart words with the same consonants may sound: longer words have more vowels to be spelled otherwise.
    Khmer family names are one syllable each, and differ in its vowel."""
    sounds = len(one.kinds)
    if "KHMER" in scripts and sounds <= _TWO and not (one.vowels[-1] or other.vowels[-1]):
        return _SYLLABLE_APART
    if sounds < _TWO and unwritten != ANY:
        return _HARDLY_APART
    return _BRIEFLY_APART if sounds < _SLIP_AMONG else _HEARD_APART + 0.3 * (sounds - _SLIP_AMONG)


def _letters_apart(word: Word, other: Word) -> float:
    """How far apart the spellings of two words are that are written with all vowels; ``_TOO_FAR`` when that is too far.
    What is heard of them is asked only when it can matter, since it is asked of very many."""
    away = _TOO_FAR
    meet: bool | None = None
    for one, two in product(word.skeletons, other.skeletons):
        if one == two:
            return 0.0
        amiss = _amiss(one, two)
        if amiss is None:
            continue
        if meet is None:
            meet = not set(word.kinds).isdisjoint(other.kinds)
        away = min(away, _skeletons_apart(one, two, amiss, meet))
    return away


def _amiss(one: str, two: str) -> int | None:
    """How many letters are amiss between two spellings; None when these are more than any rule allows."""
    longer = max(len(one), len(two))
    most = max(1 + (longer >= _VERY_LONG), longer // 3)
    if longer < _SHORTENED or abs(len(one) - len(two)) > most:
        return None
    amiss = OSA.distance(one, two, score_cutoff=most)
    return amiss if amiss <= most else None


def _skeletons_apart(one: str, two: str, amiss: int, meet: bool) -> float:
    """How far apart two spellings are; ``meet`` tells that their consonants sound the same."""
    longer = max(len(one), len(two))
    most = max(1, longer // 3) if meet else 1 + (longer >= _VERY_LONG)
    if amiss > most or (not meet and len(one) == len(two) and one[:-1] == two[:-1]):
        return _TOO_FAR
    if _ending(one) != _ending(two) and sorted(one[-2:]) != sorted(two[-2:]):
        return _TOO_FAR
    return 0.3 * amiss if meet else 1.0 + 0.2 * (amiss - 1)


def _ending(skeleton: str) -> str:
    last = skeleton[-1:]
    return last if last == "a" else "e" if last in _VOWELS else ""
