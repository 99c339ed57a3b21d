# SPDX-License-Identifier: Apache-2.0
"""What a new word on a record's field replaces: the entries that stand there now."""

from sqlalchemy import Connection, select

from app.journal.kinds import CREATING
from app.journal.operation import OpId
from app.records import tables
from app.records.journal_tables import operation as journal


def standing_on(connection: Connection, about: bytes, fields: list[str]) -> dict[str, tuple[OpId, ...]]:
    """For each field of a record, the entries that its value comes from: the latest ones, or the record's first."""
    register = tables.register
    query = select(register.c.field, register.c.origin, register.c.seq).where(
        register.c.about == about, register.c.field.in_(fields), register.c.current == 1
    )
    found: dict[str, list[OpId]] = {}
    for row in connection.execute(query.order_by(register.c.origin, register.c.seq)):
        found.setdefault(row.field, []).append(OpId(row.origin, row.seq))
    first = () if len(found) == len(fields) else (_first(connection, about),)
    return {field: tuple(found[field]) if field in found else first for field in fields}


def _first(connection: Connection, about: bytes) -> OpId:
    query = select(journal.c.origin, journal.c.seq).where(journal.c.about == about, journal.c.kind.in_(CREATING))
    row = connection.execute(query.order_by(journal.c.origin, journal.c.seq).limit(1)).one()
    return OpId(row.origin, row.seq)
