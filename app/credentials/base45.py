# SPDX-License-Identifier: Apache-2.0
"""Base45 (RFC 9285): bytes in the 45 characters that QR codes store most densely."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {character: index for index, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Three characters for each two bytes, two for a last single one."""
    characters = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            characters.append(ALPHABET[digit])
    return "".join(characters)


def decode(text: str) -> bytes:
    """The bytes back. Raises ValueError for any text that ``encode`` does not write."""
    parts = []
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        value = 0
        for character in reversed(group):
            if character not in _VALUES:
                raise ValueError(f"not a Base45 character: {character!r}")
            value = value * 45 + _VALUES[character]
        if len(group) == 1 or value >= 256 ** (len(group) - 1):
            raise ValueError("not Base45")
        parts.append(value.to_bytes(len(group) - 1, "big"))
    return b"".join(parts)
