# SPDX-License-Identifier: Apache-2.0
"""Who in the records may be this person: by identifier, and by a name in another script, order or spelling.

People are looked up by their birth date, else by keys made of the consonants of their names, so a question looks at a
few dozen names however many there are; what it reports is for a person to decide. Which word may stand for which is
said in ``app.domain.related_words``. Different people with like names are left out: a name that ends otherwise, two
short syllables that differ, a birth date that differs.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.name_index import Name, NameIndex, forget_slips
from app.domain.name_words import Word, forget_words, is_aside, is_syllabic, words_of
from app.domain.related_words import (
    ACCENTS,
    OTHER_SCRIPT,
    SAME,
    SPELLING,
    forget_relations,
    related,
    run_together,
)

SAME_ID: Final = "same-id"
SAME_NAME: Final = SAME
"""The same words, in whichever order."""
SHORTENED: Final = "shortened"
"""One name has a patronymic, a middle name or full words where the other has none or initials."""
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
_THE_SAME: Final = 0.94
_RUN_TOGETHER: Final = 0.84
_LESS_TOLD: Final = 0.08
_WEIGHT: Final = {SAME: 0.93, ACCENTS: 0.9, OTHER_SCRIPT: 0.86, SPELLING: 0.8}
_BUT_A_LETTER: Final = 0.72
_TWO: Final = 2
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
    """People among whom somebody is looked for. Built once; building and finding are linear in the number of people.

    Two people born on different days are never told, so somebody whose birth date is known is compared with those born
    that day and those of whom no date is known; all names are put in order only when somebody without a date is asked
    for, or too many are born on one day.
    """

    def __init__(self, people: Iterable[Somebody]) -> None:
        self._people = list(people)
        self._by_id: dict[str, list[Somebody]] = {}
        self._born: dict[str, list[Somebody]] = {}
        self._read: dict[str, list[_Named]] = {}
        for one in self._people:
            if one.id_number:
                self._by_id.setdefault(_number(one.id_number), []).append(one)
            if one.birth_date:
                self._born.setdefault(one.birth_date, []).append(one)
        self._dateless = not all(one.birth_date for one in self._people)
        self._undated: NameIndex[Somebody] | None = None
        self._all: NameIndex[Somebody] | None = None

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
        days = (one.birth_date, _swapped(one.birth_date))
        return any(other.key != one.key for day in days for other in self._born.get(day, ()))

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
        if self._all is None:
            self._all = _index(self._people) if self._born else self._of_no_date()
        return self._all


_Named = tuple[Name, list[Somebody]]


def _index(people: Iterable[Somebody]) -> NameIndex[Somebody]:
    index: NameIndex[Somebody] = NameIndex()
    for one in people:
        for name in _names(one):
            index.add(name, one)
    return index


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
        alike = _compared(name, other) or (_but_a_letter(name, other) if same_day else None)
        if alike is not None:
            yield from _of_these(people, born, alike)


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
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(letter for letter in folded if letter.isalnum())


def _names(one: Somebody) -> Iterable[Name]:
    return dict.fromkeys(words for text in one.names if (words := words_of(text)))


@lru_cache(maxsize=100_000)
def _compared(name: Name, other: Name) -> _Alike | None:
    """How like two names are, None when they are those of different people."""
    if name == other:
        return _Alike(_THE_SAME, SAME_NAME)
    if len(name) > len(other):
        name, other = other, name
    matched = _matched(name, other) if _may_match(name, other) else None
    if (matched is None or matched[2]) and run_together(name, other):
        return _Alike(_RUN_TOGETHER, OTHER_SCRIPT if name[0].script != other[0].script else SPELLING)
    if matched is None:
        return None
    reasons, away, rest = matched
    if reasons.count(SPELLING) > 1 or (SPELLING in reasons and is_syllabic(name) and is_syllabic(other)):
        return None
    worst = min(reasons, key=_weight)
    score = (sum(map(_weight, reasons)) / len(reasons) + _weight(worst)) / 2 - _EACH_AWAY * away
    if rest:
        return _Alike(score - _LESS_TOLD, SHORTENED, all(map(is_aside, rest))) if len(name) > 1 else None
    return _Alike(score, worst)


def _but_a_letter(name: Name, other: Name) -> _Alike | None:
    """How like two names are that differ in one letter of one word, however short, if they do: two syllables are two
    names, but hardly of people who are born on one day."""
    if len(name) != len(other) or len(name) < _TWO or name[0].script != other[0].script:
        return None
    here, there = [word.bare for word in name], [word.bare for word in other]
    mine, theirs = ([word for word in words if word not in others] for words, others in ((here, there), (there, here)))
    if len(mine) != 1 or len(theirs) != 1 or min(len(mine[0]), len(theirs[0])) < _TWO:
        return None
    return _Alike(_BUT_A_LETTER, SPELLING) if OSA.distance(mine[0], theirs[0], score_cutoff=1) == 1 else None


def _may_match(name: Name, other: Name) -> bool:
    """Quickly, whether it is worth looking: of names in one script only one word may be misspelt."""
    if name[0].script != other[0].script or name[-1].script != other[-1].script:
        return True
    there = [word.bare for word in other]
    return sum([word.bare not in there for word in name]) <= 1


def _weight(reason: str) -> float:
    return _WEIGHT[reason]


def _is_bare(name: Name) -> bool:
    return all([word.bare is word.plain for word in name])


def _matched(name: Name, other: Name) -> tuple[list[str], float, list[Word]] | None:
    """For each word of the shorter name why it may be a word of the other, how far they are apart, and who is left."""
    bare = _is_bare(name) or _is_bare(other)
    rest = list(other)
    reasons: list[str] = []
    others: list[Word] = []
    apart = 0.0
    for word in name:
        if word in rest:
            rest.remove(word)
            reasons.append(SAME)
        else:
            others.append(word)
    for word in others:
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
    forget_relations()
    forget_slips()
    _compared.cache_clear()
