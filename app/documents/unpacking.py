# SPDX-License-Identifier: Apache-2.0
"""Whether the packed parts of a PDF would fill the memory, found before anything unpacks them."""

import re
import zlib
from typing import Final

_STREAM: Final = re.compile(rb"stream\r?\n")
_MOST_UNPACKED: Final = 96 * 1024 * 1024
_MOST_READ: Final = 64 * 1024 * 1024
_PIECE: Final = 16 * 1024
_MOST_LAYERS: Final = 3
_MOST_STREAMS: Final = 4000


def bursts(data: bytes) -> bool:
    """Whether a file unpacks to more than can be worked with, or has more parts than a page needs."""
    budget = _Budget()
    for count, start in enumerate(_STREAM.finditer(data)):
        if count >= _MOST_STREAMS or not budget.takes(memoryview(data)[start.end() :], _MOST_LAYERS):
            return True
    return False


class _Budget:
    """What may be unpacked of a file, and how much of it may be read for that: its parts may lie in each other."""

    def __init__(self) -> None:
        self._unpacked, self._read = _MOST_UNPACKED, _MOST_READ

    def takes(self, packed: "memoryview | bytes", layers: int) -> bool:
        """Unpack what begins here, and what is packed in that; False once it is too much."""
        if not layers or bytes(packed[:1]) not in (b"\x78", b"\x58", b"\x68", b"\x48"):
            return True
        unpacking, found = zlib.decompressobj(), []
        for at in range(0, len(packed), _PIECE):
            piece = bytes(packed[at : at + _PIECE])
            self._read -= len(piece)
            try:
                found.append(unpacking.decompress(piece, max(1, self._unpacked)))
            except zlib.error:
                break
            self._unpacked -= len(found[-1])
            if self._unpacked <= 0 or self._read <= 0 or unpacking.unconsumed_tail:
                return False
            if unpacking.eof:
                break
        return self.takes(b"".join(found), layers - 1)
