# SPDX-License-Identifier: Apache-2.0
"""One document of a centre: what the records say of it, and revoking it where the registry stands for it."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.domain.refusals import NotFound, Refused
from app.domain.register import ISSUED, REVOCATION_WORDS, REVOKED, STATE_WORDS
from app.registry.checking import LONGEST_NUMBER
from app.registry.requests import registry_of
from app.registry.staff import note_deed
from app.registry.web.doors import SignedIn, StaffForm
from app.registry.web.pages import show, speech_of
from app.registry.web.speech import day
from app.registry.withdrawing import Registered, look_up, restore, withdraw

router = APIRouter(include_in_schema=False, prefix="/staff/certificates")


@router.get("")
def find(request: Request, staff: SignedIn, number: str = "", done: str = "") -> Response:
    """The document of a number."""
    return _page(request, number, done=(done in ("revoked", "restored") and done) or "")


@router.post("")
def decide(request: Request, staff: SignedIn, sent: StaffForm) -> Response:
    """Revoke it, or take the registry's own revocation back."""
    registry, speech = registry_of(request), speech_of(request)
    number, reason, words = sent.text("number", 4 * LONGEST_NUMBER), sent.text("reason"), sent.text("words", 1000)
    restoring = sent.text("do") == "restore"
    if sent.text("sure") != "yes":
        return _page(request, number, 400, refused=speech("not-confirmed"), words=words)
    if (restoring and not words) or (not restoring and reason not in REVOCATION_WORDS):
        return _page(request, number, 400, refused=speech("no-reason"), words=words)
    try:
        found = restore(registry, number) if restoring else withdraw(registry, number, reason, words)
    except Refused as error:
        return _page(request, number, 400, refused=speech.refusal(error), words=words)
    done = "restored" if restoring else "revoked"
    why = words if restoring else " ".join(filter(None, (f"[{reason}]", words)))
    note_deed(registry, staff, f"document-{done}", found.row.number, why)
    return RedirectResponse(f"/staff/certificates?number={found.row.number}&done={done}", 303)


def _page(
    request: Request, number: str, status: int = 200, refused: str = "", words: str = "", done: str = ""
) -> Response:  # fmt: skip
    registry, speech = registry_of(request), speech_of(request)
    found: Registered | None = None
    asked = " ".join(number.split())[: 4 * LONGEST_NUMBER]
    if asked:
        try:
            found = look_up(registry, asked, day(registry.wall()))
        except NotFound as error:
            status, refused = 404, refused or speech.refusal(error)
    state = "" if found is None else REVOKED if found.withdrawal else found.row.state
    return show(
        request, "certificates", status, number=asked, found=found, refused=refused, words=words, done=done,
        state=state, state_words=speech.tr(STATE_WORDS[state]) if state else "", is_issued=state == ISSUED,
        reasons={code: speech.tr(text) for code, text in REVOCATION_WORDS.items()},
    )  # fmt: skip
