# SPDX-License-Identifier: Apache-2.0
"""Evidence, photos, pictures and issued pages on the road: closed under the centre's keys, named so that nobody else
learns what they are.

The same file is closed to the same bytes and has the same name on the road wherever it starts, as long as the centre
has the same keys: so what was cut off goes on where it stopped, by whatever road, and nothing is kept twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.learners import IDENTITY
from app.exchange.key_cover import ClassKeys, newest
from app.store.keys import stamp, subkey

ROAD_ID_BYTES: Final = 32
SHORT_ID_BYTES: Final = 8
PIECE_BYTES: Final = 4 * 1024 * 1024 - 256
"""Bytes of a closed file in one part of a bundle: with what stands around them at most 4 MiB."""
_BLOCK_BYTES: Final = 1024 * 1024
_TAG_BYTES: Final = 16
_NUMBER_BYTES: Final = 11
_ABOUT: Final = b"guildmark carried file 1"

Cover = tuple[str, int]
"""Class and epoch of the key that a file is closed under."""


@dataclass(frozen=True, slots=True)
class CarriedPiece:
    """A stretch of a closed file: the file's id on the road, its whole size, and where the stretch begins in it."""

    id: bytes
    size: int
    offset: int
    content: bytes


def road_id(name: str, class_keys: ClassKeys, cover: Cover) -> bytes:
    """What the file of this SHA-256 (hexadecimal) is called on the road: tells nothing to whoever has no key."""
    return stamp(subkey(class_keys[cover], "carried file id"), bytes.fromhex(name))


def road_ids(names: Iterable[str], class_keys: ClassKeys) -> dict[bytes, tuple[str, Cover]]:
    """Each name on the road under which one of these files may come, with the file's own and the key to open it."""
    found: dict[bytes, tuple[str, Cover]] = {}
    listed = list(names)
    for cover in class_keys:
        key = subkey(class_keys[cover], "carried file id")
        found |= {stamp(key, bytes.fromhex(name)): (name, cover) for name in listed}
    return found


def short_ids(names: Iterable[str], class_keys: ClassKeys) -> Mapping[bytes, str]:
    """Short names for files, the same on all laptops of the centre for ever; by them a laptop tells what it holds."""
    key = subkey(class_keys[IDENTITY, _first(class_keys)], "held file")
    return {stamp(key, bytes.fromhex(name))[:SHORT_ID_BYTES]: name for name in names}


def newest_cover(class_keys: ClassKeys, key_class: str) -> Cover:
    """The key that a file of this class is closed under now. Raises ValueError where there is none."""
    return key_class, newest(class_keys, key_class)


def closed_size(size: int) -> int:
    """How many bytes a file of this many has on the road."""
    return size + _TAG_BYTES * max(1, -(-size // _BLOCK_BYTES))


def closed_file(name: str, content: bytes, class_keys: ClassKeys, cover: Cover) -> bytes:
    """The file as it travels. ``name`` is its SHA-256."""
    return b"".join(_closed_blocks(name, content, class_keys, cover))


def opened_file(name: str, closed: bytes, class_keys: ClassKeys, cover: Cover) -> bytes | None:
    """The content of ``closed_file``; None where it is not whole or not that file's. The vault checks its SHA-256."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    box = AESGCM(_own_key(name, class_keys, cover))
    step = _BLOCK_BYTES + _TAG_BYTES
    try:
        blocks = _blocks(len(closed), step)
        return b"".join(box.decrypt(number, closed[start : start + step], _ABOUT) for start, number in blocks)
    except InvalidTag:
        return None


def pieces_of(name: str, content: bytes, class_keys: ClassKeys, cover: Cover) -> Iterator[CarriedPiece]:
    """A file, closed, in stretches that fit the parts of a bundle."""
    id_, size = road_id(name, class_keys, cover), closed_size(len(content))
    held, start = bytearray(), 0
    for block in _closed_blocks(name, content, class_keys, cover):
        held += block
        while len(held) >= PIECE_BYTES:
            yield CarriedPiece(id_, size, start, bytes(held[:PIECE_BYTES]))
            del held[:PIECE_BYTES]
            start += PIECE_BYTES
    if held:
        yield CarriedPiece(id_, size, start, bytes(held))


@dataclass(frozen=True, slots=True)
class Load:
    """Files that go into a bundle: each one's SHA-256, class and size; ``read`` gives the content, or None."""

    files: tuple[tuple[str, str, int], ...]
    read: Callable[[str], bytes | None]
    class_keys: ClassKeys

    @property
    def size(self) -> int:
        """How many bytes they take in the bundle."""
        return sum(closed_size(size) for _, _, size in self.files)

    def pieces(self) -> Iterator[CarriedPiece]:
        """All of them, closed, one after the other, small ones first: a bundle that is cut short has most of them."""
        for name, key_class, _ in sorted(self.files, key=lambda one: (one[2], one[0])):
            content = self.read(name)
            if content is not None:
                yield from pieces_of(name, content, self.class_keys, newest_cover(self.class_keys, key_class))


def _first(class_keys: ClassKeys) -> int:
    return min(epoch for name, epoch in class_keys if name == IDENTITY)


def _own_key(name: str, class_keys: ClassKeys, cover: Cover) -> bytes:
    return subkey(class_keys[cover], "carried file", bytes.fromhex(name))


def _closed_blocks(name: str, content: bytes, class_keys: ClassKeys, cover: Cover) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    # The key is of this content alone, so no number is ever used for two contents.
    box = AESGCM(_own_key(name, class_keys, cover))
    for start, number in _blocks(len(content), _BLOCK_BYTES):
        yield box.encrypt(number, content[start : start + _BLOCK_BYTES], _ABOUT)


def _blocks(size: int, step: int) -> Iterator[tuple[int, bytes]]:
    """Where each block begins, and its number, which also says whether it is the last: no block can be left out."""
    for number, start in enumerate(range(0, max(size, 1), step)):
        yield start, number.to_bytes(_NUMBER_BYTES, "big") + (b"\1" if start + step >= size else b"\0")
