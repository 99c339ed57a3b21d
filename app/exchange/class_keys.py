# SPDX-License-Identifier: Apache-2.0
"""The centre's keys on their way: sealed for one laptop or registry inside an entry that an administrator signed.

A registry is given the keys of names and of what documents say, never that of private fields.
"""

import re
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import AWARD, IDENTITY, PRIVATE
from app.exchange.key_cover import ClassKeys
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES, Operation, OpId
from app.records import log, rows
from app.records.journal_tables import class_key
from app.records.journal_tables import operation as journal
from app.records.tables import breach
from app.store.keys import KEY_BYTES, seal, unseal

FOR_REGISTRIES: Final = (IDENTITY, AWARD)
"""Classes of keys that a registry is given."""
_CLASSES: Final = (IDENTITY, PRIVATE, AWARD)
_CARRYING: Final = ("device.revoked", "registry.joined")
_EPOCH: Final = re.compile("[1-9][0-9]{0,8}")
_SEALED: Final = b"guildmark class keys 1\0"


def for_registries(keys: ClassKeys) -> ClassKeys:
    """Those of the keys that a registry is given."""
    return {(name, epoch): key for (name, epoch), key in keys.items() if name in FOR_REGISTRIES}


def sealed_for(id_: bytes, box_key: bytes, keys: ClassKeys, random: Callable[[int], bytes]) -> str:
    """The keys for the holder of the box key alone, as they stand in an entry under the holder's id."""
    content = canonical({f"{name} {epoch}": to_text(key) for (name, epoch), key in keys.items()})
    return to_text(seal(box_key, content, _SEALED + id_, random))


def opened(sealed: object, id_: bytes, private_box_key: bytes) -> ClassKeys:
    """The keys behind ``sealed_for``; none where they are not for this holder."""
    try:
        content = unseal(private_box_key, to_bytes(sealed), _SEALED + id_)
        named = parse(content) if content else {}
    except (NotCanonical, ValueError):
        return {}
    return dict(one for item in named.items() if (one := _one(*item)))


def keys_for(connection: Connection, id_: bytes, private_box_key: bytes) -> ClassKeys:
    """All keys that entries hold for this laptop or registry, as far as those who wrote them had the right to."""
    found: dict[tuple[str, int], bytes] = {}
    for one in _carrying(connection):
        found |= keys_in(one, id_, private_box_key)
    return found


def shuttings_out(connection: Connection) -> list[Operation]:
    """The entries that shut laptops out, by those who had the right to."""
    return [one for one in _carrying(connection) if one.kind == "device.revoked"]


def keys_in(one: Operation, id_: bytes, private_box_key: bytes) -> ClassKeys:
    """The keys that an entry holds for this laptop or registry; none where it holds none for it."""
    sealed = one.body.get("keys")
    return opened(sealed.get(to_text(id_)), id_, private_box_key) if isinstance(sealed, dict) else {}


def receivers(one: Operation) -> set[bytes]:
    """For whom an entry holds keys."""
    sealed = one.body.get("keys")
    return {to_bytes(id_) for id_ in sealed if _is_id(id_)} if isinstance(sealed, dict) else set()


def write_class_keys(connection: Connection, keys: ClassKeys) -> None:
    """Keep the centre's keys."""
    values = [(name, epoch, key) for (name, epoch), key in keys.items()]
    rows.insert(connection, class_key, values, ("class", "epoch", "key"), ignore=True)


def read_class_keys(connection: Connection) -> dict[tuple[str, int], bytes]:
    """The centre's keys, by class and epoch."""
    found = connection.execute(select(class_key.c["class"], class_key.c.epoch, class_key.c.key))
    return {(name, epoch): key for name, epoch, key in found}


def _carrying(connection: Connection) -> list[Operation]:
    broken = {OpId(row.origin, row.seq) for row in connection.execute(select(breach.c.origin, breach.c.seq))}
    return [one for one in log.where(connection, journal.c.kind.in_(_CARRYING)) if one.id not in broken]


def _is_id(text: object) -> bool:
    try:
        return len(to_bytes(text)) == ID_BYTES
    except NotCanonical:
        return False


def _one(name: str, text: object) -> tuple[tuple[str, int], bytes] | None:
    """A key with its class and epoch; None for what this program could not close anything with."""
    key_class, _, epoch = name.partition(" ")
    if key_class not in _CLASSES or not _EPOCH.fullmatch(epoch):
        return None
    try:
        key = to_bytes(text)
    except NotCanonical:
        return None
    return ((key_class, int(epoch)), key) if len(key) == KEY_BYTES else None
