# SPDX-License-Identifier: Apache-2.0
"""A peer behind HTTP: a registry or a hub, by whatever lies between.

Requests are signed by the laptop, answers by the server: a page that asks for a sign-in, a filter that opens secure
connections, an error page of something in between are told from an answer, and become troubles with words for people.
The system's proxy and its store of trusted roots are used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode, urlsplit

from app.exchange import protocol
from app.exchange.http_troubles import broken, not_ours, of_answer, of_error
from app.exchange.packing import GZIP, ZSTD, BadPacking, pack, unpack
from app.exchange.protocol import ANSWERED, BAD_MESSAGE, FrontierAnswer, Hello, PushAnswer, Wanted
from app.exchange.signatures import ANSWER, Request, answer_is_signed, sign_request
from app.exchange.troubles import Garbled, NotThePacking, OldRequest
from app.exchange.wire import BrokenBatch, Parcel, lines, read_lines
from app.journal.canonical import to_text
from app.records.comparing import Frontier
from app.records.positions import Range, Standing

if TYPE_CHECKING:
    import httpx

LARGEST_ANSWER: Final = 8 * 1024 * 1024
_NDJSON: Final = "application/x-ndjson"
_JSON: Final = "application/json"
_TRIES: Final = 2
_ECHO_BYTES: Final = 12
Message = TypeVar("Message")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the centre, the laptop's id and private key to sign with, and the wall clock (ms since 1970)."""

    centre: bytes
    device: bytes
    sign_key: bytes
    wall: Callable[[], int]
    random: Callable[[int], bytes]


def new_client(proxy: str = "", program: str = "guildmark") -> "httpx.Client":
    """A client that trusts whom the system trusts, and goes by the proxy given, or else by that of the system."""
    import ssl

    import httpx
    import truststore

    trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    timeout = httpx.Timeout(30.0, connect=15.0)
    headers = {"User-Agent": program, "Accept-Encoding": f"{ZSTD}, {GZIP}"}
    return httpx.Client(verify=trusted, proxy=proxy or None, timeout=timeout, headers=headers, follow_redirects=False)


class HttpPeer:
    """The server at an address, which signs with the key given; ``said`` gives the headers with which the laptop tells
    of itself at the moment of each request."""

    def __init__(
        self,
        client: "httpx.Client",
        url: str,
        server_key: bytes,
        asker: Asker,
        said: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._key = server_key
        self._asker = asker
        self._said = said
        self._ahead = 0
        self._encoding = ZSTD
        self._stream = f"/v1/streams/{asker.centre.hex()}"

    @property
    def centre(self) -> bytes:
        """The centre for which is asked."""
        return self._asker.centre

    @property
    def server_key(self) -> bytes:
        """The key with which the server signs."""
        return self._key

    def hello(self) -> Hello:
        """Who answers; what it says is signed, and it is fresh."""
        echo = to_text(self._asker.random(_ECHO_BYTES))
        before = self._asker.wall()
        content = self._exchanged("GET", "/v1/hello", {"echo": echo}, signed=False)
        said = _read(content, protocol.read_hello)
        if said.echo != echo:
            raise Garbled
        self._ahead = said.now - (before + self._asker.wall()) // 2
        return said

    def standing(self) -> Standing:
        """Where the centre's numbering stands there."""
        return _read(self._exchanged("GET", self._stream), protocol.read_standing)

    def pushing(self, parcel: Parcel) -> Callable[[], PushAnswer]:
        """A batch made ready: the call gives it to the server."""
        body = lines(parcel)

        def push() -> PushAnswer:
            content = self._exchanged("POST", f"{self._stream}/items", body=body, media=_NDJSON)
            return _read(content, protocol.read_push)

        return push

    def pull(self, wanted: Wanted) -> Parcel:
        """What stands in a range of its positions."""
        query = {
            "epoch": wanted.epoch.hex(), "after": wanted.range.first - 1, "to": wanted.range.last, "limit": wanted.most,
            "mark": wanted.mark.hex(),
        }  # fmt: skip
        return _batch(self._exchanged("GET", f"{self._stream}/items", query))

    def frontier(self, ours: Frontier) -> FrontierAnswer:
        """Tell it what is held here, and hear what it holds."""
        body = protocol.message(protocol.frontier_fields(ours))
        return _read(self._exchanged("POST", f"{self._stream}/frontier", body=body), protocol.read_frontier_answer)

    def digests(self, origin: bytes, first: int, count: int) -> Sequence[bytes]:
        """The digests of blocks of an origin's places."""
        query = {"first": first, "count": count}
        content = self._exchanged("GET", f"{self._stream}/origins/{origin.hex()}/digests", query)
        return _read(content, lambda fields: [bytes.fromhex(one) for one in fields["digests"]])

    def operations(self, origin: bytes, wanted: Range) -> Parcel:
        """The operations at places of an origin."""
        query = {"first": wanted.first, "last": wanted.last}
        return _batch(self._exchanged("GET", f"{self._stream}/origins/{origin.hex()}/items", query))

    def ask(self, place: str, body: bytes = b"") -> bytes:
        """The server's signed answer to something else that is asked for the centre. Raises a trouble."""
        return self._exchanged("POST", f"{self._stream}{place}", body=body)

    def look(self, place: str) -> bytes:
        """The server's signed word on something else of the centre. Raises a trouble."""
        return self._exchanged("GET", f"{self._stream}{place}")

    @contextmanager
    def coming(self, place: str, wanted: Mapping[str, str]) -> Iterator["httpx.Response"]:
        """A large file of the centre on its way; ``wanted`` are headers that say which part. Raises a trouble.

        What comes is not proven: the caller knows what it must be.
        """
        import httpx

        path = f"{self._stream}{place}"
        headers = {
            **wanted,
            "Accept-Encoding": "identity",
            **self._signature(Request("GET", self._path(path), "", b"")),
        }
        try:
            with self._client.stream("GET", f"{self._url}{path}", headers=headers) as answer:
                if answer.status_code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
                    raise of_answer(answer.status_code, answer.headers, _bounded(answer))
                yield answer
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise of_error(error, self._url) from error

    def _exchanged(
        self, method: str, path: str, query: Mapping[str, object] | None = None, *, body: bytes = b"",
        media: str = _JSON, signed: bool = True,
    ) -> bytes:  # fmt: skip
        """The content of the server's signed answer. Raises a trouble."""
        for tries_left in reversed(range(_TRIES)):
            packed = pack(body, self._encoding) if body else b""
            headers = {"Content-Type": media, "Content-Encoding": self._encoding} if body else {}
            try:
                return self._once(method, path, urlencode(query or {}), packed, headers, signed=signed)
            except OldRequest:
                if not tries_left:
                    raise
                self.hello()
            except NotThePacking:
                if not tries_left:
                    raise
                self._encoding = GZIP
        raise Garbled

    def _once(self, method: str, path: str, query: str, body: bytes, headers: dict[str, str], *, signed: bool) -> bytes:
        import httpx

        if signed:
            headers |= {**self._said(), **self._signature(Request(method, self._path(path), query, body))}
        address = f"{self._url}{path}?{query}" if query else f"{self._url}{path}"
        try:
            request = self._client.build_request(method, address, content=body or None, headers=headers)
            answer = self._client.send(request, stream=True)
            try:
                raw = _bounded(answer)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise of_error(error, self._url) from error
        if answer.status_code != httpx.codes.OK:
            raise of_answer(answer.status_code, answer.headers, raw)
        return self._proven(answer.headers, raw)

    def _proven(self, headers: Mapping[str, str], raw: bytes) -> bytes:
        """The content, if the server signed it."""
        try:
            content = unpack(raw, headers.get("content-encoding", "").strip().lower())
        except BadPacking as error:
            raise broken() from error
        if not answer_is_signed(ANSWERED, content, headers.get(ANSWER.lower(), ""), self._key):
            raise not_ours(headers, content)
        return content

    def _signature(self, request: Request) -> dict[str, str]:
        asker = self._asker
        created = (asker.wall() + self._ahead) // 1000
        return sign_request(
            request, device=asker.device, private_key=asker.sign_key, server_key=self._key, created=created
        )

    def _path(self, path: str) -> str:
        """The path as the server sees it: its address may have one of its own."""
        return urlsplit(self._url).path + path


def _bounded(answer: "httpx.Response") -> bytes:
    parts, size = [], 0
    for part in answer.iter_raw():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise ValueError("the answer is too long")
        parts.append(part)
    return b"".join(parts)


def _read(content: bytes, read: Callable[[dict[str, Any]], Message]) -> Message:
    try:
        return read(protocol.read_message(content))
    except BAD_MESSAGE as error:
        raise Garbled from error


def _batch(content: bytes) -> Parcel:
    try:
        return read_lines(content)
    except BrokenBatch as error:
        raise Garbled from error
