# SPDX-License-Identifier: Apache-2.0
"""The keys of a laptop that has asked to join and has no encrypted file yet.

They wait in the state folder, for the computer's user only, and go once they are in the encrypted file.
"""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.join_request import DeviceKeys
from app.services.founding import new_device_keys
from app.services.machine import Machine
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.store.witness import folder_name
from app.translation import later

_KEY_BYTES: Final = 32
_LOST: Final = later(
    "What this laptop kept of its request to join is damaged, so this answer cannot be read any more. "
    "Begin again: write a new request, and have it admitted on another laptop of the centre."
)


def kept_keys(folder: DataFolder, machine: Machine) -> DeviceKeys | None:
    """The keys with which this folder asked to join, if it did. Raises BadInput "request-lost", StorageTrouble."""
    place = _place(folder, machine)
    if not place.exists():
        return None
    with storage_errors():
        content = place.read_bytes()
    try:
        return _keys_in(content)
    except (ValueError, KeyError, TypeError):
        raise BadInput("request-lost", _LOST) from None


def keys_to_ask_with(folder: DataFolder, machine: Machine) -> DeviceKeys:
    """The keys with which this folder asked before, or fresh ones, kept until the answer. Raises StorageTrouble."""
    with suppress(BadInput):
        kept = kept_keys(folder, machine)
        if kept is not None:
            return kept
    return _keep_new_keys(folder, machine)


def _keep_new_keys(folder: DataFolder, machine: Machine) -> DeviceKeys:
    keys, place = new_device_keys(machine), _place(folder, machine)
    with storage_errors():
        place.parent.mkdir(0o700, parents=True, exist_ok=True)
        write_whole(place, json.dumps({"sign": keys.sign.hex(), "box": keys.box.hex()}).encode())
        place.chmod(0o600)
    return keys


def drop_keys(folder: DataFolder, machine: Machine) -> None:
    """The keys are no longer needed here. Raises StorageTrouble."""
    with storage_errors():
        _place(folder, machine).unlink(missing_ok=True)


def _keys_in(content: bytes) -> DeviceKeys:
    kept = json.loads(content)
    keys = DeviceKeys(bytes.fromhex(kept["sign"]), bytes.fromhex(kept["box"]))
    if {len(keys.sign), len(keys.box)} != {_KEY_BYTES}:
        raise ValueError("a key has 32 bytes")
    return keys


def _place(folder: DataFolder, machine: Machine) -> Path:
    name = hashlib.sha256(folder_name(folder).encode(errors="replace")).hexdigest()
    return machine.state / f"joining-{name[:16]}"
