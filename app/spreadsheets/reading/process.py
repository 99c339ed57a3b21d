# SPDX-License-Identifier: Apache-2.0
"""The parent's side of the child process: started, listened to, ended."""

import json
import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.frames import read_frame
from app.spreadsheets.reading.limits import patience
from app.spreadsheets.reading.unreadable import Unreadable

HIDDEN_WORD: Final = "--read-a-table"
"""What a packaged program is started with to be this child."""

PARTS: Final = 1_000
"""Progress is told in thousandths."""

_TICK: Final = 0.1
_PARSED: Final = 0.9
"""The share of the way that is gone by time: the native reader does not tell how far it is."""

_SECONDS_A_MEGABYTE: Final = 0.3
_NO_MEMORY: Final = frozenset({-signal.SIGABRT, -getattr(signal, "SIGKILL", 9), 3, 0xC0000409, 0xC0000017})
_NO_TIME: Final = frozenset({-getattr(signal, "SIGXCPU", 24), 0xC0000044, 1816})

OnProgress = Callable[[int, int], None]


def no_progress(_done: int, _of: int) -> None:
    """Nobody wants to know how far it is."""


def frames_of(question: dict[str, Any], progress: OnProgress) -> Generator[bytes, None, None]:
    """The frames that the child answers with. What ``progress`` raises ends the child and passes through.

    Raises Unreadable where the child ended before its answer did: it ran into a limit, or fell over the file.
    """
    began, size = time.monotonic(), question["size"]
    expected = 0.2 + _SECONDS_A_MEGABYTE * size / 1e6
    with _asked(question) as (child, frames):
        while True:
            gone = time.monotonic() - began
            progress(int(PARTS * _PARSED * (1 - math.exp(-gone / expected))), PARTS)
            if gone > patience(size):
                raise Unreadable(why.TOO_SLOW)
            try:
                frame = frames.get(timeout=_TICK)
            except queue.Empty:
                continue
            if not frame:
                raise Unreadable(_reason(child.wait()))
            yield frame


@contextmanager
def _asked(question: dict[str, Any]) -> "Iterator[tuple[subprocess.Popen[bytes], queue.SimpleQueue[bytes]]]":
    """The child and what it answers, frame by frame; it is gone when this ends, with all that it held."""
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    child = subprocess.Popen(
        _command(),
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert child.stdin and child.stdout
    listener = threading.Thread(target=_listen, args=(child.stdout, frames), daemon=True)
    try:
        listener.start()
        with suppress(OSError), child.stdin as stdin:  # a child that is dead already says so by its silence
            stdin.write(json.dumps(question).encode("ascii"))
        yield child, frames
    finally:
        child.kill()
        child.wait()
        listener.join()
        child.stdout.close()


def _listen(stream: IO[bytes], frames: "queue.SimpleQueue[bytes]") -> None:
    """A thread of its own, since no system waits for a pipe and a clock alike."""
    while frame := read_frame(stream):
        frames.put(frame)
    frames.put(b"")


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_WORD]
    return [sys.executable, "-P", "-m", "app.spreadsheets.reading.child"]


def _environment() -> dict[str, str]:
    """The child finds this very program, wherever the person stands, and nothing that lies there."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}


def _reason(status: int) -> str:
    if status in _NO_TIME:
        return why.TOO_SLOW
    return why.TOO_MUCH if status in _NO_MEMORY else why.DAMAGED
