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
    "shch|tsch|tch|dzh|sch|chh|[scpztdb]h|[kg]h|ts|tz|dz|[jnr]h|ng(?![aeiouy])|h[vfw]|h$|(?<=[aeo])w(?![aeiouy])|."
)
_ALIKE: Final = (
    "shch=s tsch=s tch=s dzh=s sch=s chh=s sh=s ch=s ph=p zh=s th=t dh=t bh=p kh=k gh=k ts=s tz=s dz=s jh=s nh=n "
    "rh=r ng=n hv=p hf=p hw=p b=p c=s d=t f=p g=k h=k k=k l=l m=m n=n p=p q=k r=r s=s t=t v=p w=p x=k z=s"
)
_KINDS: Final = dict(pair.split("=") for pair in _ALIKE.split())
_CHOICES: Final = (
    (re.compile("j"), _KINDS | {"j": "s"}),
    (re.compile("c(?![eiyhk])|ch|x"), _KINDS | {"c": "k", "ch": "k", "x": "ks", "j": "s"}),
)
"""Letters that are one sound here and another there: j is ж or й, c is ц or к, ch is ч or χ, x is х or ks."""
_HISSED: Final = frozenset({"s", "z", "sh", "ts", "tz"})
_BREATHED: Final = frozenset({"h", "kh", "x", "gh", "f", "ph", "v", "w", "hv", "hf", "hw", "ng"})
_VOWELS: Final = {"a": 1, "e": 2, "i": 2, "y": 2, "o": 4, "u": 4, "j": 2}
KIND_OF_SOUNDS: Final = "sktpmnlr"
"""All kinds of consonants that are told apart."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a word: the kinds of its consonants, more closely which, and the vowels before, between and
    after them (1 for a, 2 for e and i, 4 for o and u, added up)."""

    kinds: str
    details: str
    vowels: tuple[int, ...]


@cache
def heard(latin: str) -> tuple[Heard, ...]:
    """The readings of a word that is written in the letters a to z, each with other consonants."""
    sounds = _SOUND.findall(latin)
    readings = [_heard(sounds, _KINDS)]
    readings += [_heard(sounds, kinds) for choice, kinds in _CHOICES if choice.search(latin)]
    return tuple({one.kinds: one for one in reversed(readings)}.values())[::-1]


def _heard(sounds: list[str], kinds: dict[str, str]) -> Heard:
    said, details, vowels = "", "", [0]
    open_since = True
    for sound in sounds:
        kind = kinds.get(sound, "" if sound.isascii() else sound)
        if not kind:
            vowels[-1] |= _VOWELS.get(sound, 0)
            open_since = open_since or sound in _VOWELS or sound == "h"
        elif open_since or kind != said[-1:]:
            said += kind
            details += ("z" if sound in _HISSED else "h" if sound in _BREATHED else "k") * len(kind)
            vowels += [0] * len(kind)
            open_since = False
    return Heard(said, details, tuple(vowels))


def unlike(one: Heard, other: Heard, silent: bool) -> float:
    """How far apart two words with the same kinds of consonants sound; ``silent`` where a script leaves out vowels."""
    away = 0.4 * sum(mine != theirs for mine, theirs in zip(one.details, other.details, strict=True))
    for mine, theirs in zip(one.vowels, other.vowels, strict=True):
        if mine and theirs:
            away += 0.0 if mine == theirs else 0.3 if mine & theirs else 0.8
        elif mine or theirs:
            away += 0.1 if silent or (mine | theirs) & 1 else 0.6
    return away
