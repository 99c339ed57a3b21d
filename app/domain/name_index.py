# SPDX-License-Identifier: Apache-2.0
"""Names looked up by what is heard of their consonants: in any order, longer, shorter, or with one consonant amiss."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, product
from math import prod
from typing import Final, Generic, TypeVar

from app.domain.name_words import Word
from app.domain.sounding import KIND_OF_SOUNDS

Name = tuple[Word, ...]
Called = TypeVar("Called")

_MOST_NAMES: Final = 16
"""So many names are looked at closely for one question."""
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

    def near(self, name: Name) -> Iterator[list[tuple[Name, list[Called]]]]:
        """The names that may be this one and who is called so: itself, those that sound so, those with a slip; of each
        kind at most a few, those with a word in common first. Who has found the person need not ask for the next."""
        exact = self._numbers.get(name)
        if exact is not None:
            yield [(self._names[exact], self._called[exact])]
        told = {exact}
        words = set(name)
        for keys in (_alike(name), _slipped(name)) if self._names else ():
            numbers = dict.fromkeys(chain.from_iterable([self._filed(key) for key in keys if key in self._under]))
            fresh = [number for number in numbers if number not in told]
            if len(fresh) > _MOST_NAMES:
                fresh.sort(key=lambda number: words.isdisjoint(self._names[number]))
            told.update(fresh[:_MOST_NAMES])
            yield [(self._names[number], self._called[number]) for number in fresh[:_MOST_NAMES]]

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
        whole = sum(map(hash, said))
        keys.add(whole)
        keys.add(_together(said))
        if len(said) > _TWO:
            keys.update([whole - hash(kinds) + _LONGER for kinds in said])
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
    return tuple(map(hash, found - {kinds}))


def forget_slips() -> None:
    """Lets go of what is remembered, which only saves time."""
    _slips.cache_clear()
