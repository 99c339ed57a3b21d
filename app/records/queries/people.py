# SPDX-License-Identifier: Apache-2.0
"""The centre, its people and its laptops."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from app.domain.names import sort_key
from app.domain.refusals import NotFound
from app.domain.searching import words
from app.records import tables
from app.records.journal_tables import operation as journal
from app.translation import later


@dataclass(frozen=True, slots=True)
class CentreRow:
    """The centre as certificates name it. ``country`` has two letters."""

    id: bytes
    name: str
    code: str
    country: str
    place: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the centre's staff."""

    id: bytes
    name: str
    roles: frozenset[str]
    disabled: bool


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A key that a person signs with, or signed with."""

    person: bytes
    name: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A laptop of the centre, with the number of entries that came from it and when the last was made (ms)."""

    id: bytes
    name: str
    revoked: bool
    own: bool
    operations: int
    last_seen: int


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """A laptop whose word counts, and the key that it signs with."""

    id: bytes
    name: str
    sign_key: bytes


def laptop(connection: Connection, device: bytes) -> LaptopRow | None:
    """A laptop of the centre; None for one that is not known, or was shut out."""
    return _laptop(connection, tables.device.c.id == device)


def laptop_with_key(connection: Connection, sign_key: bytes) -> LaptopRow | None:
    """The laptop that signs with this key; None as above."""
    return _laptop(connection, tables.device.c.sign_key == sign_key)


def _laptop(connection: Connection, condition: ColumnElement[bool]) -> LaptopRow | None:
    table = tables.device
    row = connection.execute(select(table.c.id, table.c.name, table.c.sign_key).where(condition, table.c.revoked == 0))
    found = row.first()
    return None if found is None else LaptopRow(*found)


def centre(connection: Connection) -> CentreRow:
    """The centre whose records these are. Raises NotFound before it is founded."""
    table = tables.centre
    row = connection.execute(select(table.c.id, table.c.name, table.c.code, table.c.country, table.c.place)).first()
    if row is None:
        raise NotFound("no-centre", later("There is no centre in these records yet."))
    return CentreRow(*row)


def people(connection: Connection) -> list[PersonRow]:
    """Everybody of the staff, by name."""
    table = tables.person
    found = connection.execute(select(table.c.id, table.c.name, table.c.roles, table.c.disabled))
    rows = [PersonRow(row.id, row.name, frozenset(row.roles.split()), bool(row.disabled)) for row in found]
    return sorted(rows, key=lambda row: sort_key(row.name))


def person(connection: Connection, name: str) -> PersonRow:
    """The person of this name, in any case. Raises NotFound "no-such-person"."""
    wanted = words(name)
    for row in people(connection):
        if words(row.name) == wanted:
            return row
    raise NotFound("no-such-person", later("Nobody of the centre is called “{name}”."), name=name)


def person_by_id(connection: Connection, id_: bytes) -> PersonRow:
    """The person of this id. Raises NotFound "no-such-person"."""
    for row in people(connection):
        if row.id == id_:
            return row
    raise NotFound("no-such-person", later("This person is not known to the centre."))


def names(connection: Connection) -> dict[bytes, str]:
    """Everybody's name, by id."""
    return dict(connection.execute(select(tables.person.c.id, tables.person.c.name)).all())


def keys(connection: Connection) -> list[PersonKey]:
    """Every key that people of the centre sign with or signed with."""
    key, who = tables.person_key, tables.person
    query = select(key.c.person, who.c.name, key.c.public_key).join(who, who.c.id == key.c.person)
    return [PersonKey(*row) for row in connection.execute(query.order_by(key.c.added_at, key.c.id))]


def devices(connection: Connection, own: bytes) -> list[DeviceRow]:
    """The laptops of the centre, this one first."""
    table, origin = tables.device, tables.origin
    counted = (
        select(origin.c.device, func.count(journal.c.seq), func.max(journal.c.at))
        .join(journal, journal.c.origin == origin.c.id)
        .group_by(origin.c.device)
    )
    seen = {row[0]: (row[1], row[2] >> 16) for row in connection.execute(counted)}
    found = connection.execute(select(table.c.id, table.c.name, table.c.revoked))
    rows = [DeviceRow(row.id, row.name, bool(row.revoked), row.id == own, *seen.get(row.id, (0, 0))) for row in found]
    return sorted(rows, key=lambda row: (not row.own, sort_key(row.name)))
