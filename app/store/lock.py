# SPDX-License-Identifier: Apache-2.0
"""One program at a time on a data folder.

The operating system holds the lock and drops it when the program ends, however it ends: a stale lock cannot be.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import BinaryIO

from app.domain.refusals import StorageTrouble
from app.store.folder import DataFolder
from app.store.troubles import storage_errors, trouble
from app.translation import later

_IN_USE = later(
    "These records are already open in another window or program on the laptop {host}, since {since}. "
    "Nothing was changed. Close it there, then try again."
)
_PAUSE_SECONDS = 0.1

if sys.platform == "win32":
    import msvcrt

    # A locked byte cannot be read on Windows: it lies far behind the note, which the others must read.
    _LOCKED_BYTE = 1 << 30

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def hold(
    folder: DataFolder,
    wait_seconds: float = 5.0,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[None]:
    """Keep every other program out of the folder while the block runs.

    Waits up to ``wait_seconds`` for another program to end; then raises StorageTrouble "in-use".
    """
    with storage_errors():
        file = os.fdopen(_opened(folder), "rb+", 0)
    with file:
        _wait_for_lock(file, wait_seconds, sleep, clock)
        # A full disk has no room for the note; the lock holds without it.
        with suppress(OSError):
            _write_note(file, {"host": socket.gethostname(), "since": now().isoformat("T", "seconds")})
        try:
            yield
        finally:
            # Closing the file gives the lock back; the name stays, for another program may be waiting on it.
            file.truncate(0)


def _opened(folder: DataFolder) -> int:
    try:
        return os.open(folder.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        # Without the name of the file: it is the folder of the records that cannot be written.
        raise OSError(error.errno, "the lock") from error


def _wait_for_lock(
    file: BinaryIO, wait_seconds: float, sleep: Callable[[float], None], clock: Callable[[], float]
) -> None:
    until = clock() + wait_seconds
    while not _try_lock(file):
        if clock() >= until:
            raise _in_use(file)
        sleep(_PAUSE_SECONDS)


def _write_note(file: BinaryIO, note: dict[str, object]) -> None:
    file.seek(0)
    file.truncate(0)
    file.write(json.dumps(note).encode())


def _in_use(file: BinaryIO) -> StorageTrouble:
    """The refusal that names the other program's laptop and since when, in local time, where its note can be read."""
    file.seek(0)
    try:
        note = json.loads(file.read(4096))
        since = datetime.fromisoformat(note["since"]).astimezone().strftime("%Y-%m-%d %H:%M")
        return StorageTrouble("in-use", _IN_USE, host=note["host"], since=since)
    except (ValueError, KeyError, TypeError):
        return trouble("in-use")
