# SPDX-License-Identifier: Apache-2.0
"""What anybody may ask: who answers, to be let in with a code, whether the server lives."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.domain.refusals import StorageTrouble
from app.exchange import protocol
from app.exchange.enrolment import LARGEST_ENROLMENT
from app.exchange.packing import BadPacking, unpack
from app.exchange.protocol import Hello
from app.journal.canonical import NotCanonical
from app.records import positions
from app.registry import accounts
from app.registry.accounts import NotEnrolled
from app.registry.answers import EnrolmentMessage, EnrolmentReply, HelloReply, described
from app.registry.limits import Rate
from app.registry.metrics import Counters
from app.registry.problems import Problem, documented
from app.registry.requests import Body, registry_of, signed_message
from app.registry.stores import NoSuchCentre

v1 = APIRouter(prefix="/v1", tags=["entrance"])
health = APIRouter(tags=["health"])


@v1.get("/hello", response_model=HelloReply, responses=documented("malformed", "overloaded"))
def hello(request: Request, echo: Annotated[str, Query(max_length=64, pattern="^[A-Za-z0-9_-]*$")] = "") -> Response:
    """Who answers, what it understands, and its time; signed, so that nothing in between can pass for it."""
    registry = registry_of(request)
    identity = registry.identity
    try:
        standing = registry.stores.read(identity.reference, positions.standing)
    except NoSuchCentre:
        standing = None
    epoch = standing.epoch if standing else bytes(16)
    card = identity.card
    said = Hello(card.name, card.sign_key, card.box_key, registry.wall(), epoch, echo=echo)
    body = protocol.message(protocol.hello_fields(said))
    return signed_message(request, body)


@v1.post(
    "/devices/enrol",
    status_code=201,
    response_model=EnrolmentReply,
    responses=documented("malformed", "slow", "not-enrolled", "too-large", "busy", "overloaded", "disk-full"),
    openapi_extra=described("A laptop that knows a code.", "application/json", EnrolmentMessage),
)
def enrol(request: Request, body: Body) -> Response:
    """Let a laptop in that knows a one-time code."""
    if len(body) > LARGEST_ENROLMENT:
        raise Problem("too-large")
    rate: Rate = request.app.state.entrance_rate
    wait = rate.wait((request.client.host if request.client else "").encode())
    if wait:
        raise Problem("busy", retry_after=wait)
    try:
        data = unpack(body, request.headers.get("content-encoding", "").strip().lower())
        answer = accounts.enrol(registry_of(request), data)
    except (NotCanonical, BadPacking) as error:
        raise Problem("malformed") from error
    except NotEnrolled as error:
        raise Problem("not-enrolled", str(error)) from error
    return Response(answer, 201, media_type="application/json")


@health.get("/live", response_model=dict[str, bool])
def live() -> dict[str, bool]:
    """The process answers."""
    return {"live": True}


@health.get("/ready", response_model=dict[str, bool], responses=documented("overloaded"))
def ready(request: Request) -> dict[str, bool]:
    """The records can be read and written."""
    registry = registry_of(request)
    try:
        registry.stores.write_book(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    except StorageTrouble as error:
        raise Problem("overloaded", retry_after=5) from error
    return {"ready": True}


@health.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """What was counted, as Prometheus reads it."""
    counters: Counters = request.app.state.counters
    return Response(counters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
