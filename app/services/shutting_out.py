# SPDX-License-Identifier: Apache-2.0
"""Shutting a laptop out of the centre: what it did stays, and it reads nothing that is written down from now on.

The centre gets fresh keys. They travel inside the signed entry that shuts the laptop out, sealed for each other laptop.
"""

from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import KEY_CLASSES
from app.domain.refusals import NotFound, RuleBroken
from app.domain.rights import Command
from app.exchange.class_keys import for_registries, keys_for, sealed_for
from app.exchange.key_cover import ClassKeys
from app.journal.canonical import to_text
from app.records import tables
from app.records.queries import people
from app.records.queries.people import DeviceRow
from app.records.queries.registries import registries
from app.records.unit_of_work import Fact, Records
from app.services.laptop import Laptop, newest_epoch, read_class_keys, write_class_keys
from app.services.opening import OpenCentre
from app.store.keys import KEY_BYTES
from app.store.unlocking import Random
from app.translation import later

_STEP_BYTES: Final = 2
"""Two administrators may shut laptops out apart from each other: their keys must not get the same number."""

_UNKNOWN: Final = later("No laptop of the centre has this number. Nothing was changed.")
_OWN: Final = later("This laptop cannot shut itself out. Nothing was changed. Do it on another laptop.")
_GONE: Final = later("The laptop {name} is shut out already. Nothing was changed.")


def revoke_device(centre: OpenCentre, device: bytes) -> None:
    """Shut a laptop out of the centre, for ever. Raises NotAllowed, NotFound "no-such-device", RuleBroken."""
    work = centre.work
    work.allow(Command.REVOKE_DEVICE)
    _require_other(work.read(people.devices, centre.laptop.device), device)
    fresh = _fresh_keys(work.read(newest_epoch), work.random)
    sealed = {
        to_text(other): sealed_for(other, box_key, fresh, work.random)
        for other, box_key in work.read(_box_keys)
        if other != device
    } | {
        to_text(one.id): sealed_for(one.id, one.box_key, for_registries(fresh), work.random)
        for one in work.read(registries)
    }
    with work.act() as act:
        act.write(Fact("device.revoked", device, {"keys": sealed}))
        write_class_keys(act.connection, fresh)
    work.records.epoch = work.read(newest_epoch)


def take_class_keys(records: Records, laptop: Laptop) -> ClassKeys:
    """All of the centre's keys, with those that came sealed for this laptop in entries of administrators."""
    found = records.read(keys_for, laptop.device, laptop.keys.box)
    with records.transaction() as batch:
        write_class_keys(batch.connection, found)
        held = read_class_keys(batch.connection)
    records.epoch = max(epoch for _, epoch in held)
    return held


def _require_other(rows: list[DeviceRow], device: bytes) -> None:
    row = next((row for row in rows if row.id == device), None)
    if row is None:
        raise NotFound("no-such-device", _UNKNOWN)
    if row.own:
        raise RuleBroken("own-device", _OWN)
    if row.revoked:
        raise RuleBroken("revoked", _GONE, name=row.name)


def _fresh_keys(newest: int, random: Random) -> ClassKeys:
    epoch = newest + 1 + int.from_bytes(random(_STEP_BYTES), "big")
    return {(name, epoch): random(KEY_BYTES) for name in KEY_CLASSES}


def _box_keys(connection: Connection) -> list[tuple[bytes, bytes]]:
    table = tables.device
    query = select(table.c.id, table.c.box_key).where(table.c.revoked == 0).order_by(table.c.id)
    return [(row.id, row.box_key) for row in connection.execute(query)]
