# SPDX-License-Identifier: Apache-2.0
"""Cohorts, who is in them, and how far their units are."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from app.domain.assessing import CLEARED, current_attempt
from app.domain.refusals import NotFound
from app.domain.searching import words
from app.journal.canonical import to_bytes
from app.records import tables
from app.records.queries import brought, standards
from app.records.queries.attempts import attempts_at
from app.translation import later

_IN: Final = "in"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort. ``qualification`` and ``units`` are codes; ``unit_ids`` the versions of the units, in that order."""

    id: bytes
    code: str
    title: str
    start: str
    end: str
    qualification: str
    qualification_id: bytes
    units: tuple[str, ...]
    unit_ids: tuple[bytes, ...]
    assessors: tuple[bytes, ...]
    learners: int


@dataclass(frozen=True, slots=True)
class Member:
    """A learner of a cohort with the bib number that they wear."""

    learner: bytes
    bib: int
    name: str
    enrolled: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is in a cohort, and who of them is enrolled in all of its units."""

    members: frozenset[bytes] = frozenset()
    enrolled: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a cohort is in a unit: criteria marked of all that there are, and learners signed of all enrolled.

    It is the attempt under way that counts: after not yet competent the next one, which begins empty. ``brought``:
    learners for whom a result from before counts.
    """

    unit_id: bytes
    code: str
    title: str
    learners: int
    marked: int
    of: int
    signed: int
    brought: int = 0


def cohorts(connection: Connection) -> list[CohortRow]:
    """All cohorts, by code."""
    found = connection.execute(select(tables.cohort).order_by(tables.cohort.c.code)).all()
    codes = standards.codes(connection)
    return [_row(connection, row, codes) for row in found]


def cohort(connection: Connection, code: str) -> CohortRow:
    """The cohort of this code, in any case. Raises NotFound "no-such-cohort"."""
    wanted = words(code)
    found = connection.execute(select(tables.cohort).order_by(tables.cohort.c.code, tables.cohort.c.id))
    for row in found:
        if words(row.code) == wanted:
            return _row(connection, row, standards.codes(connection))
    raise NotFound("no-such-cohort", later("There is no cohort “{cohort}”."), cohort=code)


def members(connection: Connection, cohort_id: bytes) -> list[Member]:
    """The learners of a cohort of whom something is left, by bib number; ``enrolled`` in any unit at all."""
    learner, enrolment = tables.learner, tables.enrolment
    last = {row.learner: row for row in _standing(connection, cohort_id)}
    inside = {id_: row for id_, row in last.items() if row.value == _IN}
    query = select(learner.c.id, learner.c.full_name).join(tables.member, tables.member.c.learner == learner.c.id)
    query = query.where(tables.member.c.cohort == cohort_id, learner.c.erased == 0).distinct()
    enrolled = select(enrolment.c.learner).join(tables.member, tables.member.c.learner == enrolment.c.learner)
    ids = set(connection.execute(enrolled.where(tables.member.c.cohort == cohort_id)).scalars())
    rows = [
        Member(row.id, inside[row.id].bib, row.full_name, row.id in ids)
        for row in connection.execute(query)
        if row.id in inside
    ]
    return sorted(rows, key=lambda row: (row.bib, row.learner))


def inside(connection: Connection, code: str) -> Inside:
    """Who is in the cohort of this code already. Raises NotFound "no-such-cohort"."""
    known = cohort(connection, code)
    members_ = frozenset(row.learner for row in _standing(connection, known.id) if row.value == _IN)
    table = tables.enrolment
    query = select(table.c.learner).where(table.c.unit.in_(known.unit_ids)).group_by(table.c.learner)
    query = query.having(func.count(table.c.unit.distinct()) == len(set(known.unit_ids)))
    return Inside(members_, members_ & set(connection.execute(query).scalars()))


def bibs(connection: Connection, cohort_id: bytes) -> list[int]:
    """Every bib number that was ever given in a cohort."""
    query = select(tables.member.c.bib).where(tables.member.c.cohort == cohort_id)
    return list(connection.execute(query).scalars())


def memberships(connection: Connection, cohort_id: bytes) -> dict[bytes, list[Any]]:
    """What stands about each learner who is or was in a cohort: rows with ``origin``, ``seq``, ``value``, ``bib``."""
    found: dict[bytes, list[Any]] = {}
    for row in _standing(connection, cohort_id):
        found.setdefault(row.learner, []).append(row)
    return found


def progress(connection: Connection, cohort_id: bytes) -> list[UnitProgress]:
    """How far each unit of the cohort is."""
    row = connection.execute(select(tables.cohort).where(tables.cohort.c.id == cohort_id)).first()
    if row is None:
        return []
    inside = {member.learner for member in members(connection, cohort_id)}
    codes = standards.codes(connection)
    return [_unit_progress(connection, to_bytes(unit), inside, codes) for unit in row.units.split()]


def _unit_progress(
    connection: Connection, unit: bytes, inside: set[bytes], codes: dict[bytes, tuple[str, str]]
) -> UnitProgress:
    enrolment, mark = tables.enrolment, tables.mark
    enrolled = set(connection.execute(select(enrolment.c.learner).where(enrolment.c.unit == unit)).scalars()) & inside
    criteria = connection.execute(
        select(func.count()).select_from(tables.criterion).where(tables.criterion.c.unit == unit)
    ).scalar_one()
    query = (
        select(mark.c.learner, mark.c.attempt, func.count(mark.c.criterion.distinct()).label("n"))
        .where(mark.c.unit == unit, mark.c.current == 1, mark.c.value != CLEARED)
        .where(mark.c.learner.in_(sorted(enrolled)))
        .group_by(mark.c.learner, mark.c.attempt)
    )
    tried = attempts_at(connection, unit)
    under_way = {learner: current_attempt(tried.get(learner, [])) for learner in enrolled}
    marked = sum(row.n for row in connection.execute(query) if row.attempt == under_way[row.learner].number)
    signed = sum(attempt.signed for attempt in under_way.values())
    code, title = codes.get(unit, ("", ""))
    from_before = brought.counting_in(connection, code, enrolled) if code else {}
    return UnitProgress(unit, code, title, len(enrolled), marked, criteria * len(enrolled), signed, len(from_before))


def _standing(connection: Connection, cohort_id: bytes) -> list[Any]:
    """What stands about each learner; where two laptops differ, the later word comes last."""
    member = tables.member
    query = select(member).where(member.c.cohort == cohort_id, member.c.current == 1)
    return list(connection.execute(query.order_by(member.c.at, member.c.origin)))


def _row(connection: Connection, row: Any, codes: dict[bytes, tuple[str, str]]) -> CohortRow:
    units = tuple(to_bytes(unit) for unit in row.units.split())
    qualification = to_bytes(row.qualification) if row.qualification else b""
    inside = {one.learner: one.value for one in _standing(connection, row.id)}
    there = and_(tables.member.c.learner == tables.learner.c.id, tables.member.c.cohort == row.id)
    living = select(tables.learner.c.id).join(tables.member, there).where(tables.learner.c.erased == 0)
    known = set(connection.execute(living).scalars())
    return CohortRow(
        row.id, row.code, row.title, row.start, row.end, codes.get(qualification, ("", ""))[0], qualification,
        tuple(codes.get(unit, ("", ""))[0] for unit in units), units,
        tuple(to_bytes(person) for person in row.assessors.split()),
        sum(value == _IN and learner in known for learner, value in inside.items()),
    )  # fmt: skip
