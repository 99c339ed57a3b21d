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

from app.domain.name_words import ACCENTS, OTHER_SCRIPT, SAME, SPELLING, Word, is_aside, related, run_together, words_of

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
_HALF: Final = 3
"""So many letters at the beginning or the end of a word are whole where one letter of it is wrong."""
_TWO: Final = 2
_MOST_TURNS: Final = 4
_BORN_THE_SAME_DAY: Final = 0.06
_DAY_AND_MONTH_SWAPPED: Final = 0.2
_FAR_BELOW: Final = 0.13
"""Likenesses that are so much weaker than the best one are not told."""
_SWAPPED_NEEDS: Final = 0.9
_THE_SAME: Final = 0.94
_RUN_TOGETHER: Final = 0.84
_LESS_TOLD: Final = 0.08
_WEIGHT: Final = {SAME: 0.93, ACCENTS: 0.9, OTHER_SCRIPT: 0.86, SPELLING: 0.8}


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
        self._under: dict[str, list[int]] = {}
        self._by_id: dict[str, list[Somebody]] = {}
        for one in people:
            self._add(one)

    def find(self, one: Somebody) -> list[Likeness]:
        """Those who may be this person, best first, at most five; of one key only the best reason."""
        found: dict[Hashable, Likeness] = {}
        for other in self._by_id.get(_number(one.id_number), ())[:MOST]:
            found[other.key] = Likeness(other.key, 1.0, SAME_ID)
        for name in _names(one):
            for likeness in self._by_name(name, one.birth_date):
                before = found.get(likeness.key)
                if before is None or before.score < likeness.score:
                    found[likeness.key] = likeness
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

    def _file(self, key: str, number: int) -> None:
        filed = self._under.get(key)
        if filed is None:
            self._under[key] = [number]
        elif len(filed) < _MOST_UNDER_A_KEY:
            filed.append(number)

    def _by_name(self, name: tuple[Word, ...], born: str) -> Iterator[Likeness]:
        exact = self._numbers.get(name)
        keys = chain(_keys(name), _turned(name))
        numbers = dict.fromkeys(chain.from_iterable(self._under.get(key, ()) for key in keys))
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


def _keys(name: tuple[Word, ...]) -> Iterable[str]:
    """All that a name is filed under: its sounds in any order, written together, and with one word told by half."""
    said = [word.codes[0] for word in name]
    keys = [" ".join(sorted(said)), _together(said)]
    for reading in range(1, max((len(word.codes) for word in name), default=0)):
        other = [word.codes[min(reading, len(word.codes) - 1)] for word in name]
        keys += [" ".join(sorted(other)), _together(other)]
    for word, rest in zip(name, _rests(said), strict=False):
        if len(word.skeleton) > _HALF:
            keys += [f"{rest}<{word.skeleton[:_HALF]}", f"{rest}>{word.skeleton[-_HALF:]}"]
        if len(name) > _TWO:
            keys.append("-" + rest)
    return dict.fromkeys(keys)


def _turned(name: tuple[Word, ...]) -> Iterator[str]:
    """Further keys to ask for: with another word in front, and as the rest of a longer name, the whole of a shorter."""
    said = [word.codes[0] for word in name]
    for place in range(1, min(len(name), _MOST_TURNS)):
        yield _together(said[place:] + said[:place])
    if len(name) >= _TWO:
        yield "-" + " ".join(sorted(said))
    if len(name) > _TWO:
        yield from _rests(said)


def _together(said: list[str]) -> str:
    return "+" + "".join(code.removeprefix("a") for code in said)


def _rests(said: list[str]) -> list[str]:
    """For each word the sounds of the others."""
    if len(said) < _TWO:
        return []
    return [" ".join(sorted(said[:place] + said[place + 1 :])) for place in range(len(said))]


@lru_cache(maxsize=100_000)
def _compared(name: tuple[Word, ...], other: tuple[Word, ...]) -> _Alike | None:
    """How like two names are, None when they are those of different people."""
    if name == other:
        return _Alike(_THE_SAME, SAME_NAME)
    if len(name) > len(other):
        name, other = other, name
    matched = _matched(name, other)
    if matched is None:
        why = OTHER_SCRIPT if name[0].script != other[0].script else SPELLING
        return _Alike(_RUN_TOGETHER, why) if run_together(name, other) else None
    reasons, rest = matched
    if reasons.count(SPELLING) > 1:
        return None
    worst = min(reasons, key=lambda reason: _WEIGHT[reason])
    score = sum(_WEIGHT[reason] for reason in reasons) / len(reasons) / 2 + _WEIGHT[worst] / 2
    if rest:
        return _Alike(score - _LESS_TOLD, SHORTENED, all(map(is_aside, rest))) if len(name) > 1 else None
    return _Alike(score, worst)


def _matched(name: tuple[Word, ...], other: tuple[Word, ...]) -> tuple[list[str], list[Word]] | None:
    """For each word of the shorter name why it may be a word of the other, and the words left over."""
    bare = all(word.bare == word.plain for word in name), all(word.bare == word.plain for word in other)
    rest = list(other)
    reasons: list[str] = []
    for word in sorted(name, key=lambda word: word not in rest):
        told = [(why, one) for one in rest if (why := related(word, one, bare))]
        if not told:
            return None
        why, partner = max(told, key=lambda pair: _WEIGHT[pair[0]])
        reasons.append(why)
        rest.remove(partner)
    return reasons, rest
