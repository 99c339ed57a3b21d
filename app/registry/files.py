# SPDX-License-Identifier: Apache-2.0
"""Files of centres as they travel: closed under the centre's keys and named by them, so nothing of them is read here.

A file comes in chunks, each at the end of what is there. It has its name once all of it is on the disk.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.registry.registry import Registry
from app.store.durable import put_in_place, sync_descriptor
from app.store.fitness import check_room
from app.store.troubles import storage_errors

LARGEST_FILE: Final = 260 * 1024 * 1024
CHUNK_BYTES: Final = 256 * 1024
_PART: Final = ".part"
_BINARY: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class FileState:
    """How much of a file is here, and whether that is all of it."""

    offset: int
    whole: bool


class WrongOffset(ValueError):
    """The chunk does not go on where the file ends; ``offset`` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def place_of(registry: Registry, centre: bytes, id_: str) -> Path:
    """Where a whole file lies."""
    return registry.folder / "files" / centre.hex() / id_[:2] / id_


def state_of(registry: Registry, centre: bytes, device: bytes, id_: str) -> FileState | None:
    """How much of the file is here; of one that is not whole, how much this laptop sent. None for nothing."""
    whole = place_of(registry, centre, id_)
    part = _part(whole, device)
    with storage_errors():
        if whole.is_file():
            return FileState(whole.stat().st_size, whole=True)
        return FileState(part.stat().st_size, whole=False) if part.is_file() else None


def add_chunk(
    registry: Registry, centre: bytes, device: bytes, id_: str, chunk: tuple[int, int, bytes]
) -> FileState:  # fmt: skip
    """Add (offset, length of the whole, content). A chunk of a file that is whole here changes nothing.

    Raises WrongOffset, StorageTrouble "disk-full".
    """
    offset, length, content = chunk
    known = state_of(registry, centre, device, id_)
    if known is not None and known.whole:
        return known
    there = 0 if known is None else known.offset
    if offset != there or offset + len(content) > length:
        raise WrongOffset(there)
    whole = place_of(registry, centre, id_)
    part = _part(whole, device)
    with storage_errors():
        part.parent.mkdir(0o700, parents=True, exist_ok=True)
        check_room(part.parent, len(content))
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | _BINARY, 0o600), "r+b") as file:
            file.seek(offset)  # the same chunk that comes twice at once is written twice to the same place
            file.write(content)
            file.flush()
            sync_descriptor(file.fileno())
        if offset + len(content) < length:
            return FileState(offset + len(content), whole=False)
        with suppress(FileNotFoundError):  # the other one put it there
            put_in_place(part, whole)
    return FileState(length, whole=True)


def forget_file(registry: Registry, centre: bytes, id_: str) -> bool:
    """Delete a file and all that was begun of it; returns whether there was anything."""
    whole = place_of(registry, centre, id_)
    found = False
    with storage_errors():
        for path in (whole, *whole.parent.glob(f"{id_}.*{_PART}")):
            if path.is_file():
                path.unlink(missing_ok=True)
                found = True
    return found


def _part(whole: Path, device: bytes) -> Path:
    return whole.with_name(f"{whole.name}.{device.hex()}{_PART}")
