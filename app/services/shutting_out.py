# SPDX-License-Identifier: Apache-2.0
"""Shutting a laptop out of the centre: what it did stays, and it reads nothing that is written down from now on.

The centre gets fresh keys. They travel inside the signed entry that shuts the laptop out, sealed for each other laptop.
Laptops and registries which that entry could not know yet, because they were let in elsewhere meanwhile, are given the
keys by whichever administrator's laptop comes to know of both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import KEY_CLASSES
from app.domain.refusals import NotFound, RuleBroken
from app.domain.rights import Command, allowed
from app.exchange.class_keys import for_registries, keys_for, keys_in, receivers, sealed_for, shuttings_out
from app.exchange.key_cover import ClassKeys
from app.journal.canonical import to_text
from app.records import tables
from app.records.queries import people
from app.records.queries.people import DeviceRow
from app.records.queries.registries import registries
from app.records.unit_of_work import Author, Fact, Records
from app.services.laptop import Laptop, newest_epoch, read_class_keys, write_class_keys
from app.services.opening import OpenCentre
from app.store.keys import KEY_BYTES
from app.store.unlocking import Random
from app.translation import later

_STEP_BYTES: Final = 2
"""Two administrators may shut laptops out apart from each other: their keys must not get the same number."""


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """A laptop or a registry, and the key that what is meant for it is sealed to."""

    id: bytes
    box_key: bytes
    is_registry: bool


_UNKNOWN: Final = later("No laptop of the centre has this number. Nothing was changed.")
_OWN: Final = later("This laptop cannot shut itself out. Nothing was changed. Do it on another laptop.")
_GONE: Final = later("The laptop {name} is shut out already. Nothing was changed.")


def revoke_device(centre: OpenCentre, device: bytes) -> None:
    """Shut a laptop out of the centre, for ever. Raises NotAllowed, NotFound "no-such-device", RuleBroken."""
    work = centre.work
    work.allow(Command.REVOKE_DEVICE)
    _require_other(work.read(people.devices, centre.laptop.device), device)
    fresh = _fresh_keys(work.read(newest_epoch), work.random)
    holders = work.read(_holders)
    del holders[device]
    with work.act() as act:
        act.write(_shut_out(device, fresh, holders.values(), work.random))
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


def give_missing_keys(centre: OpenCentre) -> None:
    """Give the keys that came with a shutting out to those whom it could not know, where the person here may."""
    work = centre.work
    if allowed(work.roles, Command.REVOKE_DEVICE):
        give_keys(work.records, centre.laptop, work.author)


def give_keys(records: Records, laptop: Laptop, author: Author) -> None:
    """The same, in the author's name."""
    lacking = records.read(_lacking, laptop)
    if not lacking:
        return
    with records.act(author) as act:
        for device, keys in lacking:
            act.write(_shut_out(device, keys, _holders(act.connection).values(), records.random))


def _lacking(connection: Connection, laptop: Laptop) -> list[tuple[bytes, ClassKeys]]:
    """Laptops that were shut out, with the keys that came with that and that somebody was not given.

    All are given them again: so everybody can see that nobody lacks them.
    """
    holders = _holders(connection)
    if laptop.device not in holders:
        return []
    given: dict[tuple[bytes, int], set[bytes]] = defaultdict(set)
    keys: dict[tuple[bytes, int], dict[tuple[str, int], bytes]] = defaultdict(dict)
    for one in shuttings_out(connection):
        for (name, epoch), key in keys_in(one, laptop.device, laptop.keys.box).items():
            given[one.about, epoch] |= receivers(one)
            keys[one.about, epoch][name, epoch] = key
    return [(place[0], keys[place]) for place in sorted(given) if holders.keys() - given[place]]


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


def _shut_out(device: bytes, keys: ClassKeys, holders: Iterable[Holder], random: Random) -> Fact:
    """The word that a laptop is shut out, with the keys for those who are not."""
    sealed = {
        to_text(one.id): sealed_for(one.id, one.box_key, for_registries(keys) if one.is_registry else keys, random)
        for one in holders
    }
    return Fact("device.revoked", device, {"keys": sealed})


def _holders(connection: Connection) -> dict[bytes, Holder]:
    """All who hold keys of the centre: its laptops, this one too for its copies, and registries."""
    table = tables.device
    rows = connection.execute(select(table.c.id, table.c.box_key).where(table.c.revoked == 0).order_by(table.c.id))
    found = {row.id: Holder(row.id, row.box_key, is_registry=False) for row in rows}
    return found | {one.id: Holder(one.id, one.box_key, is_registry=True) for one in registries(connection)}
