# SPDX-License-Identifier: Apache-2.0
"""Names looked up by what is heard of their consonants: in any order, longer, shorter, or with one consonant amiss."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, product
from math import prod
from typing import Final, Generic, TypeVar

from app.domain.name_words import Word
from app.domain.sounding import KIND_OF_SOUNDS

Name = tuple[Word, ...]
Called = TypeVar("Called")

_MOST_NAMES: Final = 12
"""So many names are looked at closely for one question."""
_SURELY: Final = 0.85
_SOMEHOW: Final = 0.0001
_MOST_UNDER_A_KEY: Final = 48
_MOST_READINGS: Final = 12
_MOST_OF_A_WORD: Final = 8
_MOST_SLIPPED: Final = 2
_LONGER: Final = hash("a longer name")
_WITH_A_SLIP: Final = 4
_TWO: Final = 2


class NameIndex(Generic[Called]):
    """Names, and who is called so."""

    def __init__(self) -> None:
        self._names: list[Name] = []
        self._called: list[list[Called]] = []
        self._numbers: dict[Name, int] = {}
        self._under: dict[int, int | list[int]] = {}

    def add(self, name: Name, one: Called) -> None:
        """Somebody is called so."""
        number = self._numbers.get(name)
        if number is not None:
            self._called[number].append(one)
            return
        number = self._numbers[name] = len(self._names)
        self._names.append(name)
        self._called.append([one])
        for key in _keys(name):
            self._file(key, number)

    def near(self, name: Name) -> Iterator[tuple[list[tuple[Name, list[Called]]], float]]:
        """The names that may be this one and who is called so: itself, those that sound so, those with a slip in one
        word, those with any slip; of each kind at most a few, those with words in common first. Each time with how
        like somebody of these must be for the rest to be needless."""
        exact = self._numbers.get(name)
        if exact is not None:
            yield [(self._names[exact], self._called[exact])], _SURELY
        if not self._names:
            return
        alike = self._common_first(_alike(name), name, {exact})
        yield self._told(alike), _SURELY
        slipped = self._common_first(_slipped(name), name, {exact, *alike})
        but_one = [number for number, common in slipped.items() if common >= len(name) - 1]
        if but_one:
            yield self._told(but_one), _SOMEHOW
        yield self._told(number for number in slipped if number not in but_one), _SURELY

    def _common_first(self, keys: Iterable[int], name: Name, told: set[int | None]) -> dict[int, int]:
        """The numbers of a few names under these keys, those first that have most words in common, and how many."""
        under, names, words = self._under, self._names, frozenset(name)
        numbers = dict.fromkeys(chain.from_iterable([self._filed(key) for key in keys if key in under]))
        common = {number: len(words.intersection(names[number])) for number in numbers if number not in told}
        nearest = sorted(common, key=common.__getitem__, reverse=True) if len(common) > 1 else common
        return {number: common[number] for number in islice(nearest, _MOST_NAMES)}

    def _told(self, numbers: Iterable[int]) -> list[tuple[Name, list[Called]]]:
        return [(self._names[number], self._called[number]) for number in numbers]

    def _filed(self, key: int) -> "tuple[int, ...] | list[int]":
        filed = self._under[key]
        return (filed,) if isinstance(filed, int) else filed

    def _file(self, key: int, number: int) -> None:
        filed = self._under.get(key)
        if filed is None:
            self._under[key] = number
        elif isinstance(filed, int):
            self._under[key] = [filed, number]
        elif len(filed) < _MOST_UNDER_A_KEY:
            filed.append(number)


def _keys(name: Name) -> set[int]:
    """All that a name is filed under: its sounds in any order, and written together, and all but one of its words."""
    keys: set[int] = set()
    for said in _said(name):
        parts = [*map(hash, said)]
        whole = sum(parts)
        keys.add(whole)
        keys.add(_together(said))
        if len(parts) > _TWO:
            keys.update([whole - part + _LONGER for part in parts])
    return keys


def _alike(name: Name) -> Iterator[int]:
    """What is looked up first, likeliest first: the name as it is filed, together, longer, shorter."""
    readings = _said(name)
    for said in readings:
        yield sum(map(hash, said))
    for said in readings:
        yield _together(said)
        if len(said) >= _TWO:
            yield sum(map(hash, said)) + _LONGER
        if len(said) > _TWO:
            yield from (sum(map(hash, said)) - hash(kinds) for kinds in said)


def _slipped(name: Name) -> Iterator[int]:
    """What is looked up then: one word with one consonant amiss, of longer names with any."""
    readings = _said(name) if len(name) >= _TWO else []
    for said in readings[:_MOST_SLIPPED]:
        whole = sum(map(hash, said))
        for word, kinds in zip(name, said, strict=True):
            if len(word.plain) >= _WITH_A_SLIP:
                rest = whole - hash(kinds)
                yield from [rest + slipped for slipped in _slips(kinds)]
    for said in readings[:1] if len(name) > _TWO else ():
        yield from (sum(map(hash, said)) - hash(kinds) + _LONGER for kinds in said)


def _together(said: tuple[str, ...]) -> int:
    """The sounds of all words together, wherever one ends and in whatever order they stand."""
    return hash("+" + "".join(sorted("".join(said))))


def _said(name: Name) -> list[tuple[str, ...]]:
    """The sounds of the words of a name: in each reading, the likeliest first, and letter by letter at last."""
    kinds = [word.kinds for word in name]
    return list(product(*kinds)) if prod(map(len, kinds)) <= _MOST_READINGS else _likeliest(name)


@lru_cache(maxsize=50_000)
def _likeliest(name: Name) -> list[tuple[str, ...]]:
    """Those readings of many of which each word has a likely one."""
    kinds = [word.kinds for word in name]
    ranks = sorted(product(*(range(min(len(one), _MOST_OF_A_WORD)) for one in kinds)), key=sum)[: _MOST_READINGS - 1]
    said = [tuple(one[rank] for one, rank in zip(kinds, of_words, strict=True)) for of_words in ranks]
    return [*said, tuple(one[-1] for one in kinds)]


@lru_cache(maxsize=50_000)
def _slips(kinds: str) -> tuple[int, ...]:
    """What all words sound like that differ in one consonant: one more, one less, another, two swapped."""
    starts = [(kinds[:place], kinds[place:]) for place in range(len(kinds) + 1)]
    found = {before + after[1:] for before, after in starts if after}
    found |= {before + kind + after[1:] for before, after in starts if after for kind in KIND_OF_SOUNDS}
    found |= {before + kind + after for before, after in starts for kind in KIND_OF_SOUNDS}
    found |= {before + after[1] + after[0] + after[2:] for before, after in starts if len(after) > 1}
    return tuple(map(hash, sorted(found - {kinds})))


def forget_slips() -> None:
    """Lets go of what is remembered, which only saves time."""
    _slips.cache_clear()
