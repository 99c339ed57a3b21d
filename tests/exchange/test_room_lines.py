# SPDX-License-Identifier: Apache-2.0
"""The server of a room, over real lines: whatever is said to it, it goes on answering others."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from app.exchange import room_server as server
from app.exchange.room_server import LARGEST_BODY, Answered, Asked, room_server
from app.exchange.room_tls import serving

KEY = bytes(range(32))
SECONDS = 0.6
GOOD = b"POST /v1/echo HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"


@pytest.fixture(autouse=True)
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long in a test."""
    monkeypatch.setattr(server, "_SECONDS", SECONDS)


def echo(asked: Asked) -> Answered:
    return Answered(200, asked.body)


@contextmanager
def serving_room() -> Iterator[int]:
    with room_server(0, serving(KEY, lambda size: bytes(size)), echo) as port:
        yield port
        assert said(port, GOOD).endswith(b"\r\n\r\nhi")


@contextmanager
def line(port: int) -> Iterator[ssl.SSLSocket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 5) as plain, context.wrap_socket(plain) as secure:
        yield secure


def said(port: int, content: bytes) -> bytes:
    """What comes back until the line ends or is silent."""
    with line(port) as secure:
        with suppress(OSError):  # it may end the line before all of it is said
            secure.sendall(content)
        return heard(secure)


def heard(secure: socket.socket) -> bytes:
    parts = b""
    secure.settimeout(5)
    try:
        while part := secure.recv(65_536):
            parts += part
    except OSError:
        return parts
    return parts


def seconds_held(secure: ssl.SSLSocket, letter: bytes) -> float:
    """For how long letters are taken, one after the other with a pause."""
    began = time.monotonic()
    try:
        while time.monotonic() - began < 8 * SECONDS:
            secure.sendall(letter)
            time.sleep(SECONDS / 6)
    except OSError:
        pass
    return time.monotonic() - began


def test_two_requests_go_over_one_line() -> None:
    with serving_room() as port:
        assert said(port, GOOD + GOOD).count(b"\r\n\r\nhi") == 2


@pytest.mark.parametrize(
    "begins", [b"", b"GET /v1/hello HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n"]
)
def test_a_letter_now_and_then_keeps_no_line_for_long(begins: bytes) -> None:
    with serving_room() as port, line(port) as secure:
        secure.sendall(begins)
        assert seconds_held(secure, b"a") < 4 * SECONDS


def test_slow_ones_leave_room_for_others() -> None:
    with serving_room() as port, line(port) as one, line(port) as two:
        one.sendall(b"GET / HT")
        two.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n12")
        assert said(port, GOOD).endswith(b"hi")


def test_whoever_says_nothing_at_all_is_let_go() -> None:
    with serving_room() as port, socket.create_connection(("127.0.0.1", port), 5) as plain:
        assert plain.recv(1) == b""


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 64,
        b"GET",
        b"GET / HTTP/9.9\r\n\r\n",
        b"BREW / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X%d: 1\r\n" % number for number in range(10_000)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY + 1),
        b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\ncut short",
    ],
    ids=["bytes", "part", "version", "method", "headers", "path", "length", "chunks", "large", "short"],
)  # fmt: skip
def test_what_is_no_request_gets_no_good_answer(content: bytes) -> None:
    with serving_room() as port:
        assert not said(port, content).startswith(b"HTTP/1.1 200")


def test_bytes_without_a_secure_line_get_nothing_of_the_server() -> None:
    with serving_room() as port, socket.create_connection(("127.0.0.1", port), 5) as plain:
        plain.sendall(GOOD)
        assert b"HTTP" not in heard(plain)
