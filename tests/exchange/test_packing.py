# SPDX-License-Identifier: Apache-2.0
"""Bodies of messages: packed both ways, and never unpacked to more than they may."""

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdCompressor

from app.exchange.packing import ALWAYS_UNPACKED, GZIP, MOST_UNPACKED, PLAIN, ZSTD, BadPacking, pack, unpack

ENCODINGS = (ZSTD, GZIP, PLAIN)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(content=st.binary(max_size=2_000))
def test_what_was_packed_is_unpacked(encoding: str, content: bytes) -> None:
    assert unpack(pack(content, encoding), encoding) == content


@pytest.mark.parametrize("encoding", [ZSTD, GZIP])
def test_a_body_that_was_cut_anywhere_is_known(encoding: str) -> None:
    body = pack(random.Random(1).randbytes(300) + b"line\n" * 50, encoding)
    for end in range(len(body)):
        with pytest.raises(BadPacking):
            unpack(body[:end], encoding)
    with pytest.raises(BadPacking):
        unpack(body + b"more", encoding)


@pytest.mark.parametrize("encoding", [ZSTD, GZIP])
@pytest.mark.parametrize("size", [ALWAYS_UNPACKED + 1, 4 * MOST_UNPACKED])
def test_a_body_that_unpacks_to_far_too_much_is_refused(encoding: str, size: int) -> None:
    with pytest.raises(BadPacking):
        unpack(pack(bytes(size), encoding), encoding)


def test_a_small_body_may_be_packed_well() -> None:
    assert unpack(pack(bytes(ALWAYS_UNPACKED)), ZSTD) == bytes(ALWAYS_UNPACKED)


def test_a_large_body_is_unpacked_up_to_the_limit_only() -> None:
    noise = random.Random(1).randbytes(MOST_UNPACKED)
    assert unpack(pack(noise), ZSTD) == noise
    with pytest.raises(BadPacking):
        unpack(pack(noise + b"x"), ZSTD)


def test_a_body_that_hides_its_size_is_refused() -> None:
    hidden = ZstdCompressor(write_content_size=False).compress(b"content" * 10)
    with pytest.raises(BadPacking):
        unpack(hidden, ZSTD)


@pytest.mark.parametrize(
    "encoding, body", [("br", b"x"), (GZIP, b"x"), (ZSTD, b"x"), (ZSTD, gzip.compress(b"x", mtime=0))]
)
def test_what_is_not_packed_so_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(BadPacking):
        unpack(body, encoding)
