# SPDX-License-Identifier: Apache-2.0
"""Exchanging records over HTTP: where a stream stands, giving it a batch, taking what it has, comparing."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from sqlalchemy import Connection

from app.exchange import protocol
from app.exchange.answering import (
    Covers,
    answer_digests,
    answer_frontier,
    answer_operations,
    answer_pull,
    stand,
)
from app.exchange.class_keys import read_class_keys
from app.exchange.packing import GZIP, PLAIN, ZSTD, pack
from app.exchange.protocol import BAD_MESSAGE, FrontierAnswer, Wanted
from app.exchange.troubles import EpochChanged
from app.exchange.wire import BrokenBatch, Parcel, lines, read_lines
from app.journal.canonical import LARGEST_INTEGER
from app.records.positions import Range
from app.registry.answers import (
    LIMITS,
    DigestAnswer,
    FrontierMessage,
    FrontierReply,
    PullQuery,
    PushReply,
    StandingReply,
    described,
)
from app.registry.devices import Heard, NotAdmitted, note_contact
from app.registry.metrics import Counters
from app.registry.problems import Problem, documented
from app.registry.registry import Registry
from app.registry.requests import Asked, Laptop, Reader, registry_of, signed_message
from app.registry.stores import Answer, Deed, NoSuchCentre
from app.registry.taking import take

NDJSON = "application/x-ndjson"
MOST_BLOCKS = 1_000
Position = Annotated[int, Query(ge=0, le=LARGEST_INTEGER)]
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
ASKING = ("malformed", "slow", "signature", "not-admitted", "too-large", "encoding", "busy", "overloaded", "disk-full")
router = APIRouter(prefix="/v1", tags=["exchange"])


def told_by(
    waiting: Annotated[int, Header(alias="Guildmark-Waiting", ge=0, le=LARGEST_INTEGER)] = 0,
    clock: Annotated[int, Header(alias="Guildmark-Clock", ge=0, le=LARGEST_INTEGER)] = 0,
    program: Annotated[str, Header(alias="User-Agent", max_length=400)] = "",
) -> Heard:
    """What a laptop tells of itself with a request."""
    return Heard(waiting=waiting, clock=clock, program=program[:100])


Told = Annotated[Heard, Depends(told_by)]


@router.get("/streams/{stream}", response_model=StandingReply, responses=documented(*ASKING, "not-found"))
def standing(asked: Reader, request: Request) -> Response:
    """Where the numbering of a stream stands."""
    found = _read(registry_of(request), asked, stand)
    return _message(request, protocol.standing_fields(found))


@router.post(
    "/streams/{stream}/items",
    response_model=PushReply,
    responses=documented(*ASKING, "batch", "not-found"),
    openapi_extra=described("A batch as lines of JSON.", NDJSON),
)
def push(asked: Laptop, request: Request, told: Told) -> Response:
    """Take a batch in: for each operation a letter says what became of it. The same batch again does no harm."""
    registry = registry_of(request)
    parcel = _parcel(asked)
    try:
        answer = take(registry, asked.centre, asked.device, parcel)
    except NotAdmitted as error:
        raise Problem("not-admitted", str(error)) from error
    except NoSuchCentre as error:
        raise Problem("not-found") from error
    note_contact(registry, asked.centre, asked.device, replace(told, pushed=answer.standing.top))
    counters: Counters = request.app.state.counters
    counters.took(answer, len(asked.body))
    return _message(request, protocol.push_fields(answer))


@router.get(
    "/streams/{stream}/items",
    response_class=Response,
    responses={200: {"content": {NDJSON: {}}}, **documented(*ASKING, "epoch", "not-found")},
)
def pull(asked: Reader, request: Request, told: Told, range_: Annotated[PullQuery, Query()]) -> Response:
    """What stands at the positions after ``after``, packed as the asker understands it."""
    registry = registry_of(request)
    last = max(range_.to, range_.after)
    epoch, mark = bytes.fromhex(range_.epoch), bytes.fromhex(range_.mark)
    wanted = Wanted(Range(range_.after + 1, last), epoch, mark, range_.limit)

    def deed(connection: Connection) -> Parcel:
        covers = Covers(read_class_keys(connection), registry.random)
        return answer_pull(connection, asked.centre, wanted, covers)

    try:
        parcel = _read(registry, asked, deed)
    except EpochChanged as error:
        raise Problem("epoch") from error
    if asked.device:
        note_contact(registry, asked.centre, asked.device, replace(told, pulled=range_.after))
    counters: Counters = request.app.state.counters
    return _packed(request, lines(parcel), counters)


@router.post(
    "/streams/{stream}/frontier",
    response_model=FrontierReply,
    responses=documented(*ASKING, "batch", "not-found"),
    openapi_extra=described("What the asker holds.", "application/json", FrontierMessage),
)
def frontier(asked: Reader, request: Request) -> Response:
    """What is here, and which of the asker's ends are."""
    try:
        theirs = protocol.read_frontier(protocol.read_message(asked.content()))
    except BAD_MESSAGE as error:
        raise Problem("malformed") from error

    def deed(connection: Connection) -> FrontierAnswer:
        return answer_frontier(connection, theirs)

    return _message(request, protocol.frontier_answer_fields(_read(registry_of(request), asked, deed)))


@router.get(
    "/streams/{stream}/origins/{origin}/digests",
    response_model=DigestAnswer,
    responses=documented(*ASKING, "not-found"),
)
def digests(
    asked: Reader, request: Request, origin: Id, first: Position = 0,
    count: Annotated[int, Query(ge=1, le=MOST_BLOCKS)] = 1,
) -> Response:  # fmt: skip
    """The digests of blocks of 1,000 places of one origin; empty texts where there is nothing."""

    def deed(connection: Connection) -> list[bytes]:
        return answer_digests(connection, bytes.fromhex(origin), min(first, LARGEST_INTEGER // MOST_BLOCKS), count)

    found = _read(registry_of(request), asked, deed)
    return _message(request, {"digests": [one.hex() for one in found]})


@router.get(
    "/streams/{stream}/origins/{origin}/items",
    response_class=Response,
    responses={200: {"content": {NDJSON: {}}}, **documented(*ASKING, "not-found")},
)
def operations(
    asked: Reader, request: Request, origin: Id,
    first: Annotated[int, Query(ge=1, le=LARGEST_INTEGER)], last: Annotated[int, Query(ge=1, le=LARGEST_INTEGER)],
) -> Response:  # fmt: skip
    """The operations at these places of one origin, as many as go into one batch."""

    def deed(connection: Connection) -> Parcel:
        return answer_operations(connection, asked.centre, bytes.fromhex(origin), Range(first, max(first, last)))

    parcel = _read(registry_of(request), asked, deed)
    counters: Counters = request.app.state.counters
    return _packed(request, lines(parcel), counters)


def _read(registry: Registry, asked: Asked, deed: Deed[Answer]) -> Answer:
    try:
        return registry.stores.read(asked.centre, deed)
    except NoSuchCentre as error:
        raise Problem("not-found") from error


def _parcel(asked: Asked) -> Parcel:
    try:
        parcel = read_lines(asked.content())
    except BrokenBatch as error:
        raise Problem("batch", str(error)[:200]) from error
    if parcel.cover.centre != asked.centre or len(parcel) > LIMITS.operations:
        raise Problem("batch", "of another centre, or too many")
    return parcel


def _message(request: Request, fields: dict[str, object]) -> Response:
    return signed_message(request, protocol.message(fields))


def _packed(request: Request, content: bytes, counters: Counters) -> Response:
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((one for one in (ZSTD, GZIP) if one in accepted), PLAIN)
    answer = signed_message(request, content, NDJSON)
    answer.body = pack(content, encoding)
    answer.headers["Content-Length"] = str(len(answer.body))
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding != PLAIN:
        answer.headers["Content-Encoding"] = encoding
    counters.gave(len(answer.body))
    return answer
