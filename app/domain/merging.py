# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner: whose record goes on where people merged them on laptops that did not know of each other.

Each learner has at most one word that counts ("goes into that record"). The words together are arrows from record to
record; following them leads to the record that goes on. A word can be without effect, and then a person is asked.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

STANDS: Final = "stands"
ROUND: Final = "round"
"""Each of several records was to go into the next one: the earliest of these words is without effect."""
SURVIVOR_ERASED: Final = "erased"
"""The record that was to go on is erased: what is left of the other one stays by itself."""
ABSENT: Final = "absent"
"""The record that was to go on has not come, or the adding of it was taken back."""


@dataclass(frozen=True, slots=True)
class Word:
    """Into which record a learner's goes; ``order`` tells of two words which one is later."""

    into: bytes
    order: tuple[Any, ...]


def effects(words: Mapping[bytes, Word], there: Set[bytes], gone: Set[bytes]) -> dict[bytes, str]:
    """What comes of each learner's word; ``there`` are the records that have begun, ``gone`` the erased ones."""
    found = {learner: STANDS if _leads(learner, word, there) else ABSENT for learner, word in words.items()}
    arrows = {learner: words[learner].into for learner, effect in found.items() if effect == STANDS}
    for circle in circles(arrows):
        earliest = min(circle, key=lambda learner: words[learner].order)
        found[earliest] = ROUND
        del arrows[earliest]
    while stray := {learner for learner, into in arrows.items() if into in gone and into not in arrows}:
        found |= dict.fromkeys(stray, SURVIVOR_ERASED)
        arrows = {learner: into for learner, into in arrows.items() if learner not in stray}
    return found


def survivors(arrows: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """For each learner who goes into another record the one that goes on at the end. There are no circles."""
    return {learner: way_of(arrows, learner)[-1] for learner in arrows}


def way_of(arrows: Mapping[bytes, bytes], learner: bytes) -> list[bytes]:
    """The records on the way from a learner's own to the one that goes on."""
    way = [learner]
    while (into := arrows.get(way[-1])) is not None and into not in way:
        way.append(into)
    return way


def circles(arrows: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, ...]]:
    """The records of which each goes into the next one and the last into the first, each circle once."""
    seen: set[bytes] = set()
    for start in sorted(arrows):
        way = way_of(arrows, start)
        into = arrows.get(way[-1])
        if into is not None and not seen.intersection(way):
            yield tuple(way[way.index(into) :])
        seen.update(way)


def _leads(learner: bytes, word: Word, there: Set[bytes]) -> bool:
    return word.into != learner and word.into in there
