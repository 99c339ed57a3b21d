# SPDX-License-Identifier: Apache-2.0
"""Standards as facts: one for each version of a unit or a qualification, known by what it says."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, select

from app.domain.refusals import BadInput
from app.domain.standards import Qualification, StandardsPack, Unit
from app.journal.canonical import canonical, to_text
from app.journal.operation import ID_BYTES, LARGEST_OPERATION
from app.records import tables
from app.records.unit_of_work import Fact
from app.translation import later

_LONGEST: Final = LARGEST_OPERATION - 2 * 1024
"""Bytes of a unit or a qualification: the rest of an entry goes around it."""


def facts_of(connection: Connection, pack: StandardsPack) -> list[Fact]:
    """What of the pack is new: versions that are not the newest of their code. An earlier version that comes again
    becomes the newest. Raises BadInput "too-long" or "unit-missing"."""
    bodies = [_fitting(_unit_body(unit)) for unit in pack.units]
    units = {str(body["code"]): _id(body) for body in bodies}
    facts = [Fact("unit.published", _id(body), body) for body in bodies]
    for qualification in pack.qualifications:
        body = _fitting(_qualification_body(qualification, _versions(connection, qualification, units)))
        facts.append(Fact("qualification.published", _id(body), body))
    return _new(connection, facts)


def _fitting(body: dict[str, object]) -> dict[str, object]:
    """The same, where it fits one entry. Raises BadInput "too-long"."""
    if len(canonical(body)) > _LONGEST:
        sentence = later("The texts of {standard} are too long to be kept together. Divide it into smaller units.")
        raise BadInput("too-long", sentence, standard=str(body["code"]))
    return body


def _new(connection: Connection, facts: Iterable[Fact]) -> list[Fact]:
    """Those that are not the newest of their code. An earlier version that comes again becomes the newest."""
    newest: set[bytes] = set()
    for table in (tables.unit, tables.qualification):
        query = select(table.c.code, table.c.id).order_by(table.c.published_at, table.c.id.desc())
        newest.update(dict(connection.execute(query).all()).values())
    return list({fact.about: fact for fact in facts if fact.about not in newest}.values())


def _versions(connection: Connection, qualification: Qualification, units: Mapping[str, bytes]) -> dict[str, bytes]:
    """The versions of the qualification's units: those of the same file, else the newest that are here."""
    found = {}
    for code in qualification.unit_codes():
        found[code] = units[code] if code in units else _here(connection, qualification, code)
    return found


def _here(connection: Connection, qualification: Qualification, code: str) -> bytes:
    table = tables.unit
    query = select(table.c.id).where(table.c.code == code).order_by(table.c.published_at.desc()).limit(1)
    id_: bytes | None = connection.execute(query).scalar()
    if id_ is None:
        sentence = later("Qualification {qualification} needs unit {unit}, which is neither in the file nor here.")
        raise BadInput("unit-missing", sentence, qualification=qualification.code, unit=code)
    return id_


def _unit_body(unit: Unit) -> dict[str, object]:
    body: dict[str, object] = {
        "code": unit.code,
        "title": unit.title,
        "language": unit.language,
        "elements": [
            {
                "code": element.code,
                "title": element.title,
                "criteria": [
                    {"code": one.code, "text": one.text, "critical": int(one.critical)} for one in element.criteria
                ],
            }
            for element in unit.elements
        ],
    }
    sizes = {"hours": unit.hours, "credits": unit.credits}
    return body | {name: size for name, size in sizes.items() if size is not None}


def _qualification_body(qualification: Qualification, units: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "code": qualification.code,
        "title": qualification.title,
        "level": qualification.level,
        "sector": qualification.sector,
        "language": qualification.language,
        "mandatory": [to_text(units[code]) for code in qualification.mandatory],
        "groups": [
            {"title": group.title, "choose": group.choose, "units": [to_text(units[code]) for code in group.units]}
            for group in qualification.groups
        ],
    }


def _id(body: Mapping[str, object]) -> bytes:
    """A version is known by what it says: the same one published twice is one."""
    return hashlib.sha256(canonical(body)).digest()[:ID_BYTES]
