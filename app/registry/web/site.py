# SPDX-License-Identifier: Apache-2.0
"""Puts the pages into the application, and answers on a page what goes wrong on one."""

import time
from collections.abc import Awaitable, Callable
from typing import Final, cast

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from app.registry.limits import Rate
from app.registry.web import (
    award_pages,
    centre_pages,
    certificate_pages,
    check_pages,
    claim_pages,
    sign_in_pages,
    standards_pages,
)
from app.registry.web.doors import Doors
from app.registry.web.pages import show
from app.registry.web.refused import NotSignedIn, PageRefused
from app.registry.web.sign_in_pages import send_to_entrance

_CHECKS: Final = (1.0, 60.0)
_NUMBERS: Final = (0.2, 20.0)
_ENTRANCES: Final = (0.1, 20.0)
"""A second on average, and at once, for one address."""
_PLAIN: Final = ("/v1/", "/live", "/ready", "/metrics", "/openapi.json")
"""What programs ask for: they are answered as programs understand."""


def add_pages(api: FastAPI, jitter: Callable[[], float]) -> None:
    """Add all pages to the application, after its own way of answering what goes wrong was set."""
    checks, numbers, entrances = (Rate(*one, time.monotonic, jitter) for one in (_CHECKS, _NUMBERS, _ENTRANCES))
    api.state.doors = Doors(checks, numbers, entrances)
    of_staff = (centre_pages, award_pages, claim_pages, certificate_pages, standards_pages)
    for one in (check_pages, sign_in_pages, *of_staff):
        api.include_router(one.router)
    api.exception_handler(PageRefused)(_refused)
    api.exception_handler(NotSignedIn)(_not_signed_in)
    api.exception_handler(HTTPException)(_on_a_page(api.exception_handlers[HTTPException]))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, PageRefused)
    return refused_page(request, error)


def refused_page(request: Request, error: PageRefused) -> Response:
    """The page that says why not."""
    answer = show(request, "refused", error.status, code=error.code)
    if error.wait:
        answer.headers["Retry-After"] = str(max(1, round(error.wait)))
    return answer


def _not_signed_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotSignedIn)
    return send_to_entrance(request, error.ended)


def _on_a_page(plain: ExceptionHandler) -> ExceptionHandler:
    """What the framework itself refuses is told on a page, where a page was asked for."""

    def told(request: Request, error: Exception) -> Response | Awaitable[Response]:
        assert isinstance(error, HTTPException)
        wants_page = "text/html" in request.headers.get("accept", "")
        if request.url.path.startswith(_PLAIN) or not wants_page:
            return cast("Callable[[Request, Exception], Response]", plain)(request, error)
        code = "not-here-page" if error.status_code == 405 else "no-page"
        answer = refused_page(request, PageRefused(code, error.status_code))
        answer.headers.update(error.headers or {})
        return answer

    return told
