# SPDX-License-Identifier: Apache-2.0
"""Words of names: how each is read, and whether one may stand for another."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.hangul import is_korean, may_be_written
from app.domain.searching import fold_word
from app.domain.sounding import A_OR_O, ANY, A, Heard, heard, skeleton, unlike, unlike_but_one
from app.domain.transliteration import latin, script

SAME: Final = "same-name"
ACCENTS: Final = "accents"
OTHER_SCRIPT: Final = "other-script"
SPELLING: Final = "spelling"


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
        sparse = self.script not in _ALPHABETS
        return tuple(dict.fromkeys(one for reading in latin(self.plain) for one in heard(reading, sparse)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its consonants, for each reading."""
        return tuple(dict.fromkeys(one.kinds for one in self.heard))


_ALPHABETS: Final = frozenset({"LATIN", "CYRILLIC", "ARMENIAN", "GEORGIAN", "GREEK"})
_INHERENT: Final = frozenset({"KHMER", "THAI", "LAO"})
_ABJADS: Final = frozenset({"ARABIC", "HEBREW"})
_ENDS_BY_SEX: Final = frozenset("aeiou")
_LONG: Final = 5
_SHORTENED: Final = 4
_VERY_LONG: Final = 10
_SLIP_AMONG: Final = 3
_HEARD_APART: Final = 0.9
_BRIEFLY_APART: Final = 0.5
_HARDLY_APART: Final = 0.35
_SYLLABLE_APART: Final = 0.31
_TWO: Final = 2
_BESIDE_A_SLIP: Final = {3: 0.3}
_TOO_FAR: Final = 99.0
_HEARD_ENOUGH: Final = 4
_SYLLABLE: Final = re.compile(
    "(?:ngh?|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    "(?:(?:[aeiouy]|ie|oa|oe|oo|ua|ue|uo|uy|ye|uye)(?:ng|nh|ch|[cmnpt])|[aeiouy]|ai|ao|au|ay|eo|eu|ia|ieu?|iu|oai?|oay|oe"
    "|oeo|oi|ua|uay|ue|ui|uo|uoi|uou|uu|uya?|uyu|yeu?)"
)
"""One syllable as Vietnamese builds them, without accents. Two of them that differ are two names."""
_PINYIN: Final = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[aeo]ng|[aeiou]n|iang|iong|uang|ian|uan|iao|uai|ai|ei|ui|ao|ou|iu|ie|ue|ua|uo|ia|ing|er|[aeiou])){1,2}"
)
"""One or two syllables of Chinese in Latin letters: each is a name of its own."""
_TONED: Final = re.compile("[ăơưđ\u1ea0-\u1ef9]")
_PATRONYMIC: Final = re.compile(
    ".*(?:[oeё]vich|[oe]vna|ichna|ovych|ivna|uulu|uluu?|kizi|kyzy|qizi|ogli|oglu|oghlu|ugli|gizi)"
)
_ARTICLE: Final = re.compile("^[aeu](?:l|([dnrstz]|sh)(?=-\\1))-(?=..)")
"""The Arabic article, also as it sounds before a letter of the sun; other scripts write it as one word with what
follows."""
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


@lru_cache(maxsize=200_000)
def related(word: Word, other: Word, bare: bool) -> tuple[str, float] | None:
    """Why one word may stand for the other and how far apart they are, None when it may not.

    ``bare`` tells that one of the two names is written without any accent: a Vietnamese one loses all or none."""
    if word is other:
        return SAME, 0.0
    if word.script != other.script:
        return _sounds_alike(word, other)
    if word.bare == other.bare:
        return (ACCENTS, 0.0) if _lost_accents(word, other, bare) else None
    return (SPELLING, 1.0) if _misspelt(word, other) else None


def _lost_accents(word: Word, other: Word, bare: bool) -> bool:
    if _TONED.search(word.plain) or _TONED.search(other.plain):
        return bare
    return word.plain == word.bare or other.plain == other.bare or len(word.bare) >= _LONG


def _misspelt(word: Word, other: Word) -> bool:
    one, two = word.bare, other.bare
    if word.script == "LATIN" and _SYLLABLE.fullmatch(one) and _SYLLABLE.fullmatch(two):
        return False
    if max(len(one), len(two)) < _LONG or min(len(one), len(two)) < _SHORTENED:
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
    return any(map(_tells_sex, lasts))


@cache
def _tells_sex(letter: str) -> bool:
    sound = latin(letter)[0]
    return letter in "ςσ" or sound[-1:] in _ENDS_BY_SEX or sound in ("y", "")


def _sounds_alike(word: Word, other: Word) -> tuple[str, float] | None:
    if "HAN" in (word.script, other.script):
        return None
    if word.script in _ALPHABETS and other.script in _ALPHABETS:
        meet = not set(word.kinds).isdisjoint(other.kinds)
        away = min([_skeletons_apart(one, two, meet) for one in word.skeletons for two in other.skeletons])
    else:
        away = _heard_apart(word, other) if "HANGUL" not in (word.script, other.script) else _spelled_apart(word, other)
    return (OTHER_SCRIPT, away) if away < _TOO_FAR else None


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
    strictly = "KHMER" in scripts
    near = [
        away
        for one, two in pairs
        if one.kinds == two.kinds
        and (away := unlike(one, two, unwritten)) <= _most_apart(one, two, unwritten, strictly)
    ]
    if near:
        return min(near)
    if max(len(word.plain), len(other.plain)) < _LONG:
        return _TOO_FAR
    enough = [
        (one, two)
        for one, two in pairs
        if min(len(one.kinds), len(two.kinds)) >= _SLIP_AMONG
        and (unwritten == ANY or bool(one.vowels[-1]) == bool(two.vowels[-1]))
    ]
    slipped = [
        beside
        for one, two in enough
        if (beside := unlike_but_one(one, two, unwritten)) is not None
        and beside <= _BESIDE_A_SLIP.get(min(len(one.kinds), len(two.kinds)), _BRIEFLY_APART)
    ]
    return 1.0 + min(slipped) / 4 if slipped else _TOO_FAR


def _most_apart(one: Heard, other: Heard, unwritten: int, strictly: bool) -> float:
    """How far apart words with the same consonants may sound: longer words have more vowels to be spelled otherwise.
    ``strictly`` where family names are one syllable each, and differ in its vowel."""
    sounds = len(one.kinds)
    if strictly and sounds <= _TWO and not (one.vowels[-1] or other.vowels[-1]):
        return _SYLLABLE_APART
    if sounds < _TWO and unwritten != ANY:
        return _HARDLY_APART
    return _BRIEFLY_APART if sounds < _SLIP_AMONG else _HEARD_APART + 0.3 * (sounds - _SLIP_AMONG)


def _skeletons_apart(one: str, two: str, meet: bool) -> float:
    """How far apart two skeletons are for their length; ``_TOO_FAR`` when that is too far."""
    if one == two:
        return 0.0
    longer, shorter = (len(one), len(two)) if len(one) > len(two) else (len(two), len(one))
    most = max(1, longer // 3) if meet else 1 + (longer >= _VERY_LONG)
    if longer < _SHORTENED or longer - shorter > most:
        return _TOO_FAR
    away = OSA.distance(one, two, score_cutoff=most)
    if away > most or (_ending(one) != _ending(two) and sorted(one[-2:]) != sorted(two[-2:])):
        return _TOO_FAR
    return 0.3 * away if meet else 1.0 + 0.2 * (away - 1)


def _ending(skeleton: str) -> str:
    last = skeleton[-1:]
    return last if last == "a" else "e" if last in _ENDS_BY_SEX else ""


def run_together(name: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Whether the names are the same but for the spaces between their words, which may stand in any order."""
    if len(name) == len(other):
        return False
    same = name[0].script == other[0].script
    said = [sorted("".join(word.bare if same else word.heard[0].kinds for word in one)) for one in (name, other)]
    return said[0] == said[1] and len(said[0]) >= _HEARD_ENOUGH


def forget_words() -> None:
    """Lets go of all words remembered."""
    for remembered in (_parts, _word, related, skeleton, heard):
        remembered.cache_clear()
