# SPDX-License-Identifier: Apache-2.0
"""Base 32 (RFC 4648, section 6) without the padding: bytes in letters and digits that stand in any link."""

import base64


def encode(data: bytes) -> str:
    """Eight characters, A to Z and 2 to 7, for each five bytes."""
    return base64.b32encode(data).decode("ascii").rstrip("=")


def decode(text: str) -> bytes:
    """The bytes back. Raises ValueError for any text that ``encode`` does not write."""
    data = base64.b32decode(text + "=" * (-len(text) % 8))
    if encode(data) != text:
        raise ValueError("not base 32 as it is written here")
    return data
