# SPDX-License-Identifier: Apache-2.0
"""Words of names: how each is parted from the others, folded, read and heard."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Final

from app.domain.searching import fold_word
from app.domain.sounding import Heard, heard, skeleton
from app.domain.transliteration import latin, script


@dataclass(frozen=True, eq=False)
class Word:
    """A word of a name: folded with its accents, without them, its script, and how it is read and sounds, which is
    told when it is first asked for.

    There is one object for each folded word, so that words are compared as objects are."""

    plain: str
    bare: str
    script: str

    @cached_property
    def skeletons(self) -> tuple[str, ...]:
        """One spelling for rival ones, for each reading."""
        return tuple(dict.fromkeys(map(skeleton, latin(self.plain))))

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """What is heard of it, for each reading."""
        if self.script == "THAI":
            readings = latin(self.plain)
            last = len(readings) - 1
            return tuple(dict.fromkeys(heard(reading, n == last)[0] for n, reading in enumerate(readings)))
        sparse = self.script not in ALPHABETS
        return tuple(dict.fromkeys(one for reading in latin(self.plain) for one in heard(reading, sparse)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its consonants, for each reading."""
        return tuple(dict.fromkeys(one.kinds for one in self.heard))


ALPHABETS: Final = frozenset({"LATIN", "CYRILLIC", "ARMENIAN", "GEORGIAN", "GREEK"})
"""Scripts that write all their vowels."""
_LONG: Final = 5
_PINYIN: Final = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[aeo]ng|[aeiou]n|iang|iong|uang|ian|uan|iao|uai|ai|ei|ui|ao|ou|iu|ie|ue|ua|uo|ia|ing|er|[aeiou])){1,2}"
)
"""One or two syllables of Chinese in Latin letters: each is a name of its own."""
_PATRONYMIC: Final = re.compile(
    ".*(?:[oeё]vich|[oe]vna|ichna|ovych|ivna|uulu|uluu?|kizi|kyzy|qizi|ogli|oglu|oghlu|ugli|gizi)"
)
_ARTICLE: Final = re.compile("^[aeu](?:l|([dnrstz]|sh)(?=-\\1))-(?=..)")
"""The Arabic article, also as it sounds before a letter of the sun; other scripts write it as one word with what
follows."""
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'`´‘’‛ʹʻʼʽʾʿˈ׳՚＇"))
_PLAIN: Final = attrgetter("plain")
_MARKS: Final = re.compile("[\u0591-\u05c7\u064b-\u0655\u0670\u0640]")
_SAME_ARABIC: Final = str.maketrans("ىةکی", "يهكي")


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a name in a fixed order that does not depend on theirs."""
    return tuple(sorted([word for part in text.split() for word in _parts(part)], key=_PLAIN))


@lru_cache(maxsize=400_000)
def _parts(written: str) -> tuple[Word, ...]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())
    folded = _ARTICLE.sub("al", folded)
    if folded.isalpha():
        return (_word(folded.translate(_APOSTROPHES)),) if folded.translate(_APOSTROPHES) else ()
    kept = "".join(map(_kept, folded.translate(_APOSTROPHES)))
    return tuple(map(_word, unicodedata.normalize("NFC", kept).split()))


@cache
def _kept(letter: str) -> str:
    """The letter, digit or mark itself; nothing for what is not seen; a space for what parts words."""
    if _is_of_words(letter):
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _is_of_words(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}


@cache
def _word(plain: str) -> Word:
    bare = _bare(plain)
    return Word(plain, plain if bare == plain else bare, script(plain))


def _bare(plain: str) -> str:
    if plain.isascii():
        return plain
    folded = unicodedata.normalize("NFC", fold_word(plain.replace("ə", "e")))
    return _MARKS.sub("", folded).translate(_SAME_ARABIC)


def is_aside(word: Word) -> bool:
    """Whether a name is often written without this word: a patronymic, an initial."""
    return len(word.plain) == 1 or bool(_PATRONYMIC.fullmatch(latin(word.plain)[0]))


def is_syllabic(name: tuple[Word, ...]) -> bool:
    """Whether a name in Latin letters is built as Chinese ones are: no letter of it can be taken for a slip."""
    if not all(word.plain is word.bare for word in name):
        return False
    words = [word.bare for word in name]
    return any(len(word) < _LONG for word in words) and all(map(_PINYIN.fullmatch, words))


def forget_words() -> None:
    """Lets go of all words remembered."""
    for remembered in (_parts, _word, skeleton, heard):
        remembered.cache_clear()
