# SPDX-License-Identifier: Apache-2.0
"""A laptop as a server behind HTTP, in the same process: what comes is proven, what goes is signed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx

from app.exchange import protocol
from app.exchange.answering import answer_frontier, answer_pull, answer_push, stand
from app.exchange.direct import Store
from app.exchange.http import Asker, HttpPeer
from app.exchange.packing import ZSTD, pack, unpack
from app.exchange.protocol import ANSWERED, RECEIPT, Hello, Wanted
from app.exchange.signatures import ANSWER, BadSignature, Request, receipt_part, sign_answer, verify_request
from app.exchange.troubles import EpochChanged
from app.exchange.wire import batch_hash, lines, read_lines
from app.journal.operation import ID_BYTES
from app.journal.signing import public_key
from app.records import positions
from app.records.fold.batch import Batch
from app.records.positions import Range
from app.store.keys import public_half
from tests.services.syncing_ground import store_of
from tests.simulation.laptop import Laptop

URL = "https://hub.example/centre"
Answering = Callable[[httpx.Request], httpx.Response]


class Server:
    """``asked`` are the requests that came; ``ahead`` is by how much its clock is ahead of the laptops' (ms)."""

    def __init__(self, laptop: Laptop, asker: Laptop) -> None:
        self.laptop = laptop
        self.store: Store = store_of(laptop)
        self.asker = asker
        self.asked: list[httpx.Request] = []
        self.bytes = 0
        self.ahead = 0
        self.only_gzip = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        self.asked.append(request)
        path = request.url.raw_path.decode().partition("?")[0]
        answer = self._answer(request, path, body)
        self.bytes += _size(request.headers) + len(request.url.raw_path) + len(body)
        assert isinstance(answer.stream, httpx.SyncByteStream)
        content = b"".join(answer.stream)
        self.bytes += _size(answer.headers) + len(content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Raw(content))

    def _now(self) -> int:
        return self.laptop.wall() + self.ahead

    def _answer(self, request: httpx.Request, path: str, body: bytes) -> httpx.Response:
        if path.endswith("/hello"):
            return self._message(protocol.hello_fields(self._hello(request.url.params["echo"])))
        query = request.url.query.decode()
        try:
            verify_request(
                request.headers, Request(request.method, path, query, body),
                device_key=public_key(self.asker.itself.keys.sign), server_key=public_key(self.store.sign_key),
                now=self._now() // 1000,
            )  # fmt: skip
        except BadSignature:
            return problem(401, "signature")
        encoding = request.headers.get("content-encoding", "")
        if self.only_gzip and encoding == ZSTD:
            return problem(415, "encoding")
        try:
            with self.store.transaction() as batch:
                positions.begin(batch.connection, batch.centre, self.store.random(ID_BYTES))
                return self._of_stream(batch, request, unpack(body, encoding))
        except EpochChanged:
            return problem(409, "epoch")

    def _of_stream(self, batch: Batch, request: httpx.Request, content: bytes) -> httpx.Response:
        what = request.url.path.rsplit("/", 1)[-1]
        covers = self.store.covers(batch)
        if what == "frontier":
            theirs = protocol.read_frontier(protocol.read_message(content))
            return self._message(protocol.frontier_answer_fields(answer_frontier(batch.connection, theirs)))
        if what != "items":
            return self._message(protocol.standing_fields(stand(batch.connection)))
        if request.method == "POST":
            parcel = read_lines(content)
            answer = answer_push(batch, parcel, self.store.clock, covers.keys)
            part = receipt_part(batch_hash(parcel), answer.standing.top)
            signed = replace(answer, receipt=sign_answer(RECEIPT, part, self.store.sign_key))
            return self._message(protocol.push_fields(signed))
        query = request.url.params
        wanted = Wanted(
            Range(int(query["after"]) + 1, int(query["to"])), bytes.fromhex(query["epoch"]),
            bytes.fromhex(query["mark"]), int(query["limit"]),
        )  # fmt: skip
        return self._signed(lines(answer_pull(batch.connection, batch.centre, wanted, covers)), packed=True)

    def _hello(self, echo: str) -> Hello:
        keys = public_key(self.store.sign_key), public_half(self.store.box_key)
        return Hello("SAMPLE hub", *keys, self._now(), bytes(16), echo=echo)

    def _message(self, fields: dict[str, object]) -> httpx.Response:
        return self._signed(protocol.message(fields))

    def _signed(self, content: bytes, *, packed: bool = False) -> httpx.Response:
        headers = {ANSWER: sign_answer(ANSWERED, content, self.store.sign_key)}
        if packed:
            return httpx.Response(200, headers={**headers, "Content-Encoding": ZSTD}, stream=Raw(pack(content)))
        return httpx.Response(200, headers=headers, stream=Raw(content))


class Raw(httpx.SyncByteStream):
    """Bytes that are sent as they are."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    content = json.dumps({"code": code}).encode()
    return httpx.Response(status, content=content, headers={**headers, "Content-Type": "application/problem+json"})


def peer_of(server: Answering, mine: Laptop, other: Laptop) -> HttpPeer:
    """The server as a laptop sees it."""
    client = httpx.Client(transport=httpx.MockTransport(lambda request: _as_sent(server(request))))
    asker = Asker(mine.owner.centre, mine.itself.device, mine.itself.keys.sign, mine.wall, mine.chance.randbytes)
    return HttpPeer(client, URL, public_key(other.itself.keys.sign), asker)


def _as_sent(answer: httpx.Response) -> httpx.Response:
    """The answer as it comes over a line: in parts."""
    if not answer.is_stream_consumed:
        return answer
    return httpx.Response(answer.status_code, headers=answer.headers, stream=Raw(answer.content))


def _size(headers: httpx.Headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.raw)
