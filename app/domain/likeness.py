# SPDX-License-Identifier: Apache-2.0
"""Who in the records may be this person: by identifier, and by a name in another script, order or spelling.

People are looked up by keys made of the consonants of their names, so a question looks at a few dozen names however
many there are; what it reports is for a person to decide. Which word may stand for which is said in
``app.domain.name_words``. Different people with like names are left out: a name that ends as one of the other sex, two
short syllables that differ, a birth date that differs.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Final

from app.domain.name_words import (
    ACCENTS,
    OTHER_SCRIPT,
    SAME,
    SPELLING,
    Word,
    forget_words,
    is_aside,
    is_syllabic,
    related,
    run_together,
    words_of,
)
from app.domain.sounding import KIND_OF_SOUNDS

SAME_ID: Final = "same-id"
SAME_NAME: Final = SAME
"""The same words, in whichever order."""
SHORTENED: Final = "shortened"
"""One name has a patronymic, a middle name or full words where the other has none or initials."""
__all__ = (
    "ACCENTS", "OTHER_SCRIPT", "SAME_ID", "SAME_NAME", "SHORTENED", "SPELLING", "Alikes", "Likeness", "Somebody",
)  # fmt: skip

MOST: Final = 5
_MOST_NAMES: Final = 40
"""So many names are looked at closely for one question."""
_MOST_UNDER_A_KEY: Final = 48
_LONGER: Final = hash("a longer name")
_WITH_A_SLIP: Final = 4
_TWO: Final = 2
_BORN_THE_SAME_DAY: Final = 0.06
_DAY_AND_MONTH_SWAPPED: Final = 0.2
_FAR_BELOW: Final = 0.035
"""Likenesses that are so much weaker than the best one are not told."""
_SWAPPED_NEEDS: Final = 0.9
_THE_SAME: Final = 0.94
_RUN_TOGETHER: Final = 0.84
_LESS_TOLD: Final = 0.08
_WEIGHT: Final = {SAME: 0.93, ACCENTS: 0.9, OTHER_SCRIPT: 0.86, SPELLING: 0.8}
_EACH_AWAY: Final = 0.12
_TOO_FAR_IN_ALL: Final = 1.5


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as written: ``names`` are ways of writing the whole name (as on the document, in Latin letters, family
    and given name); ``birth_date`` is an ISO date; what is not known is empty."""

    key: Hashable
    names: tuple[str, ...]
    birth_date: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A person of the records who may be meant: how likely (0 to 1, no probability), and why, a constant of this
    module."""

    key: Hashable
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Alike:
    """How like two names are; ``certain`` is false when it takes an equal birth date to tell it."""

    score: float
    why: str
    certain: bool = True


class Alikes:
    """People among whom somebody is looked for. Built once; building and finding are linear in the number of people."""

    def __init__(self, people: Iterable[Somebody]) -> None:
        self._names: list[tuple[Word, ...]] = []
        self._called: list[list[Somebody]] = []
        self._numbers: dict[tuple[Word, ...], int] = {}
        self._under: dict[int, list[int]] = {}
        self._by_id: dict[str, list[Somebody]] = {}
        for one in people:
            self._add(one)

    def find(self, one: Somebody) -> list[Likeness]:
        """Those others who may be this person, best first, at most five; of one key only the best reason."""
        found: dict[Hashable, Likeness] = {}
        for other in self._by_id.get(_number(one.id_number), ())[:MOST]:
            found[other.key] = Likeness(other.key, 1.0, SAME_ID)
        for name in _names(one):
            for likeness in self._by_name(name, one.birth_date):
                before = found.get(likeness.key)
                if before is None or before.score < likeness.score:
                    found[likeness.key] = likeness
        found.pop(one.key, None)
        best = sorted(found.values(), key=lambda likeness: -likeness.score)
        least = max((one.score for one in best if one.why != SAME_ID), default=0) - _FAR_BELOW
        return [one for one in best if one.score >= least][:MOST]

    def _add(self, one: Somebody) -> None:
        if one.id_number:
            self._by_id.setdefault(_number(one.id_number), []).append(one)
        for name in _names(one):
            number = self._numbers.get(name)
            if number is None:
                number = self._numbers[name] = len(self._names)
                self._names.append(name)
                self._called.append([])
                for key in _keys(name):
                    self._file(key, number)
            self._called[number].append(one)

    def _file(self, key: int, number: int) -> None:
        filed = self._under.get(key)
        if filed is None:
            self._under[key] = [number]
        elif len(filed) < _MOST_UNDER_A_KEY:
            filed.append(number)

    def _by_name(self, name: tuple[Word, ...], born: str) -> Iterator[Likeness]:
        exact = self._numbers.get(name)
        filed = filter(None, map(self._under.get, _asked(name)))
        numbers = dict.fromkeys(chain.from_iterable(filed))
        rest = (number for number in numbers if number != exact)
        for number in chain(() if exact is None else (exact,), islice(rest, _MOST_NAMES)):
            alike = _compared(name, self._names[number])
            if alike is not None:
                yield from _of_these(self._called[number], born, alike)


def _of_these(people: list[Somebody], born: str, alike: _Alike) -> Iterator[Likeness]:
    """Those of the people with one name who can be meant, by their birth dates; at most a few of each kind."""
    swapped = _swapped(born)
    left = [MOST, MOST, MOST]
    for one in people:
        kind, score = _by_birth(one.birth_date, born, swapped, alike)
        if kind is not None and left[kind]:
            left[kind] -= 1
            yield Likeness(one.key, score, alike.why)
        if not left[0] or (not born and not left[1]):
            return


def _by_birth(birth: str, born: str, swapped: str, alike: _Alike) -> tuple[int | None, float]:
    if birth and birth == born:
        return 0, min(alike.score + _BORN_THE_SAME_DAY, 0.99)
    if not birth or not born:
        return (1, alike.score) if alike.certain else (None, 0.0)
    if birth == swapped and alike.score >= _SWAPPED_NEEDS:
        return 2, alike.score - _DAY_AND_MONTH_SWAPPED
    return None, 0.0


def _swapped(born: str) -> str:
    return f"{born[:4]}-{born[8:]}-{born[5:7]}" if len(born) == 10 else ""


def _number(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()) if text else ""


def _names(one: Somebody) -> Iterable[tuple[Word, ...]]:
    return dict.fromkeys(words for text in one.names if (words := words_of(text)))


def _keys(name: tuple[Word, ...]) -> set[int]:
    """All that a name is filed under: its sounds in any order, and written together, and all but one of its words."""
    keys: set[int] = set()
    for said in _said(name):
        whole = sum(map(hash, said))
        keys.add(whole)
        keys.add(_together(said))
        if len(said) > _TWO:
            keys.update([whole - hash(kinds) + _LONGER for kinds in said])
    return keys


def _asked(name: tuple[Word, ...]) -> Iterator[int]:
    """All that is looked up for a name, likeliest first: as it is filed, together, shorter, longer, with a slip."""
    readings = _said(name)
    for said in readings:
        yield sum(map(hash, said))
    for said in readings:
        yield _together(said)
        if len(said) >= _TWO:
            yield sum(map(hash, said)) + _LONGER
        if len(said) > _TWO:
            yield from (sum(map(hash, said)) - hash(kinds) for kinds in said)
    if len(name) >= _TWO:
        said = readings[0]
        whole = sum(map(hash, said))
        for word, kinds in zip(name, said, strict=True):
            if len(word.plain) >= _WITH_A_SLIP:
                rest = whole - hash(kinds)
                yield from (rest + slipped for slipped in _slips(kinds))


def _together(said: list[str]) -> int:
    """The sounds of all words together, wherever one ends and in whatever order they stand."""
    return hash("+" + "".join(sorted("".join(said))))


def _said(name: tuple[Word, ...]) -> list[list[str]]:
    """The sounds of the words of a name, in each reading."""
    first = [word.kinds[0] for word in name]
    readings = max([len(word.kinds) for word in name], default=1)
    if readings == 1:
        return [first]
    return [first, *([word.kinds[min(n, len(word.kinds) - 1)] for word in name] for n in range(1, readings))]


@lru_cache(maxsize=50_000)
def _slips(kinds: str) -> tuple[int, ...]:
    """What all words sound like that differ in one consonant: one more, one less, another, two swapped."""
    starts = [(kinds[:place], kinds[place:]) for place in range(len(kinds) + 1)]
    found = {before + after[1:] for before, after in starts if after}
    found |= {before + kind + after[1:] for before, after in starts if after for kind in KIND_OF_SOUNDS}
    found |= {before + kind + after for before, after in starts for kind in KIND_OF_SOUNDS}
    found |= {before + after[1] + after[0] + after[2:] for before, after in starts if len(after) > 1}
    return tuple(map(hash, found - {kinds}))


@lru_cache(maxsize=100_000)
def _compared(name: tuple[Word, ...], other: tuple[Word, ...]) -> _Alike | None:
    """How like two names are, None when they are those of different people."""
    if name == other:
        return _Alike(_THE_SAME, SAME_NAME)
    if len(name) > len(other):
        name, other = other, name
    matched = _matched(name, other) if _may_match(name, other) else None
    if matched is None:
        why = OTHER_SCRIPT if name[0].script != other[0].script else SPELLING
        return _Alike(_RUN_TOGETHER, why) if run_together(name, other) else None
    reasons, away, rest = matched
    if reasons.count(SPELLING) > 1 or (SPELLING in reasons and is_syllabic(name) and is_syllabic(other)):
        return None
    worst = min(reasons, key=_weight)
    score = (sum(map(_weight, reasons)) / len(reasons) + _weight(worst)) / 2 - _EACH_AWAY * away
    if rest:
        return _Alike(score - _LESS_TOLD, SHORTENED, all(map(is_aside, rest))) if len(name) > 1 else None
    return _Alike(score, worst)


def _may_match(name: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    """Quickly, whether it is worth looking: of names in one script only one word may be misspelt."""
    if name[0].script != other[0].script or name[-1].script != other[-1].script:
        return True
    there = [word.bare for word in other]
    return sum([word.bare not in there for word in name]) <= 1


def _weight(reason: str) -> float:
    return _WEIGHT[reason]


def _is_bare(name: tuple[Word, ...]) -> bool:
    return all(word.bare is word.plain for word in name)


def _matched(name: tuple[Word, ...], other: tuple[Word, ...]) -> tuple[list[str], float, list[Word]] | None:
    """For each word of the shorter name why it may be a word of the other, how far they are apart, and who is left."""
    bare = _is_bare(name) or _is_bare(other)
    rest = list(other)
    reasons: list[str] = []
    apart = 0.0
    for word in [*(word for word in name if word in rest), *(word for word in name if word not in rest)]:
        told = [(one, *why) for one in rest if (why := related(word, one, bare))]
        if not told:
            return None
        partner, reason, away = max(told, key=lambda found: (_WEIGHT[found[1]], -found[2]))
        reasons.append(reason)
        apart += away
        rest.remove(partner)
    return (reasons, apart, rest) if apart <= _TOO_FAR_IN_ALL else None


def forget() -> None:
    """Lets go of all words and comparisons remembered, which only save time."""
    forget_words()
    _slips.cache_clear()
    _compared.cache_clear()
