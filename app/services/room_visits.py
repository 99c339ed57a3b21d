# SPDX-License-Identifier: Apache-2.0
"""Going to a laptop that shares its records in the same room: to exchange with it, or to join its centre.

A laptop of the centre is known by its key, which the records hold, so nothing is asked. A new laptop knows nobody: its
person and the one at the other laptop compare two words.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, RuleBroken
from app.exchange.http import Asker, HttpPeer
from app.exchange.http_entrance import card_at
from app.exchange.http_troubles import of_answer, of_error
from app.exchange.join_request import DeviceKeys, JoinRequest, request_bytes, request_for
from app.exchange.protocol import ANSWERED, BAD_MESSAGE, read_message
from app.exchange.room_finding import PORT, Heard, ask
from app.exchange.room_tls import key_at
from app.exchange.room_words import NUMBER_BYTES, asking, drawn_words, promise, read_number, showing
from app.exchange.signatures import ANSWER, Request, answer_is_signed, sign_request
from app.exchange.troubles import Garbled, NotAdmitted, NotOurs, Unreachable, WrongPeer
from app.records import peers
from app.records.fold.batch import Batch
from app.records.peers import PeerRow
from app.records.queries import people
from app.records.queries.people import LaptopRow
from app.services.after_arrival import after_arrival
from app.services.join_keys import keys_to_ask_with
from app.services.machine import Machine
from app.services.meeting import Own
from app.services.new_folder import check_new
from app.services.opening import OpenCentre
from app.services.room import JOIN, OCTETS, REFUSED
from app.services.syncing import AT_ONCE, Manner, Synced, asking_beside, sync
from app.services.word_lists import words_of
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import language, later

if TYPE_CHECKING:
    import httpx

_NONCE_BYTES: Final = 16
_CONNECT_SECONDS: Final = 10.0
_SECONDS: Final = 60.0
_PIECE: Final = 256 * 1024
_PORTS: Final = range(1, 65_536)
_NO_ADDRESS: Final = later(
    "“{address}” is no address of a laptop. Nothing was sent. Type it as the other laptop shows it, as 192.168.1.20"
)
_NOT_LET_IN: Final = later(
    "The other laptop did not let this one in. Nothing was changed. Ask the administrator there, and ask again."
)


_FORGOTTEN: Final = later(
    "The other laptop no longer knows that this one asked: it stopped sharing in between. Nothing was changed. "
    "Ask again, and compare the two words anew."
)


@dataclass(frozen=True, slots=True)
class AskedRoom:
    """A request to join that waits at another laptop, whose key is ``key``. Both screens show the same two words."""

    address: str
    key: bytes
    device: bytes
    keys: DeviceKeys
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    """An encrypted line to the laptop with this key, and to nobody else."""

    client: "httpx.Client"
    url: str
    key: bytes


def find_rooms(machine: Machine, seconds: float = 2.0, port: int = PORT) -> list[Heard]:
    """The laptops that say they share in this room. Takes so many seconds."""
    return ask(machine.random(_NONCE_BYTES), seconds, port)


def exchange_in_room(centre: OpenCentre, address: str, manner: Manner = AT_ONCE) -> Synced:
    """Exchange records with the laptop at an address ("192.168.1.20", or with a port).

    Hindrances on the way are told in the answer. Raises BadInput "no-address", Unreachable, NotOurs.
    """
    with _line_to(address) as line:
        known = manner.turn(lambda: centre.work.read(people.laptop_with_key, line.key))
        if known is None or known.id == centre.laptop.device:
            raise NotOurs(address)
        row = manner.turn(lambda: _kept(centre, known))
        with asking_beside(manner) as beside:
            done = sync(_own(centre), _peer(centre, line), row, beside)
        manner.turn(lambda: after_arrival(centre))
        return done


def ask_room(folder: DataFolder, device_name: str, address: str, machine: Machine) -> AskedRoom:
    """Ask the laptop at an address to be let into its centre, under this name. Asking again gives other words.

    Raises BadInput, StorageTrouble, Unreachable, WrongPeer, SlowDown where too many wait there.
    """
    name = clean_name(device_name)
    check_new(folder)
    with _line_to(address) as line:
        keys = keys_to_ask_with(folder, machine)
        request = request_for(keys, name, language())
        return AskedRoom(address, line.key, request.device, keys, _ask(line, request, keys, machine))


def fetch_answer(asked: AskedRoom, path: Path) -> bool:
    """Whether the person at the other laptop has let this one in: then the answer lies at the path, for ``accept``.

    False as long as nobody decided, also while the other laptop cannot be reached. Raises RuleBroken "not-let-in", or
    "ask-again" where the other laptop shares anew and knows of no request; StorageTrouble, WrongPeer.
    """
    with suppress(Unreachable), _line_to(asked.address) as line:
        if line.key != asked.key:
            raise WrongPeer
        try:
            return _fetched(line, _question(line, asked), path)
        except NotAdmitted as error:
            raise RuleBroken("ask-again", _FORGOTTEN) from error
    return False


def _ask(line: _Line, request: JoinRequest, keys: DeviceKeys, machine: Machine) -> str:
    """The two words of this request: its number is promised first, and shown when that of the other side is known."""
    number = machine.random(NUMBER_BYTES)
    theirs = _told(line, JOIN, asking(request_bytes(request, keys), promise(request, number)))
    try:
        numbers = number, read_number(theirs)
    except BAD_MESSAGE as error:
        raise Garbled from error
    _told(line, f"{JOIN}/{request.device.hex()}", showing(number))
    return drawn_words(request, line.key, numbers, words_of(request.language))


def _told(line: _Line, place: str, content: bytes) -> bytes:
    """The signed answer to something that is said."""
    with _sent(line, line.client.build_request("POST", line.url + place, content=content)) as answer:
        return _proven(line, answer)


def _question(line: _Line, asked: AskedRoom) -> "httpx.Request":
    """What became of the request; signed at the other laptop's time, since clocks differ."""
    place, created = f"{JOIN}/{asked.device.hex()}", card_at(line.client, line.url).now // 1000
    signed = sign_request(
        Request("GET", place, "", b""), device=asked.device, private_key=asked.keys.sign, server_key=line.key,
        created=created,
    )  # fmt: skip
    return line.client.build_request("GET", line.url + place, headers=signed)


def _fetched(line: _Line, request: "httpx.Request", path: Path) -> bool:
    with _sent(line, request) as answer:
        if answer.headers.get("content-type") != OCTETS:
            if _read(line, answer)["state"] == REFUSED:
                raise RuleBroken("not-let-in", _NOT_LET_IN)
            return False
        with storage_errors(), path.open("wb") as file:
            for piece in answer.iter_raw(_PIECE):
                file.write(piece)
        return True


def _read(line: _Line, answer: "httpx.Response") -> dict[str, object]:
    try:
        return read_message(_proven(line, answer))
    except BAD_MESSAGE as error:
        raise Garbled from error


def _proven(line: _Line, answer: "httpx.Response") -> bytes:
    content = answer.read()
    if not answer_is_signed(ANSWERED, content, answer.headers.get(ANSWER.lower(), ""), line.key):
        raise Garbled
    return content


@contextmanager
def _sent(line: _Line, request: "httpx.Request") -> "Iterator[httpx.Response]":
    """The answer while it comes. Raises a trouble."""
    import httpx

    try:
        answer = line.client.send(request, stream=True)
        try:
            if answer.status_code != httpx.codes.OK:
                raise of_answer(answer.status_code, answer.headers, answer.read())
            yield answer
        finally:
            answer.close()
    except httpx.HTTPError as error:
        raise of_error(error, line.url) from error


@contextmanager
def _line_to(address: str) -> Iterator[_Line]:
    import httpx

    host, port = _place(address)
    key, context = key_at(host, port, _CONNECT_SECONDS)
    timeout = httpx.Timeout(_SECONDS, connect=_CONNECT_SECONDS)
    with httpx.Client(verify=context, timeout=timeout, trust_env=False, follow_redirects=False) as client:
        yield _Line(client, f"https://{host}:{port}", key)


def _place(address: str) -> tuple[str, int]:
    """Host and port of an address. Raises BadInput "no-address"."""
    host, _, port = address.strip().partition(":")
    number = int(port) if port.isascii() and port.isdigit() else (0 if port else PORT)
    if not host or number not in _PORTS or not host.replace(".", "").replace("-", "").isalnum() or not host.isascii():
        raise BadInput("no-address", _NO_ADDRESS, address=address)
    return host, number


def _kept(centre: OpenCentre, known: LaptopRow) -> PeerRow:
    """The other laptop as a peer; greeted each time, since it says itself how much it takes at once."""

    def keep(batch: Batch) -> PeerRow:
        fresh = PeerRow(known.id, known.name, "", known.sign_key)
        row = replace(peers.find(batch.connection, known.id) or fresh, name=known.name, met_at=0)
        peers.keep(batch.connection, row)
        return row

    with centre.work.records.transaction() as batch:
        return keep(batch)


def _own(centre: OpenCentre) -> Own:
    return Own(centre.work.records, centre.laptop, centre.work.author)


def _peer(centre: OpenCentre, line: _Line) -> HttpPeer:
    machine, laptop = centre.machine, centre.laptop
    asker = Asker(centre.work.centre, laptop.device, laptop.keys.sign, machine.wall, machine.random)
    return HttpPeer(line.client, line.url, line.key, asker)
