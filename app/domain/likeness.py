# SPDX-License-Identifier: Apache-2.0
"""Who in the records may be this person: by identifier, and by a name in another script, order or spelling.

People are looked up by their birth date, else by keys made of the consonants of their names, so a question looks at a
few dozen names however many there are; what it reports is for a person to decide. How like two names are is said in
``app.domain.name_likeness``. Different people with like names are left out: a name that ends otherwise, two
short syllables that differ, a birth date that differs.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.name_index import Name, NameIndex, forget_slips
from app.domain.name_likeness import SHORTENED, Alike, but_a_letter, compared, forget_comparisons
from app.domain.name_words import forget_words, words_of
from app.domain.related_words import ACCENTS, OTHER_SCRIPT, SAME, SPELLING, forget_relations

SAME_ID: Final = "same-id"
SAME_NAME: Final = SAME
"""The same words, in whichever order."""
__all__ = (
    "ACCENTS", "OTHER_SCRIPT", "SAME_ID", "SAME_NAME", "SHORTENED", "SPELLING", "Alikes", "Likeness", "Somebody",
)  # fmt: skip

MOST: Final = 5
_MOST_BORN: Final = 100
"""So many people of one day are compared one by one."""
_BORN_THE_SAME_DAY: Final = 0.06
_DAY_AND_MONTH_SWAPPED: Final = 0.2
_FAR_BELOW: Final = 0.035
"""Likenesses that are so much weaker than the best one are not told."""
_SWAPPED_NEEDS: Final = 0.9


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


class Alikes:
    """People among whom somebody is looked for. Built once; building and finding are linear in the number of people.

    Two people born on different days are never told, so somebody whose birth date is known is compared with those born
    that day and those of whom no date is known; all names are put in order only when somebody without a date is asked
    for, or too many are born on one day.
    """

    def __init__(self, people: Iterable[Somebody] = ()) -> None:
        self._people: list[Somebody] = []
        self._by_id: dict[str, list[Somebody]] = {}
        self._born: dict[str, list[Somebody]] = {}
        self._read: dict[str, list[_Named]] = {}
        self._dateless = False
        self._undated: NameIndex[Somebody] | None = None
        self._all: NameIndex[Somebody] | None = None
        for one in people:
            self.add(one)

    def add(self, one: Somebody) -> None:
        """Somebody more among whom is looked from now on."""
        self._people.append(one)
        if one.id_number:
            self._by_id.setdefault(_number(one.id_number), []).append(one)
        if one.birth_date:
            self._born.setdefault(one.birth_date, []).append(one)
            self._read.pop(one.birth_date, None)
        else:
            self._dateless = True
        for index in (self._all, None if one.birth_date else self._undated):
            if index is not None:
                _file(one, index)

    def find(self, one: Somebody) -> list[Likeness]:
        """Those others who may be this person, best first, at most five; of one key only the best reason."""
        found: dict[Hashable, Likeness] = {}
        for other in self._by_id.get(_number(one.id_number), ())[:MOST]:
            found[other.key] = Likeness(other.key, 1.0, SAME_ID)
        for name in _names(one) if self._may_be_here(one) else ():
            for likeness in self._by_name(name, one.birth_date):
                before = found.get(likeness.key)
                if before is None or before.score < likeness.score:
                    found[likeness.key] = likeness
        found.pop(one.key, None)
        best = sorted(found.values(), key=lambda likeness: -likeness.score)
        least = max((one.score for one in best if one.why != SAME_ID), default=0) - _FAR_BELOW
        return [one for one in best if one.score >= least][:MOST]

    def _may_be_here(self, one: Somebody) -> bool:
        """Whether anybody else was born on the day that is asked for, or on no day that is known."""
        if not one.birth_date or self._dateless:
            return True
        for day in (one.birth_date, _swapped(one.birth_date)):
            for other in self._born.get(day, ()):
                if other.key != one.key:
                    return True
        return False

    def _by_name(self, name: Name, born: str) -> Iterator[Likeness]:
        days = [self._born.get(day, ()) for day in (born, _swapped(born)) if day] if born else []
        if not born or any(len(people) > _MOST_BORN for people in days):
            yield from _told_near(name, born, self._everybody())
            return
        yield from _told_near(name, born, self._of_no_date())
        yield from _told(name, born, self._named(born), same_day=True)
        if (swapped := _swapped(born)) != born:
            bare = {word.bare for word in name}
            same = [one for one in self._named(swapped) if {word.bare for word in one[0]} == bare]
            yield from _told(name, born, same)

    def _named(self, day: str) -> "list[_Named]":
        read = self._read.get(day)
        if read is None:
            read = self._read[day] = [(name, [one]) for one in self._born.get(day, ()) for name in _names(one)]
        return read

    def _of_no_date(self) -> NameIndex[Somebody]:
        if self._undated is None:
            self._undated = _index(one for one in self._people if not one.birth_date)
        return self._undated

    def _everybody(self) -> NameIndex[Somebody]:
        if not self._born:
            return self._of_no_date()
        if self._all is None:
            self._all = _index(self._people)
        return self._all


_Named = tuple[Name, list[Somebody]]


def _index(people: Iterable[Somebody]) -> NameIndex[Somebody]:
    index: NameIndex[Somebody] = NameIndex()
    for one in people:
        _file(one, index)
    return index


def _file(one: Somebody, index: NameIndex[Somebody]) -> None:
    for name in _names(one):
        index.add(name, one)


def _told_near(name: Name, born: str, index: NameIndex[Somebody]) -> Iterator[Likeness]:
    """Those who are called nearly so; when somebody surely is, nobody is looked for whose name has a slip, and when
    somebody is but for one word, nobody who shares fewer."""
    for others, enough in index.near(name):
        likest = 0.0
        for likeness in _told(name, born, others):
            likest = max(likest, likeness.score)
            yield likeness
        if likest >= enough:
            return


def _told(name: Name, born: str, others: Iterable[_Named], same_day: bool = False) -> Iterator[Likeness]:
    for other, people in others:
        alike = compared(name, other) or (but_a_letter(name, other) if same_day else None)
        if alike is not None:
            yield from _of_these(people, born, alike)


def _of_these(people: list[Somebody], born: str, alike: Alike) -> Iterator[Likeness]:
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


def _by_birth(birth: str, born: str, swapped: str, alike: Alike) -> tuple[int | None, float]:
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
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(letter for letter in folded if letter.isalnum())


def _names(one: Somebody) -> Iterable[Name]:
    return dict.fromkeys(words for text in one.names if (words := words_of(text)))


def forget() -> None:
    """Lets go of all words and comparisons remembered, which only save time."""
    forget_words()
    forget_relations()
    forget_slips()
    forget_comparisons()
