# SPDX-License-Identifier: Apache-2.0
"""Who asks for a page: anybody, as often as is fair, or staff that signed in, with forms that came from these pages."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends, Request, Response

from app.credentials.verifying import AnyList
from app.registry.limits import Rate
from app.registry.registry import Registry
from app.registry.requests import registry_of
from app.registry.staff import Staff, is_form_mark, session_mark, signed_in
from app.registry.web.forms import Sent, sent_form
from app.registry.web.pages import is_secure
from app.registry.web.refused import NotSignedIn, PageRefused
from app.store.keys import same

SESSION: Final = "guildmark-staff"
ENTRANCE: Final = "guildmark-entrance"
"""A browser that is about to sign in: so that no other site signs it in as somebody else."""
_SESSION_BYTES: Final = 32
_MARK_BYTES: Final = 32


@dataclass(slots=True)
class Doors:
    """How often one address may ask, and the time that all answers about numbers take alike. Kept by one process."""

    checks: Rate
    numbers: Rate
    entrances: Rate
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    lists: dict[int, tuple[AnyList, ...]] = field(default_factory=dict)


def doors_of(request: Request) -> Doors:
    """The doors of the application."""
    found: Doors = request.app.state.doors
    return found


def require_turn(rate: Rate, request: Request) -> None:
    """Raise PageRefused where this address asked too often."""
    wait = rate.wait(address_of(request))
    if wait:
        raise PageRefused("too-often", 429, wait)


def address_of(request: Request) -> bytes:
    """Where a request comes from: one address, or the 64 bits that one household has in IPv6."""
    host = request.client.host if request.client else ""
    try:
        known = ipaddress.ip_address(host)
    except ValueError:
        return host.encode()
    return known.packed if known.version == 4 else known.packed[:8]


def session_cookie(registry: Registry, session: bytes) -> str:
    """A session as its browser keeps it: with the registry's own mark."""
    return (session + session_mark(registry, session)).hex()


def session_in(registry: Registry, cookie: str) -> bytes:
    """The session in a cookie; empty where the registry did not give it out."""
    try:
        said = bytes.fromhex(cookie)
    except ValueError:
        return b""
    session, mark = said[:_SESSION_BYTES], said[_SESSION_BYTES:]
    whole = len(said) == _SESSION_BYTES + _MARK_BYTES
    return session if whole and same(mark, session_mark(registry, session)) else b""


def set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    """A cookie that only these pages get, by no way but from themselves, until the browser is closed."""
    answer.set_cookie(name, value, httponly=True, samesite="strict", secure=is_secure(request), path="/staff")


def staff_here(request: Request) -> Staff:
    """Who is signed in. Raises NotSignedIn."""
    registry, cookie = registry_of(request), request.cookies.get(SESSION, "")
    session = session_in(registry, cookie)
    found = signed_in(registry, session) if session else None
    if found is None:
        raise NotSignedIn(ended=bool(cookie))
    request.state.staff = found
    return found


SignedIn = Annotated[Staff, Depends(staff_here)]
Form = Annotated[Sent, Depends(sent_form)]


def form_of_staff(request: Request, staff: SignedIn, sent: Form) -> Sent:
    """What somebody sent who is signed in, from a page of their own session. Raises NotSignedIn, PageRefused."""
    if not is_form_mark(registry_of(request), staff.session, sent.fields.get("mark", "")):
        raise PageRefused("form-elsewhere", 403)
    return sent


StaffForm = Annotated[Sent, Depends(form_of_staff)]
