# SPDX-License-Identifier: Apache-2.0
"""Folding the centre itself, its laptops, its people and their keys: all that trust rests on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.journal.signing import id_of, key_id
from app.records.fold import registers
from app.records.fold.batch import Batch
from app.records.tables import device, origin, person_key, registry

_DEVICE = ("id", "name", "sign_key", "box_key", "revoked")
_KEY = ("id", "public_key", "person", "device", "added_at")
_ORIGIN = ("id", "device", "reason", "began_at")
_REGISTRY = ("origin", "seq", "about", "id", "name", "url", "sign_key", "box_key", "at")


def founded(batch: Batch, operations: Sequence[Operation]) -> None:
    """The centre begins, with its first administrator, laptop and key."""
    registers.add(batch, "centre", operations, [batch.centre for _ in operations])
    for one in operations:
        body = one.body
        first = to_bytes(body["device"])
        _add_device(batch, first, str(body["device_name"]), body)
        _add_key(batch, one, to_bytes(body["person_key"]), one.actor, first)
        batch.insert(origin, _ORIGIN, [(one.origin, first, "founded", one.at.number())], ignore=True)


def added(batch: Batch, operations: Sequence[Operation]) -> None:
    """People are added."""
    registers.add(batch, "person", _trusted(batch, operations))


def changed(batch: Batch, operations: Sequence[Operation]) -> None:
    """What a person is called and may do changes."""
    registers.change(batch, "person", _trusted(batch, operations))


def key_added(batch: Batch, operations: Sequence[Operation]) -> None:
    """A person signs with one more key; what earlier keys signed stays signed."""
    for one in _trusted(batch, operations):
        _add_key(batch, one, to_bytes(one.body["public_key"]), one.about, to_bytes(one.body["device"]))


def device_admitted(batch: Batch, operations: Sequence[Operation]) -> None:
    """Laptops join the centre."""
    for one in _trusted(batch, operations):
        _add_device(batch, one.about, str(one.body["name"]), one.body)


def device_revoked(batch: Batch, operations: Sequence[Operation]) -> None:
    """Laptops are no longer the centre's."""
    for one in _trusted(batch, operations):
        batch.connection.execute(update(device).where(device.c.id == one.about).values(revoked=1))
        batch.touched.add("device", [one.about])


def origin_begun(batch: Batch, operations: Sequence[Operation]) -> None:
    """A laptop writes on under a new name: after it joined, was restored or copied."""
    rows = [(one.origin, one.about, str(one.body.get("reason", "")), one.at.number()) for one in operations]
    batch.insert(origin, _ORIGIN, rows, ignore=True)
    batch.touched.add("device", {one.about for one in operations})


def registry_joined(batch: Batch, operations: Sequence[Operation]) -> None:
    """The centre shares its records with a registry."""
    written = []
    for one in _trusted(batch, operations):
        sign_key, box_key = to_bytes(one.body["sign_key"]), to_bytes(one.body["box_key"])
        names = (str(one.body["name"]), str(one.body["url"]))
        keys = (id_of(sign_key, box_key), *names, sign_key, box_key)
        written.append((one.origin, one.seq, one.about, *keys, one.at.number()))
    batch.insert(registry, _REGISTRY, written, ignore=not batch.own)
    batch.touched.add("registry", {one.about for one in operations})


def _trusted(batch: Batch, operations: Sequence[Operation]) -> list[Operation]:
    return [one for one in operations if one.id not in batch.broken]


def _add_device(batch: Batch, about: bytes, name: str, body: Any) -> None:
    registers.fold_again_if_known(batch, device, [about])
    row = (about, name, to_bytes(body["sign_key"]), to_bytes(body["box_key"]), 0)
    batch.insert(device, _DEVICE, [row], ignore=True)
    batch.touched.add("device", [about])


def _add_key(batch: Batch, one: Operation, public_key: bytes, person: bytes, on_device: bytes) -> None:
    row = (key_id(public_key), public_key, person, on_device, one.at.number())
    batch.insert(person_key, _KEY, [row], ignore=True)
    batch.touched.add("person_key", [person])
