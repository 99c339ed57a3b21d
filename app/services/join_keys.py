# SPDX-License-Identifier: Apache-2.0
"""The keys of a laptop that has asked to join and has no encrypted file yet.

They wait in the state folder, for the computer's user only, and go once they are in the encrypted file.
"""

import hashlib
import json
from pathlib import Path

from app.exchange.join_request import DeviceKeys
from app.services.founding import new_device_keys
from app.services.machine import Machine
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.store.witness import folder_name


def kept_keys(folder: DataFolder, machine: Machine) -> DeviceKeys | None:
    """The keys with which this folder asked to join, if it did. Raises StorageTrouble."""
    place = _place(folder, machine)
    if not place.exists():
        return None
    with storage_errors():
        kept = json.loads(place.read_bytes())
    return DeviceKeys(bytes.fromhex(kept["sign"]), bytes.fromhex(kept["box"]))


def keep_new_keys(folder: DataFolder, machine: Machine) -> DeviceKeys:
    """Fresh keys, kept until the answer comes. Raises StorageTrouble."""
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


def _place(folder: DataFolder, machine: Machine) -> Path:
    name = hashlib.sha256(folder_name(folder).encode(errors="replace")).hexdigest()
    return machine.state / f"joining-{name[:16]}"
