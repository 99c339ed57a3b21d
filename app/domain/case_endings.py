# SPDX-License-Identifier: Apache-2.0
"""The dative of names ("given to ..."): every form that a word may take, for the languages that show it in the word.

Sources: school grammars of Russian, Ukrainian, Kyrgyz, Kazakh, Uzbek, Armenian, Georgian and Turkish. A form is listed
when some speaker writes it: the rules say what may be the same word, not what is good style.
"""

import re
from functools import lru_cache
from typing import Final

from app.domain.transliteration import script

_SHORTEST: Final = 2
_SHORTEST_STEM: Final = 4
"""Shorter words with an ending of two letters are often names of their own: Ol, Olga."""

_CONSONANT: Final = "[бвгґджзклмнпрстфхцчшщ]"

_SLAVIC: Final = tuple(
    (re.compile(f"{ending}$"), forms)
    for ending, forms in (
        (f"(?<={_CONSONANT})", ("у", "ові", "еві")),
        (f"(?<={_CONSONANT})[ео]([лцк])", (r"\1у", r"ь\1у")),
        ("(?<=[аеоуыіїє])й", ("ю", "єві", "йові")),
        ("ий", ("ию", "ому", "ему", "ію")),
        ("[оы]й", ("ому",)),
        ("ь", ("ю", "и", "і", "еві")),
        ("а", ("е", "і")),
        ("(?<=[оеє]в)а", ("ой", "ій")),
        ("(?<=[иыі]н)а", ("ой", "ій")),
        ("ка", ("ці",)),
        ("га", ("зі",)),
        ("ха", ("сі",)),
        ("ая", ("ой",)),
        ("яя", ("ей",)),
        ("(?<=[сц]ьк)а", ("ій",)),
        ("я", ("е", "і", "ї")),
        ("ия", ("ии",)),
        ("ія", ("ії",)),
        ("(?<=к)о", ("у", "ові")),
    )
)

_TURKIC_VOWELS: Final = {
    **dict.fromkeys("аыяую", "а"),
    **dict.fromkeys("эеиәі", "е"),
    **dict.fromkeys("оё", "о"),
    **dict.fromkeys("өү", "ө"),
}
_VOICELESS: Final = frozenset("пткқсшчфхцщһ")
_OWNED: Final = {"кызы": "кызына", "уулу": "уулуна", "қызы": "қызына", "ұлы": "ұлына", "улы": "улына"}

_TURKISH: Final = ("'a", "'e", "'ya", "'ye")
_UZBEK: Final = ("ga", "ka", "qa")


@lru_cache(maxsize=4096)
def datives(word: str) -> frozenset[str]:
    """The forms of a word in small letters (ё as е), without the word itself; none where its script shows no case."""
    if len(word) < _SHORTEST:
        return frozenset()
    kind = script(word)
    if kind == "CYRILLIC":
        return _slavic(word) | _turkic(word)
    if kind == "ARMENIAN":
        return (
            frozenset(word + ending for ending in ("ին", "ուն", "յին")) if len(word) >= _SHORTEST_STEM else frozenset()
        )
    if kind == "GEORGIAN":
        return frozenset({word + "ს"})
    if kind == "LATIN":
        uzbek = _UZBEK if len(word) >= _SHORTEST_STEM else ()
        return frozenset(word + ending for ending in (*_TURKISH, *uzbek))
    return frozenset()


def _slavic(word: str) -> frozenset[str]:
    found = {ending.sub(form, word) for ending, forms in _SLAVIC if ending.search(word) for form in forms}
    if word == "лев":
        found.add("льву")
    return frozenset(found - {word})


def _turkic(word: str) -> frozenset[str]:
    """Kyrgyz, Kazakh and Uzbek: the ending follows the last vowel and the last sound."""
    if word in _OWNED:
        return frozenset({_OWNED[word]})
    if len(word) < _SHORTEST_STEM:
        return frozenset()
    vowel = next((_TURKIC_VOWELS[letter] for letter in reversed(word) if letter in _TURKIC_VOWELS), "а")
    consonants = "кқ" if word[-1] in _VOICELESS else "гғ"
    vowels = {vowel, "е" if vowel in "еө" else "а"}
    return frozenset(word + consonant + letter for consonant in consonants for letter in vowels)
