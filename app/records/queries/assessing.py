# SPDX-License-Identifier: Apache-2.0
"""Checklists: who is assessed in a unit, and what was marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, select, union_all

from app.domain.assessing import CLEARED, current_attempt
from app.domain.refusals import NotFound
from app.domain.standards import Unit
from app.journal.clock import COUNTER_BITS
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries import brought, standards
from app.records.queries.attempts import attempts_at
from app.records.queries.brought import BroughtResult
from app.records.queries.cohorts import CohortRow, Member, cohort, members
from app.records.queries.people import names
from app.translation import later


def _attempt(table: Table) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(name) for name in ("learner", "unit", "attempt")]


_MARK: Final = tables.mark
_MARKS: Final = (
    select(_MARK.c.criterion, _MARK.c.value)
    .where(*_attempt(_MARK), _MARK.c.current == 1)
    .order_by(_MARK.c.at, _MARK.c.origin)
)
_CONTESTED: Final = union_all(
    *(select(table.c.seq).where(*_attempt(table), table.c.contested == 1) for table in (tables.mark, tables.judgement))
).limit(1)


@dataclass(frozen=True, slots=True)
class CellRow:
    """One learner and one criterion: what stands. ``at`` is in milliseconds since 1970, ``by`` a person's name."""

    mark: str = CLEARED
    note: str = ""
    batch: bool = False
    contested: bool = False
    at: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One learner of a checklist. ``photo`` is a small JPEG in base64; ``outcome`` is empty until it is judged.

    ``brought`` is the result from before that counts in the unit, if there is one.
    """

    learner: bytes
    bib: int
    name: str
    photo: str
    attempt: int
    absent: bool
    signed: bool
    outcome: str
    enrolled: bool
    brought: BroughtResult | None = None


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The checklist of a cohort for a unit; a missing cell is an empty one."""

    cohort: CohortRow
    unit_id: bytes
    unit: Unit
    seats: tuple[SeatRow, ...]
    cells: Mapping[tuple[bytes, str], CellRow]


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """Which facts of an attempt stand now, for a new one to name as replaced. ``values`` are what they say."""

    ids: tuple[OpId, ...]
    values: tuple[str, ...]


def sheet(connection: Connection, cohort_code: str, unit_code: str) -> AssessmentSheet:
    """The checklist as it stands. Raises NotFound for a cohort that is not there or has no such unit."""
    group, unit_id = _group(connection, cohort_code, unit_code)
    return _sheet(connection, group, unit_id, members(connection, group.id))


def seat(connection: Connection, cohort_code: str, unit_code: str, learner: bytes) -> AssessmentSheet:
    """The part of the checklist that concerns one learner."""
    group, unit_id = _group(connection, cohort_code, unit_code)
    return _sheet(connection, group, unit_id, [one for one in members(connection, group.id) if one.learner == learner])


def unit_of_cohort(group: CohortRow, unit_code: str) -> bytes:
    """The version of the unit that the cohort is assessed in. Raises NotFound "no-such-unit"."""
    for code, unit_id in zip(group.units, group.unit_ids, strict=True):
        if code == unit_code:
            return unit_id
    sentence = later("Cohort {cohort} has no unit “{unit}”.")
    raise NotFound("no-such-unit", sentence, cohort=group.code, unit=unit_code)


def enrolled_unit(connection: Connection, learner: bytes, unit_code: str) -> bytes:
    """The version of the unit that the learner was last enrolled in. Raises NotFound "no-such-unit"."""
    enrolment, unit = tables.enrolment, tables.unit
    query = (
        select(unit.c.id)
        .join(enrolment, enrolment.c.unit == unit.c.id)
        .where(enrolment.c.learner == learner, unit.c.code == unit_code)
        .order_by(enrolment.c.at.desc(), enrolment.c.origin)
    )
    unit_id = connection.execute(query.limit(1)).scalar()
    return standards.unit(connection, unit_code)[0] if unit_id is None else unit_id


def enrolments(connection: Connection, learners: Iterable[bytes]) -> set[tuple[bytes, bytes]]:
    """Which of these learners are enrolled in which versions of units."""
    enrolment = tables.enrolment
    found: set[tuple[bytes, bytes]] = set()
    for chunk in rows.chunks(learners):
        query = select(enrolment.c.learner, enrolment.c.unit).where(enrolment.c.learner.in_(chunk))
        found.update(connection.execute(query))
    return found


def ids_of(found: Iterable[Any]) -> tuple[OpId, ...]:
    """The entries that rows of facts come from."""
    return tuple(OpId(row.origin, row.seq) for row in found)


def is_absent(connection: Connection, learner: bytes, unit_id: bytes, attempt: int) -> bool:
    """Whether the learner is noted as away."""
    return "1" in standing(connection, tables.absence, (learner, unit_id, attempt)).values


def standing(connection: Connection, table: Table, slot: tuple[Any, ...]) -> StandingFacts:
    """What stands in one slot of a table of facts: nothing, one fact, or several that disagree."""
    found = rows.run(connection, _standing(table, len(slot)), **{f"its_{n}": value for n, value in enumerate(slot)})
    return StandingFacts(tuple(OpId(row[0], row[1]) for row in found), tuple(row[2] for row in found))


def marks_of(connection: Connection, learner: bytes, unit_id: bytes, attempt: int) -> dict[str, str]:
    """The mark of each criterion in one attempt; where two disagree, the later one."""
    return {row[0]: row[1] for row in rows.run(connection, _MARKS, learner=learner, unit=unit_id, attempt=attempt)}


@cache
def _standing(table: Table, length: int) -> Select[Any]:
    place = [column == bindparam(f"its_{n}") for n, column in enumerate(list(table.columns)[:length])]
    query = select(table.c.origin, table.c.seq, table.c.value).where(*place, table.c.current == 1)
    return query.order_by(table.c.at, table.c.origin)


def in_question(connection: Connection, learner: bytes, unit_id: bytes, attempt: int) -> bool:
    """Whether two people marked or judged this attempt differently."""
    return bool(rows.run(connection, _CONTESTED, learner=learner, unit=unit_id, attempt=attempt))


def _group(connection: Connection, cohort_code: str, unit_code: str) -> tuple[CohortRow, bytes]:
    group = cohort(connection, cohort_code)
    return group, unit_of_cohort(group, unit_code)


def _sheet(connection: Connection, group: CohortRow, unit_id: bytes, inside: Iterable[Member]) -> AssessmentSheet:
    listed = list(inside)
    ids = [one.learner for one in listed]
    learner, enrolment = tables.learner, tables.enrolment
    photos = dict(connection.execute(select(learner.c.id, learner.c.photo).where(learner.c.id.in_(ids))).all())
    query = select(enrolment.c.learner).where(enrolment.c.unit == unit_id, enrolment.c.learner.in_(ids))
    enrolled = set(connection.execute(query).scalars())
    tried = attempts_at(connection, unit_id)
    current = {one: current_attempt(tried.get(one, [])) for one in ids}
    unit = standards.unit_version(connection, unit_id)
    before = brought.counting_in(connection, unit.code, set(ids))
    seats = tuple(
        SeatRow(
            one.learner, one.bib, one.name, photos.get(one.learner, ""), current[one.learner].number,
            is_absent(connection, one.learner, unit_id, current[one.learner].number), current[one.learner].signed,
            current[one.learner].outcome, one.learner in enrolled, before.get(one.learner),
        )
        for one in listed
    )  # fmt: skip
    numbers = {one: attempt.number for one, attempt in current.items()}
    cells = _cells(connection, unit_id, numbers)
    return AssessmentSheet(group, unit_id, unit, seats, cells)


def _cells(connection: Connection, unit_id: bytes, numbers: Mapping[bytes, int]) -> dict[tuple[bytes, str], CellRow]:
    found: dict[tuple[bytes, str], dict[str, Any]] = defaultdict(dict)
    who = names(connection)
    mark, note = tables.mark, tables.note
    for row in _current(connection, mark, unit_id, numbers, mark.c.batch, mark.c.contested):
        by = who.get(row.actor, "")
        found[row.learner, row.criterion] |= {
            "mark": row.value, "batch": bool(row.batch), "contested": bool(row.contested),
            "at": row.at >> COUNTER_BITS, "by": by,
        }  # fmt: skip
    for row in _current(connection, note, unit_id, numbers):
        found[row.learner, row.criterion] |= {"note": row.value}
    return {place: CellRow(**facts) for place, facts in found.items()}


def _current(connection: Connection, table: Table, unit_id: bytes, numbers: Mapping[bytes, int], *more: Any) -> Any:
    """The standing rows of these learners' attempts, later ones last."""
    here = and_(table.c.unit == unit_id, table.c.learner.in_(list(numbers)), table.c.current == 1)
    columns = (table.c.learner, table.c.attempt, table.c.criterion, table.c.value, table.c.at, table.c.actor)
    found = connection.execute(select(*columns, *more).where(here).order_by(table.c.at, table.c.origin))
    return [row for row in found if row.attempt == numbers[row.learner]]
