# SPDX-License-Identifier: Apache-2.0
"""Thai words in Latin letters, syllable by syllable, in the ways in which one word may be read and spelled.

Thai leaves out short vowels within and between syllables, mutes letters of Sanskrit words, and speaks a consonant that
ends a syllable otherwise than one that begins it; the Royal system spells what is spoken, custom often what is written.
So each choice has a price, and the readings are the cheapest ways through the whole word. Tones are not read. Rules are
those of Thai orthography and of the Royal Thai General System of Transcription (1999).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

_MOST: Final = 8
"""So many readings of a word are told."""


def _sounds(table: str) -> dict[str, str]:
    return {letter: sound for letters, sound in (pair.split("=") for pair in table.split()) for letter in letters}


_FIRST: Final = _sounds(
    "ก=k ขฃคฅฆ=kh ง=ng จ=ch ฉชฌ=ch ซศษส=s ญย=y ดฎ=d ตฏ=t ถทธฐฑฒ=th นณ=n บ=b ป=p ผพภ=ph ฝฟ=f ม=m ร=r ลฬ=l ว=w หฮ=h อ="
)
_LAST: Final = _sounds("กขฃคฅฆ=k ง=ng จชซฌศษสฎฏฐฑฒดตถทธ=t บปผฝพฟภ=p ม=m ญณนรลฬ=n ย=i ว=o")
_AS_WRITTEN: Final = {
    **dict.fromkeys("จชฌ", ("ch", 0.6)), **dict.fromkeys("ซศษส", ("s", 0.5)), **dict.fromkeys("ลฬ", ("l", 0.5)),
    "ร": ("r", 1.0),
}  # fmt: skip
"""What custom writes for a last consonant beside what is heard, and its price."""
_WRITTEN: Final = _FIRST | {"ิ": "i", "ุ": "u"}
_JOINED: Final = re.compile("[กขคตปพ]ร|[กขคปพผ]ล|[กขค]ว")
_MUTED: Final = (
    (re.compile("ห(?=[งนมยรลวญ])."), (("", 0.0),)),
    (re.compile("อย"), (("", 0.0),)),
    (re.compile("ทร"), (("s", 0.1), ("thr", 0.3))),
    (re.compile("[ศส]ร"), (("s", 0.0), ("sr", 0.3))),
    (re.compile("[จซ]ร"), (("", 0.1),)),
)
"""Pairs that begin a syllable of which only one letter is heard; empty stands for the one that is."""
_LEADS: Final = frozenset("เแโใไ")
_APART: Final = re.compile("[ก-ฮ][งนมยรลวษดบสชผพ]")
"""Two consonants after a vowel that stands before both and is spoken after the second."""
_VOWEL: Final = "\u0e30-\u0e3a\u0e45"
_AFTER: Final[dict[str, tuple[tuple[re.Pattern[str], str, bool, bool, float], ...]]] = {
    lead: tuple((re.compile(signs), sound, "-" in ends, "+" in ends, price) for signs, sound, ends, price in rows)
    for lead, rows in {
        "เ": (
            ("ียะ?", "ia", "-+", 0.0), ("ือ", "uea", "-+", 0.0), ("าะ", "o", "-", 0.0), ("า", "ao", "-", 0.0),
            ("อะ?", "oe", "-", 0.0), ("ิ", "oe", "+", 0.0), ("ย", "oei", "-", 0.1), ("ะ?", "e", "-+", 0.0),
        ),
        "แ": (("ะ?", "ae", "-+", 0.0),),
        "โ": (("ะ?", "o", "-+", 0.0),),
        "ใ": (("", "ai", "-", 0.0),),
        "ไ": (("ย?", "ai", "-", 0.0), ("", "ai", "+", 0.5)),
        "": (
            ("ัวะ?", "ua", "-", 0.0), ("ั", "a", "+", 0.0), ("รร(?=[ก-ฮ])", "a", "+", 0.0), ("รร", "an", "-", 0.1),
            ("[ะา]", "a", "-+", 0.0), ("ำ", "am", "-", 0.0), ("[ิี]", "i", "-+", 0.0), ("ึ|ือ?", "ue", "-+", 0.0),
            ("[ุู]", "u", "-+", 0.0), ("ว", "ua", "+", 0.25), ("อ", "o", "-+", 0.0), ("", "o", "+", 0.2),
            ("ฤ", "rue", "-+", 0.0), ("ฤ", "ri", "-+", 0.1), ("", "a", "-", 0.2),
        ),
    }.items()
}  # fmt: skip
"""By the sign before the first consonant: the signs after it, the vowel, whether the syllable may be open or closed."""
_MUTE: Final = re.compile("([ก-ฮ]{0,2})([ก-ฮ])[ิุ]?\u0e4c")
_OFTEN_MUTE: Final = re.compile("[ตทดษสกชฐฒธว]*")
_MUTE_R: Final = re.compile(f"(?<=[กคตทชดพ])ร(?![{_VOWEL}\u0e4c])")
_MUTE_VOWEL: Final = re.compile("(?<=[ตทธฒฏถม])[ิุ]")
_MUTE_PAIR: Final = re.compile(f"(?:(?<=ท)ธ|(?<=ต)[ตถ]|(?<=[ดฒฑ])ฒ)(?![{_VOWEL}])")
_PASSED_OVER: Final = re.compile("ร(?=[ตถคธท])|ห(?=[มณ])")
"""A letter before the last consonant that is not heard."""
_TWICE: Final = 0.8
"""The price of an l that ends one syllable and begins the next."""
_TONES: Final = re.compile("[\u0e47-\u0e4b\u0e4d\u0e4e]")
_INHERENT: Final = re.compile("[ao]")
_OPEN_AT_END: Final = 3.0
_MUTE_WRITTEN: Final = 1.0
_VOWEL_MUTE: Final = (0.2, 0.5)

_Readings = tuple[tuple[float, str], ...]


@cache
def spoken(word: str) -> tuple[str, ...]:
    """The readings of a word in Thai letters, likeliest first; none when it is not spelled as Thai is."""
    plain = _TONES.sub("", word.replace("\u0e4d\u0e32", "\u0e33").replace("ฤๅ", "ฤ"))
    from_here: list[_Readings] = [()] * len(plain) + [((0.0, ""),)]
    for place in range(len(plain) - 1, -1, -1):
        from_here[place] = _cheapest(_from(plain, place, from_here))
    return tuple(reading for _, reading in from_here[0])


def _from(word: str, place: int, from_here: list[_Readings]) -> Iterator[tuple[float, str]]:
    for end, sound, price in _syllables(word, place):
        for more, rest in from_here[end]:
            yield price + more, sound + rest


def _cheapest(ways: Iterator[tuple[float, str]]) -> _Readings:
    """The best ways to go on; of those that differ only in vowels that are not written, the best."""
    best: dict[str, tuple[float, str]] = {}
    for way in sorted(ways):
        best.setdefault(_INHERENT.sub("", way[1]), way)
    return tuple(best.values())[:_MOST]


def _syllables(word: str, place: int) -> Iterator[tuple[int, str, float]]:
    """Each syllable that may begin here: where it ends, how it sounds, its price."""
    lead = word[place] if word[place] in _LEADS else ""
    for after, first, dear in _firsts(word, place + len(lead)):
        for signs, vowel, open_, closed, price in _AFTER[lead]:
            found = signs.match(word, after)
            if not found:
                continue
            end, cost = found.end(), dear + price
            if open_:
                bare = not lead and end == after and end == len(word)
                yield end, first + vowel, cost + (_OPEN_AT_END if bare else 0.0)
                if (mute := _MUTE.match(word, end)) and not mute[1]:
                    yield mute.end(), first + vowel, cost
            if closed:
                for last, sound, more in _lasts(word, end):
                    yield last, first + vowel + sound, cost + more


def _firsts(word: str, place: int) -> Iterator[tuple[int, str, float]]:
    """Each way to begin a syllable: where its vowel is, the consonants, the price."""
    letter = word[place : place + 1]
    if letter == "ฤ":
        yield place, "", 0.0
    if letter not in _FIRST:
        return
    yield place + 1, _FIRST[letter], 0.0
    if word[place - 1 : place] in _LEADS and _APART.match(word, place):
        yield place + 2, f"{_FIRST[letter]}a{_FIRST[word[place + 1]]}", 0.5
    if _JOINED.match(word, place):
        yield place + 2, _FIRST[letter] + _FIRST[word[place + 1]], 0.0
    for pair, sounds in _MUTED:
        if pair.match(word, place):
            for sound, price in sounds:
                heard = letter if letter in "จซ" else word[place + 1]
                yield place + 2, sound or _FIRST[heard], price


def _lasts(word: str, place: int) -> Iterator[tuple[int, str, float]]:
    """Each way to end a syllable: where it ends, with mute letters; what is heard or written; the price."""
    letter = word[place : place + 1]
    if _PASSED_OVER.match(word, place):
        yield from _lasts(word, place + 1)
    if letter not in _LAST:
        return
    if letter == "ล":
        yield place, _LAST[letter], _TWICE
    sounds = [(_LAST[letter], 0.0), *([_AS_WRITTEN[letter]] if letter in _AS_WRITTEN else [])]
    for end, mute, price in _mutes(word, place + 1):
        for sound, more in sounds:
            yield end, sound + mute, price + more


def _mutes(word: str, place: int) -> Iterator[tuple[int, str, float]]:
    """Nothing mute, or the letters here that are not heard after the last consonant."""
    yield place, "", 0.0
    if found := _MUTE.match(word, place):
        yield found.end(), "", 0.0 if _OFTEN_MUTE.fullmatch(found[1]) else 0.8
        yield found.end(), "".join([_WRITTEN.get(letter, "") for letter in found[0]]), _MUTE_WRITTEN
    for letters in (_MUTE_R, _MUTE_PAIR):
        if found := letters.match(word, place):
            yield found.end(), "", 0.1
            place = found.end()
    if found := _MUTE_VOWEL.match(word, place):
        yield found.end(), "", _VOWEL_MUTE[found.end() < len(word)]
