# SPDX-License-Identifier: Apache-2.0
"""Founding a centre: its records, its first administrator, its first laptop."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final

from app.domain.centres import clean_centre_code, clean_country
from app.domain.names import clean_name, clean_text
from app.domain.rights import Role
from app.exchange.join_request import DeviceKeys
from app.journal.canonical import to_text
from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.operation import ID_BYTES, NOBODY
from app.journal.signing import public_key, signer
from app.records import schema
from app.records.unit_of_work import Author, Fact, Records
from app.services.laptop import Laptop, first_class_keys, sign_own_head, write_class_keys, write_laptop
from app.services.machine import Machine
from app.services.new_folder import check_new, make_whole
from app.services.sign_in import new_secret
from app.services.signing_keys import keep_key
from app.store.folder import DataFolder
from app.store.keyring_file import save_keyring
from app.store.keys import KEY_BYTES, public_half
from app.store.records_file import Database, create_database, open_database
from app.store.troubles import storage_errors
from app.store.unlocking import Holder, add_derived, add_recovery, new_file_key, new_keyring
from app.store.witness import open_witness

LONGEST_PLACE: Final = 200


@dataclass(frozen=True, slots=True)
class CentreWish:
    """What a centre is to be called: its name, its code and country in certificate numbers, its administrator."""

    name: str
    code: str
    country: str
    admin: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new centre, and the recovery code to be printed and locked away: it is shown this once."""

    centre: bytes
    recovery_code: str


def found_centre(folder: DataFolder, wish: CentreWish, passphrase: str, device_name: str, machine: Machine) -> Founded:
    """Make the records of a new centre in a new folder, wholly or not at all; ``open_centre`` opens them.

    Raises BadInput for a name, code, country or passphrase that cannot be; StorageTrouble.
    """
    clean = CentreWish(
        clean_name(wish.name), clean_centre_code(wish.code), clean_country(wish.country), clean_name(wish.admin),
        clean_text(wish.place, LONGEST_PLACE),
    )  # fmt: skip
    device_name = clean_name(device_name)
    check_new(folder)
    derived = new_secret(passphrase, machine)
    founder = Holder(machine.random(ID_BYTES), clean.admin)
    keys = new_device_keys(machine)
    laptop = Laptop(machine.random(ID_BYTES), machine.random(ID_BYTES), keys, machine.random(ID_BYTES))

    def make(new: DataFolder) -> tuple[Records, str]:
        file_key = new_file_key(machine.random)
        with new_database(new, file_key) as database:
            records = Records(
                database.writer, database.reader, NOBODY, laptop.device, Place(laptop.origin),
                HybridClock(machine.wall), machine.random, guard=storage_errors,
            )  # fmt: skip
            _write_first(records, clean, device_name, (founder.person, derived.second), laptop)
        keyring = add_derived(
            new_keyring(file_key, machine.random), founder, "passphrase", derived, file_key, machine.random
        )
        keyring, code = add_recovery(keyring, file_key, machine.random, machine.cost)
        save_keyring(new, keyring)
        return records, code

    records, code = make_whole(folder, make)
    note_first(machine, laptop, folder, records.place)
    return Founded(records.centre, code)


def new_device_keys(machine: Machine) -> DeviceKeys:
    """Fresh private keys of a laptop."""
    return DeviceKeys(machine.random(KEY_BYTES), machine.random(KEY_BYTES))


@contextmanager
def new_database(folder: DataFolder, file_key: bytes) -> Iterator[Database]:
    """Fresh empty records, open for a block. Raises StorageTrouble."""
    create_database(folder, file_key, schema.build, schema.FORMAT)
    database = open_database(folder, file_key, schema.FORMAT)
    try:
        yield database
    finally:
        database.close()


def note_first(machine: Machine, laptop: Laptop, folder: DataFolder, place: Place) -> None:
    """Note outside the new records where they stand. Raises StorageTrouble."""
    with storage_errors(), closing(open_witness(machine.state, laptop.installation, folder)) as witness:
        witness.write(place.origin, place.seq, place.hash, machine.wall())


def _write_first(
    records: Records, wish: CentreWish, device_name: str, founder: tuple[bytes, bytes], laptop: Laptop
) -> None:
    """The first entries of a centre: everything that is trusted later rests on the first of them."""
    person, secret = founder
    private = records.random(KEY_BYTES)
    founding = {
        "name": wish.name, "code": wish.code, "country": wish.country, "place": wish.place,
        "nonce": to_text(records.random(ID_BYTES)), "person": to_text(person),
        "person_key": to_text(public_key(private)), "device": to_text(laptop.device), "device_name": device_name,
        "sign_key": to_text(public_key(laptop.keys.sign)), "box_key": to_text(public_half(laptop.keys.box)),
    }  # fmt: skip
    with records.act(Author(person, signer(private))) as act:
        write_laptop(act.connection, laptop)
        write_class_keys(act.connection, first_class_keys(records.random))
        keep_key(act.connection, person, private, secret, records.random)
        act.write(Fact("centre.founded", NOBODY, founding))
        act.write(Fact("person.added", person, {"name": wish.admin, "roles": Role.ADMINISTRATOR.value, "disabled": ""}))
    with records.transaction() as batch:
        sign_own_head(batch, records, laptop)
