# SPDX-License-Identifier: Apache-2.0
"""Pages as they are sent: written by templates that escape all they are given, under a policy that lets a page run
nothing, load nothing from elsewhere and be framed by nobody."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_mark_safe
from starlette.responses import HTMLResponse

from app import paths
from app.registry.requests import registry_of
from app.registry.staff import Staff, form_mark
from app.registry.web import speech as speaking
from app.registry.web.speech import Speech
from app.translation import LANGUAGES

POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
}
_YEAR_SECONDS: Final = 365 * 24 * 60 * 60
KHMER_FONTS: Final = ("NotoSansKhmer-Regular.ttf", "NotoSansKhmer-Bold.ttf")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the chooser of languages sends again with a page that answers a form."""

    action: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def show(
    request: Request, template: str, status: int = 200, kept: Kept | None = None, /, **facts: Any
) -> Response:  # fmt: skip
    """The page of this template with these facts."""
    registry, speech = registry_of(request), speech_of(request)
    staff: Staff | None = request.state.staff if hasattr(request.state, "staff") else None
    around = {
        "say": speech, "languages": LANGUAGES, "registry_name": registry.identity.name, "staff": staff,
        "mark": form_mark(registry, staff.session) if staff else _noted(request, "mark"),
        "style": f"/pages/{style_digest()}/pages.css", "path": request.url.path, "kept": kept or Kept(),
        "now": registry.wall(), "moment": speaking.moment, "day": speaking.day, "icon": icon,
        "query": [(name, said) for name, said in request.query_params.items() if name not in ("lang", "done")],
    }  # fmt: skip
    content = templates().get_template(f"{template}.html").render({**around, **facts})
    answer = HTMLResponse(content, status, HEADERS | {"Content-Language": speech.language})
    if request.query_params.get("lang") in LANGUAGES or _noted(request, "chosen"):
        answer.set_cookie(
            speaking.COOKIE, speech.language, _YEAR_SECONDS, httponly=True, samesite="lax", secure=is_secure(request)
        )
    if is_secure(request):
        answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}"
    return answer


def speech_of(request: Request) -> Speech:
    """The language in which this request is answered."""
    chosen = _noted(request, "chosen") or speaking.chosen_language(
        request.query_params, request.cookies, request.headers.get("accept-language", "")
    )
    return speaking.speech_in(chosen)


def _noted(request: Request, name: str) -> str:
    """What was found out about this request before its page is made; empty where nothing was."""
    return str(getattr(request.state, name)) if hasattr(request.state, name) else ""


def is_secure(request: Request) -> bool:
    """Whether the browser reaches the registry by https."""
    return request.url.scheme == "https"


@cache
def templates() -> Environment:
    """The templates; what they are given is escaped, and a name that nobody gave is an error."""
    loader = FileSystemLoader(paths.resources() / "registry")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip


@cache
def icon(name: str) -> str:
    """One of the program's icons, to stand in a page itself; it says nothing that the text beside it does not."""
    drawn = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return do_mark_safe(drawn[drawn.index("<svg") :].replace("<svg", '<svg aria-hidden="true"', 1))


@cache
def style() -> bytes:
    """The one style sheet of all pages."""
    return (paths.resources() / "registry" / "pages.css").read_bytes()


@cache
def style_digest() -> str:
    """What names this version of the style sheet: it may be kept for ever under its name."""
    return hashlib.sha256(style()).hexdigest()[:16]


@cache
def font(name: str) -> bytes:
    """A typeface for phones that have none of the script."""
    return (paths.resources() / "fonts" / name).read_bytes()
