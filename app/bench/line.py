# SPDX-License-Identifier: Apache-2.0
"""The line between a laptop and a server on loopback: it counts what passes, and breaks as often as it is told to."""

import random
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

_PIECE: Final = 65_536
_WHOLE_BATCH, _WHOLE_ANSWER = 16_384, 1_024
"""Within so many bytes a batch or an answer to it breaks."""
_ANSWERS: Final = 0.5
"""How many of the breaks are within the answer."""


@dataclass(slots=True)
class Line:
    """``up`` and ``down`` are bytes, ``taken`` the seconds of every request that was answered, ``broken`` how many were
    cut short. Each request has this ``risk`` to be cut, at any of its bytes or of those of its answer."""

    url: str = ""
    risk: float = 0.0
    up: int = 0
    down: int = 0
    broken: int = 0
    taken: list[float] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def forget(self) -> None:
        """Count anew."""
        self.up = self.down = self.broken = 0
        self.taken = []

    @property
    def bytes(self) -> int:
        """What passed, both ways, with the heads of requests and answers."""
        return self.up + self.down


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to the server at this address; it has an address of its own."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(f"http://127.0.0.1:{listening.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listening, (host, int(port)), line), daemon=True).start()
        yield line


def _accept(listening: socket.socket, server: tuple[str, int], line: Line) -> None:
    with suppress(OSError):
        while True:
            laptop, _ = listening.accept()
            threading.Thread(target=_join, args=(laptop, server, line), daemon=True).start()


@dataclass(slots=True)
class _Request:
    """The request that is under way: when it began, when its answer was last heard of, and how many bytes of it and of
    its answer pass before the line breaks."""

    began: float
    up: int
    down: int
    heard: float = 0.0


def _join(laptop: socket.socket, server: tuple[str, int], line: Line) -> None:
    """Carry bytes both ways until either side ends, or the line breaks."""
    with laptop, suppress(OSError), socket.create_connection(server) as far:
        for side in (laptop, far):  # as the program's own sockets: the line adds no waiting of its own
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = _begun(line)
        while True:
            ready, _, _ = select.select([laptop, far], [], [])
            if laptop in ready:
                if request.heard:
                    _ended(request, line)
                    request = _begun(line)
                if not _up(laptop.recv(_PIECE), far, request, line):
                    return
            elif not _down(far.recv(_PIECE), laptop, request, line):
                _ended(request, line)
                return


def _begun(line: Line) -> _Request:
    breaks, of_the_answer = line.chance.random() < line.risk, line.chance.random() < _ANSWERS
    up, down = line.chance.randrange(_WHOLE_BATCH), line.chance.randrange(_WHOLE_ANSWER)
    line.broken += breaks
    return _Request(
        time.perf_counter(),
        up if breaks and not of_the_answer else sys.maxsize,
        down if breaks and of_the_answer else sys.maxsize,
    )


def _up(piece: bytes, far: socket.socket, request: _Request, line: Line) -> bool:
    """Hand on what the laptop says; False where it says no more, or the line breaks within it."""
    far.sendall(piece[: request.up])
    line.up += min(len(piece), request.up)
    request.up -= len(piece)
    return bool(piece) and request.up >= 0


def _down(piece: bytes, laptop: socket.socket, request: _Request, line: Line) -> bool:
    """Hand on what the server says, as above."""
    laptop.sendall(piece[: request.down])
    line.down += min(len(piece), request.down)
    request.down -= len(piece)
    if piece:
        request.heard = time.perf_counter()
    return bool(piece) and request.down >= 0


def _ended(request: _Request, line: Line) -> None:
    if request.heard:
        line.taken.append(request.heard - request.began)
