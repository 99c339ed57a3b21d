# SPDX-License-Identifier: Apache-2.0
"""Publishing standards: choose a file, look at what it holds, publish it for all centres."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.responses import RedirectResponse

from app.domain.refusals import BadInput
from app.registry.drafts import (
    SUFFIXES,
    criteria_of,
    draft,
    drop_draft,
    keep_draft,
    publish_draft,
    published,
    units_of,
)
from app.registry.requests import registry_of
from app.registry.staff import note_deed
from app.registry.web.doors import SignedIn, StaffForm
from app.registry.web.pages import show, speech_of
from app.registry.web.refused import PageRefused

_Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
router = APIRouter(include_in_schema=False, prefix="/staff/standards")


@router.get("")
def standards(request: Request, staff: SignedIn, done: str = "") -> Response:
    """What is published, and the form for a file."""
    said = int(done) if done.isdecimal() and len(done) < 7 else None
    return _page(request, done=said)


@router.post("")
def upload(request: Request, staff: SignedIn, sent: StaffForm) -> Response:
    """Read a file; it is shown before anything is published."""
    registry = registry_of(request)
    if not sent.file_name:
        return _page(request, 400, refused=speech_of(request)("no-file"))
    try:
        id_ = keep_draft(registry, staff.id, sent.file_name, sent.file)
    except BadInput as error:
        return _page(request, 400, refused=speech_of(request).refusal(error))
    return RedirectResponse(f"/staff/standards/{id_.hex()}", 303)


@router.get("/{id_}")
def look(request: Request, staff: SignedIn, id_: _Id) -> Response:
    """What the file holds."""
    try:
        found = draft(registry_of(request), staff.id, bytes.fromhex(id_))
    except BadInput as error:
        return _page(request, 400, refused=speech_of(request).refusal(error))
    if found is None:
        raise PageRefused("no-page", 404)
    return show(request, "standards_draft", draft=found, criteria_of=criteria_of, units_of=units_of)


@router.post("/{id_}")
def publish(request: Request, staff: SignedIn, sent: StaffForm, id_: _Id) -> Response:
    """Publish it, or leave it."""
    registry, wanted = registry_of(request), bytes.fromhex(id_)
    if sent.text("do") != "publish":
        drop_draft(registry, staff.id, wanted)
        return RedirectResponse("/staff/standards", 303)
    try:
        found, count = draft(registry, staff.id, wanted), publish_draft(registry, staff.id, wanted)
    except BadInput as error:
        return _page(request, 400, refused=speech_of(request).refusal(error))
    if found is None or count is None:
        raise PageRefused("no-page", 404)
    note_deed(registry, staff, "published", found.name, str(count))
    return RedirectResponse(f"/staff/standards?done={count}", 303)


def _page(request: Request, status: int = 200, refused: str = "", done: int | None = None) -> Response:
    facts: dict[str, Any] = {"refused": refused, "done": done, "suffixes": ",".join(SUFFIXES)}
    return show(request, "standards", status, published=published(registry_of(request)), **facts)
