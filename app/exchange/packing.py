# SPDX-License-Identifier: Apache-2.0
"""Bodies of messages, packed: zstd, or gzip for those who have nothing else. What unpacks to too much is refused."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from typing import Final

ZSTD: Final = "zstd"
GZIP: Final = "gzip"
PLAIN: Final = "identity"
MOST_UNPACKED: Final = 8 * 1024 * 1024
MOST_TIMES: Final = 16
ALWAYS_UNPACKED: Final = 64 * 1024
"""Up to so many bytes a body may have been packed however well."""
_LEVEL: Final = 6
_WINDOW: Final = 8 * 1024 * 1024


class BadPacking(ValueError):
    """The body is not packed in the way that it says, was cut short, or unpacks to more than it may."""


def pack(content: bytes, encoding: str = ZSTD) -> bytes:
    """The content as a body of this encoding; the same bytes each time."""
    if encoding == ZSTD:
        from zstandard import ZstdCompressor

        packed: bytes = ZstdCompressor(level=_LEVEL).compress(content)
        return packed
    return gzip.compress(content, mtime=0) if encoding == GZIP else content


def unpack(body: bytes, encoding: str) -> bytes:
    """The content of a body. Raises BadPacking."""
    most = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, MOST_TIMES * len(body)))
    if encoding not in _READERS:
        raise BadPacking("an unknown encoding")
    content = _READERS[encoding](body, most)
    if len(content) > most:
        raise BadPacking("too much")
    return content


def _of_zstd(body: bytes, most: int) -> bytes:
    from zstandard import ZstdDecompressor, ZstdError, frame_content_size

    try:
        # A body that does not say its size, or says a great one, would decide how much memory is taken.
        if not 0 <= frame_content_size(body) <= most:
            raise BadPacking("too much, or nobody knows how much")
        reader = ZstdDecompressor(max_window_size=_WINDOW)
        return reader.decompress(body, max_output_size=most, allow_extra_data=False)
    except ZstdError as error:
        raise BadPacking(str(error)) from error


def _of_gzip(body: bytes, most: int) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(body, most + 1)
    except zlib.error as error:
        raise BadPacking(str(error)) from error
    if len(content) <= most and (not reader.eof or reader.unused_data):
        raise BadPacking("cut short, or more than one part")
    return content


def _as_it_is(body: bytes, _most: int) -> bytes:
    return body


_READERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {
    ZSTD: _of_zstd, GZIP: _of_gzip, PLAIN: _as_it_is, "": _as_it_is,
}  # fmt: skip
