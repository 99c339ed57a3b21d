# SPDX-License-Identifier: Apache-2.0
"""Laptops and a registry with encrypted files on a disk, and the registry's own HTTP application between them.

All names are invented (SAMPLE).
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import httpx
from fastapi import FastAPI

from app.exchange.http import Asker, HttpPeer
from app.records import positions
from app.records.schema import FORMAT
from app.records.unit_of_work import Work
from app.registry.accounts import add_account
from app.registry.api import create_app
from app.registry.limits import Rate
from app.registry.registry import Registry
from app.services import laptop as own
from app.services.joining_registry import join_registry
from app.services.syncing import AT_ONCE, Manner, Synced
from app.store.folder import DataFolder
from app.store.keys import subkey
from app.store.records_file import Database, open_database
from tests.registry.registry_samples import Server as SampleServer
from tests.registry.registry_samples import a_registry
from tests.simulation.files import RecordsFile, encrypted
from tests.simulation.ground import START, found
from tests.simulation.laptop import Laptop
from tests.simulation.meeting import exchanged
from tests.simulation.servers import FileStores, Server
from tests.simulation.starts import Start, let_in
from tests.sync_failures.failure_ground import ROLES, Place

URL: Final = "https://registry.invalid"
Go = Callable[[httpx.Request], httpx.Response]
Between = Callable[[httpx.Request, Go], httpx.Response]
"""What lies between a laptop and the registry: it is given the request, and the way on to the registry."""


class _Files(FileStores):
    """A registry's own files, looked at from beside it."""

    def __init__(self, folder: DataFolder, registry: Registry, centre: bytes) -> None:
        self._folder = folder
        self._registry = registry
        self._key = subkey(registry.key, "centre", centre)
        self._beside: Database | None = None

    def of(self, centre: bytes) -> RecordsFile:
        """The records of the centre, to be read only."""
        beside = self._beside = self._beside or open_database(self._folder, self._key, FORMAT)
        return RecordsFile(beside.reader, beside.reader, _stays, beside.close)

    def close(self) -> None:
        """Let go of all files."""
        if self._beside:
            self._beside.close()
        self._registry.stores.close()


def _stays() -> RecordsFile:
    raise AssertionError("a registry on a disk stays there")


@contextmanager
def on_disk(path: Path, seed: int = 1) -> Iterator[Place]:
    """Two laptops and a registry with encrypted files in a folder, who have never met."""
    chance = random.Random(f"disk {seed}")
    laptops = found(chance, lambda name: encrypted(path / name), 2).laptops
    for laptop in laptops:
        with laptop.disk.file.writer.begin() as connection:
            own.write_class_keys(connection, own.first_class_keys(random.Random(seed).randbytes))
            positions.begin(connection, laptop.owner.centre, chance.randbytes(16))
    times: list[Place] = []

    def now() -> int:
        return times[0].time if times else START

    server = _as_server(a_registry(path / "registry"), laptops[0].owner.centre, now)
    office = laptops[0]
    work = Work(office.records, office.owner.author(office.owner.user), "SAMPLE Aibek", ROLES)
    join_registry(work, server.registry.identity.card)
    add_account(server.registry, "Centre SAMPLE", "ONE", "KG")
    for laptop in laptops:
        let_in(server, laptop)
    place = Place(Start(laptops, (server,)), chance)
    times.append(place)
    for laptop in laptops:
        laptop.set_clock(now)
    yield place
    for laptop in place.laptops:
        laptop.disk.file.close()
    place.server.stores.close()


def _as_server(samples: SampleServer, centre: bytes, wall: Callable[[], int]) -> Server:
    registry = replace(samples.registry, wall=wall)
    folder = DataFolder(samples.place.folder / "centres", centre.hex())
    return Server(registry, _Files(folder, registry, centre), centre)


def straight(request: httpx.Request, go_on: Go) -> httpx.Response:
    """Nothing in between."""
    return go_on(request)


def http_peer(place: Place, laptop: Laptop, between: Between = straight) -> HttpPeer:
    """The registry as this laptop sees it over HTTP."""
    client = httpx.Client(transport=_Way(place, between), follow_redirects=False)
    itself = laptop.itself
    asker = Asker(laptop.owner.centre, itself.device, itself.keys.sign, laptop.wall, laptop.chance.randbytes)
    return HttpPeer(client, URL, place.server.registry.identity.card.sign_key, asker)


def sync_by_http(place: Place, laptop: Laptop, between: Between = straight, manner: Manner = AT_ONCE) -> Synced:
    """A laptop exchanges with the registry over HTTP."""
    return exchanged(laptop, http_peer(place, laptop, between), place.server, manner)


@cache
def _application(registry: Registry) -> FastAPI:
    """The registry's application, which lets one laptop ask as often as a test does."""
    application = create_app(registry)
    application.state.rate = Rate(1e6, 1e6, time.monotonic, lambda: 0.0)
    return application


class _Way(httpx.BaseTransport):
    """The way to the registry's application in this process."""

    def __init__(self, place: Place, between: Between) -> None:
        self._app = httpx.ASGITransport(_application(place.server.registry), raise_app_exceptions=False)
        self._between = between

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return _as_sent(self._between(request, self._go_on))

    def _go_on(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._asked(request))

    async def _asked(self, request: httpx.Request) -> httpx.Response:
        again = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        answer = await self._app.handle_async_request(again)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        content = b"".join([part async for part in answer.stream])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Raw(content))


class _Raw(httpx.SyncByteStream):
    """Bytes that are sent as they are."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content


def content_of(answer: httpx.Response) -> bytes:
    """The body of an answer as it is on the line."""
    assert isinstance(answer.stream, _Raw)
    return answer.stream.content


def _as_sent(answer: httpx.Response) -> httpx.Response:
    """An answer that somebody in between made up, as it comes over a line."""
    if isinstance(answer.stream, _Raw):
        return answer
    return httpx.Response(answer.status_code, headers=answer.headers, stream=_Raw(answer.content))
