# SPDX-License-Identifier: Apache-2.0
"""When centres and their laptops were last heard of, for staff of the registry."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.records import tables
from app.registry.accounts import Account, accounts
from app.registry.book import contact
from app.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A centre: how many laptops of it were heard of, when the last one was (ms since 1970), and how many entries its
    laptops said wait there."""

    code: str
    name: str
    country: str
    centre: bytes
    devices: int
    last_at: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A laptop as its centre's records name it. ``clock_off`` is in milliseconds; ``last_at`` 0 for never."""

    centre_code: str
    device: bytes
    name: str
    revoked: bool
    last_at: int
    waiting: int
    clock_off: int
    program: str


def centre_rows(registry: Registry) -> Sequence[CentreRow]:
    """All centres, by their codes."""
    served, heard = registry.stores.read_book(_both)
    return [
        CentreRow(
            one.code, one.name, one.country, one.centre, len(heard[one.centre]),
            max((row.last_at for row in heard[one.centre]), default=0), sum(row.waiting for row in heard[one.centre]),
        )
        for one in served
    ]  # fmt: skip


def device_rows(registry: Registry) -> Sequence[DeviceRow]:
    """All laptops of all centres."""
    served, heard = registry.stores.read_book(_both)
    found = []
    for one in served:
        if not one.centre:
            continue
        last = {row.device: row for row in heard[one.centre]}
        for device in registry.stores.read(one.centre, _devices):
            row = last.get(device.id)
            said = (row.last_at, row.waiting, row.clock_off, row.program) if row else (0, 0, 0, "")
            found.append(DeviceRow(one.code, device.id, device.name, bool(device.revoked), *said))
    return found


def _both(connection: Connection) -> tuple[Sequence[Account], dict[bytes, list[Any]]]:
    heard: dict[bytes, list[Any]] = defaultdict(list)
    for row in connection.execute(select(contact)):
        heard[row.centre].append(row)
    return accounts(connection), heard


def _devices(connection: Connection) -> Sequence[Any]:
    table = tables.device
    return connection.execute(select(table.c.id, table.c.name, table.c.revoked).order_by(table.c.name)).all()
