# SPDX-License-Identifier: Apache-2.0
"""Exchanging over HTTP: nothing but the server's own answers counts, and what lies between is told in words."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from app.exchange.http import Asker, HttpPeer, new_client
from app.exchange.packing import GZIP, ZSTD
from app.exchange.troubles import NotAdmitted, SlowDown, TooMuch, Trouble
from app.journal.signing import public_key
from app.services.meeting import Own
from app.services.syncing import Synced, sync
from tests.services.http_ground import Answering, Server, peer_of, problem
from tests.services.syncing_ground import Room, agree, room

KEY = public_key(b"k" * 32)


def exchanged(place: Room, server: Answering) -> Synced:
    office, van = place.laptops[:2]
    own = Own(office.records, office.itself, office.owner.author(office.owner.user))
    return sync(own, peer_of(server, office, van), place.row(office, van))


def with_server() -> tuple[Room, Server]:
    place = room()
    return place, Server(place.laptops[1], place.laptops[0])


def test_everything_comes_over() -> None:
    place, server = with_server()
    exchanged(place, server)
    place.marks(place.laptops[0], 30)
    place.marks(place.laptops[1], 20)
    synced = exchanged(place, server)
    assert (synced.pushed, synced.pulled, synced.troubles) == (30, 20, ())
    assert agree(*place.laptops)


def test_with_nothing_to_do_one_request_is_enough_and_little_is_sent() -> None:
    place, server = with_server()
    exchanged(place, server)
    exchanged(place, server)
    server.asked.clear()
    server.bytes = 0
    assert not exchanged(place, server).troubles
    assert len(server.asked) == 1
    assert server.bytes <= 2_000


def test_a_laptop_whose_clock_is_wrong_by_years_exchanges_all_the_same() -> None:
    place, server = with_server()
    server.ahead = 10 * 365 * 24 * 3600 * 1000
    place.marks(place.laptops[0], 3)
    assert exchanged(place, server).pushed == 3


def test_a_server_that_cannot_unpack_zstd_is_sent_gzip() -> None:
    place, server = with_server()
    server.only_gzip = True
    place.marks(place.laptops[0], 3)
    assert exchanged(place, server).pushed == 3
    encodings = [one.headers.get("content-encoding") for one in server.asked if one.method == "POST"]
    assert (encodings[0], encodings[-1]) == (ZSTD, GZIP)


def test_another_server_at_the_same_address_is_not_taken_for_ours() -> None:
    place = room(laptops=3)
    other = Server(place.laptops[2], place.laptops[0])
    synced = exchanged(place, other)
    assert [one.code for one in synced.troubles] == ["garbled"]


PAGES = [
    (httpx.Response(200, html="<html>Sign in</html>"), "sign-in-page"),
    (httpx.Response(302, headers={"Location": "http://portal.example"}), "sign-in-page"),
    (httpx.Response(511), "sign-in-page"),
    (httpx.Response(504, html="<html>504</html>"), "gateway"),
    (httpx.Response(500), "gateway"),
    (httpx.Response(407), "proxy"),
    (httpx.Response(403, html="<html>Category: games</html>"), "blocked"),
    (httpx.Response(413), "too-much"),
    (httpx.Response(200, json={"now": 1}), "garbled"),
    (httpx.Response(200, headers={"Content-Encoding": "zstd"}, content=b""), "cut"),
    (httpx.Response(429, headers={"Retry-After": "7"}), "busy"),
    (httpx.Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), "busy"),
    (problem(507, "disk-full"), "busy"),
    (problem(403, "not-admitted"), "not-admitted"),
]


@pytest.mark.parametrize("answer, code", PAGES, ids=[f"{one.status_code}-{code}" for one, code in PAGES])
def test_what_is_no_answer_of_the_server_is_told_in_words(answer: httpx.Response, code: str) -> None:
    place = room()
    synced = exchanged(place, lambda request: answer)
    assert [one.code for one in synced.troubles] == [code]
    assert str(synced.troubles[0]).endswith(".")


ERRORS = [
    (httpx.ConnectTimeout("slow"), "timeout", False),
    (httpx.ReadTimeout("slow"), "timeout", True),
    (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate"), "filtered", False),
    (httpx.ConnectError("refused"), "unreachable", False),
    (httpx.ProxyError("no"), "proxy", False),
    (httpx.RemoteProtocolError("peer closed connection"), "cut", True),
    (httpx.ReadError("reset"), "cut", True),
    (httpx.UnsupportedProtocol("ftp"), "address", False),
]


@pytest.mark.parametrize("error, code, smaller", ERRORS, ids=[f"{code}-{error}" for error, code, _ in ERRORS])
def test_a_line_that_breaks_is_told_in_words(error: Exception, code: str, smaller: bool) -> None:
    place = room()

    def breaks(request: httpx.Request) -> httpx.Response:
        raise error

    trouble = exchanged(place, breaks).troubles[0]
    assert (trouble.code, trouble.smaller) == (code, smaller)


def test_a_server_that_asks_to_wait_is_given_the_time_that_it_asks_for() -> None:
    place = room()
    answer = problem(429, "busy", **{"Retry-After": "42"})
    trouble = exchanged(place, lambda request: answer).troubles[0]
    assert isinstance(trouble, SlowDown)
    assert trouble.seconds == 42


def test_batches_that_are_too_large_for_something_in_between_are_halved() -> None:
    place, server = with_server()
    exchanged(place, server)
    place.marks(place.laptops[0], 200)

    def narrow(request: httpx.Request) -> httpx.Response:
        return httpx.Response(413) if len(request.read()) > 1_500 else server(request)

    synced = exchanged(place, narrow)
    assert (synced.pushed, synced.troubles) == (200, ())


def test_a_laptop_that_was_shut_out_is_told_so_and_does_not_try_for_ever() -> None:
    place, server = with_server()

    def shut(request: httpx.Request) -> httpx.Response:
        return server(request) if request.url.path.endswith("hello") else problem(403, "not-admitted")

    troubles = exchanged(place, shut).troubles
    assert all(isinstance(one, NotAdmitted) and not one.again for one in troubles)


@contextmanager
def listening(answer: bytes) -> Iterator[str]:
    """A server on this computer that reads something, sends these bytes and closes the line."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            for _ in range(2):
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.recv(4096)
                    line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    thread.join(10)


@pytest.mark.parametrize(
    "answer, code",
    [
        (b"", "cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf", "cut"),
        (b"SSH-2.0-something\r\n", "cut"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://portal.example\r\nContent-Length: 0\r\n\r\n", "sign-in-page"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<html", "sign-in-page"),
    ],
)
def test_on_a_real_line_that_is_cut_or_led_astray_the_trouble_has_its_name(answer: bytes, code: str) -> None:
    with listening(answer) as url, new_client() as client:
        peer = HttpPeer(client, url, KEY, Asker(b"c" * 16, b"d" * 16, b"s" * 32, lambda: 0, bytes))
        with pytest.raises(Trouble) as caught:
            peer.hello()
    assert caught.value.code == code


def test_an_address_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with new_client() as client:
        peer = HttpPeer(client, url, KEY, Asker(b"c" * 16, b"d" * 16, b"s" * 32, lambda: 0, bytes))
        with pytest.raises(Trouble) as caught:
            peer.hello()
    assert caught.value.code == "unreachable"


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    place = room()
    endless = httpx.Response(200, content=(b"x" * 65_536 for _ in iter(int, 1)))
    assert [one.code for one in exchanged(place, lambda request: endless).troubles] == ["cut"]
    assert TooMuch().smaller
