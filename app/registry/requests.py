# SPDX-License-Identifier: Apache-2.0
"""A request before anything is done: its body within bounds, and who asks, proven."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Path, Request, Response
from starlette.requests import ClientDisconnect

from app.domain.refusals import StorageTrouble
from app.exchange.packing import BadPacking, unpack
from app.exchange.protocol import ANSWERED
from app.exchange.signatures import ANSWER, BadSignature, asking_device, sign_answer, verify_request
from app.exchange.signatures import Request as Signed
from app.registry.answers import LIMITS
from app.registry.devices import NotAdmitted, device_key
from app.registry.limits import Rate
from app.registry.problems import Problem
from app.registry.registry import Registry

ENCODINGS: Final = ("zstd", "gzip", "identity", "")
REFERENCE: Final = "reference"
_BODY_SECONDS: Final = 600.0
"""A chunk of 256 KiB takes 220 seconds at 9.6 kbit/s."""
StreamPath = Annotated[
    str, Path(pattern="^([0-9a-f]{32}|reference)$", description="The centre's id, or the registry's own stream.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which centre, and the body as it came. ``device`` is empty where anybody may ask."""

    centre: bytes
    device: bytes
    body: bytes
    encoding: str

    def content(self) -> bytes:
        """The body unpacked. Raises Problem."""
        if self.encoding not in ENCODINGS:
            raise Problem("encoding")
        try:
            return unpack(self.body, self.encoding)
        except BadPacking as error:
            raise Problem("too-large" if "too much" in str(error) else "batch", str(error)) from error


def registry_of(request: Request) -> Registry:
    """The registry that answers."""
    found: Registry = request.app.state.registry
    return found


async def whole_body(request: Request) -> bytes:
    """The body, as long as it is allowed to be. Raises Problem."""
    if int(request.headers.get("content-length", "0") or 0) > LIMITS.bytes:
        raise Problem("too-large")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await _gathered(request)
    except ClientDisconnect as error:
        raise Problem("malformed", "cut short") from error
    except TimeoutError as error:
        raise Problem("slow") from error


async def _gathered(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LIMITS.bytes:
            raise Problem("too-large")
        parts.append(part)
    return b"".join(parts)


Body = Annotated[bytes, Depends(whole_body)]


def of_a_laptop(stream: StreamPath, request: Request, body: Body) -> Asked:
    """A request of a laptop for its own centre. Raises Problem."""
    registry = registry_of(request)
    if stream == REFERENCE:
        raise Problem("not-admitted")
    return _proven(registry, bytes.fromhex(stream), request, body)


def of_a_reader(stream: StreamPath, request: Request, body: Body) -> Asked:
    """A request to read: of a laptop for its own centre, of anybody for what the registry publishes. Raises Problem."""
    registry = registry_of(request)
    reference = registry.identity.reference
    if stream in (REFERENCE, reference.hex()):
        _count(request, (request.client.host if request.client else "").encode())
        return Asked(reference, b"", body, _encoding(request))
    return _proven(registry, bytes.fromhex(stream), request, body)


Laptop = Annotated[Asked, Depends(of_a_laptop)]
Reader = Annotated[Asked, Depends(of_a_reader)]


def _proven(registry: Registry, centre: bytes, request: Request, body: bytes) -> Asked:
    path = request.scope.get("raw_path") or request.url.path.encode()
    said = Signed(request.method, path.decode("latin-1"), request.scope["query_string"].decode("latin-1"), body)
    try:
        device = asking_device(request.headers)
        key = device_key(registry, centre, device)
        verify_request(
            request.headers, said, device_key=key, server_key=registry.identity.sign_key, now=registry.wall() // 1000
        )
    except BadSignature as error:
        raise Problem("signature", str(error)) from error
    except NotAdmitted as error:
        raise Problem("not-admitted", str(error)) from error
    _count(request, centre + device)
    return Asked(centre, device, body, _encoding(request))


def _count(request: Request, who: bytes) -> None:
    rate: Rate = request.app.state.rate
    wait = rate.wait(who)
    if wait:
        raise Problem("busy", retry_after=wait)


def _encoding(request: Request) -> str:
    return request.headers.get("content-encoding", "").strip().lower()


def signed_message(request: Request, body: bytes, media: str = "application/json") -> Response:
    """An answer under the registry's word, so that nothing in between can give another one."""
    word = sign_answer(ANSWERED, body, registry_of(request).identity.sign)
    return Response(body, media_type=media, headers={ANSWER: word, "Cache-Control": "no-store"})


def trouble_of(error: StorageTrouble) -> Problem:
    """The problem behind what the disk or the database did."""
    if error.code in ("busy", "in-use"):
        return Problem("overloaded", retry_after=5)
    return Problem("disk-full") if error.code == "disk-full" else Problem("unexpected")
