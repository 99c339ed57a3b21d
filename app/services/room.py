# SPDX-License-Identifier: Apache-2.0
"""A laptop shares its records with others in the same room: those of its centre exchange with it, new ones may join.

Nobody is trusted for being in the room. Laptops of the centre are known by their keys; a new one is known by the two
words that both screens show, and an administrator here admits it.
"""

import logging
import tempfile
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.domain.names import clean_name
from app.domain.refusals import NotFound, Refused, StorageTrouble
from app.exchange.answering import Covers
from app.exchange.direct import Store
from app.exchange.join_request import JoinRequest, read_request
from app.exchange.protocol import BAD_MESSAGE, message
from app.exchange.room_finding import PORT, answering, own_addresses
from app.exchange.room_server import Answered, Asked, room_server
from app.exchange.room_tls import serving
from app.exchange.room_words import NUMBER_BYTES, drawn_words, keeps, read_asking, read_number
from app.journal.canonical import to_text
from app.journal.signing import public_key
from app.records.queries import people
from app.services.after_arrival import after_arrival
from app.services.joining import Admitted, admit
from app.services.laptop import begin_origin, last_place, read_class_keys, sign_own_head
from app.services.meeting import Turn
from app.services.opening import OpenCentre
from app.services.room_answers import Problem, Side, answer_stream, answer_to, asking_laptop, hello, prove, signed
from app.services.shutting_out import take_class_keys
from app.services.word_lists import words_of
from app.store.troubles import storage_errors
from app.translation import later

MOST_ASKING: Final = 5
"""New laptops that may wait at once: a person looks at each of them."""
MOST_TRIES: Final = 10
"""Requests of new laptops in a minute. Each is a try for whoever wants to see certain words, one in 400,000 or more."""
JOIN: Final = "/v1/join"
WAITING, REFUSED, ADMITTED = "waiting", "refused", "admitted"
OCTETS: Final = "application/octet-stream"
_LONGEST_NAME: Final = 80
_MARK_BYTES: Final = 8
_MOST_PROMISED: Final = 20
_MINUTE: Final = 60.0
_log: Final = logging.getLogger(__name__)
_GONE: Final = later("This laptop no longer waits to join. Nothing was changed. Let it ask again.")


@dataclass(frozen=True, slots=True)
class Asking:
    """A new laptop that asks to join. Its screen shows the same two words, or it is another one."""

    device: bytes
    name: str
    words: str


@dataclass(slots=True)
class _Newcomer:
    """What is known of a laptop that asks, and what became of it; ``content`` is its request as it came."""

    asking: Asking
    sign_key: bytes
    content: bytes
    state: str = WAITING


@dataclass(frozen=True, slots=True)
class _Promised:
    """A request whose number is not shown yet, and the number that it was answered with."""

    request: JoinRequest
    content: bytes
    promise: bytes
    number: bytes


class Room:
    """The room while it is open. ``close`` ends it; what is under way then breaks off, and nothing is lost by that."""

    def __init__(self, centre: OpenCentre, turn: Turn, told: Callable[[], None], port: int = PORT) -> None:
        """``told`` is called from any thread whenever something here changes. Raises OSError, StorageTrouble."""
        self._centre = centre
        self._told = told
        self._working = threading.Lock()
        self._side = _side(centre, lambda work: turn(lambda: self._while_open(work)))
        self._newcomers: dict[bytes, _Newcomer] = {}
        self._promised: OrderedDict[bytes, _Promised] = OrderedDict()
        self._tries: deque[float] = deque(maxlen=MOST_TRIES)
        self._seen: dict[bytes, str] = {}
        self._lock = threading.Lock()
        self._open = ExitStack()
        with self._open as opening:
            opening.callback(self._shut)
            with storage_errors():
                self._folder = Path(opening.enter_context(tempfile.TemporaryDirectory(prefix="guildmark-")))
            context = serving(self._side.store.sign_key, centre.machine.random)
            self.port = opening.enter_context(room_server(port, context, self._handle))
            name, where = self._side.store.name, (self.port, centre.machine.random(_MARK_BYTES).hex())
            self.is_found = opening.enter_context(answering(name, centre.centre.name, where, port))
            self._open = opening.pop_all()
        self.is_open = True

    is_open = False
    """Whether requests are answered."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it is to be reached ("192.168.1.20:47310"), for laptops that do not find it by themselves."""
        return tuple(f"{one}:{self.port}" for one in own_addresses())

    @property
    def asking(self) -> tuple[Asking, ...]:
        """The new laptops that wait to be admitted, the first one first."""
        with self._lock:
            return tuple(one.asking for one in self._newcomers.values() if one.state == WAITING)

    @property
    def seen(self) -> tuple[str, ...]:
        """The names of laptops that have exchanged records here."""
        with self._lock:
            return tuple(self._seen.values())

    def admit(self, device: bytes) -> Admitted:
        """Admit a new laptop that waits: its person and the one here have seen the same words.

        Raises NotAllowed, NotFound "no-longer-asking", RuleBroken "revoked", StorageTrouble.
        """
        newcomer = self._waiting(device)
        request, answer = (self._folder / f"{device.hex()}.{end}" for end in ("request", "answer"))
        with storage_errors():
            request.write_bytes(newcomer.content)
        admitted = admit(self._centre, request, answer)
        self._became(newcomer, ADMITTED)
        return replace(admitted, words=newcomer.asking.words)

    def refuse(self, device: bytes) -> None:
        """Send a new laptop away. Raises NotFound "no-longer-asking"."""
        self._became(self._waiting(device), REFUSED)

    def close(self) -> None:
        """Share no longer. Waits for the piece of work on the records that is under way; none is begun after it."""
        self._shut()
        self._open.close()

    def _shut(self) -> None:
        with self._working:
            self.is_open = False

    def _while_open(self, work: Callable[[], Any]) -> Any:
        """A visitor's work, when its turn has come. Raises Problem where the room was closed meanwhile."""
        with self._working:
            if not self.is_open:
                raise Problem("overloaded")
            return work()

    def _waiting(self, device: bytes) -> _Newcomer:
        with self._lock:
            found = self._newcomers.get(device)
        if found is None or found.state != WAITING:
            raise NotFound("no-longer-asking", _GONE)
        return found

    def _became(self, newcomer: _Newcomer, state: str) -> None:
        with self._lock:
            newcomer.state = state
            self._newcomers[newcomer.asking.device] = newcomer  # it may have asked anew meanwhile
        self._told()

    def _handle(self, asked: Asked) -> Answered:
        try:
            if not self.is_open:
                raise Problem("overloaded")
            return self._answer(asked)
        except Problem as problem:
            return answer_to(problem)
        except StorageTrouble:
            return answer_to(Problem("overloaded"))
        except Exception:  # noqa: BLE001 - a visitor never sees what went wrong within
            _log.exception("a request in the room")
            return answer_to(Problem("unexpected"))

    def _answer(self, asked: Asked) -> Answered:
        match asked.method, asked.path.split("/")[1:]:
            case "GET", ["v1", "hello"]:
                return hello(self._side, asked.query.get("echo", ""))
            case "POST", ["v1", "join"]:
                return self._asks_to_join(asked)
            case "POST", ["v1", "join", device]:
                return self._shows_its_number(asked, device)
            case "GET", ["v1", "join", device]:
                return self._asks_again(asked, device)
            case _, ["v1", "streams", *_]:
                return self._exchanges(asked)
        raise Problem("not-found")

    def _exchanges(self, asked: Asked) -> Answered:
        laptop = asking_laptop(self._side, asked)
        answer = answer_stream(self._side, asked)
        if asked.method == "POST" and asked.path.endswith("/items"):
            self._side.turn(self._after_a_batch)
        with self._lock:
            is_new = laptop.id not in self._seen
            self._seen[laptop.id] = laptop.name
        if is_new:
            self._told()
        return answer

    def _after_a_batch(self) -> None:
        """What came may bring keys of the centre, change its people, or show that a copy of this laptop writes on."""
        centre, records = self._centre, self._centre.work.records
        take_class_keys(records, centre.laptop)
        if records.read(last_place, records.place.origin) != records.place:
            begin_origin(records, centre.work.author, "copied")
        after_arrival(centre)

    def _asks_to_join(self, asked: Asked) -> Answered:
        """A new laptop asks, and promises a number: it hears one of this laptop."""
        try:
            content, promised = read_asking(asked.body)
            request = read_request(content)
            clean_name(request.name)
        except (Refused, *BAD_MESSAGE) as error:
            raise Problem("malformed") from error
        one = _Promised(request, content, promised, self._centre.machine.random(NUMBER_BYTES))
        with self._lock:
            self._require_place_for(request.device)
            self._require_pace()
            self._promised[request.device] = one
            if len(self._promised) > _MOST_PROMISED:
                self._promised.popitem(last=False)
        return signed(self._side, message({"number": to_text(one.number)}))

    def _shows_its_number(self, asked: Asked, device: str) -> Answered:
        """The words are drawn now, and a person is asked. A laptop that asks anew stands there with other words."""
        try:
            number = read_number(asked.body)
            with self._lock:
                one = self._promised.pop(bytes.fromhex(device), None)
        except BAD_MESSAGE as error:
            raise Problem("malformed") from error
        if one is None or not keeps(one.promise, one.request, number):
            raise Problem("not-admitted")
        with self._lock:
            known = self._newcomers.get(one.request.device)
            if known is None or known.state != ADMITTED:
                self._require_place_for(one.request.device)
                self._newcomers[one.request.device] = self._newcomer(one, number)
        self._told()
        return self._state(WAITING)

    def _newcomer(self, one: _Promised, number: bytes) -> _Newcomer:
        request, key = one.request, public_key(self._side.store.sign_key)
        words = drawn_words(request, key, (number, one.number), words_of(request.language))
        asking = Asking(request.device, clean_name(request.name)[:_LONGEST_NAME], words)
        return _Newcomer(asking, request.sign_key, one.content)

    def _require_place_for(self, device: bytes) -> None:
        """Raises Problem where as many others wait as may."""
        others = sum(one.state == WAITING for known, one in self._newcomers.items() if known != device)
        if others >= MOST_ASKING:
            raise Problem("busy")

    def _require_pace(self) -> None:
        """Raises Problem where new laptops asked too often."""
        now = time.monotonic()
        if len(self._tries) == MOST_TRIES and now - self._tries[0] < _MINUTE:
            raise Problem("busy")
        self._tries.append(now)

    def _asks_again(self, asked: Asked, device: str) -> Answered:
        """The state of a request, told to the laptop alone that made it, or the answer itself."""
        proven = prove(self._side, asked, self._key_of_newcomer)
        if proven.hex() != device:
            raise Problem("not-found")
        with self._lock:
            state = self._newcomers[proven].state
        if state == ADMITTED:
            return Answered(200, self._folder / f"{device}.answer", {"Content-Type": OCTETS})
        return self._state(state)

    def _key_of_newcomer(self, device: bytes) -> bytes | None:
        with self._lock:
            found = self._newcomers.get(device)
        return None if found is None else found.sign_key

    def _state(self, state: str) -> Answered:
        return signed(self._side, message({"state": state}))


def open_room(centre: OpenCentre, turn: Turn, told: Callable[[], None], *, port: int = PORT) -> Room:
    """Share this laptop's records with others in the room, until ``close``. Raises StorageTrouble."""
    return Room(centre, turn, told, port)


def _side(centre: OpenCentre, turn: Turn) -> Side:
    records, laptop = centre.work.records, centre.laptop
    own = records.read(people.laptop, laptop.device)
    store = Store(
        own.name if own else "",
        records.transaction,
        lambda batch: Covers(read_class_keys(batch.connection), records.random),
        records.clock,
        records.random,
        laptop.keys.sign,
        laptop.keys.box,
    )
    return Side(store, records.centre, turn, lambda batch: sign_own_head(batch, records, laptop))
