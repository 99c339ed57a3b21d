# SPDX-License-Identifier: Apache-2.0
"""What a question is made of: its kind, its choices, and the names that its sentence needs."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from app.domain.assessing import COMPETENT, MET, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT
from app.domain.register import ACCEPTED, APPEALED, CLAIMED, DISMISSED, REFUSED, REVOKED, UPHELD
from app.journal.clock import COUNTER_BITS
from app.journal.operation import OpId
from app.records import tables
from app.records.queries import merging, standards
from app.records.queries.attempts import last_signed
from app.records.queries.people import names
from app.translation import later, tr

Kind = Literal[
    "field", "mark", "judgement", "result", "award", "ruling", "number", "claim", "policy", "merge", "signature",
    "rights", "marks-changed", "newer", "copy",
]  # fmt: skip

_SHORT: Final = 6
"""So many signs of an id tell two records apart."""
VALUE_WORDS: Final = {
    MET: later("met"),
    NOT_YET: later("not yet met"),
    NOT_APPLICABLE: later("not applicable"),
    COMPETENT: later("competent"),
    NOT_YET_COMPETENT: later("not yet competent"),
    **{REVOKED: later("it is revoked"), APPEALED: later("an appeal is open")},
    **{UPHELD: later("the appeal is upheld"), DISMISSED: later("the appeal is dismissed")},
    **{ACCEPTED: later("accepted"), REFUSED: later("refused"), CLAIMED: later("not answered")},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers: the entry ``op`` that gives it, what it says, who said so and when (ms since 1970)."""

    op: str
    text: str
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person. One without choices tells what to look at."""

    id: str
    kind: Kind
    about: bytes
    text: str
    choices: tuple[Choice, ...] = ()


class Facts:
    """Names that sentences need, read once."""

    def __init__(self, connection: Connection) -> None:
        self.people = names(connection)
        self.codes = standards.codes(connection)
        self.signed = last_signed(connection)
        self._connection = connection

    def learner(self, id_: bytes) -> str:
        """What a learner is called."""
        query = select(tables.learner.c.full_name).where(tables.learner.c.id == id_)
        return self._connection.execute(query).scalar() or tr("a learner who is not in the records")

    def record(self, id_: bytes) -> str:
        """A record so that it is told from a second one of the same person: a name, and what else is known."""
        table = tables.learner
        query = select(table.c.full_name, table.c.birth_date, table.c.id_number).where(table.c.id == id_)
        row = self._connection.execute(query).first()
        went = None if row else merging.where_it_went(self._connection, id_)
        said = tuple(row) if row else (went.name,) if went else ()
        return ", ".join(filter(None, (*said, id_.hex()[:_SHORT])))

    def person(self, id_: bytes) -> str:
        """What somebody of the staff is called."""
        return self.people.get(id_) or tr("somebody who is not known here")

    def unit(self, id_: bytes) -> str:
        """The code of a unit."""
        return self.codes.get(id_, ("", ""))[0]


def contested(connection: Connection, table: Any, slot: int) -> dict[tuple[Any, ...], list[Any]]:
    """The facts that contradict each other, by slot: the first ``slot`` columns of the table."""
    query = (
        select(table).where(table.c.contested == 1).order_by(*list(table.columns)[:slot], table.c.origin, table.c.seq)
    )
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[tuple(row[:slot])].append(row)
    return found


def choices_of(rows: list[Any], facts: Facts) -> tuple[Choice, ...]:
    """One choice for each of these facts, told by its value."""
    return tuple(choice(row, tr(VALUE_WORDS.get(row.value, row.value)), facts) for row in rows)


def choice(row: Any, text: str, facts: Facts) -> Choice:
    """The choice of the fact in this row."""
    return Choice(OpId(row.origin, row.seq).text(), text, facts.person(row.actor), row.at >> COUNTER_BITS)
