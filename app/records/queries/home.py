# SPDX-License-Identifier: Apache-2.0
"""What the first page tells: how much there is, and what waits."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, and_, func, select

from app.domain.assessing import COMPETENT
from app.records import tables
from app.records.journal_tables import operation as journal
from app.records.queries import brought, learners, print_jobs
from app.records.queries.attempts import CONTRADICTED, DOUBT


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each there are. ``to_sign``: attempts that are judged and not signed; ``certificates`` are those that
    were issued here, those from before are counted apart."""

    learners: int
    cohorts: int
    qualifications: int
    people: int
    devices: int
    enrolled: int
    marks: int
    signed: int
    certificates: int
    operations: int
    to_sign: int
    brought_results: int = 0
    brought_certificates: int = 0
    unfinished_jobs: int = 0


def counts(connection: Connection, device: bytes = b"") -> Counts:
    """All the numbers of the first page; ``unfinished_jobs`` are the print jobs of this laptop."""
    from_before = brought.counts(connection)
    enrolled = select(func.count(tables.enrolment.c.learner.distinct()))
    return Counts(
        learners=learners.count(connection),
        cohorts=_count(connection, tables.cohort),
        qualifications=_count(connection, tables.qualification),
        people=_count(connection, tables.person),
        devices=_count(connection, tables.device),
        enrolled=connection.execute(enrolled).scalar_one(),
        marks=_count(connection, tables.mark),
        signed=_count(connection, tables.signoff),
        certificates=_count(connection, tables.certificate),
        operations=_count(connection, journal),
        to_sign=to_sign(connection),
        brought_results=from_before[0],
        brought_certificates=from_before[1],
        unfinished_jobs=len(print_jobs.unfinished(connection, device)),
    )


def to_sign(connection: Connection) -> int:
    """How many attempts are judged and wait for a signature: none after the unit was signed as competent."""
    judged, signed = tables.judgement, tables.signoff
    passed = and_(signed.c.current == 1, signed.c.value == COMPETENT, DOUBT == 0, ~CONTRADICTED)
    done = (
        select(signed.c.learner)
        .where(signed.c.learner == judged.c.learner, signed.c.unit == judged.c.unit)
        .where((signed.c.attempt == judged.c.attempt) | passed)
        .exists()
    )
    places = select(judged.c.learner, judged.c.unit, judged.c.attempt).where(judged.c.current == 1, ~done).distinct()
    return connection.execute(select(func.count()).select_from(places.subquery())).scalar_one()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
