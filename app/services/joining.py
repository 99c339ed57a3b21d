# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins the centre: it asks with a file, an administrator admits it, the answer brings everything.

The person at each laptop sees the same two words; if they differ, somebody put another request in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import Command
from app.exchange.bundle import ForNewcomer, Piece, read_header, read_pieces
from app.exchange.frames import Fault
from app.exchange.join_answer import Newcomer, Sponsor, Welcome, open_welcome, seal_welcome
from app.exchange.join_request import (
    LARGEST_REQUEST,
    JoinRequest,
    fingerprint,
    read_request,
    request_bytes,
    request_for,
)
from app.exchange.stick_places import require_file, require_folder_for
from app.journal.canonical import to_text
from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.operation import ID_BYTES
from app.records.queries import people
from app.records.queries.people import DeviceRow
from app.records.unit_of_work import Author, Fact, Records
from app.services.exchanging import BundleWish, write_bundle
from app.services.founding import new_database, note_first
from app.services.join_keys import drop_keys, kept_keys, keys_to_ask_with
from app.services.laptop import (
    Laptop,
    origin_begun,
    read_class_keys,
    sign_own_head,
    write_class_keys,
    write_laptop,
)
from app.services.machine import Machine
from app.services.new_folder import check_new, make_whole
from app.services.opening import OpenCentre
from app.services.taking_in import Beside, take_in
from app.services.word_lists import words_of
from app.store import codes
from app.store.durable import write_whole
from app.store.evidence_files import FileVault
from app.store.folder import DataFolder
from app.store.keyring import Keyring
from app.store.keyring_file import save_keyring
from app.store.keys import SALT_BYTES, derive
from app.store.records_file import Database
from app.store.troubles import storage_errors
from app.store.unlocking import Holder, add_derived, add_recovery, files_key, new_file_key, new_keyring
from app.translation import language, later

_CODE_CHARACTERS: Final = 16
"""70 bits and two check characters."""

_NO_REQUEST: Final = later(
    "This laptop has not asked to join with this folder. Nothing was changed. Write a request first, "
    "and have it admitted on another laptop of the centre."
)
_NOT_WHOLE: Final = later(
    "The answer is damaged or was cut short. Nothing was changed. Have it written again on the other laptop."
)
_NO_ANSWER: Final = later(
    "This file is not the answer to a request to join. Nothing was changed. "
    "Choose the file that the other laptop wrote as its answer."
)
_REVOKED: Final = later("The laptop {name} was shut out of the centre and cannot come back. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A laptop that may join: its name, the two words to compare, each person's code for their first sign-in there."""

    device_name: str
    words: str
    codes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Joined:
    """The centre that was joined, who may sign in here, and the recovery code of this laptop, shown this once."""

    centre: str
    people: tuple[str, ...]
    recovery_code: str


def join_request(folder: DataFolder, device_name: str, path: Path, machine: Machine) -> str:
    """Write the request of this laptop to a file. Returns the two words to compare.

    Asking again with the same folder gives the same words. Raises BadInput, StorageTrouble.
    """
    name = clean_name(device_name)
    require_folder_for(path)
    check_new(folder)
    keys = keys_to_ask_with(folder, machine)
    request = request_for(keys, name, language())
    with storage_errors():
        write_whole(path, request_bytes(request, keys))
    return _words(request)


def request_words(path: Path) -> str:
    """The two words of the request in a file. Raises BadInput "not-a-request", StorageTrouble."""
    return _words(_request(path))


def admit(centre: OpenCentre, request: Path, answer: Path) -> Admitted:
    """Admit the laptop of a request, and write the answer that it is to read.

    Everybody gets a code for their first sign-in there; for the administrator who admits it the passphrase stays the
    same. Admitting the same request again writes another answer. Raises NotAllowed, BadInput "not-a-request",
    RuleBroken "revoked", StorageTrouble.
    """
    work = centre.work
    work.allow(Command.ADMIT_DEVICE)
    asked = _request(request)
    name = clean_name(asked.name)
    known = next((row for row in work.read(people.devices, work.records.device) if row.id == asked.device), None)
    _admit_once(centre, asked, name, known)
    newcomers = _newcomers(centre)
    sponsor = Sponsor(work.person, work.person_name, centre.derived)
    welcome = Welcome(work.centre, work.read(read_class_keys), sponsor, newcomers)
    write_bundle(centre, answer, BundleWish(welcome=seal_welcome(welcome, asked.box_key, centre.machine.random)))
    return Admitted(name, _words(asked), {one.name: one.code for one in newcomers})


def accept(folder: DataFolder, answer: Path, machine: Machine) -> Joined:
    """Make this laptop's records from the answer, wholly or not at all; ``open_centre`` opens them.

    Raises BadInput "no-request", "request-lost", "not-an-answer", "not-for-us", "answer-damaged", StorageTrouble.
    """
    keys = kept_keys(folder, machine)
    if keys is None:
        raise BadInput("no-request", _NO_REQUEST)
    header = read_header(answer)
    welcome = open_welcome(_sealed(answer), keys.box)
    if welcome.centre != header.centre:
        raise BadInput("answer-damaged", _NOT_WHOLE)
    device = request_for(keys, "", "").device
    laptop = Laptop(machine.random(ID_BYTES), device, keys, machine.random(ID_BYTES))

    def make(new: DataFolder) -> tuple[Place, str]:
        file_key = new_file_key(machine.random)
        keyring, code = add_recovery(_keyring(welcome, file_key, machine), file_key, machine.random, machine.cost)
        save_keyring(new, keyring)
        today = datetime.fromtimestamp(machine.wall() / 1000).astimezone().date()
        beside = Beside(new, FileVault(new.files, files_key(keyring, file_key)), today)
        with new_database(new, file_key) as database:
            records = _joining_records(database, laptop, welcome, machine)
            place = _fill(records, laptop, welcome, (answer, beside))
        return place, code

    place, code = make_whole(folder, make)
    note_first(machine, laptop, folder, place)
    drop_keys(folder, machine)
    names = (welcome.sponsor.name, *(one.name for one in welcome.people))
    return Joined(header.centre_name, names, code)


def _admit_once(centre: OpenCentre, asked: JoinRequest, name: str, known: DeviceRow | None) -> None:
    if known is not None and known.revoked:
        raise RuleBroken("revoked", _REVOKED, name=known.name)
    if known is None:
        body = {"name": name, "sign_key": to_text(asked.sign_key), "box_key": to_text(asked.box_key)}
        with centre.work.act() as act:
            act.write(Fact("device.admitted", asked.device, body))


def _newcomers(centre: OpenCentre) -> tuple[Newcomer, ...]:
    others = (row for row in centre.work.read(people.people) if not row.disabled and row.id != centre.work.person)
    random = centre.machine.random
    return tuple(Newcomer(row.id, row.name, codes.new_code(_CODE_CHARACTERS, random)) for row in others)


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


def _fill(records: Records, laptop: Laptop, welcome: Welcome, brought: tuple[Path, Beside]) -> Place:
    """Fill the new records with all that the answer brings, and write this laptop's first entry."""
    answer, beside = brought
    with records.transaction() as batch:
        write_laptop(batch.connection, laptop)
        write_class_keys(batch.connection, welcome.class_keys)
    received = take_in(records, _whole(read_pieces(answer)), laptop, beside)
    admitted = any(row.own for row in records.read(people.devices, laptop.device))
    if received.refused or received.waiting or not admitted:
        raise BadInput("answer-damaged", _NOT_WHOLE)
    with records.act(Author(welcome.sponsor.person)) as act:
        act.write(origin_begun(laptop.device, "joined"))
    with records.transaction() as batch:
        sign_own_head(batch, records, laptop)
    return records.place


def _keyring(welcome: Welcome, file_key: bytes, machine: Machine) -> Keyring:
    sponsor, random = welcome.sponsor, machine.random
    keyring = new_keyring(file_key, random)
    holder = Holder(sponsor.person, sponsor.name)
    keyring = add_derived(keyring, holder, "passphrase", sponsor.derived, file_key, random)
    for one in welcome.people:
        derived = derive(codes.read_code(one.code), random(SALT_BYTES), machine.cost)
        keyring = add_derived(keyring, Holder(one.person, one.name), "one-time", derived, file_key, random)
    return keyring


def _whole(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Fault):
            raise BadInput("answer-damaged", _NOT_WHOLE)
        yield piece


def _sealed(answer: Path) -> bytes:
    for piece in read_pieces(answer):
        if isinstance(piece, ForNewcomer):
            return piece.sealed
    raise BadInput("not-an-answer", _NO_ANSWER)


def _request(path: Path) -> JoinRequest:
    require_file(path)
    with storage_errors(), path.open("rb") as file:
        content = file.read(LARGEST_REQUEST)
    return read_request(content)


def _words(request: JoinRequest) -> str:
    return fingerprint(request, words_of(request.language))
