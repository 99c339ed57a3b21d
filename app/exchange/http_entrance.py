# SPDX-License-Identifier: Apache-2.0
"""The first requests to a server that is not known yet: who is there, and to be let in with a one-time code."""

from typing import TYPE_CHECKING, Final

from app.domain.refusals import BadInput
from app.exchange import protocol
from app.exchange.http import LARGEST_ANSWER
from app.exchange.http_troubles import not_ours, of_answer, of_error, problem_code
from app.exchange.protocol import ANSWERED, BAD_MESSAGE, Hello
from app.exchange.signatures import ANSWER, answer_is_signed
from app.exchange.troubles import Garbled
from app.journal.canonical import to_bytes
from app.translation import later

if TYPE_CHECKING:
    import httpx

_NOT_TAKEN: Final = later(
    "The registry did not take this code: it is mistyped, used, older than a day, or for another centre. "
    "Nothing was changed. Ask the registry for a new one."
)
_NOT_FOR_JOINING: Final = later(
    "The registry did not take this code: it is mistyped, older than a day, or another laptop asked with it. "
    "Nothing was changed. Ask the administrator of your centre for a new one."
)


def card_at(client: "httpx.Client", url: str) -> Hello:
    """Who answers at an address, signed with the key that it names itself: whose key that is must be proven yet.

    Raises a trouble.
    """
    headers, content = _asked(client, "GET", url, "/v1/hello")
    try:
        said = protocol.read_hello(protocol.read_message(content))
    except BAD_MESSAGE as error:
        raise not_ours(headers, content) from error
    if not answer_is_signed(ANSWERED, content, headers.get(ANSWER.lower(), ""), said.sign_key):
        raise Garbled
    return said


def ask_to_enrol(client: "httpx.Client", url: str, body: bytes) -> bytes:
    """The server's answer to a request to be let in. Raises BadInput "code-refused", a trouble."""
    return _asked(client, "POST", url, "/v1/devices/enrol", body)[1]


def ask_to_join(client: "httpx.Client", url: str, body: bytes) -> bytes:
    """The answer that waits at a registry for a laptop that asks to join a centre; empty where there is none yet.

    Raises BadInput "code-refused", a trouble.
    """
    headers, content = _asked(client, "POST", url, "/v1/joining", body, _NOT_FOR_JOINING)
    try:
        return to_bytes(protocol.read_message(content)["answer"])
    except BAD_MESSAGE as error:
        raise not_ours(headers, content) from error


def _asked(
    client: "httpx.Client", method: str, url: str, path: str, body: bytes = b"", not_taken: str = _NOT_TAKEN
) -> tuple["httpx.Headers", bytes]:  # fmt: skip
    import httpx

    media = {"Content-Type": "application/json"} if body else {}
    headers = {**media, "Accept-Encoding": "identity"}
    try:
        with client.stream(method, url.rstrip("/") + path, content=body or None, headers=headers) as answer:
            content = b"".join(_few(answer))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise of_error(error, url) from error
    if answer.status_code in (httpx.codes.OK, httpx.codes.CREATED):
        return answer.headers, content
    if problem_code(answer.headers, content) == "not-enrolled":
        raise BadInput("code-refused", not_taken)
    raise of_answer(answer.status_code, answer.headers, content)


def _few(answer: "httpx.Response") -> list[bytes]:
    parts: list[bytes] = []
    for part in answer.iter_raw():
        parts.append(part)
        if sum(map(len, parts)) > LARGEST_ANSWER:
            raise ValueError("the answer is too long")
    return parts
