# SPDX-License-Identifier: Apache-2.0
"""Finding laptops that share their records in the same room: a question to all, answered by those who do.

Answers are hints, signed by nobody: who it is shows the line to them. None is longer than the question, so that nobody
can be flooded with answers to what others asked.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from app.journal.canonical import NotCanonical, canonical, parse

PORT: Final = 47310
"""Where questions are heard (UDP), and where the line is if the port is free (TCP)."""
_ASKING: Final = b"guildmark room 1 "
_QUESTION_BYTES: Final = 512
_NONCE_BYTES: Final = 16
_ALL: Final = "255.255.255.255"
_HERE: Final = "127.0.0.1"
_AGAIN: Final = 0.4
_LONGEST_NAME: Final = 80
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """A laptop that shares: its name, its centre's, and its address ("192.168.1.20:47310"); ``number`` is drawn anew
    each time that one begins to share."""

    name: str
    centre_name: str
    address: str
    number: str


@contextmanager
def answering(name: str, centre_name: str, where: tuple[int, str], port: int = PORT) -> Iterator[bool]:
    """Answer who asks, until the end; ``where`` is the port of the line, and the number of this sharing. False where
    the port for questions is taken: then nobody hears of this laptop, and its address must be typed."""
    hearing = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        hearing.bind(("", port))
    except OSError:
        hearing.close()
        yield False
        return
    end = threading.Event()
    hearing.settimeout(_AGAIN)
    names = {"centre": centre_name[:_LONGEST_NAME], "name": name[:_LONGEST_NAME]}
    fields = {**names, "line": where[0], "number": where[1], "room": 1}
    thread = threading.Thread(target=_answer, args=(hearing, fields, end), name="room questions", daemon=True)
    thread.start()
    try:
        yield True
    finally:
        end.set()
        thread.join()
        hearing.close()


def ask(nonce: bytes, seconds: float, port: int = PORT) -> list[Heard]:
    """Ask all who can be reached for so many seconds; ``nonce`` are 16 random bytes."""
    question = (_ASKING + nonce.hex().encode()).ljust(_QUESTION_BYTES)
    found: dict[str, Heard] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        asking.settimeout(_AGAIN)
        until = time.monotonic() + seconds
        while time.monotonic() < until and len(found) < _MOST:
            for place in _places():
                with suppress(OSError):
                    asking.sendto(question, (place, port))
            for one in _answers(asking, nonce):
                found.setdefault(one.number, one)
    return sorted(found.values(), key=lambda one: (one.centre_name, one.name, one.address))


def own_addresses() -> list[str]:
    """The addresses of this laptop in its networks, the usual one first."""
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as usual:
        usual.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses the way there (RFC 5737)
        found.append(usual.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [one for one in dict.fromkeys(found) if not one.startswith("127.")] or [_HERE]


def _places() -> list[str]:
    """All in the networks of this laptop, as routers and systems let it through, and programs on this laptop itself."""
    nets = [f"{own.rpartition('.')[0]}.255" for own in own_addresses()]
    return list(dict.fromkeys((_ALL, *nets, _HERE)))


def _answer(hearing: socket.socket, said: dict[str, Any], end: threading.Event) -> None:
    while not end.is_set():
        with suppress(OSError):
            data, asker = hearing.recvfrom(_QUESTION_BYTES + 1)
            nonce = data.removeprefix(_ASKING).strip()
            if data.startswith(_ASKING) and len(data) == _QUESTION_BYTES and len(nonce) == 2 * _NONCE_BYTES:
                hearing.sendto(_written(said, nonce.decode("ascii", "replace")), asker)


def _written(said: dict[str, Any], nonce: str) -> bytes:
    """The answer; names are cut where it would be longer than the question."""
    fields = {**said, "nonce": nonce}
    data = canonical(fields)
    while len(data) > _QUESTION_BYTES:
        fields |= {name: fields[name][:-1] for name in ("centre", "name")}
        data = canonical(fields)
    return data


def _answers(asking: socket.socket, nonce: bytes) -> Iterator[Heard]:
    """What comes until it is time to ask again."""
    until = time.monotonic() + _AGAIN
    while time.monotonic() < until:
        try:
            data, (host, _) = asking.recvfrom(_QUESTION_BYTES)
        except OSError:
            return
        with suppress(NotCanonical, KeyError, TypeError, ValueError):
            fields = parse(data)
            if fields["nonce"] == nonce.hex() and fields["room"] == 1:
                yield _heard(fields, host)


def _heard(fields: dict[str, Any], host: str) -> Heard:
    name, centre, number = (str(fields[one])[:_LONGEST_NAME] for one in ("name", "centre", "number"))
    return Heard(name, centre, f"{host}:{int(fields['line'])}", number)
