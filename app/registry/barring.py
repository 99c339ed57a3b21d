# SPDX-License-Identifier: Apache-2.0
"""Laptops that the registry does not answer any more, though their centre has not shut them out.

The centre's own keys are the centre's: only its administrators shut a laptop out there.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from app.records import rows
from app.registry.registry import Registry
from app.registry.staff_book import barred


def bar(registry: Registry, centre: bytes, device: bytes, reason: str) -> None:
    """Answer this laptop no more."""

    def write(connection: Connection) -> None:
        _let_in(connection, centre, device)
        values = [(centre, device, registry.wall(), reason)]
        rows.insert(connection, barred, values, ("centre", "device", "at", "reason"), ignore=True)

    registry.stores.write_book(write)


def let_in(registry: Registry, centre: bytes, device: bytes) -> None:
    """Answer this laptop again."""
    registry.stores.write_book(lambda connection: _let_in(connection, centre, device))


def is_barred(connection: Connection, centre: bytes, device: bytes) -> bool:
    """Whether this laptop is not answered."""
    place = (barred.c.centre == centre, barred.c.device == device)
    return connection.execute(select(barred.c.at).where(*place)).first() is not None


def barred_of(connection: Connection, centre: bytes) -> Mapping[bytes, str]:
    """The laptops of a centre that are not answered, and why."""
    rows = connection.execute(select(barred.c.device, barred.c.reason).where(barred.c.centre == centre))
    return {row.device: row.reason for row in rows}


def _let_in(connection: Connection, centre: bytes, device: bytes) -> None:
    connection.execute(delete(barred).where(barred.c.centre == centre, barred.c.device == device))
