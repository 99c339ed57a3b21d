# SPDX-License-Identifier: Apache-2.0
"""How a word of a name sounds: one spelling for rival romanisations, and a code of its consonants.

``skeleton`` keeps the vowels and is what words are compared by. ``code`` drops them and puts consonants together that
scripts and romanisations mix up: words that may be the same have a code in common, so they can be looked up by it.
"""

import re
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


_HEARD: Final = re.compile("shch|tsch|tch|dzh|sch|chh|[scpztdb]h|[kg]h|ts|tz|dz|[jnr]h|ng(?![aeiouy])|h[vfw]|h$|.")
_ALIKE: Final = (
    "shch=s tsch=s tch=s dzh=s sch=s chh=s sh=s ch=s ph=p zh=s th=t dh=t bh=p kh=k gh=k ts=s tz=s dz=s jh=s nh=n "
    "rh=r ng=n hv=p hf=p hw=p b=p c=s d=t f=p g=k h=k k=k l=l m=m n=n p=p q=k r=r s=s t=t v=p w=p x=k z=s"
)
_KINDS: Final = dict(pair.split("=") for pair in _ALIKE.split())
_OTHER_KINDS: Final = _KINDS | {"c": "k", "ch": "k", "x": "ks", "j": "s", "w": ""}
_CHOICE: Final = re.compile("c(?![eiyhk])|ch|x|j(?=[aeiouy])|w")
_OPEN: Final = frozenset("aeiouy")


@cache
def codes(latin: str) -> tuple[str, ...]:
    """The consonants of a word by their kinds, in one reading or two; a vowel at the beginning counts as one."""
    sounds = _HEARD.findall(latin)
    start = latin[:1]
    first = _code(sounds, _KINDS, start in _OPEN or start == "j")
    if not _CHOICE.search(latin):
        return (first,)
    other = _code(sounds, _OTHER_KINDS, start in _OPEN)
    return (first,) if other == first else (first, other)


def _code(sounds: list[str], kinds: dict[str, str], is_open: bool) -> str:
    said, before = "a" if is_open else "", ""
    for sound in sounds:
        kind = kinds.get(sound, "" if sound.isascii() else sound)
        if kind and kind != before:
            said += kind
        before = kind if kind or sound == "h" else ""
    return said
