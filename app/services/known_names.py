# SPDX-License-Identifier: Apache-2.0
"""Who in the records may be the person of a row: all names, read once and kept while the records stay the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from app.domain import likeness
from app.domain.learners import LearnerDetails
from app.domain.likeness import Alikes, Somebody
from app.records import tables
from app.records.journal_tables import operation
from app.translation import later, tr

WORDS: Final = {
    likeness.SAME_ID: later("the same ID number"),
    likeness.SAME_NAME: later("the same name"),
    likeness.ACCENTS: later("the same name but for accents"),
    likeness.OTHER_SCRIPT: later("the same name in other letters"),
    likeness.SPELLING: later("a name that is spelled almost so"),
    likeness.SHORTENED: later("the same name, longer or shorter"),
}
"""Why somebody may be meant."""

_STEP: Final = 500
_COLUMNS: Final = tuple(
    tables.learner.c[name]
    for name in ("id", "full_name", "latin_name", "family_name", "given_names", "birth_date", "id_number")
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the person of a row: a learner of the records, or an earlier ``row`` of the sheet.

    ``score`` goes from 0 to 1; ``why`` are the words for what is alike.
    """

    learner: bytes
    row: int
    name: str
    birth_date: str
    id_number: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some people, to be asked who among them may be somebody."""

    alikes: Alikes
    people: dict[bytes | int, Any]

    def add(self, key: bytes | int, person: Any) -> None:
        """Somebody more among whom is asked from now on."""
        self.people[key] = person
        self.alikes.add(somebody(key, person))

    def alike(self, details: LearnerDetails, key: bytes | int = b"") -> list[Alike]:
        """Who else than ``key`` may be this person, the most alike first."""
        return [self._told(one) for one in self.alikes.find(somebody(key, details))]

    def _told(self, one: likeness.Likeness) -> Alike:
        key = one.key
        assert isinstance(key, bytes | int)
        known = self.people[key]
        learner, row = (key, 0) if isinstance(key, bytes) else (b"", key)
        return Alike(learner, row, known.full_name, known.birth_date, known.id_number, one.score, tr(WORDS[one.why]))


class KnownNames:
    """The names of all learners, read when they are first asked for, and again when anything was written since."""

    def __init__(self) -> None:
        self._as_of = -1
        self._names = names_of({})

    def now(self, connection: Connection, told: Callable[[], None] = lambda: None) -> Names:
        """The names as they stand in these records. ``told`` is called from time to time while they are read; what it
        raises passes through."""
        as_of = as_it_stands(connection)
        if as_of != self._as_of:
            self._names = names_of(everybody(connection), told)
            self._as_of = as_of
        return self._names


def everybody(connection: Connection) -> dict[bytes | int, Any]:
    """All learners of whom something is left, by id: how they are called, when they were born, their numbers."""
    return {row.id: row for row in connection.execute(select(*_COLUMNS).where(tables.LIVING))}


def names_of(people: Mapping[bytes | int, Any], told: Callable[[], None] = lambda: None) -> Names:
    """The names of these people: learners' details, or rows of the learners' table, by id or number of row."""

    def each() -> Iterator[Somebody]:
        for n, (key, one) in enumerate(people.items()):
            if n % _STEP == 0:
                told()
            yield somebody(key, one)

    return Names(Alikes(each()), dict(people))


def somebody(key: bytes | int, person: Any) -> Somebody:
    """Somebody with these details as one to be compared."""
    parted = f"{person.family_name} {person.given_names}".strip()
    names = tuple(dict.fromkeys(filter(None, (person.full_name, person.latin_name, parted))))
    return Somebody(key, names, person.birth_date, person.id_number)


def in_other_letters(one: str, other: str) -> bool:
    """Whether the two are one name in two scripts."""
    found = Alikes([Somebody(0, (one,))]).find(Somebody(1, (other,)))
    return any(like.why == likeness.OTHER_SCRIPT for like in found)


def as_it_stands(connection: Connection) -> int:
    """A number that grows with each entry in the records, wherever it came from."""
    return connection.execute(select(func.count()).select_from(operation)).scalar_one()
