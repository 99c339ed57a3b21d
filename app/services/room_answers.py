# SPDX-License-Identifier: Apache-2.0
"""What a laptop answers others of its centre in a room: the same words as a registry's, on the same paths.

Requests are signed by laptops which the records admit, answers by this one. Work on the records is done in turn, in
small batches, so that whoever works here feels nothing of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import orjson

from app.exchange import protocol
from app.exchange.answering import (
    answer_digests,
    answer_frontier,
    answer_operations,
    answer_pull,
    answer_push,
    stand,
)
from app.exchange.direct import Store
from app.exchange.packing import GZIP, PLAIN, ZSTD, BadPacking, pack, unpack
from app.exchange.protocol import ANSWERED, BAD_MESSAGE, RECEIPT, Hello, Limits, PushAnswer, Wanted
from app.exchange.room_server import LARGEST_BODY, Answered, Asked
from app.exchange.signatures import (
    ANSWER,
    BadSignature,
    Request,
    asking_device,
    receipt_part,
    sign_answer,
    verify_request,
)
from app.exchange.troubles import EpochChanged
from app.exchange.wire import BrokenBatch, Parcel, batch_hash, lines, read_lines
from app.journal.operation import ID_BYTES
from app.journal.signing import public_key
from app.records import positions
from app.records.fold.batch import Batch
from app.records.positions import MOST_THINGS, Range
from app.records.queries.people import LaptopRow, laptop
from app.services.meeting import Turn
from app.store.keys import public_half

MOST: Final = 100
"""Entries in one batch that is given to this laptop: they are taken in while somebody works at it."""
_MOST_BLOCKS: Final = 1_000
_ENCODINGS: Final = (ZSTD, GZIP)
_STATUS: Final = {
    "malformed": 400, "signature": 401, "not-admitted": 403, "not-found": 404, "epoch": 409, "too-large": 413,
    "encoding": 415, "batch": 422, "busy": 429, "unexpected": 500, "overloaded": 503,
}  # fmt: skip
Value = TypeVar("Value")


class Problem(Exception):
    """What was asked is not done; the code is that of a problem document (RFC 9457)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Side:
    """The laptop that answers: its records as a store, the centre, where work on them is done, and how it vouches for
    what was written here."""

    store: Store
    centre: bytes
    turn: Turn
    vouch: Callable[[Batch], None]

    def within(self, work: Callable[[Batch], Value]) -> Value:
        """A piece of work on the records, in a transaction of its own, in turn."""

        def done() -> Value:
            with self.store.transaction() as batch:
                self.vouch(batch)
                positions.begin(batch.connection, batch.centre, self.store.random(ID_BYTES))
                return work(batch)

        found: Value = self.turn(done)
        return found


def answer_to(problem: Problem) -> Answered:
    """The problem as it is sent."""
    status = _STATUS[problem.code]
    content = {"type": f"urn:guildmark:problem:{problem.code}", "status": status, "code": problem.code}
    return Answered(status, orjson.dumps(content), {"Content-Type": "application/problem+json"})


def hello(side: Side, echo: str) -> Answered:
    """Who answers, to anybody: it proves nothing but that it is fresh."""
    store = side.store
    keys = public_key(store.sign_key), public_half(store.box_key)
    limits = Limits(MOST, LARGEST_BODY)
    said = Hello(store.name, *keys, store.clock.wall(), bytes(ID_BYTES), limits=limits, echo=echo[:64])
    return signed(side, protocol.message(protocol.hello_fields(said)))


def prove(side: Side, asked: Asked, key_of: Callable[[bytes], bytes | None]) -> bytes:
    """The laptop that asks, proven by the key that is known of it. Raises Problem."""
    try:
        device = asking_device(asked.headers)
        key = key_of(device)
        if key is None:
            raise Problem("not-admitted")
        request = Request(asked.method, asked.path, asked.raw_query, asked.body)
        now, own = side.store.clock.wall() // 1000, public_key(side.store.sign_key)
        verify_request(asked.headers, request, device_key=key, server_key=own, now=now)
    except BadSignature as error:
        raise Problem("signature") from error
    return device


def asking_laptop(side: Side, asked: Asked) -> LaptopRow:
    """The laptop of the centre that asks, proven. Raises Problem."""
    known: dict[bytes, LaptopRow] = {}

    def key_of(device: bytes) -> bytes | None:
        found = side.within(lambda batch: laptop(batch.connection, device))
        if found is None:
            return None
        known[device] = found
        return found.sign_key

    return known[prove(side, asked, key_of)]


def answer_stream(side: Side, asked: Asked) -> Answered:
    """The answer to a laptop of the centre that asks for its records. Raises Problem."""
    stream, _, what = asked.path.removeprefix("/v1/streams/").partition("/")
    if stream != side.centre.hex():
        raise Problem("not-admitted")
    try:
        return _answer(side, asked, what.split("/") if what else [])
    except EpochChanged as error:
        raise Problem("epoch") from error
    except BrokenBatch as error:
        raise Problem("batch") from error
    except BadPacking as error:
        raise Problem("too-large" if "too much" in str(error) else "encoding") from error
    except BAD_MESSAGE as error:
        raise Problem("malformed") from error


def _answer(side: Side, asked: Asked, what: list[str]) -> Answered:
    match asked.method, what:
        case "GET", []:
            return _message(side, protocol.standing_fields(side.within(lambda batch: stand(batch.connection))))
        case "POST", ["items"]:
            return _message(side, protocol.push_fields(_push(side, asked)))
        case "GET", ["items"]:
            return _packed(side, asked, _pull(side, asked.query))
        case "POST", ["frontier"]:
            theirs = protocol.read_frontier(protocol.read_message(_content(asked)))
            found = side.within(lambda batch: answer_frontier(batch.connection, theirs))
            return _message(side, protocol.frontier_answer_fields(found))
        case "GET", ["origins", origin, "digests"]:
            place = bytes.fromhex(origin), _number(asked, "first"), min(_number(asked, "count"), _MOST_BLOCKS)
            digests = side.within(lambda batch: answer_digests(batch.connection, *place))
            return _message(side, {"digests": [one.hex() for one in digests]})
        case "GET", ["origins", origin, "items"]:
            wanted = Range(_number(asked, "first"), _number(asked, "last"))
            its = bytes.fromhex(origin)
            return _packed(
                side, asked, side.within(lambda batch: answer_operations(batch.connection, side.centre, its, wanted))
            )
    raise Problem("not-found")


def _push(side: Side, asked: Asked) -> PushAnswer:
    parcel = read_lines(_content(asked))
    if parcel.cover.centre != side.centre:
        raise Problem("batch")
    if len(parcel) > MOST:
        raise Problem("too-large")
    store = side.store
    answer = side.within(lambda batch: answer_push(batch, parcel, store.clock, store.covers(batch).keys))
    word = receipt_part(batch_hash(parcel), answer.standing.top)
    return replace(answer, receipt=sign_answer(RECEIPT, word, store.sign_key))


def _pull(side: Side, query: dict[str, str]) -> Parcel:
    epoch, mark = bytes.fromhex(query["epoch"]), bytes.fromhex(query.get("mark", ""))
    most = max(1, min(int(query.get("limit", MOST_THINGS)), MOST_THINGS))
    wanted = Wanted(Range(int(query["after"]) + 1, int(query["to"])), epoch, mark, most)
    return side.within(lambda batch: answer_pull(batch.connection, side.centre, wanted, side.store.covers(batch)))


def _content(asked: Asked) -> bytes:
    return unpack(asked.body, asked.headers.get("content-encoding", "").strip().lower())


def _number(asked: Asked, name: str) -> int:
    return max(0, int(asked.query[name]))


def _message(side: Side, fields: dict[str, Any]) -> Answered:
    return signed(side, protocol.message(fields))


def signed(side: Side, content: bytes) -> Answered:
    """An answer under this laptop's word."""
    word = sign_answer(ANSWERED, content, side.store.sign_key)
    return Answered(200, content, {ANSWER: word, "Content-Type": "application/json"})


def _packed(side: Side, asked: Asked, parcel: Parcel) -> Answered:
    content = lines(parcel)
    accepted = asked.headers.get("accept-encoding", "")
    encoding = next((one for one in _ENCODINGS if one in accepted), PLAIN)
    word = sign_answer(ANSWERED, content, side.store.sign_key)
    headers = {ANSWER: word, "Content-Type": "application/x-ndjson", "Content-Encoding": encoding}
    return Answered(200, pack(content, encoding), headers)
