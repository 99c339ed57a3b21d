# SPDX-License-Identifier: Apache-2.0
"""Blocks of numbers that were leased, and how far each is used."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.blocks import Block
from app.records import tables
from app.records.queries.certificates import last_counter


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A leased block: ``owner`` is the name under which the one laptop writes that may use it; ``used`` the greatest
    counter that was given out, 0 for none. ``qualification`` is a code, or empty for all."""

    id: bytes
    owner: bytes
    block: Block
    authority: str
    qualification: str
    used: int


def blocks(connection: Connection) -> list[BlockRow]:
    """Every leased block, the oldest first."""
    table = tables.block
    found = []
    for row in connection.execute(select(table).order_by(table.c.at, table.c.id)):
        block = Block(row.prefix, row.first, row.last, row.width)
        used = last_counter(connection, row.prefix, row.first, row.last)
        found.append(BlockRow(row.id, row.owner, block, row.authority, row.qualification, used))
    return found


def origins_of(connection: Connection, origin: bytes) -> set[bytes]:
    """All names under which the laptop with this name wrote."""
    table = tables.origin
    device = select(table.c.device).where(table.c.id == origin).scalar_subquery()
    return {origin, *connection.execute(select(table.c.id).where(table.c.device == device)).scalars()}
