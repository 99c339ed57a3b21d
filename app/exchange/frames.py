# SPDX-License-Identifier: Apache-2.0
"""A file of parts that each prove themselves: what is whole is used, what is altered or cut off is known.

The file begins with a magic word and a version. Each part has a tag, its length and a SHA-256 over the sum of the first
part (for that one: over the file's beginning), its own number, its tag and its packed content, so that parts cannot
change places or come from another file. The last part counts the others, and carries the writer's signature over all of
them.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from app.domain.refusals import BadInput, StorageTrouble
from app.exchange.stick_places import require_file, require_folder_for
from app.store.durable import forget_cached, put_in_place, sync_descriptor
from app.store.fitness import check_room
from app.store.troubles import storage_errors
from app.translation import later

LARGEST_CONTENT: Final = 8 * 1024 * 1024
"""Bytes of one part before packing; nothing longer is unpacked, whatever a file says."""
LARGEST_FILE: Final = 2**32 - 1
"""Bytes of a file on the sticks that people have (FAT32)."""
SIGNATURE_BYTES: Final = 64
_LARGEST_PACKED: Final = LARGEST_CONTENT + 64 * 1024
_MAGIC: Final = b"GUILDMARK"
_VERSION: Final = 2
"""1 had no signature at its end."""
_START: Final = struct.Struct(f">{len(_MAGIC)}sH")
_FRAME: Final = struct.Struct(">4sI32s")
_END: Final = b"END."
_ENDING: Final = struct.Struct(">I32s")
_SIGNED: Final = b"guildmark bundle 2\0"
_LEVEL: Final = 9

_FOREIGN: Final = later(
    "This file does not hold records of this program. Nothing was changed. Choose the file that the other laptop wrote."
)
_NEWER: Final = later(
    "This file was written by a newer version of the program. Nothing was changed. "
    "Update the program on this laptop, then read the file again."
)
_OVER: Final = later(
    "All of it together is more than 4 GB, which most sticks cannot hold in one file. Nothing was written. "
    "Write it for one laptop, or without photos and films."
)
_FALSE_STICK: Final = later(
    "What was read back from the stick is not what was written: the stick is damaged, or smaller than it says. "
    "Nothing on it can be relied on. Everything on this laptop is kept. Take another stick."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A whole part: a tag of four letters and its content."""

    tag: bytes
    content: bytes


class Fault(Enum):
    """What is wrong at a place in the file."""

    ALTERED = "altered"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a file from which no part is missing: what its writer signed, that is the sums of all parts, and the
    signature."""

    signed: bytes
    signature: bytes


Found: TypeAlias = Part | Ending | Fault
Sign: TypeAlias = Callable[[bytes], bytes]


def write_frames(path: Path, parts: Iterable[Part], sign: Sign | None = None, wanted: int = 0) -> int:
    """Write the parts to a file, durably and at once, and read them back. Returns the file's size in bytes.

    ``wanted`` bytes of room are asked for before anything is written. Raises StorageTrouble "disk-full", "too-large",
    "false-stick" and others; a file that had this name before is then untouched.
    """
    require_folder_for(path)
    beside = path.with_name(path.name + ".part")
    try:
        with storage_errors():
            check_room(path.parent, wanted)
            with beside.open("wb") as file:
                written = _write_all(file, parts, sign)
                file.flush()
                sync_descriptor(file.fileno())
                forget_cached(file.fileno())
            if _sum_of(beside) != written:
                raise StorageTrouble("false-stick", _FALSE_STICK)
            put_in_place(beside, path)
            return path.stat().st_size
    finally:
        with storage_errors():
            beside.unlink(missing_ok=True)


def read_frames(path: Path) -> Iterator[Found]:
    """The parts of a file in their order, and a fault wherever one is not whole; an ending where it is signed.

    After ``Fault.CUT`` nothing more comes. Raises BadInput "not-ours", NotFound "no-file", StorageTrouble.
    """
    require_file(path)
    with storage_errors(), path.open("rb") as file:
        chain = _Chain(_version(file.read(_START.size)))
        while True:
            read = _next(file)
            if read is None:
                yield Fault.CUT
                return
            tag, content, written = read
            whole = written == chain.sum_of(tag, content)
            if tag == _END and whole:
                yield from _end(content, chain.ending())
                return
            found = unpacked(content) if whole else None
            yield Fault.ALTERED if found is None else Part(tag, found)
            chain.add(written)


class _Chain:
    """What binds the parts of one file together and to the file's first part: each one's sum, in their order."""

    def __init__(self, version: int = _VERSION) -> None:
        self._bound = b"" if version == 1 else _START.pack(_MAGIC, version)
        self._number = 0
        self._sums = hashlib.sha256()

    def sum_of(self, tag: bytes, content: bytes) -> bytes:
        """The sum of the next part."""
        return hashlib.sha256(self._bound + self._number.to_bytes(4, "big") + tag + content).digest()

    def add(self, written: bytes) -> None:
        """Go on after a part with this sum."""
        self._bound = self._bound if self._number else written
        self._sums.update(written)
        self._number += 1

    def ending(self) -> bytes:
        """What stands for all parts."""
        return _ENDING.pack(self._number, self._sums.digest())


def _end(content: bytes, expected: bytes) -> Iterator[Found]:
    said, signature = content[: _ENDING.size], content[_ENDING.size :]
    if said != expected or len(signature) not in (0, SIGNATURE_BYTES):
        yield Fault.ALTERED
    elif signature:
        yield Ending(_SIGNED + said, signature)


def _write_all(file: BinaryIO, parts: Iterable[Part], sign: Sign | None) -> bytes:
    """Write the whole file; returns its SHA-256."""
    total, chain, size = hashlib.sha256(), _Chain(), 0

    def put(content: bytes) -> None:
        nonlocal size
        size += len(content)
        if size > LARGEST_FILE:
            raise StorageTrouble("too-large", _OVER)
        total.update(content)
        file.write(content)

    put(_START.pack(_MAGIC, _VERSION))
    for part in parts:
        content = packed(part.content)
        written = chain.sum_of(part.tag, content)
        put(_FRAME.pack(part.tag, len(content), written))
        put(content)
        chain.add(written)
    ending = chain.ending()
    ending += sign(_SIGNED + ending) if sign else b""
    put(_FRAME.pack(_END, len(ending), chain.sum_of(_END, ending)) + ending)
    return total.digest()


def _sum_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _version(start: bytes) -> int:
    if len(start) < _START.size or not start.startswith(_MAGIC):
        raise BadInput("not-ours", _FOREIGN)
    version = int(_START.unpack(start)[1])
    if version > _VERSION:
        raise StorageTrouble("newer", _NEWER)
    return version


def _next(file: BinaryIO) -> tuple[bytes, bytes, bytes] | None:
    """Tag, packed content and sum of the next part; None where the file ends or makes no sense."""
    frame = file.read(_FRAME.size)
    if len(frame) < _FRAME.size:
        return None
    tag, length, written = _FRAME.unpack(frame)
    if length > _LARGEST_PACKED:
        return None
    packed = file.read(length)
    return (tag, packed, written) if len(packed) == length else None


def packed(content: bytes) -> bytes:
    """The content as it stands in a file. Raises ValueError where it is longer than a part may be."""
    from zstandard import ZstdCompressor

    if len(content) > LARGEST_CONTENT:
        raise ValueError("a part is too long")
    return ZstdCompressor(level=_LEVEL).compress(content)


def unpacked(content: bytes) -> bytes | None:
    """What was packed; None for one that is longer than it may be, or no packed content at all."""
    from zstandard import ZstdDecompressor, ZstdError, frame_content_size

    try:
        # A frame that does not say its size, or says a great one, would decide how much memory is taken.
        if not 0 <= frame_content_size(content) <= LARGEST_CONTENT:
            return None
        return ZstdDecompressor(max_window_size=LARGEST_CONTENT).decompress(content, max_output_size=LARGEST_CONTENT)
    except ZstdError:
        return None
