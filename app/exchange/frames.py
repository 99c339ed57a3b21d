# SPDX-License-Identifier: Apache-2.0
"""A file of parts that each prove themselves: what is whole is used, what is altered or cut off is known.

The file begins with a magic word and a version. Each part has a tag, its length and a SHA-256 over the file's first
part, its own number, its tag and its packed content, so that parts cannot change places or come from another file. The
last part counts the others.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from app.domain.refusals import BadInput, StorageTrouble
from app.exchange.stick_places import require_file, require_folder_for
from app.store.durable import put_in_place, sync_descriptor
from app.store.fitness import check_room
from app.store.troubles import storage_errors, trouble
from app.translation import later

LARGEST_CONTENT: Final = 8 * 1024 * 1024
"""Bytes of one part before packing; nothing longer is unpacked, whatever a file says."""
_LARGEST_PACKED: Final = LARGEST_CONTENT + 64 * 1024
_MAGIC: Final = b"GUILDMARK"
_VERSION: Final = 1
_START: Final = struct.Struct(f">{len(_MAGIC)}sH")
_FRAME: Final = struct.Struct(">4sI32s")
_END: Final = b"END."
_LEVEL: Final = 9

_FOREIGN: Final = later(
    "This file does not hold records of this program. Nothing was changed. Choose the file that the other laptop wrote."
)
_NEWER: Final = later(
    "This file was written by a newer version of the program. Nothing was changed. "
    "Update the program on this laptop, then read the file again."
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


Found: TypeAlias = Part | Fault


def write_frames(path: Path, parts: Iterable[Part]) -> int:
    """Write the parts to a file, durably and at once, and read them back. Returns the file's size in bytes.

    Raises StorageTrouble; a file that had this name before is then untouched.
    """
    require_folder_for(path)
    beside = path.with_name(path.name + ".part")
    try:
        with storage_errors():
            check_room(path.parent, 0)
            with beside.open("wb") as file:
                _write_all(file, parts)
                file.flush()
                sync_descriptor(file.fileno())
            if any(isinstance(found, Fault) for found in read_frames(beside)):
                raise trouble("disk-error")
            put_in_place(beside, path)
            return path.stat().st_size
    finally:
        with storage_errors():
            beside.unlink(missing_ok=True)


def read_frames(path: Path) -> Iterator[Found]:
    """The parts of a file in their order, and a fault wherever one is not whole.

    After ``Fault.CUT`` nothing more comes. Raises BadInput "not-ours", NotFound "no-file", StorageTrouble.
    """
    require_file(path)
    with storage_errors(), path.open("rb") as file:
        _check_start(file.read(_START.size))
        first, sums, number = b"", hashlib.sha256(), 0
        while True:
            read = _next(file)
            if read is None:
                yield Fault.CUT
                return
            tag, packed, written = read
            whole = written == _sum(first, number, tag, packed)
            if tag == _END and whole:
                if packed != _ending(number, sums.digest()):
                    yield Fault.ALTERED
                return
            content = _unpacked(packed) if whole else None
            yield Fault.ALTERED if content is None else Part(tag, content)
            first = first or written
            sums.update(written)
            number += 1


def _write_all(file: BinaryIO, parts: Iterable[Part]) -> None:
    file.write(_START.pack(_MAGIC, _VERSION))
    first, sums, number = b"", hashlib.sha256(), 0
    for part in parts:
        packed = _packed(part.content)
        written = _sum(first, number, part.tag, packed)
        file.write(_FRAME.pack(part.tag, len(packed), written))
        file.write(packed)
        first = first or written
        sums.update(written)
        number += 1
    ending = _ending(number, sums.digest())
    file.write(_FRAME.pack(_END, len(ending), _sum(first, number, _END, ending)))
    file.write(ending)


def _check_start(start: bytes) -> None:
    if len(start) < _START.size or not start.startswith(_MAGIC):
        raise BadInput("not-ours", _FOREIGN)
    if _START.unpack(start)[1] > _VERSION:
        raise StorageTrouble("newer", _NEWER)


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


def _sum(first: bytes, number: int, tag: bytes, packed: bytes) -> bytes:
    return hashlib.sha256(first + number.to_bytes(4, "big") + tag + packed).digest()


def _ending(number: int, sums: bytes) -> bytes:
    return number.to_bytes(4, "big") + sums


def _packed(content: bytes) -> bytes:
    from zstandard import ZstdCompressor

    if len(content) > LARGEST_CONTENT:
        raise ValueError("a part is too long")
    return ZstdCompressor(level=_LEVEL).compress(content)


def _unpacked(packed: bytes) -> bytes | None:
    """The content; None for one that is longer than it may be, or no packed content at all."""
    from zstandard import ZstdDecompressor, ZstdError, frame_content_size

    try:
        # A frame that does not say its size, or says a great one, would decide how much memory is taken.
        if not 0 <= frame_content_size(packed) <= LARGEST_CONTENT:
            return None
        return ZstdDecompressor(max_window_size=LARGEST_CONTENT).decompress(packed, max_output_size=LARGEST_CONTENT)
    except ZstdError:
        return None
