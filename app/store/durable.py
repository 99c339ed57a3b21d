# SPDX-License-Identifier: Apache-2.0
"""Writing files so that a power cut leaves the old content or the new, never a part."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "darwin":
    import fcntl

_PATIENCE = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


def write_whole(path: Path, content: bytes) -> None:
    """Put this content in place of the file, durably and at once. Raises OSError; then the old file is untouched."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        sync_descriptor(file.fileno())
    put_in_place(beside, path)


def put_in_place(beside: Path, path: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Rename a finished file or folder over ``path`` and make the name durable.

    A virus scanner on Windows may hold a fresh file for a moment: tried again for about three seconds.
    """
    for pause in _PATIENCE:
        try:
            beside.replace(path)
            break
        except PermissionError:
            sleep(pause)
    else:
        beside.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Return once the file's content is on the disk."""
    with path.open("rb+") as file:
        sync_descriptor(file.fileno())


def sync_descriptor(descriptor: int) -> None:
    """Return once what was written is on the disk; on macOS plain fsync stops at the drive's own memory."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def forget_cached(descriptor: int) -> None:
    """Have the next reading of a synced file come from the disk itself, where the system can be asked for that."""
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def sync_folder(path: Path) -> None:
    """Return once new, renamed and removed names in the folder are on the disk. Windows does this by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
