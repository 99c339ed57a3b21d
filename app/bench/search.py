# SPDX-License-Identifier: Apache-2.0
"""Search while typing: how quick at its worst against a full scan, and whether it finds all that a full scan finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final
from unicodedata import normalize

from sqlalchemy import Connection

from app.bench.ground import Ground
from app.bench.measuring import cpu, in_turn, timed
from app.bench.people import SCRIPTS, learners
from app.cli.outside import Measured
from app.domain.learners import LearnerDetails
from app.domain.searching import indexed, words
from app.records.queries.learners import find
from app.services.opening import OpenCentre

SHARE: Final = 0.1
_REPEATED: Final = 3
_LETTERS: Final = 8


def search(ground: Ground) -> Sequence[Measured]:
    """The slowest of all that is asked while names and numbers are typed, against a scan of the same words; and the
    learners that either finds, against those that both find."""
    sizes = ground.sizes
    figures: list[Measured] = []
    for size in (sizes.many, sizes.most):
        known = _known(size)
        typed = _typed(known, sizes.searched)
        place = ground.centre(size)
        with place.opened() as centre:
            scan = _scan(centre, sizes.rounds)
            slowest = max(_seconds(centre, asked) for asked in typed)
            either, both = _agreement(centre, known, _whole(known, sizes.searched))
        figures.append(Measured(f"search.worst-key-{size}", slowest, scan, SHARE))
        figures.append(Measured(f"search.recall-{size}", either, both, 1, unit="found"))
    return figures


@dataclass(frozen=True, slots=True)
class _Known:
    """A learner's folded words as the index should hold them, made anew from the names, and the names."""

    folded: str
    details: LearnerDetails


def _known(size: int) -> list[_Known]:
    return [_Known(indexed(one.full_name, one.latin_name, one.id_number, one.phone), one) for one in learners(size)]


def _whole(known: Sequence[_Known], each: int) -> list[str]:
    """Whole words of people of each script, with accents and without, and beginnings of them."""
    texts: list[str] = []
    for families, chosen in _by_script(known, each).items():
        assert families in SCRIPTS
        for details in chosen:
            family = details.family_name
            bare = _without_accents(details.full_name)
            texts += [details.full_name, bare, bare.upper(), family, family[:1], family[:2], family[:3], family[1:]]
    return list(dict.fromkeys(texts))


def _typed(known: Sequence[_Known], each: int) -> list[str]:
    """What stands in the search field, key by key: names as written and without accents, numbers, telephone numbers."""
    texts: list[str] = []
    for chosen in _by_script(known, each).values():
        for details in chosen:
            given = details.given_names.split()[-1]
            spoken = (details.full_name, _without_accents(details.full_name), f"{given} {details.family_name}")
            for text in (*spoken, details.id_number, details.phone):
                texts += [text[:end] for end in (*range(1, min(len(text), _LETTERS)), len(text))]
    texts += ["nguyen ivanov", "an an", "thi van duc", "qzxw", "a b c d"]
    return list(dict.fromkeys(text for text in texts if words(text)))


def _by_script(known: Sequence[_Known], each: int) -> dict[str, list[LearnerDetails]]:
    found: dict[str, list[LearnerDetails]] = {script: [] for script in SCRIPTS}
    for one in known:
        script = next(name for name, names in SCRIPTS.items() if one.details.family_name in names.families)
        if len(found[script]) < each:
            found[script].append(one.details)
        if all(len(chosen) == each for chosen in found.values()):
            break
    return found


def _without_accents(text: str) -> str:
    """The text as a person types it whose keyboard has no accents; Khmer signs are no accents."""
    return "".join(letter for letter in normalize("NFD", text) if not "\u0300" <= letter <= "\u036f").replace("đ", "d")


def _seconds(centre: OpenCentre, text: str) -> float:
    return median(cpu(lambda: centre.work.read(find, text)) for _ in range(_REPEATED))


def _scan(centre: OpenCentre, rounds: int) -> float:
    """The floor: what the program would do without its index, the folded words of every learner looked at."""

    def scan(connection: Connection) -> int:
        found = connection.exec_driver_sql("SELECT count(*) FROM learner WHERE instr(search, ?)", ("qzxw",))
        return int(found.scalar_one())

    return in_turn(rounds, timed(lambda: centre.work.read(scan)))[0]


def _agreement(centre: OpenCentre, known: Sequence[_Known], texts: Sequence[str]) -> tuple[int, int]:
    """How many learners the program or the full scan finds, and how many both find, over all texts."""
    either = both = 0
    for text in texts:
        found = {(one.name, one.id_number) for one in centre.work.read(find, text, len(known))}
        parts = [word if len(word) >= 3 else f"||{word}" for word in dict.fromkeys(words(text))]
        matching = (one.details for one in known if all(part in one.folded for part in parts))
        there = {(one.full_name, one.id_number) for one in matching}
        either += len(found | there)
        both += len(found & there)
    return either, both
