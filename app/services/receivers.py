# SPDX-License-Identifier: Apache-2.0
"""Whom a file on a stick can be for: a laptop of the centre, or a registry that it shares its records with."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.refusals import NotFound, RuleBroken
from app.records import tables
from app.records.queries.registries import registries
from app.services.opening import OpenCentre
from app.translation import later

_UNKNOWN: Final = later("There is no laptop “{name}” in the centre. Nothing was written. There are: {names}.")
_SHUT_OUT: Final = later("The laptop {name} was shut out of the centre. Nothing was written for it.")
_OWN: Final = later("That is this laptop itself. Nothing was written. Name the laptop that is to read the file.")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a file is for: the id, the name, the public key that it is sealed to."""

    id: bytes
    name: str
    box_key: bytes


def receiver(centre: OpenCentre, name: str) -> Receiver:
    """The laptop of the centre, or the registry that it shares its records with, of this name (in any case) or id.

    Raises NotFound "no-such-device", RuleBroken "own-device" or "revoked".
    """
    known = centre.work.read(_receivers)
    wanted = name.strip().casefold()
    found = [(one, shut_out) for one, shut_out in known if wanted in (one.id.hex(), one.name.casefold())]
    if len(found) != 1:
        raise NotFound("no-such-device", _UNKNOWN, name=name, names=", ".join(one.name for one, _ in known))
    ((one, shut_out),) = found
    if one.id == centre.laptop.device:
        raise RuleBroken("own-device", _OWN)
    if shut_out:
        raise RuleBroken("revoked", _SHUT_OUT, name=one.name)
    return one


def receivers(connection: Connection, own: bytes) -> list[Receiver]:
    """Everybody whom a file can be for: the other laptops that were not shut out, then the registries."""
    return [one for one, shut_out in _receivers(connection) if not shut_out and one.id != own]


def _receivers(connection: Connection) -> list[tuple[Receiver, bool]]:
    """Everybody to whom a file can be sealed, and whether they were shut out."""
    table = tables.device
    query = select(table.c.id, table.c.name, table.c.box_key, table.c.revoked).order_by(table.c.name)
    devices = [(Receiver(row.id, row.name, row.box_key), bool(row.revoked)) for row in connection.execute(query)]
    return devices + [(Receiver(one.id, one.name, one.box_key), False) for one in registries(connection)]
