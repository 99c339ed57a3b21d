# SPDX-License-Identifier: Apache-2.0
"""The registries that the centre shares its records with."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.records.tables import registry


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One registry: ``id`` follows from its keys, ``url`` is where it was said to be last."""

    id: bytes
    name: str
    url: str
    sign_key: bytes
    box_key: bytes


def registries(connection: Connection) -> list[RegistryRow]:
    """All of them, by name; of several words on one the last."""
    query = select(registry).order_by(registry.c.at, registry.c.origin, registry.c.seq)
    last = {
        row.id: RegistryRow(row.id, row.name, row.url, row.sign_key, row.box_key) for row in connection.execute(query)
    }
    return sorted(last.values(), key=lambda one: (one.name, one.id))
