# SPDX-License-Identifier: Apache-2.0
"""What the server answers when it does not do what was asked: problem documents (RFC 9457)."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import Response
from pydantic import BaseModel, Field

MEDIA: Final = "application/problem+json"
_TITLES: Final[Mapping[str, tuple[int, str]]] = {
    "malformed": (400, "The request is not one that this server understands."),
    "signature": (401, "The request is not signed by a laptop that may ask."),
    "not-admitted": (403, "The laptop is not known for this centre, or it was shut out."),
    "not-enrolled": (403, "The code is not known, used or too old, or belongs to another centre."),
    "not-found": (404, "There is no such thing."),
    "no-such-claim": (404, "The centre's records hold no such claim here. Send them first."),
    "not-allowed": (405, "This cannot be done here."),
    "slow": (408, "The request came too slowly to wait for the rest of it."),
    "epoch": (409, "The positions of this stream are counted anew. Compare, then ask again."),
    "unanswered": (409, "The claim waits for the registry's office. Ask again later."),
    "no-numbers": (409, "There are no numbers left to give out. Ask the registry's office."),
    "too-many-codes": (409, "The centre has too many codes for new laptops here. Answer them, or wait a day."),
    "offset": (409, "The file does not go on there. Ask how far it came."),
    "too-large": (413, "The request is larger than allowed, or unpacks to more."),
    "encoding": (415, "The body is packed in a way that this server does not know."),
    "range": (416, "The file has no such part."),
    "batch": (422, "The batch is not whole, or was altered on the way. Nothing of it was taken."),
    "busy": (429, "Too many requests. Ask again later."),
    "unexpected": (500, "Something went wrong that the server did not expect. Nothing was changed."),
    "overloaded": (503, "The server has too much to do. Nothing was changed. Ask again later."),
    "disk-full": (507, "The server has no room left. Nothing was changed."),
}


class ProblemDocument(BaseModel):
    """A problem document (RFC 9457). ``code`` is a fixed word for programs."""

    type: str = Field(examples=["urn:guildmark:problem:epoch"])
    title: str
    status: int
    code: str
    detail: str = ""


class Problem(Exception):
    """What was asked is not done; ``detail`` is a word more for programs. ``retry_after`` is in seconds."""

    def __init__(self, code: str, detail: str = "", retry_after: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _TITLES[self.code][0]


def answer_to(problem: Problem) -> Response:
    """The problem as it is sent."""
    status, title = _TITLES[problem.code]
    content = {
        "type": f"urn:guildmark:problem:{problem.code}", "title": title, "status": status, "code": problem.code,
        "detail": problem.detail,
    }  # fmt: skip
    headers = {"Retry-After": str(max(1, round(problem.retry_after)))} if problem.retry_after else {}
    if problem.code == "signature":
        headers["WWW-Authenticate"] = "Signature"
    return Response(orjson.dumps(content), status, headers, MEDIA)


def of_status(status: int) -> Problem:
    """The problem behind a status that the framework chose."""
    codes = {one: code for code, (one, _) in reversed(list(_TITLES.items()))}
    return Problem(codes.get(status, "malformed" if status < 500 else "unexpected"))


def documented(*codes: str) -> dict[int | str, dict[str, Any]]:
    """These problems for the description of an endpoint."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        status, title = _TITLES[code]
        before = found.get(status)
        words = f"{before['description']} Or: {title}" if before else title
        schema = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
        found[status] = {"description": words, "content": {MEDIA: schema}}
        if status in (429, 503):
            header = {"description": "Seconds", "schema": {"type": "integer"}}
            found[status]["headers"] = {"Retry-After": header}
    return found
