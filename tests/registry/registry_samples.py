# SPDX-License-Identifier: Apache-2.0
"""A registry in a folder, laptops of invented centres, and requests as a laptop sends them, without a network."""

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.exchange import enrolment as enrolling
from app.exchange.answering import Covers, answer_pull
from app.exchange.class_keys import for_registries, read_class_keys, sealed_for, write_class_keys
from app.exchange.enrolment import Card, Enrolment
from app.exchange.packing import ZSTD, pack
from app.exchange.protocol import ANSWERED, Wanted
from app.exchange.signatures import ANSWER, Request, answer_is_signed, sign_request
from app.exchange.wire import Parcel, lines, read_lines
from app.journal.canonical import to_text
from app.journal.signing import public_key
from app.records import log, positions
from app.records.positions import Range
from app.records.unit_of_work import Fact
from app.registry.accounts import add_account, give_code
from app.registry.api import create_app
from app.registry.opening import Place, World, make_registry, open_registry
from app.registry.registry import Registry
from app.services.laptop import first_class_keys
from tests.simulation.files import in_memory
from tests.simulation.ground import START, USUALLY, found
from tests.simulation.laptop import Laptop

NDJSON = "application/x-ndjson"


@dataclass(slots=True)
class Clock:
    """Time that stands still until it is moved (ms since 1970)."""

    now: int = START

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True, slots=True)
class Asking:
    """Requests to the application in this process."""

    app: FastAPI

    def request(self, method: str, address: str, **said: Any) -> Response:
        return asyncio.run(self._asked(method, address, said))

    def get(self, address: str, **said: Any) -> Response:
        return self.request("GET", address, **said)

    def post(self, address: str, **said: Any) -> Response:
        return self.request("POST", address, **said)

    async def _asked(self, method: str, address: str, said: dict[str, Any]) -> Response:
        way = ASGITransport(self.app, raise_app_exceptions=False)
        async with AsyncClient(transport=way, base_url="http://registry.invalid") as client:
            return await client.request(method, address, **said)


@dataclass(slots=True)
class Server:
    """A registry whose application is asked in this process."""

    registry: Registry
    clock: Clock
    client: Asking
    place: Place

    @property
    def card(self) -> Card:
        return self.registry.identity.card

    def code(self, short: str = "ONE") -> str:
        """A fresh code for a centre that the registry serves from now on."""
        add_account(self.registry, f"Centre {short} SAMPLE", short, "KG")
        return give_code(self.registry, short)[0]

    def close(self) -> None:
        self.registry.stores.close()


def a_registry(folder: Path, database: str = "", seed: int = 7) -> Server:
    """A fresh registry, in files or in a database; with another seed it is another one."""
    clock, draw = Clock(), random.Random(seed).randbytes
    place, world = Place(folder, folder / "registry.key", database), World(clock, draw)
    make_registry(place, "Registry SAMPLE", "https://registry.invalid", world)
    return opened(place, clock, draw)


def opened(place: Place, clock: Clock, draw: Callable[[int], bytes]) -> Server:
    registry = open_registry(place, World(clock, draw))
    return Server(registry, clock, Asking(create_app(registry)), place)


@dataclass(slots=True)
class Desk:
    """A laptop of a centre as it talks to a server. ``given`` is how far its positions were given there."""

    laptop: Laptop
    server: Server
    name: str = "office"
    given: int = 0
    epoch: bytes = b""
    others: tuple[Laptop, ...] = ()

    @property
    def centre(self) -> bytes:
        return self.laptop.owner.centre

    @property
    def stream(self) -> str:
        return f"/v1/streams/{self.centre.hex()}"

    def ask(
        self, method: str, path: str, body: bytes = b"", query: str = "", headers: Mapping[str, str] | None = None
    ) -> Response:
        """A request that this laptop signs."""
        said = Request(method, path, query, body)
        itself = self.laptop.itself
        signed = sign_request(
            said, device=itself.device, private_key=itself.keys.sign, server_key=self.server.card.sign_key,
            created=self.server.clock.now // 1000,
        )  # fmt: skip
        address = f"{path}?{query}" if query else path
        return self.server.client.request(method, address, content=body, headers={**signed, **(headers or {})})

    def enrol(self, code: str) -> Response:
        """Come in with a code."""
        body = enrolling.enrolment_bytes(self.enrolment(), code, self.server.card.sign_key)
        return self.server.client.post("/v1/devices/enrol", content=body)

    def enrolment(self) -> Enrolment:
        founding = self.laptop.read(log.founding)
        assert founding is not None
        keys, card = self.laptop.itself.keys, self.server.card
        given = for_registries(self.laptop.read(read_class_keys))
        sealed = sealed_for(card.id, card.box_key, given, self.laptop.chance.randbytes)
        return Enrolment(
            self.laptop.itself.device, self.name, public_key(keys.sign), public_key(keys.box), founding.raw, sealed
        )

    def parcel(self, most: int = 1000) -> Parcel:
        """What was not given to the server yet."""
        self.laptop.sign_head()
        with self.laptop.disk.file.writer.begin() as connection:
            positions.allot(connection)
            standing = positions.standing(connection)
            assert standing is not None
            covers = Covers(read_class_keys(connection), self.laptop.chance.randbytes)
            wanted = Wanted(Range(self.given + 1, standing.top), standing.epoch, most=most)
            return answer_pull(connection, self.centre, wanted, covers)

    def push(self, parcel: Parcel | None = None) -> Response:
        """Give the server what it lacks."""
        sent = parcel or self.parcel()
        answer = self.ask(
            "POST",
            f"{self.stream}/items",
            pack(lines(sent)),
            headers={"Content-Encoding": ZSTD, "Content-Type": NDJSON},
        )
        if answer.status_code == 200:
            self.given = max(self.given, sent.cover.to)
        return answer

    def pull(self, after: int = 0, limit: int = 1000) -> Parcel:
        """What the server has after a position."""
        epoch = self.ask("GET", self.stream).json()["epoch"]
        query = f"after={after}&epoch={epoch}&limit={limit}"
        answer = self.ask("GET", f"{self.stream}/items", query=query)
        assert answer.status_code == 200, answer.text
        assert answer_is_signed(ANSWERED, answer.content, answer.headers[ANSWER], self.server.card.sign_key)
        return read_lines(answer.content)

    def join(self) -> None:
        """Say in the records that the centre shares them with the registry."""
        card = self.server.card
        keys = for_registries(self.laptop.read(read_class_keys))
        body: dict[str, object] = {
            "name": card.name, "url": card.url, "sign_key": to_text(card.sign_key), "box_key": to_text(card.box_key),
            "keys": {to_text(card.id): sealed_for(card.id, card.box_key, keys, self.laptop.chance.randbytes)},
        }  # fmt: skip
        self.laptop.write(self.laptop.owner.user, Fact("registry.joined", self.centre, body))


def a_desk(server: Server, seed: int = 1, laptops: int = USUALLY) -> Desk:
    """The first of so many laptops of a centre that nobody else has, ready to come in."""
    laptop, *others = found(random.Random(seed), lambda name: in_memory(), laptops).laptops
    laptop.set_clock(server.clock)
    ready(laptop)
    return Desk(laptop, server, others=tuple(others))


def ready(laptop: Laptop) -> None:
    """The laptop can send: it has keys of the centre, and numbers what it holds."""
    with laptop.disk.file.writer.begin() as connection:
        write_class_keys(connection, first_class_keys(laptop.chance.randbytes))
        positions.begin(connection, laptop.owner.centre, laptop.chance.randbytes(16))


def enrolled(server: Server, seed: int = 1, short: str = "ONE") -> Desk:
    """A laptop whose centre has come in and given all it has."""
    desk = a_desk(server, seed)
    assert desk.enrol(server.code(short)).status_code == 201
    desk.join()
    assert desk.push().status_code == 200
    return desk


def problem(answer: Response) -> str:
    """The word of a problem document; the rest of it is as it must be."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said: dict[str, Any] = json.loads(answer.content)
    assert said["status"] == answer.status_code
    assert said["type"] == f"urn:guildmark:problem:{said['code']}"
    return str(said["code"])
