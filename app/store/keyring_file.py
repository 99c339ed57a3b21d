# SPDX-License-Identifier: Apache-2.0
"""The keyring on disk: people.json.

While the records are put under a new file key, the file holds two keyrings: today's, and the next one with the first
bytes of the encrypted file that it will open. Whichever file then lies in the folder, its keyring is at hand.
"""

import json
from typing import Any

from app.domain.refusals import StorageTrouble
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.keyring import Cost, Keyring, Wrap
from app.store.troubles import storage_errors
from app.translation import later

HEADER_BYTES = 16
_FORMAT = 1
# A tampered list must not make the sign-in take all memory or all day.
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 16, 16

_MISSING = later(
    "The list of people who may open these records is missing from the folder. The records were left as they are. "
    "Put the file people.json back from a copy, or restore the newest backup."
)
_DAMAGED = later(
    "The list of people who may open these records is damaged. The records were left as they are. "
    "Put the file people.json back from a copy, or restore the newest backup."
)
_NEWER = later(
    "These records were made by a newer version of the program. Nothing was changed. Update the program on this laptop."
)


def load_keyring(folder: DataFolder) -> Keyring:
    """The keyring of the records in this folder.

    Raises StorageTrouble: "missing-people", "damaged-people", "newer".
    """
    if not folder.people.exists():
        raise StorageTrouble("missing-people", _MISSING)
    with storage_errors():
        return read_keyring(folder.people.read_bytes(), _header(folder))


def save_keyring(folder: DataFolder, keyring: Keyring) -> None:
    """Put the keyring into the folder, at once and durably. Raises StorageTrouble; the old one is then still there."""
    with storage_errors():
        write_whole(folder.people, keyring_bytes(keyring))


def announce_keyring(folder: DataFolder, now: Keyring, next_keyring: Keyring, next_header: bytes) -> None:
    """Keep both keyrings until the file that begins with ``next_header`` has taken its place."""
    with storage_errors():
        write_whole(folder.people, keyring_bytes(now, next_keyring, next_header))


def keyring_bytes(keyring: Keyring, next_keyring: Keyring | None = None, next_header: bytes = b"") -> bytes:
    """The keyring as people.json holds it: the same keyring always gives the same bytes."""
    document: dict[str, Any] = {"format": _FORMAT, "now": _keyring_out(keyring)}
    if next_keyring is not None:
        document["next"] = {"header": next_header.hex(), "keyring": _keyring_out(next_keyring)}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_keyring(content: bytes, header: bytes = b"") -> Keyring:
    """The keyring for the file that begins with ``header``. Raises StorageTrouble "damaged-people", "newer"."""
    try:
        document = json.loads(content)
        if document["format"] > _FORMAT:
            raise StorageTrouble("newer", _NEWER)
        coming = document.get("next")
        if coming and header and bytes.fromhex(coming["header"]) == header:
            return _keyring_in(coming["keyring"])
        return _keyring_in(document["now"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageTrouble("damaged-people", _DAMAGED) from error


def _header(folder: DataFolder) -> bytes:
    if not folder.database.exists():
        return b""
    with folder.database.open("rb") as file:
        return file.read(HEADER_BYTES)


def _keyring_out(keyring: Keyring) -> dict[str, Any]:
    return {
        "check": keyring.check.hex(),
        "files": keyring.files.hex(),
        "people": [_wrap_out(wrap) for wrap in keyring.people],
        "recovery": _wrap_out(keyring.recovery) if keyring.recovery else None,
    }


def _wrap_out(wrap: Wrap) -> dict[str, Any]:
    return {
        "id": wrap.person.hex(),
        "name": wrap.name,
        "kind": wrap.kind,
        "argon2id": {"kib": wrap.cost.memory_kib, "passes": wrap.cost.passes, "lanes": wrap.cost.lanes},
        "salt": wrap.salt.hex(),
        "public": wrap.public.hex(),
        "key": wrap.sealed.hex(),
        "mark": wrap.mark.hex(),
    }


def _keyring_in(found: dict[str, Any]) -> Keyring:
    recovery = found["recovery"]
    return Keyring(
        bytes.fromhex(found["check"]),
        bytes.fromhex(found["files"]),
        tuple(_wrap_in(wrap) for wrap in found["people"]),
        _wrap_in(recovery) if recovery else None,
    )


def _wrap_in(found: dict[str, Any]) -> Wrap:
    if found["kind"] not in ("passphrase", "one-time", "recovery") or not isinstance(found["name"], str):
        raise ValueError(found["kind"])
    return Wrap(
        bytes.fromhex(found["id"]),
        found["name"],
        found["kind"],
        _cost_in(found["argon2id"]),
        *(bytes.fromhex(found[part]) for part in ("salt", "public", "key", "mark")),
    )


def _cost_in(found: dict[str, Any]) -> Cost:
    cost = Cost(int(found["kib"]), int(found["passes"]), int(found["lanes"]))
    if not (0 < cost.memory_kib <= _MOST_KIB and 0 < cost.passes <= _MOST_PASSES and 0 < cost.lanes <= _MOST_LANES):
        raise ValueError(cost)
    return cost
