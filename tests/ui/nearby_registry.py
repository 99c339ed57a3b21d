# SPDX-License-Identifier: Apache-2.0
"""A registry in the test's own process, which a window reaches as if by network."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fastapi import FastAPI

from app.registry.accounts import add_account, give_code
from app.registry.api import create_app
from app.registry.opening import Place, World, make_registry, open_registry
from app.registry.registry import Registry
from tests.services.http_ground import Raw

URL = "https://registry.example"
NAME = "Ministry SAMPLE"
Answering = Callable[[httpx.Request], httpx.Response]


@dataclass(slots=True)
class Nearby:
    """``between`` answers in the registry's place, such as a page of the network. ``asked`` counts requests."""

    registry: Registry
    app: FastAPI
    between: Answering | None = None
    asked: list[str] = field(default_factory=list)

    def client(self, _address: str = URL) -> httpx.Client:
        """A client of the network."""
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def code(self, short: str = "ONE") -> str:
        """A fresh one-time code for a centre."""
        add_account(self.registry, f"Centre {short} SAMPLE", short, "KG")
        return give_code(self.registry, short)[0]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if self.between is not None:
            told = self.between(request)
            return httpx.Response(told.status_code, headers=told.headers, stream=Raw(told.content))
        return asyncio.run(self._asked(request, request.read()))

    async def _asked(self, request: httpx.Request, body: bytes) -> httpx.Response:
        way = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        answer = await way.handle_async_request(sent)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        content = b"".join([part async for part in answer.stream])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Raw(content))


@contextmanager
def nearby_registry(folder: Path, wall: Callable[[], int]) -> Iterator[Nearby]:
    """A fresh registry, for as long as the test needs it."""
    place, world = Place(folder, folder / "registry.key", ""), World(wall, os.urandom)
    make_registry(place, NAME, URL, world)
    registry = open_registry(place, world)
    try:
        yield Nearby(registry, create_app(registry))
    finally:
        registry.stores.close()


def sign_in_page(_request: httpx.Request) -> httpx.Response:
    """What a hotel's network answers to everything."""
    return httpx.Response(200, html="<html>Sign in to Wi-Fi</html>")
