# SPDX-License-Identifier: Apache-2.0
"""The records of a laptop that was admitted, made from its welcome and from what brings everything: wholly or not at
all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.bundle import Piece, read_pieces
from app.exchange.frames import Fault
from app.exchange.join_answer import Welcome
from app.exchange.join_request import DeviceKeys, request_for
from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.operation import ID_BYTES
from app.records.queries import people
from app.records.unit_of_work import Author, Records
from app.services.founding import new_database, note_first
from app.services.join_keys import drop_keys
from app.services.laptop import Laptop, origin_begun, sign_own_head, write_class_keys, write_laptop
from app.services.machine import Machine
from app.services.new_folder import make_whole
from app.services.taking_in import Beside, Brought
from app.store import codes
from app.store.evidence_files import FileVault
from app.store.folder import DataFolder
from app.store.keyring import Keyring
from app.store.keyring_file import save_keyring
from app.store.keys import SALT_BYTES, derive
from app.store.records_file import Database
from app.store.troubles import storage_errors
from app.store.unlocking import Holder, add_derived, add_recovery, files_key, new_file_key, new_keyring
from app.translation import later

NOT_WHOLE: Final = later(
    "The answer is damaged or was cut short. Nothing was changed. Have it written again on the other laptop."
)
Bring = Callable[[Records, Laptop, Beside], None]
"""Fills new records with all that the centre knows."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The centre that was joined, who may sign in here, and the recovery code of this laptop, shown this once."""

    centre: str
    people: tuple[str, ...]
    recovery_code: str


def make_laptop(folder: DataFolder, keys: DeviceKeys, welcome: Welcome, machine: Machine, bring: Bring) -> Joined:
    """Make the records of the laptop that holds these keys; ``open_centre`` opens them.

    Raises BadInput "answer-damaged" where ``bring`` left out that the laptop is admitted, StorageTrouble, and what
    ``bring`` raises; nothing is left then.
    """
    device = request_for(keys, "", "").device
    laptop = Laptop(machine.random(ID_BYTES), device, keys, machine.random(ID_BYTES))

    def make(new: DataFolder) -> tuple[Place, Joined]:
        file_key = new_file_key(machine.random)
        keyring, code = add_recovery(_keyring(welcome, file_key, machine), file_key, machine.random, machine.cost)
        save_keyring(new, keyring)
        today = datetime.fromtimestamp(machine.wall() / 1000).astimezone().date()
        beside = Beside(new, FileVault(new.files, files_key(keyring, file_key)), today)
        with new_database(new, file_key) as database:
            records = _joining_records(database, laptop, welcome, machine)
            with records.transaction() as batch:
                write_laptop(batch.connection, laptop)
                write_class_keys(batch.connection, welcome.class_keys)
            bring(records, laptop, beside)
            _begin_writing(records, laptop, welcome)
            name = records.read(people.centre).name
        who = (welcome.sponsor.name, *(one.name for one in welcome.people))
        return records.place, Joined(name, who, code)

    place, joined = make_whole(folder, make)
    note_first(machine, laptop, folder, place)
    drop_keys(folder, machine)
    return joined


def require_whole(brought: Brought) -> None:
    """Raise BadInput "answer-damaged" where something of what came could not be taken in."""
    if brought.refused or brought.waiting:
        raise BadInput("answer-damaged", NOT_WHOLE)


def whole_pieces(path: Path) -> Iterator[Piece]:
    """The pieces of a file that brings everything. Raises BadInput "answer-damaged" at the first that is not whole."""
    for piece in read_pieces(path):
        if isinstance(piece, Fault):
            raise BadInput("answer-damaged", NOT_WHOLE)
        yield piece


def _begin_writing(records: Records, laptop: Laptop, welcome: Welcome) -> None:
    """Write this laptop's first entry."""
    if not any(row.own for row in records.read(people.devices, laptop.device)):
        raise BadInput("answer-damaged", NOT_WHOLE)
    with records.act(Author(welcome.sponsor.person)) as act:
        act.write(origin_begun(laptop.device, "joined"))
    with records.transaction() as batch:
        sign_own_head(batch, records, laptop)


def _joining_records(database: Database, laptop: Laptop, welcome: Welcome, machine: Machine) -> Records:
    return Records(
        database.writer,
        database.reader,
        welcome.centre,
        laptop.device,
        Place(laptop.origin),
        HybridClock(machine.wall),
        machine.random,
        guard=storage_errors,
    )


def _keyring(welcome: Welcome, file_key: bytes, machine: Machine) -> Keyring:
    sponsor, random = welcome.sponsor, machine.random
    keyring = new_keyring(file_key, random)
    holder = Holder(sponsor.person, sponsor.name)
    keyring = add_derived(keyring, holder, "passphrase", sponsor.derived, file_key, random)
    for one in welcome.people:
        derived = derive(codes.read_code(one.code), random(SALT_BYTES), machine.cost)
        keyring = add_derived(keyring, Holder(one.person, one.name), "one-time", derived, file_key, random)
    return keyring
