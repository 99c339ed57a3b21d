# SPDX-License-Identifier: Apache-2.0
"""Parts of a file that only one laptop can open: each is closed under a key that is sealed for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.exchange.frames import Fault, Found, Part, packed, unpacked
from app.store.keys import KEY_BYTES, box, seal, unbox, unseal

LOCK: Final = b"LOCK"
_BOX: Final = b"BOX."
_TAG_BYTES: Final = 4
_SEALED: Final = b"guildmark bundle key 1\0"
_CLOSED: Final = b"guildmark bundle part 1\0"


@dataclass(frozen=True, slots=True)
class Closed:
    """All that follows is sealed for another laptop."""


def sealed_parts(
    parts: Iterable[Part], box_key: bytes, header: bytes, random: Callable[[int], bytes]
) -> Iterator[Part]:
    """The parts, for the holder of this public key alone; they belong to the file with this header."""
    key = random(KEY_BYTES)
    yield Part(LOCK, seal(box_key, key, _SEALED + header, random))
    for number, part in enumerate(parts):
        yield Part(_BOX, box(key, part.tag + packed(part.content), _about(number), random))


def open_parts(found: Iterable[Found], private_key: bytes, header: bytes) -> Iterator[Found | Closed]:
    """The parts as they were before they were sealed; those that are not sealed pass as they are."""
    key, number = b"", 0
    for one in found:
        if not isinstance(one, Part) or one.tag not in (LOCK, _BOX):
            number += one is Fault.ALTERED
            yield one
        elif one.tag == LOCK:
            key = (unseal(private_key, one.content, _SEALED + header) or b"") if private_key else b""
            number = 0
            if not key:
                yield Closed()
        elif key:
            yield _opened(one.content, key, number)
            number += 1


def _opened(content: bytes, key: bytes, number: int) -> Found:
    inside = unbox(key, content, _about(number))
    part = unpacked(inside[_TAG_BYTES:]) if inside else None
    return Fault.ALTERED if inside is None or part is None else Part(inside[:_TAG_BYTES], part)


def _about(number: int) -> bytes:
    return _CLOSED + number.to_bytes(8, "big")
