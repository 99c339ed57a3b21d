# SPDX-License-Identifier: Apache-2.0
"""A small server for a room: it carries requests over encrypted lines to one function, and its answers back.

Whoever is in the room can connect, so everything has a bound: lines at once, lines of one visitor, the size of what is
said, and how long somebody may take to say it.
"""

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader, RawIOBase
from pathlib import Path
from shutil import copyfileobj
from socketserver import TCPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

LARGEST_BODY: Final = 1024 * 1024
_MOST_LINES: Final = 24
_MOST_OF_ONE: Final = 6
_SECONDS: Final = 20.0
"""How long a line may be silent together with the head of the next request, how long a body may take, and each part of
an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: ``path`` and ``raw_query`` as they came, ``headers`` by their names in small letters."""

    method: str
    path: str
    raw_query: str
    headers: Mapping[str, str]
    body: bytes
    host: str

    @property
    def query(self) -> dict[str, str]:
        """The query by names."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer; its body may lie in a file."""

    status: int = 200
    body: bytes | Path = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Handle = Callable[[Asked], Answered]


@contextmanager
def room_server(port: int, context: ssl.SSLContext, handle: Handle) -> Iterator[int]:
    """Serve until the end; gives the port, which is another one where that is taken. Raises OSError."""
    try:
        server = _Server(port, context, handle)
    except OSError:
        server = _Server(0, context, handle)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="room", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False

    def __init__(self, port: int, context: ssl.SSLContext, handle: Handle) -> None:
        self.handle = handle
        self._context = context
        self._lines: Counter[str] = Counter()
        self._turn = threading.Lock()
        super().__init__(("", port), _Line)

    def server_bind(self) -> None:
        """As any server: the library would ask the network for this laptop's name, and wait where there is none."""
        TCPServer.server_bind(self)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether there is room for one line more."""
        host = client_address[0]
        with self._turn:
            fits = self._lines.total() < _MOST_LINES and self._lines[host] < _MOST_OF_ONE
            self._lines[host] += fits
        return fits

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own: the line is encrypted there, since the other side may take its time."""
        try:
            request.settimeout(_SECONDS)
            with suppress(OSError), self._context.wrap_socket(request, server_side=True) as line:
                super().finish_request(line, client_address)
        finally:
            with self._turn:
                self._lines[client_address[0]] -= 1
                self._lines += Counter()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that broke is no news."""


class _InTime(RawIOBase):
    """What comes on a line until a moment that is set anew: a letter now and then keeps no line for ever."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._until = 0.0

    def readable(self) -> bool:
        """It is."""
        return True

    def begin(self) -> None:
        """The time runs anew."""
        self._until = time.monotonic() + _SECONDS

    def readinto(self, into: Any) -> int:
        """Raises TimeoutError when the moment has come."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        try:
            return self._line.recv_into(into)
        finally:
            self._line.settimeout(_SECONDS)


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of an answer go out together
    server: _Server

    def setup(self) -> None:
        """As any line, but read in time."""
        super().setup()
        self.rfile.close()
        self._coming = _InTime(self.connection)
        self.rfile = BufferedReader(self._coming)

    def handle_one_request(self) -> None:
        """The next request, or the end of the line."""
        self._coming.begin()
        super().handle_one_request()

    def do_GET(self) -> None:
        """Hand a request on."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Hand a request with a body on."""
        said = self.headers.get("Content-Length", "")
        if not said.isdigit() or self.headers.get("Transfer-Encoding"):
            self._send(Answered(411))
        elif int(said) > LARGEST_BODY:
            self._send(Answered(413))
        else:
            self._coming.begin()
            body = self.rfile.read(int(said))
            self.close_connection |= len(body) < int(said)
            if len(body) == int(said):
                self._answer(body)

    def version_string(self) -> str:
        """The program, and nothing of the computer."""
        return "Guildmark"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of who asked for what is kept."""

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = self.client_address[0]
        self._send(self.server.handle(Asked(self.command, parts.path, parts.query, headers, body, host)))

    def _send(self, answer: Answered) -> None:
        body = answer.body
        size = body.stat().st_size if isinstance(body, Path) else len(body)
        if answer.status >= 400:  # whatever is left of the request is not read
            self.close_connection = True
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(size))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if isinstance(body, Path):
            with body.open("rb") as file:
                copyfileobj(file, self.wfile)
        else:
            self.wfile.write(body)
        self.wfile.flush()
