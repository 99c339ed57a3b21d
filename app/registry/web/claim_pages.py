# SPDX-License-Identifier: Apache-2.0
"""Claims that wait for an answer, and answering them."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from starlette.responses import RedirectResponse

from app.domain.refusals import BadInput, NotFound
from app.registry.accounts import accounts
from app.registry.answering_claims import (
    BY_RULES,
    BY_STAFF,
    answer_claim,
    claim_seen,
    let_answer,
    open_claims,
    who_answers,
)
from app.registry.judging_claims import ClaimSeen
from app.registry.numbers import NoNumbers
from app.registry.registry import Registry
from app.registry.requests import registry_of
from app.registry.staff import note_deed
from app.registry.stores import NoSuchCentre
from app.registry.tallies import centres_with_claims
from app.registry.web.doors import SignedIn, StaffForm
from app.registry.web.pages import show, speech_of
from app.registry.web.refused import PageRefused

_REFUSE: Final = "refuse-"
_Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
router = APIRouter(include_in_schema=False, prefix="/staff/claims")


@router.get("")
def claims(request: Request, staff: SignedIn, done: str = "") -> Response:
    """All that wait."""
    registry = registry_of(request)
    names = {one.centre: one.name for one in registry.stores.read_book(accounts)}
    found = open_claims(registry, centres_with_claims(registry))
    return show(
        request, "claims", claims=[(names.get(one.centre, ""), one) for one in found], done=done == "1",
        by_rules=who_answers(registry) == BY_RULES,
    )  # fmt: skip


@router.post("")
def who_is_to_answer(request: Request, staff: SignedIn, sent: StaffForm) -> Response:
    """Let staff answer claims, or the rules alone."""
    registry, who = registry_of(request), sent.text("who")
    if who not in (BY_STAFF, BY_RULES):
        raise PageRefused("not-understood", 400)
    let_answer(registry, who)
    note_deed(registry, staff, f"claims-by-{who}", "")
    return RedirectResponse("/staff/claims", 303)


@router.get("/{centre}/{claim}")
def claim(request: Request, staff: SignedIn, centre: _Id, claim: _Id) -> Response:
    """One claim with its learners."""
    return _page(request, centre, claim)


@router.post("/{centre}/{claim}")
def answer(request: Request, staff: SignedIn, sent: StaffForm, centre: _Id, claim: _Id) -> Response:
    """Answer it."""
    registry, speech = registry_of(request), speech_of(request)
    if sent.text("sure") != "yes":
        return _page(request, centre, claim, speech("not-confirmed"))
    try:
        refused = _refused(sent.fields)
        answer_claim(registry, bytes.fromhex(centre), bytes.fromhex(claim), refused)
    except BadInput as error:
        return _page(request, centre, claim, speech.refusal(error))
    except NoNumbers:
        return _page(request, centre, claim, speech("no-numbers"))
    except (NotFound, NoSuchCentre, ValueError) as error:
        raise PageRefused("no-page", 404) from error
    note_deed(registry, staff, "claim-answered", claim[:8], _centre_name(registry, centre))
    return RedirectResponse("/staff/claims?done=1", 303)


def _refused(fields: Mapping[str, str]) -> dict[bytes, str]:
    """The learners for whom a reason was written, and the reason."""
    said = ((name.removeprefix(_REFUSE), why) for name, why in fields.items() if name.startswith(_REFUSE))
    return {bytes.fromhex(record): why for record, why in said if why.strip()}


def _page(request: Request, centre: str, claim: str, refused: str = "") -> Response:
    registry = registry_of(request)
    found = _claim(registry, centre, claim)
    status = 400 if refused else 200
    return show(
        request, "claim", status, claim=found, centre_name=_centre_name(registry, centre), refused=refused
    )  # fmt: skip


def _claim(registry: Registry, centre: str, claim: str) -> ClaimSeen:
    try:
        return claim_seen(registry, bytes.fromhex(centre), bytes.fromhex(claim))
    except (NotFound, NoSuchCentre) as error:
        raise PageRefused("no-page", 404) from error


def _centre_name(registry: Registry, centre: str) -> str:
    served = registry.stores.read_book(accounts)
    return next((one.name for one in served if one.centre.hex() == centre), "")
