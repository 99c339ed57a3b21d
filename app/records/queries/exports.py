# SPDX-License-Identifier: Apache-2.0
"""What leaves as workbooks: learners with all their details, and where everybody stands in a unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.assessing import Attempt
from app.domain.learners import FIELD_CLASSES, LearnerDetails
from app.records import rows, tables
from app.records.queries import brought
from app.records.queries.attempts import attempts_at
from app.records.queries.brought import BroughtResult

_BATCH: Final = 500
_NEVER: Final = Attempt(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last attempt at a unit ended: the outcome (empty until one is judged), whether it is signed and stands
    as it was signed, and the stamp of the sign-off or judgement (0 where there is none). ``before``: nothing is signed,
    and a result from before counts."""

    outcome: str
    signed: bool
    at: int
    before: BroughtResult | None = None


def details_of(connection: Connection, ids: Iterable[bytes]) -> Iterator[tuple[bytes, LearnerDetails]]:
    """All that is known of each of these learners, in their order; those who are not in the records are left out."""
    table = tables.learner
    for chunk in rows.chunks(ids):
        query = select(table.c.id, *(table.c[name] for name in FIELD_CLASSES)).where(table.c.id.in_(chunk))
        found = {row[0]: LearnerDetails(*row[1:]) for row in connection.execute(query)}
        yield from ((id_, found[id_]) for id_ in chunk if id_ in found)


def everybody(connection: Connection) -> Iterator[tuple[bytes, LearnerDetails]]:
    """All learners of whom something is left, by name, read little by little."""
    table = tables.learner
    query = select(table.c.id, *(table.c[name] for name in FIELD_CLASSES)).where(tables.LIVING)
    found = connection.execution_options(yield_per=_BATCH).execute(query.order_by(table.c.sort_name, table.c.row))
    for row in found:
        yield row[0], LearnerDetails(*row[1:])


def outcomes(connection: Connection, unit: bytes) -> dict[bytes, Outcome]:
    """Where everybody stands who is enrolled in this version of a unit, by learner."""
    enrolled = select(tables.enrolment.c.learner).where(tables.enrolment.c.unit == unit).distinct()
    at = _stamps(connection, unit)
    tried = attempts_at(connection, unit)
    code = connection.execute(select(tables.unit.c.code).where(tables.unit.c.id == unit)).scalar() or ""
    before = brought.counting_in(connection, code) if code else {}
    found = {}
    for learner in {*connection.execute(enrolled).scalars(), *tried, *before}:
        last = tried.get(learner, [_NEVER])[-1]
        signed = last.signed and not last.doubtful
        found[learner] = Outcome(last.outcome, signed, at.get((learner, last.number), 0), before.get(learner))
    return found


def _stamps(connection: Connection, unit: bytes) -> dict[tuple[bytes, int], int]:
    """When each attempt was last judged, or signed where it is signed."""
    found: dict[tuple[bytes, int], int] = {}
    for table in (tables.judgement, tables.signoff):
        query = select(table.c.learner, table.c.attempt, table.c.at).where(table.c.unit == unit, table.c.current == 1)
        found |= {(row.learner, row.attempt): row.at for row in connection.execute(query.order_by(table.c.at))}
    return found
