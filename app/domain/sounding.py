# SPDX-License-Identifier: Apache-2.0
"""How a word of a name sounds: one spelling for rival romanisations, and a code of its consonants.

``skeleton`` keeps the vowels and is what alphabets are compared by. ``heard`` puts consonants together that scripts and
romanisations mix up: words that may be the same have these kinds in common, so they can be looked up by them.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

_SPELLINGS: Final = {
    "shch": "S", "schtsch": "S", "stch": "S", "tsch": "C", "tch": "C", "dzh": "j", "sch": "S", "shh": "S", "chh": "C",
    "sh": "S", "ch": "C", "zh": "j", "kh": "h", "gh": "g", "ts": "c", "tz": "c", "tc": "c", "ph": "f", "th": "t",
    "ck": "k", "ks": "x", "cs": "x", "iy": "i", "yi": "i", "yy": "i", "ij": "i", "ii": "i", "iu": "iu", "ou": "u",
    "oo": "u", "ee": "i", "q": "k", "w": "v", "y": "i",
}  # fmt: skip
_SPELLING: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_TWICE: Final = re.compile(r"(.)\1+")


@cache
def skeleton(latin: str) -> str:
    """The one spelling of a word that is written in the letters a to z."""
    return _TWICE.sub(r"\1", _SPELLING.sub(lambda found: _SPELLINGS[found[0]], latin))


_SOUND: Final = re.compile(
    "shch|tsch|[td]ch|dzh|sch|chh|[scpztdb]h|[kg]h|ts|tz|dz|[jnr]h|ng(?![aeiouy])|h[vfw]|ee|oo|ou|(?<=[aeo])w(?![aeiouy])|."
)
_ALIKE: Final = (
    "shch=s tsch=s tch=s dch=s dzh=s sch=s chh=s sh=s ch=s ph=p zh=s th=t dh=t bh=p kh=k gh=k ts=s tz=s dz=s jh=s nh=n "
    "rh=r ng=n hv=p hf=p hw=p b=p c=s d=t f=p g=k h=k k=k l=l m=m n=n p=p q=k r=r s=s t=t v=p w=p x=k z=s"
)
_KINDS: Final = dict(pair.split("=") for pair in _ALIKE.split())
_LAST_H: Final = re.compile("(?<![sctpkgdbz])h$")
_AS_ELSEWHERE: Final = _KINDS | {"j": "s"}
_CHOICES: Final = (
    (re.compile("c(?![eiyhk])|ch|x"), "western", _KINDS | {"c": "k", "ch": "k", "x": "ks", "j": "s"}),
    (re.compile("j"), "slavic", _KINDS),
)
"""Letters that are one sound here and another there: j is ж or й, c is ц or к, ch is ч or χ, x is х or ks."""
_SILENT: Final = re.compile("(?<=[aeo])r(?![aeiouyrh])|(?<=[aeiou])h(?=[mnlr])|w(?=oo|u)|c(?=k)")
"""Letters that many write without speaking them: Park, Sarn, Ahn, Woo, Luck."""
_CLOSELY: Final = "s=s z=s sh=s ts=s tz=s h=h f=h ph=p v=h w=h hv=h hf=h hw=h ng=h kh=x x=x gh=x"
"""Which consonant of its kind is meant: hissed s or struck ch, breathed h or struck k, n or ng;
ph is breathed in Europe and struck in the East."""
_DETAILS: Final = dict(pair.split("=") for pair in _CLOSELY.split())
_VOWELS: Final = {"a": 1, "e": 2, "i": 4, "y": 4, "j": 4, "o": 8, "u": 16, "ee": 2 | 4, "oo": 8 | 16, "ou": 8 | 16}
_NEAR: Final = {1: 1 | 2 | 8 | 16, 2: 1 | 2 | 4, 4: 2 | 4, 8: 1 | 8 | 16, 16: 1 | 8 | 16}
"""For each vowel the ones that it is mixed up with."""
_NEAREST: Final = ({2, 4}, {8, 16})
A: Final = 1
_E: Final = 2
A_OR_O: Final = 1 | 8
ANY: Final = 31
KIND_OF_SOUNDS: Final = "sktpmnlr"
"""All kinds of consonants that are told apart."""


_NOT_APART: Final = dict.fromkeys(("kk", "hh", "ss", "xx", "pp", "ph", "hp"), 0.0)
_APART: Final = _NOT_APART | dict.fromkeys(("xh", "hx", "xk", "kx", "xp", "px"), 0.1)
_ABJADS_APART: Final = _APART | {"xk": 0.2, "kx": 0.2}
_EAST_APART: Final = _APART | {"ph": 0.4, "hp": 0.4, "pk": 0.05, "kp": 0.05}
"""How far apart two consonants of a kind are; all others 0.4."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a word: the kinds of its consonants, more closely which, and the vowels before, between and
    after them, added up. In the ``western`` manner ch and c are read as k and x as ks, in the
    ``slavic`` one j as a vowel."""

    kinds: str
    details: str
    vowels: tuple[int, ...]
    manner: str = ""


@cache
def heard(latin: str, sparse: bool = False) -> tuple[Heard, ...]:
    """The readings of a word that is written in the letters a to z, each with other consonants; ``sparse`` tells that
    its script leaves vowels out, so that two consonants of one kind that meet are two."""
    sounds = _SOUND.findall(_LAST_H.sub("", latin) if latin[-1:] == "h" else latin)
    readings = [_heard(sounds, _AS_ELSEWHERE, sparse=apart) for apart in ((True, False) if sparse else (False,))]
    readings += [_heard(sounds, kinds, manner) for choice, manner, kinds in _CHOICES if choice.search(latin)]
    if not sparse and _SILENT.search(latin):
        readings.append(_heard(_SOUND.findall(_LAST_H.sub("", _SILENT.sub("", latin))), _AS_ELSEWHERE))
    return tuple({one.kinds: one for one in reversed(readings)}.values())[::-1]


def _heard(sounds: list[str], kinds: dict[str, str], manner: str = "", sparse: bool = False) -> Heard:
    said, details, vowels, before = "", "", [0], ""
    apart = True
    for sound in sounds:
        kind = kinds.get(sound, "" if sound.isascii() else sound)
        if not kind:
            vowels[-1] |= _VOWELS.get(sound, 0)
            apart = apart or sound in _VOWELS or sound == "h"
        elif apart or kind != said[-1:] or (sparse and sound != before):
            said += kind
            details += _DETAILS.get(sound, "k") * len(kind)
            vowels += [0] * len(kind)
            apart = False
        before = sound
    return Heard(said, details, tuple(vowels), manner)


def unlike(one: Heard, other: Heard, unwritten: int) -> float:
    """How far apart two words with the same kinds of consonants sound; ``unwritten`` are the vowels that a script
    leaves out within a word."""
    apart = _ABJADS_APART if unwritten == ANY else _EAST_APART if unwritten == A_OR_O else _APART
    away = sum([apart.get(mine + theirs, 0.4) for mine, theirs in zip(one.details, other.details, strict=True)])
    last = len(one.vowels) - 1
    for place, (mine, theirs) in enumerate(zip(one.vowels, other.vowels, strict=True)):
        if mine and theirs:
            away += 0.1 if unwritten == ANY and place == 0 and mine != theirs else _other_vowel(mine, theirs)
        elif mine or theirs:
            left_out = (mine | theirs) & (unwritten if 0 < place < last else A)
            mute = unwritten == ANY and place == last and mine | theirs == _E
            away += 0.1 if left_out else 0.3 if place == 0 or mute else 0.6
    return away


def unlike_but_one(one: Heard, other: Heard, unwritten: int) -> float | None:
    """How far apart two words sound without the one consonant that differs; None when more than one does."""
    if one.kinds == other.kinds or abs(len(one.kinds) - len(other.kinds)) > 1:
        return None
    if len(one.kinds) < len(other.kinds):
        one, other = other, one
    place = next(
        (n for n, (mine, theirs) in enumerate(zip(one.kinds, other.kinds, strict=False)) if mine != theirs), -1
    )
    if place < 0:
        place = len(other.kinds)
    if len(one.kinds) == len(other.kinds):
        return _compared_without(one, other, place, unwritten)
    shorter = _without(one, place)
    return unlike(shorter, other, unwritten) if shorter.kinds == other.kinds else None


def _compared_without(one: Heard, other: Heard, place: int, unwritten: int) -> float | None:
    swapped = one.kinds[:place] + one.kinds[place : place + 2][::-1] + one.kinds[place + 2 :]
    if swapped == other.kinds:
        one, other = _without(one, place + 1), _without(other, place)
    else:
        one, other = _without(one, place), _without(other, place)
    return unlike(one, other, unwritten) if one.kinds == other.kinds else None


def _without(one: Heard, place: int) -> Heard:
    between = (one.vowels[place] | one.vowels[place + 1],)
    vowels = one.vowels[:place] + between + one.vowels[place + 2 :]
    return Heard(one.kinds[:place] + one.kinds[place + 1 :], one.details[:place] + one.details[place + 1 :], vowels)


@cache
def _other_vowel(mine: int, theirs: int) -> float:
    if mine == theirs:
        return 0.0
    if mine & theirs:
        return 0.15
    if {mine, theirs} in _NEAREST:
        return 0.2
    return 0.35 if any(mine & near for vowel, near in _NEAR.items() if theirs & vowel) else 0.8
