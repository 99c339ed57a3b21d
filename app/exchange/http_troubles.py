# SPDX-License-Identifier: Apache-2.0
"""What went wrong on the way to a server, told from what came back or from how the line broke."""

import ssl
from collections.abc import Mapping
from typing import Final

import orjson

from app.exchange.troubles import (
    EpochChanged,
    Garbled,
    NotAdmitted,
    NotGiven,
    NotThePacking,
    OldRequest,
    SlowDown,
    TooMuch,
    Trouble,
    Unreachable,
)
from app.translation import later

LONGEST_WAIT: Final = 3600.0
_FULL_WAIT: Final = 900.0
_PROBLEM: Final = "application/problem+json"
_REDIRECTS: Final = range(300, 400)
_WAITS: Final = (429, 503)

_SIGN_IN: Final = later(
    "This network shows a page of its own instead of the other side: often one to sign in to. "
    "Open the browser, sign in there, and the program goes on by itself. Everything is kept here."
)
_FILTERED: Final = later(
    "Something in this network opens secure connections, and this laptop does not trust it. Nothing was sent. "
    "Ask whoever runs the network to let this program through, or use another network."
)
_PROXY: Final = later(
    "The proxy of this network does not let the program through. Everything is kept here. "
    "Ask whoever runs the network, or use another one."
)
_ADDRESS: Final = later("The address {address} cannot be used. Look at it again: it begins with https://")
_BLOCKED: Final = later(
    "This network does not let the program through to the other side. Everything is kept here. "
    "Use another network, or carry the records on a stick."
)
_SLOW: Final = later("The other side did not answer in time. Everything is kept here, and the program tries again.")
_GATEWAY: Final = later("The other side is out of order for now. Everything is kept here, and the program tries again.")


def of_error(error: Exception, address: str) -> Trouble:
    """The trouble behind what the HTTP library raised."""
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return Unreachable("timeout", _SLOW, smaller=not isinstance(error, httpx.ConnectTimeout))
    if isinstance(error, httpx.ProxyError):
        return Unreachable("proxy", _PROXY)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Unreachable("address", _ADDRESS, address=address)
    if _is_distrust(error):
        return Unreachable("filtered", _FILTERED)
    if isinstance(error, httpx.ConnectError):
        return Unreachable()
    return broken()


def of_answer(status: int, headers: Mapping[str, str], body: bytes) -> Trouble:
    """The trouble behind an answer that is none; the server's own problems have a word of their own."""
    code = problem_code(headers, body)
    if code:
        return _of_problem(code, headers)
    if status in _REDIRECTS or status == 511:
        return Unreachable("sign-in-page", _SIGN_IN)
    if status == 407:
        return Unreachable("proxy", _PROXY)
    if status == 413:
        return TooMuch()
    if status in _WAITS:
        return SlowDown(_seconds(headers, _FULL_WAIT / 3))
    if status >= 500:
        return Unreachable("gateway", _GATEWAY, smaller=True)
    if status == 200:
        return not_ours(headers, body)
    return Unreachable("blocked", _BLOCKED)


def not_ours(headers: Mapping[str, str], content: bytes) -> Trouble:
    """An answer that the server did not sign: a page of somebody else's, or a damaged one."""
    page = "html" in headers.get("content-type", "") or content.lstrip()[:1] == b"<"
    return Unreachable("sign-in-page", _SIGN_IN) if page else Garbled()


def broken() -> Trouble:
    """The line broke in the middle of an exchange; a smaller batch may come through."""
    return Unreachable("cut", smaller=True)


def _of_problem(code: str, headers: Mapping[str, str]) -> Trouble:
    found: dict[str, Trouble] = {
        "slow": broken(),
        "epoch": EpochChanged(),
        "too-large": TooMuch(),
        "encoding": NotThePacking(),
        "batch": Garbled(),
        "range": Garbled(),
        "signature": OldRequest(),
        "not-admitted": NotAdmitted(),
        "not-found": NotAdmitted(),
        **{one: NotGiven(one) for one in ("no-such-claim", "unanswered", "no-numbers", "too-many-codes")},
        "busy": SlowDown(_seconds(headers, 30.0)),
        "overloaded": SlowDown(_seconds(headers, 30.0)),
        "disk-full": SlowDown(_FULL_WAIT),
    }
    return found.get(code) or Unreachable("gateway", _GATEWAY, smaller=code == "unexpected")


def problem_code(headers: Mapping[str, str], body: bytes) -> str:
    """The word of the server's own problem document; empty for any other answer."""
    if not headers.get("content-type", "").startswith(_PROBLEM):
        return ""
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    code = fields.get("code") if isinstance(fields, dict) else None
    return code if isinstance(code, str) else ""


def _seconds(headers: Mapping[str, str], otherwise: float) -> float:
    """What ``Retry-After`` asks for, within reason; a date in it is not believed, clocks being what they are."""
    said = headers.get("retry-after", "").strip()
    return min(float(said), LONGEST_WAIT) if said.isdigit() else otherwise


def _is_distrust(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
