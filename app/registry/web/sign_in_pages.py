# SPDX-License-Identifier: Apache-2.0
"""Signing in and out."""

from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.registry.requests import registry_of
from app.registry.staff import WaitFirst, WrongSecret, form_mark, is_form_mark, note_deed, sign_in, sign_out
from app.registry.web.doors import (
    ENTRANCE,
    SESSION,
    Form,
    SignedIn,
    StaffForm,
    doors_of,
    require_turn,
    session_cookie,
    session_in,
    set_cookie,
)
from app.registry.web.pages import show

FIRST_PAGE: Final = "/staff"
_ENTRANCE_BYTES: Final = 32
router = APIRouter(include_in_schema=False)


@router.get("/staff/sign-in")
def entrance(request: Request) -> Response:
    """The form."""
    return entrance_page(request, "")


@router.post("/staff/sign-in")
def enter(request: Request, sent: Form) -> Response:
    """Sign somebody in."""
    registry = registry_of(request)
    held = session_in(registry, request.cookies.get(ENTRANCE, ""))
    if not held or not is_form_mark(registry, held, sent.fields.get("mark", "")):
        return entrance_page(request, "form-elsewhere", 403)
    require_turn(doors_of(request).entrances, request)
    name = sent.text("name", 200)
    try:
        staff = sign_in(registry, name, sent.fields.get("passphrase", ""))
    except WaitFirst as error:
        answer = entrance_page(request, "wait-first", 429, name=name, seconds=error.seconds)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    except WrongSecret:
        return entrance_page(request, "wrong-secret", 401, name=name)
    note_deed(registry, staff, "signed-in", "")
    answer = RedirectResponse(FIRST_PAGE, 303)
    set_cookie(request, answer, SESSION, session_cookie(registry, staff.session))
    answer.delete_cookie(ENTRANCE, path="/staff")
    return answer


@router.post("/staff/sign-out")
def leave(request: Request, staff: SignedIn, sent: StaffForm) -> Response:
    """Sign somebody out; their session counts no more, whoever has its cookie."""
    sign_out(registry_of(request), staff.session)
    answer = RedirectResponse("/staff/sign-in", 303)
    answer.delete_cookie(SESSION, path="/staff")
    return answer


def entrance_page(request: Request, why: str, status: int = 200, name: str = "", seconds: int = 0) -> Response:
    """The form to sign in, and why it is shown again."""
    registry = registry_of(request)
    held = session_in(registry, request.cookies.get(ENTRANCE, "")) or registry.random(_ENTRANCE_BYTES)
    request.state.mark = form_mark(registry, held)
    answer = show(request, "sign_in", status, why=why, name=name, seconds=seconds)
    set_cookie(request, answer, ENTRANCE, session_cookie(registry, held))
    return answer


def send_to_entrance(request: Request, ended: bool) -> Response:
    """For somebody who is not signed in, or was too long ago: nothing of what they asked was done."""
    if request.method in ("GET", "HEAD") and not ended:
        return RedirectResponse("/staff/sign-in", 303)
    answer = entrance_page(request, "session-ended" if ended else "sign-in-first", 401)
    answer.delete_cookie(SESSION, path="/staff")
    return answer
