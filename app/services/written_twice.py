# SPDX-License-Identifier: Apache-2.0
"""Learners who may be written down twice: only suggestions, each for a person to look at."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, Final

from app.domain.likeness import Alikes, Likeness, Somebody
from app.domain.rights import Command
from app.records.unit_of_work import Work
from app.services.known_names import WORDS, everybody, somebody
from app.services.progress import OnProgress
from app.translation import tr

MOST: Final = 300
"""So many pairs are told; after these the likeness is weak."""
_STEP: Final = 200


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a pair."""

    learner: bytes
    name: str
    birth_date: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one learner; ``score`` goes from 0 to 1, ``why`` says in words what is alike."""

    one: Person
    other: Person
    score: float
    why: str


def likely_pairs(work: Work, progress: OnProgress = lambda done, of: None, most: int = MOST) -> list[Pair]:
    """Pairs among all learners, the most alike first. Linear in the number of learners.

    Raises NotAllowed; what ``progress`` raises ends it.
    """
    work.allow(Command.MERGE_LEARNERS)
    people = work.read(everybody)
    asked = [somebody(key, person) for key, person in people.items()]
    alikes = Alikes(_counted(asked, 0, progress))
    found: dict[frozenset[Hashable], Likeness] = {}
    for one in _counted(asked, len(asked), progress):
        for like in alikes.find(one):
            pair = frozenset((one.key, like.key))
            if pair not in found or found[pair].score < like.score:
                found[pair] = like
    best = nlargest(most, found.items(), key=lambda item: item[1].score)
    return [_pair(people, sorted(pair), like) for pair, like in best]


def likely_others(work: Work, learner: bytes, progress: OnProgress = lambda done, of: None) -> list[Pair]:
    """Who else in the records may be this learner, the most alike first; a few at most.

    Raises NotAllowed; what ``progress`` raises ends it.
    """
    work.allow(Command.MERGE_LEARNERS)
    people = work.read(everybody)
    if learner not in people:
        return []
    alikes = Alikes(_counted([somebody(key, person) for key, person in people.items()], 0, progress))
    return [_pair(people, (learner, like.key), like) for like in alikes.find(somebody(learner, people[learner]))]


def _counted(people: Sequence[Somebody], before: int, progress: OnProgress) -> Iterator[Somebody]:
    """These people, telling how many of them have gone by; ``before`` were counted in an earlier round of two."""
    for n, one in enumerate(people):
        if n % _STEP == 0:
            progress(before + n, 2 * len(people))
        yield one


def _pair(people: Mapping[bytes | int, Any], keys: Sequence[Any], like: Likeness) -> Pair:
    one, other = (people[key] for key in keys)
    return Pair(_person(one), _person(other), like.score, tr(WORDS[like.why]))


def _person(row: Any) -> Person:
    return Person(row.id, row.full_name, row.birth_date, row.id_number)
