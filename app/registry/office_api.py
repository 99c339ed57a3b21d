# SPDX-License-Identifier: Apache-2.0
"""What a centre asks of the registry's office: answers to claims, and blocks of numbers."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import ValidationError

from app.exchange import protocol
from app.registry.answering_claims import NoSuchClaim, NotAnswered, answer_of
from app.registry.answers import BlockMessage, BlockReply, described
from app.registry.exchange_api import ASKING
from app.registry.numbers import NoNumbers, lease_numbers
from app.registry.problems import Problem, documented
from app.registry.requests import Laptop, registry_of, signed_message
from app.registry.stores import NoSuchCentre

ClaimId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The claim, as the centre's records name it.")]
router = APIRouter(prefix="/v1", tags=["office"])


@router.post(
    "/streams/{stream}/claims/{claim}",
    response_class=Response,
    responses={
        200: {"description": "The signed answer, a file.", "content": {"application/json": {}}},
        **documented(*ASKING, "not-found", "no-such-claim", "unanswered", "no-numbers"),
    },
)
def claim_answer(asked: Laptop, request: Request, claim: ClaimId) -> Response:
    """The answer to a claim that the centre's records hold. The same claim gets the same answer."""
    registry = registry_of(request)
    try:
        content = answer_of(registry, asked.centre, bytes.fromhex(claim))
    except NoSuchCentre as error:
        raise Problem("not-found") from error
    except NoSuchClaim as error:
        raise Problem("no-such-claim") from error
    except NotAnswered as error:
        raise Problem("unanswered") from error
    except NoNumbers as error:
        raise Problem("no-numbers") from error
    return signed_message(request, content)


@router.post(
    "/streams/{stream}/blocks",
    response_model=BlockReply,
    responses=documented(*ASKING, "not-found", "no-numbers"),
    openapi_extra=described("How many numbers, and for whom.", "application/json", BlockMessage),
)
def block(asked: Laptop, request: Request) -> Response:
    """Lease a block of numbers to one laptop. The same request gets the same block."""
    registry = registry_of(request)
    try:
        wanted = BlockMessage.model_validate_json(asked.content(), strict=True)
    except ValidationError as error:
        raise Problem("malformed") from error
    origin, name = bytes.fromhex(wanted.origin), bytes.fromhex(wanted.request)
    try:
        leased = lease_numbers(registry, asked.centre, name, origin, (wanted.count, wanted.qualification))
    except NoNumbers as error:
        raise Problem("no-numbers") from error
    return signed_message(request, protocol.message({**asdict(leased), "authority": registry.identity.name}))
