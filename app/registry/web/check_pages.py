# SPDX-License-Identifier: Apache-2.0
"""The public pages: checking a certificate by the link in its code, or by its number."""

from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from app.credentials.qr_text import is_code
from app.credentials.verifying import GREATEST_TEXT, AnyList
from app.records import positions
from app.registry.checking import LONGEST_NUMBER, Checked, check_code, check_number, read_published
from app.registry.requests import registry_of
from app.registry.stores import NoSuchCentre
from app.registry.web.doors import Form, doors_of, require_turn
from app.registry.web.pages import HEADERS, KHMER_FONTS, Kept, font, show, style, style_digest
from app.registry.web.refused import PageRefused
from app.translation import LANGUAGES

TONES: Final = {
    "genuine": "good", "expired": "warn", "examined": "warn", "not-here": "warn", "unknown-issuer": "warn",
    "unknown-number": "warn", "mistyped": "warn", "not-a-certificate": "warn", "altered": "bad", "revoked": "bad",
    "replaced": "bad", "contradicted": "bad",
}  # fmt: skip
LONGEST_NAME: Final = 200
_EVEN_SECONDS: Final = 0.15
_LINK: Final = "https://registry.invalid/C/"
"""The host of a link proves nothing, so any does."""
router = APIRouter(include_in_schema=False)


@router.get("/")
def ask(request: Request) -> Response:
    """The form for a number."""
    return show(request, "check", found=None, number="", tone="", name="")


@router.get("/c/{said:path}")
@router.get("/C/{said:path}")
def check_link(request: Request, said: str) -> Response:
    """What the link in a code leads to, and a link that somebody made of a number."""
    doors = doors_of(request)
    if len(said) > GREATEST_TEXT or not is_code(_LINK + said):
        return _by_number(request, said[:LONGEST_NUMBER], "", None)
    require_turn(doors.checks, request)
    return _answered(request, check_code(registry_of(request), _LINK + said, _published(request)), None)


@router.post("/check")
def check_typed(request: Request, sent: Form) -> Response:
    """A number that somebody typed, perhaps with the name on the document."""
    if sent.fields.get("lang", "") in LANGUAGES:
        request.state.chosen = sent.fields["lang"]
    number, name = sent.text("number", 4 * LONGEST_NUMBER), sent.text("name", LONGEST_NAME)
    return _by_number(request, number, name, Kept("/check", {"number": number, "name": name}))


@router.get("/pages/{digest}/pages.css")
def style_sheet(digest: str) -> Response:
    """The style sheet; its name says what is in it, so browsers keep it."""
    if digest != style_digest():
        raise PageRefused("no-page", 404)
    return _kept(style(), "text/css; charset=utf-8")


@router.get("/pages/fonts/{name}")
def typeface(name: str) -> Response:
    """A typeface for phones without Khmer."""
    if name not in KHMER_FONTS:
        raise PageRefused("no-page", 404)
    return _kept(font(name), "font/ttf")


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _by_number(request: Request, number: str, name: str, kept: Kept | None) -> Response:
    doors = doors_of(request)
    require_turn(doors.numbers, request)
    if not number.strip():
        return show(request, "check", found=None, number="", tone="", name=name)
    began = doors.clock()
    found = check_number(registry_of(request), number, name)
    took = doors.clock() - began
    doors.pause(_EVEN_SECONDS - took % _EVEN_SECONDS)
    return _answered(request, found, kept, number, name)


def _answered(request: Request, found: Checked, kept: Kept | None, number: str = "", name: str = "") -> Response:
    return show(
        request, "check", 200, kept, found=found, number=number, name=name, tone=TONES[found.result],
        cut=_is_cut(found),
    )  # fmt: skip


def _is_cut(found: Checked) -> frozenset[str]:
    """Which texts the code had no room for in full."""
    return frozenset(name for name, _ in found.facts.digests) if found.facts else frozenset()


def _published(request: Request) -> tuple[AnyList, ...]:
    """The lists that the registry published; read again when it has published something since."""
    registry, kept = registry_of(request), doors_of(request).lists
    try:
        standing = registry.stores.read(registry.identity.reference, positions.standing)
    except NoSuchCentre:
        standing = None
    top = standing.top if standing else 0
    if top not in kept:
        found = registry.stores.read(registry.identity.reference, read_published) if standing else ()
        kept.clear()
        kept[top] = found
    return kept.get(top, ())


def _kept(content: bytes, media: str) -> Response:
    headers = HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, media_type=media, headers=headers)
