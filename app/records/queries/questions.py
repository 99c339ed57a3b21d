# SPDX-License-Identifier: Apache-2.0
"""What the records ask of people: where laptops say different things, or something came against a rule.

Every question follows from the tables alone, so that laptops with the same entries ask the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from app.domain.assessing import COMPETENT, MET, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT
from app.domain.learners import SERIOUS_FIELDS
from app.journal.clock import COUNTER_BITS
from app.journal.operation import OpId
from app.records import tables
from app.records.fold.breaches import SIGNATURE
from app.records.journal_tables import branch
from app.records.queries import standards
from app.records.queries.attempts import CONTRADICTED, DOUBT, is_doubtful, last_signed
from app.records.queries.people import names
from app.translation import later, tr

Kind = Literal["field", "mark", "judgement", "signature", "rights", "marks-changed", "newer", "copy"]

FIELD_WORDS: Final = {
    "full_name": later("full name"),
    "birth_date": later("birth date"),
    "id_number": later("ID number"),
}
VALUE_WORDS: Final = {
    MET: later("met"),
    NOT_YET: later("not yet met"),
    NOT_APPLICABLE: later("not applicable"),
    COMPETENT: later("competent"),
    NOT_YET_COMPETENT: later("not yet competent"),
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


def questions(connection: Connection) -> list[Question]:
    """Everything that waits for a person's decision."""
    facts = _Facts(connection)
    parts = (_fields, _marks, _judgements, _signed_marks, _breaches, _newer, _copies)
    return [question for part in parts for question in part(connection, facts)]


class _Facts:
    """Names that sentences need, read once."""

    def __init__(self, connection: Connection) -> None:
        self.people = names(connection)
        self.codes = standards.codes(connection)
        self.signed = last_signed(connection)
        self._connection = connection

    def learner(self, id_: bytes) -> str:
        query = select(tables.learner.c.full_name).where(tables.learner.c.id == id_)
        return self._connection.execute(query).scalar() or tr("a learner who is not in the records")

    def person(self, id_: bytes) -> str:
        return self.people.get(id_) or tr("somebody who is not known here")

    def unit(self, id_: bytes) -> str:
        return self.codes.get(id_, ("", ""))[0]


def _contested(connection: Connection, table: Any, slot: int) -> dict[tuple[Any, ...], list[Any]]:
    query = (
        select(table).where(table.c.contested == 1).order_by(*list(table.columns)[:slot], table.c.origin, table.c.seq)
    )
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[tuple(row[:slot])].append(row)
    return found


def _choices(rows: list[Any], facts: _Facts) -> tuple[Choice, ...]:
    return tuple(
        Choice(OpId(row.origin, row.seq).text(), tr(VALUE_WORDS.get(row.value, row.value)), facts.person(row.actor),
               row.at >> COUNTER_BITS)
        for row in rows
    )  # fmt: skip


def _fields(connection: Connection, facts: _Facts) -> Iterator[Question]:
    for (about, field), rows in _contested(connection, tables.register, 2).items():
        if field not in SERIOUS_FIELDS or rows[0].record != "learner":
            continue
        sentence = tr("Two people wrote different things for the {field} of {learner}. Which one is right?",
                      field=tr(FIELD_WORDS[field]), learner=facts.learner(about))  # fmt: skip
        yield Question(f"field-{about.hex()}-{field}", "field", about, sentence, _choices(rows, facts))


def _marks(connection: Connection, facts: _Facts) -> Iterator[Question]:
    for (learner, unit, attempt, criterion), rows in _contested(connection, tables.mark, 4).items():
        if attempt <= facts.signed.get((learner, unit), 0):
            continue  # the signature is what to look at then
        sentence = tr("Criterion {criterion} of unit {unit} was marked differently for {learner}. Which mark stands?",
                      criterion=criterion, unit=facts.unit(unit), learner=facts.learner(learner))  # fmt: skip
        id_ = f"mark-{learner.hex()}-{unit.hex()}-{attempt}-{criterion}"
        yield Question(id_, "mark", learner, sentence, _choices(rows, facts))


def _judgements(connection: Connection, facts: _Facts) -> Iterator[Question]:
    for (learner, unit, attempt), rows in _contested(connection, tables.judgement, 3).items():
        if attempt < facts.signed.get((learner, unit), 0):
            continue
        sentence = tr("Unit {unit} was judged differently for {learner}. Which judgement stands?",
                      unit=facts.unit(unit), learner=facts.learner(learner))  # fmt: skip
        id_ = f"judgement-{learner.hex()}-{unit.hex()}-{attempt}"
        yield Question(id_, "judgement", learner, sentence, _choices(rows, facts))


def _signed_marks(connection: Connection, facts: _Facts) -> Iterator[Question]:
    table = tables.signoff
    query = select(table).where(table.c.current == 1, (DOUBT > 0) | CONTRADICTED)
    found = connection.execute(query.order_by(table.c.learner, table.c.unit, table.c.attempt, table.c.origin))
    last = {(row.learner, row.unit): row for row in found}
    for (learner, unit), row in last.items():
        if row.attempt < facts.signed[learner, unit] or not is_doubtful(connection, learner, unit, row.attempt):
            continue
        text = later(
            "What {person} signed for {learner} in unit {unit} and what stands there now are not the same. "
            "Look at the checklist together: it counts for no certificate until it is assessed again."
        )
        sentence = tr(text, person=facts.person(row.actor), learner=facts.learner(learner), unit=facts.unit(unit))
        yield Question(f"signed-{learner.hex()}-{unit.hex()}-{row.attempt}", "marks-changed", learner, sentence)


def _breaches(connection: Connection, facts: _Facts) -> Iterator[Question]:
    table = tables.breach
    query = select(table).order_by(table.c.about, table.c.origin, table.c.seq)
    for row in connection.execute(query):
        text = (
            later("An entry that says it is signed by {person} does not carry their signature.")
            if row.reason == SIGNATURE
            else later("{person} wrote an entry without having the role for it.")
        )
        kind: Kind = "signature" if row.reason == SIGNATURE else "rights"
        id_ = f"{kind}-{row.origin.hex()}-{row.seq}"
        yield Question(id_, kind, row.about, tr(text, person=facts.person(row.actor)))


def _newer(connection: Connection, facts: _Facts) -> Iterator[Question]:
    table = tables.newer
    for about in connection.execute(select(table.c.about).distinct().order_by(table.c.about)).scalars():
        text = later(
            "{learner}: there are entries of a newer version of the program. They are kept. Update the program "
            "on this laptop before you sign or issue anything here."
        )
        yield Question(f"newer-{about.hex()}", "newer", about, tr(text, learner=facts.learner(about)))


def _copies(connection: Connection, facts: _Facts) -> Iterator[Question]:
    table = tables.origin
    query = select(branch.c.origin, tables.device.c.name).outerjoin(table, table.c.id == branch.c.origin)
    query = query.outerjoin(tables.device, tables.device.c.id == table.c.device).distinct()
    for origin, name in connection.execute(query.order_by(branch.c.origin)):
        text = later(
            "Two copies of the laptop {laptop} were used at the same time. The entries of both are here. "
            "Use one of them only."
        )
        yield Question(f"copy-{origin.hex()}", "copy", origin, tr(text, laptop=name or ""))
