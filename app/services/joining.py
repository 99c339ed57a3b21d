# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins the centre: it asks with a file, an administrator admits it, the answer brings everything.

The person at each laptop sees the same two words; if they differ, somebody put another request in its place.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import Command
from app.exchange.bundle import ForNewcomer, read_header, read_pieces
from app.exchange.enrolment import Card
from app.exchange.join_answer import Newcomer, Sponsor, Welcome, open_welcome, seal_welcome
from app.exchange.join_request import (
    LARGEST_REQUEST,
    DeviceKeys,
    JoinRequest,
    fingerprint,
    read_request,
    request_bytes,
    request_for,
)
from app.exchange.stick_places import require_file, require_folder_for
from app.journal.canonical import to_text
from app.records.queries import people
from app.records.unit_of_work import Fact, Records
from app.services.exchanging import BundleWish, write_bundle
from app.services.join_keys import kept_keys, keys_to_ask_with
from app.services.laptop import Laptop, read_class_keys
from app.services.machine import Machine
from app.services.new_folder import check_new
from app.services.new_laptop import NOT_WHOLE, Joined, make_laptop, require_whole, whole_pieces
from app.services.opening import OpenCentre
from app.services.taking_in import Beside, take_in
from app.services.word_lists import words_of
from app.store import codes
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import language, later

_CODE_CHARACTERS: Final = 16
"""70 bits and two check characters."""

_NO_REQUEST: Final = later(
    "This laptop has not asked to join with this folder. Nothing was changed. Write a request first, "
    "and have it admitted on another laptop of the centre."
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


def join_request(folder: DataFolder, device_name: str, path: Path, machine: Machine) -> str:
    """Write the request of this laptop to a file. Returns the two words to compare.

    Asking again with the same folder gives the same words. Raises BadInput, StorageTrouble.
    """
    require_folder_for(path)
    request, signed = asking(folder, device_name, machine)
    with storage_errors():
        write_whole(path, signed)
    return words(request)


def asking(folder: DataFolder, device_name: str, machine: Machine) -> tuple[JoinRequest, bytes]:
    """The request of this laptop, and as it signs it; the same keys for the same folder. Raises BadInput,
    StorageTrouble."""
    name = clean_name(device_name)
    check_new(folder)
    keys = keys_to_ask_with(folder, machine)
    request = request_for(keys, name, language())
    return request, request_bytes(request, keys)


def request_words(path: Path) -> str:
    """The two words of the request in a file. Raises BadInput "not-a-request", StorageTrouble."""
    return words(_request(path))


def admit(centre: OpenCentre, request: Path, answer: Path) -> Admitted:
    """Admit the laptop of a request, and write the answer that it is to read.

    Everybody gets a code for their first sign-in there; for the administrator who admits it the passphrase stays the
    same. Admitting the same request again writes another answer. Raises NotAllowed, BadInput "not-a-request",
    RuleBroken "revoked", StorageTrouble.
    """
    centre.work.allow(Command.ADMIT_DEVICE)
    asked = _request(request)
    name = admit_once(centre, asked)
    welcome = welcome_to(centre)
    write_bundle(centre, answer, BundleWish(welcome=seal_welcome(welcome, asked.box_key, centre.machine.random)))
    return Admitted(name, words(asked), first_codes(welcome))


def accept(folder: DataFolder, answer: Path, machine: Machine) -> Joined:
    """Make this laptop's records from the answer, wholly or not at all; ``open_centre`` opens them.

    Raises BadInput "no-request", "request-lost", "not-an-answer", "not-for-us", "answer-damaged", StorageTrouble.
    """
    keys = asked_keys(folder, machine)
    header = read_header(answer)
    welcome = open_welcome(_sealed(answer), keys.box)
    if welcome.centre != header.centre:
        raise BadInput("answer-damaged", NOT_WHOLE)

    def bring(records: Records, laptop: Laptop, beside: Beside) -> None:
        require_whole(take_in(records, whole_pieces(answer), laptop, beside))

    return make_laptop(folder, keys, welcome, machine, bring)


def asked_keys(folder: DataFolder, machine: Machine) -> DeviceKeys:
    """The keys with which this folder asked to join. Raises BadInput "no-request", "request-lost", StorageTrouble."""
    keys = kept_keys(folder, machine)
    if keys is None:
        raise BadInput("no-request", _NO_REQUEST)
    return keys


def admit_once(centre: OpenCentre, asked: JoinRequest) -> str:
    """Write down that a laptop is admitted, unless that was done before. Returns its name.

    Raises BadInput, RuleBroken "revoked", StorageTrouble.
    """
    work, name = centre.work, clean_name(asked.name)
    known = next((row for row in work.read(people.devices, work.records.device) if row.id == asked.device), None)
    if known is not None and known.revoked:
        raise RuleBroken("revoked", _REVOKED, name=known.name)
    if known is None:
        body = {"name": name, "sign_key": to_text(asked.sign_key), "box_key": to_text(asked.box_key)}
        with work.act() as act:
            act.write(Fact("device.admitted", asked.device, body))
    return name


def welcome_to(centre: OpenCentre, registry: Card | None = None) -> Welcome:
    """What a new laptop needs: the centre's keys, and a fresh code for everybody but the administrator at work."""
    work = centre.work
    sponsor = Sponsor(work.person, work.person_name, centre.derived)
    return Welcome(work.centre, work.read(read_class_keys), sponsor, _newcomers(centre), registry)


def first_codes(welcome: Welcome) -> dict[str, str]:
    """Each person's code for their first sign-in on the new laptop."""
    return {one.name: one.code for one in welcome.people}


def words(request: JoinRequest) -> str:
    """The two words to compare. Takes about half a second."""
    return fingerprint(request, words_of(request.language))


def _newcomers(centre: OpenCentre) -> tuple[Newcomer, ...]:
    others = (row for row in centre.work.read(people.people) if not row.disabled and row.id != centre.work.person)
    random = centre.machine.random
    return tuple(Newcomer(row.id, row.name, codes.new_code(_CODE_CHARACTERS, random)) for row in others)


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
