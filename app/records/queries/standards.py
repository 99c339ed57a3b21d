# SPDX-License-Identifier: Apache-2.0
"""Qualifications and units, in the versions that the centre has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Table, func, select

from app.domain.refusals import NotFound
from app.domain.standards import Criterion, Element, Qualification, Unit, UnitGroup
from app.records import rows, tables
from app.translation import later


@dataclass(frozen=True, slots=True)
class QualificationRow:
    """A version of a qualification, with how much belongs to it."""

    id: bytes
    code: str
    title: str
    level: str
    sector: str
    language: str
    units: int
    elements: int
    criteria: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A version of a unit, with how much is in it."""

    id: bytes
    code: str
    title: str
    language: str
    elements: int
    criteria: int


def qualifications(connection: Connection) -> list[QualificationRow]:
    """The newest version of each qualification, by code."""
    parts, criteria = _counts(connection, tables.element), _counts(connection, tables.criterion)
    members: dict[bytes, set[bytes]] = defaultdict(set)
    link = tables.qualification_unit
    for row in connection.execute(select(link.c.qualification, link.c.unit)):
        members[row.qualification].add(row.unit)
    table = tables.qualification
    rows = connection.execute(select(table).order_by(table.c.code, table.c.published_at))
    newest = {row.code: row for row in rows}
    return [
        QualificationRow(
            row.id, row.code, row.title, row.level, row.sector, row.language, len(members[row.id]),
            sum(parts.get(unit, 0) for unit in members[row.id]),
            sum(criteria.get(unit, 0) for unit in members[row.id]),
        )
        for row in newest.values()
    ]  # fmt: skip


def units(connection: Connection, qualification_id: bytes | None = None) -> list[UnitRow]:
    """The newest version of each unit, by code; or the units of one qualification, in its order."""
    parts, criteria = _counts(connection, tables.element), _counts(connection, tables.criterion)
    table, link = tables.unit, tables.qualification_unit
    query = select(table.c.id, table.c.code, table.c.title, table.c.language)
    if qualification_id is None:
        query = query.order_by(table.c.code, table.c.published_at)
    else:
        query = query.join(link, link.c.unit == table.c.id).where(link.c.qualification == qualification_id)
        query = query.order_by(link.c.position)
    rows = {row.code: row for row in connection.execute(query)}
    return [UnitRow(*row, parts.get(row.id, 0), criteria.get(row.id, 0)) for row in rows.values()]


def qualification(connection: Connection, code: str) -> tuple[bytes, Qualification]:
    """The newest version of the qualification of this code. Raises NotFound "no-such-qualification"."""
    table = tables.qualification
    query = select(table.c.id).where(table.c.code == code).order_by(table.c.published_at.desc(), table.c.id).limit(1)
    id_ = connection.execute(query).scalar()
    if id_ is None:
        raise NotFound(
            "no-such-qualification", later("There is no qualification “{qualification}” here."), qualification=code
        )
    return id_, qualification_version(connection, id_)


def qualification_version(connection: Connection, id_: bytes) -> Qualification:
    """One version of a qualification. Raises NotFound "no-such-qualification"."""
    table, group, link, unit_table = tables.qualification, tables.unit_group, tables.qualification_unit, tables.unit
    row = connection.execute(select(table).where(table.c.id == id_)).first()
    if row is None:
        raise NotFound("no-such-qualification", later("This qualification is not here."))
    query = select(link.c.group, unit_table.c.code).join(unit_table, unit_table.c.id == link.c.unit)
    members: dict[int, list[str]] = defaultdict(list)
    for member in connection.execute(query.where(link.c.qualification == id_).order_by(link.c.position)):
        members[member[0]].append(member[1])
    groups = connection.execute(select(group).where(group.c.qualification == id_).order_by(group.c.position))
    electives = [UnitGroup(one.title, one.choose, tuple(members[one.position])) for one in groups if one.position]
    return Qualification(row.code, row.title, tuple(members[0]), tuple(electives), row.level, row.sector, row.language)


def enrolled_version(connection: Connection, learner: bytes, code: str) -> bytes | None:
    """The version of the qualification of this code that the learner was last enrolled in."""
    table, enrolment = tables.qualification, tables.enrolment
    query = select(table.c.id).join(enrolment, enrolment.c.qualification == table.c.id)
    query = query.where(enrolment.c.learner == learner, table.c.code == code)
    found: bytes | None = connection.execute(query.order_by(enrolment.c.at.desc(), table.c.id).limit(1)).scalar()
    return found


def enrolled_versions(connection: Connection, learners: Iterable[bytes], code: str) -> dict[bytes, bytes]:
    """The same for each of many learners who is enrolled in one."""
    table, enrolment = tables.qualification, tables.enrolment
    query = select(enrolment.c.learner, table.c.id).join(enrolment, enrolment.c.qualification == table.c.id)
    query = query.where(table.c.code == code).order_by(enrolment.c.at, table.c.id.desc())
    found: dict[bytes, bytes] = {}
    for chunk in rows.chunks(sorted(learners)):
        found |= dict(connection.execute(query.where(enrolment.c.learner.in_(chunk))).all())
    return found


def unit(connection: Connection, code: str) -> tuple[bytes, Unit]:
    """The newest version of the unit of this code. Raises NotFound "no-such-unit"."""
    table = tables.unit
    query = select(table.c.id).where(table.c.code == code).order_by(table.c.published_at.desc(), table.c.id).limit(1)
    id_ = connection.execute(query).scalar()
    if id_ is None:
        raise NotFound("no-such-unit", later("There is no unit “{unit}” here."), unit=code)
    return id_, unit_version(connection, id_)


def unit_version(connection: Connection, id_: bytes) -> Unit:
    """One version of a unit with its criteria. Raises NotFound "no-such-unit"."""
    table, criterion = tables.unit, tables.criterion
    row = connection.execute(select(table).where(table.c.id == id_)).first()
    if row is None:
        raise NotFound("no-such-unit", later("This unit is not here."))
    listed = connection.execute(select(criterion).where(criterion.c.unit == id_).order_by(criterion.c.position))
    criteria = {
        part: tuple(Criterion(one.code, one.text, bool(one.critical)) for one in found)
        for part, found in groupby(listed, key=lambda one: one.element)
    }
    parts = connection.execute(
        select(tables.element).where(tables.element.c.unit == id_).order_by(tables.element.c.position)
    )
    elements = tuple(Element(part.code, part.title, criteria.get(part.position, ())) for part in parts)
    return Unit(row.code, row.title, elements, row.hours, row.credits, row.language)


def units_of(connection: Connection, qualification_id: bytes) -> dict[str, Unit]:
    """The units of one qualification, by code, in its order."""
    return {row.code: unit_version(connection, row.id) for row in units(connection, qualification_id)}


def unit_ids(connection: Connection, qualification_id: bytes) -> dict[str, bytes]:
    """The versions of units that belong to one qualification, by code, in its order."""
    return {row.code: row.id for row in units(connection, qualification_id)}


def codes(connection: Connection) -> dict[bytes, tuple[str, str]]:
    """Code and title of every version of every unit and qualification."""
    found = {}
    for table in (tables.unit, tables.qualification):
        for row in connection.execute(select(table.c.id, table.c.code, table.c.title)):
            found[row.id] = (row.code, row.title)
    return found


def totals(connection: Connection) -> tuple[int, int, int, int]:
    """How many qualifications, units, elements and criteria there are, newest versions only."""
    listed = units(connection)
    parts, criteria = sum(row.elements for row in listed), sum(row.criteria for row in listed)
    return len(qualifications(connection)), len(listed), parts, criteria


def _counts(connection: Connection, table: Table) -> dict[bytes, int]:
    query = select(table.c.unit, func.count()).group_by(table.c.unit)
    return dict(connection.execute(query).all())
