# SPDX-License-Identifier: Apache-2.0
"""Joining a centre over HTTP: a code is opened, a new laptop asks with it, and the administrator's laptop answers."""

from typing import TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError

from app.exchange import protocol
from app.exchange.joining_by_code import LARGEST_ANSWER, LARGEST_ASKING
from app.journal.canonical import NotCanonical, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.registry.accounts import NotEnrolled
from app.registry.answers import (
    JoinAnswerMessage,
    JoinCodeMessage,
    JoinCodeReply,
    JoiningMessage,
    JoiningReply,
    JoiningsReply,
    described,
)
from app.registry.exchange_api import ASKING
from app.registry.joining import TooManyCodes, answer_joining, ask_to_join, asking_there, open_joining
from app.registry.limits import Rate
from app.registry.problems import Problem, documented
from app.registry.requests import Asked, Body, Laptop, registry_of, signed_message

Message = TypeVar("Message", bound=BaseModel)
router = APIRouter(prefix="/v1", tags=["joining"])


@router.post(
    "/joining",
    response_model=JoiningReply,
    responses=documented("malformed", "slow", "not-enrolled", "too-large", "busy", "overloaded", "disk-full"),
    openapi_extra=described("A new laptop that knows a code.", "application/json", JoiningMessage),
)
def ask_to_be_let_in(request: Request, body: Body) -> Response:
    """Ask to join a centre, and hear the administrator's answer. The same is asked again until there is one."""
    rate: Rate = request.app.state.joining_rate
    wait = rate.wait((request.client.host if request.client else "").encode())
    if wait:
        raise Problem("busy", retry_after=wait)
    if len(body) > LARGEST_ASKING:
        raise Problem("too-large")
    try:
        answer = ask_to_join(registry_of(request), body)
    except NotCanonical as error:
        raise Problem("malformed") from error
    except NotEnrolled as error:
        raise Problem("not-enrolled", str(error)) from error
    return signed_message(request, protocol.message({"answer": to_text(answer)}))


@router.post(
    "/streams/{stream}/joining",
    response_model=JoinCodeReply,
    responses=documented(*ASKING, "not-enrolled", "too-many-codes"),
    openapi_extra=described("What the code is known by.", "application/json", JoinCodeMessage),
)
def join_code(asked: Laptop, request: Request) -> Response:
    """Let one new laptop ask with a code, which counts for a day."""
    wanted = _read(asked, JoinCodeMessage)
    try:
        until = open_joining(registry_of(request), asked.centre, asked.device, _code(wanted.code))
    except TooManyCodes as error:
        raise Problem("too-many-codes") from error
    except NotEnrolled as error:
        raise Problem("not-enrolled", str(error)) from error
    return signed_message(request, protocol.message({"expires_at": until}))


@router.get("/streams/{stream}/joining", response_model=JoiningsReply, responses=documented(*ASKING))
def joinings(asked: Laptop, request: Request) -> Response:
    """Who asks with codes that this laptop opened, and has no answer yet."""
    found = asking_there(registry_of(request), asked.centre, asked.device)
    return signed_message(request, protocol.message({"asking": [to_text(one) for one in found]}))


@router.post(
    "/streams/{stream}/joining/answers",
    response_model=JoinCodeReply,
    responses=documented(*ASKING, "not-enrolled"),
    openapi_extra=described("The answer, sealed for the new laptop.", "application/json", JoinAnswerMessage),
)
def join_answer(asked: Laptop, request: Request) -> Response:
    """Answer a new laptop. The answer waits for it for a day; the same answer again does no harm."""
    said = _read(asked, JoinAnswerMessage)
    if len(said.answer) > LARGEST_ANSWER * 4 // 3:
        raise Problem("too-large")
    who = asked.centre, asked.device
    try:
        until = answer_joining(registry_of(request), who, _code(said.code), to_bytes(said.answer))
    except NotCanonical as error:
        raise Problem("malformed") from error
    except NotEnrolled as error:
        raise Problem("not-enrolled", str(error)) from error
    return signed_message(request, protocol.message({"expires_at": until}))


def _read(asked: Asked, message: type[Message]) -> Message:
    try:
        return message.model_validate_json(asked.content(), strict=True)
    except ValidationError as error:
        raise Problem("malformed") from error


def _code(text: str) -> bytes:
    try:
        code = to_bytes(text)
    except NotCanonical as error:
        raise Problem("malformed") from error
    if len(code) != ID_BYTES:
        raise Problem("malformed")
    return code
