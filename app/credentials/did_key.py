# SPDX-License-Identifier: Apache-2.0
"""Public keys as others name them: ``did:key`` with a multibase (base58btc) Ed25519 key."""

from typing import Final

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {character: index for index, character in enumerate(_ALPHABET)}
_ED25519_PUBLIC: Final = b"\xed\x01"
_LONGEST: Final = 64


def multikey(public_key: bytes) -> str:
    """A raw Ed25519 public key as a multibase text, ``z6Mk...``."""
    return "z" + _base58(_ED25519_PUBLIC + public_key)


def did_of(public_key: bytes) -> str:
    """The identifier that is its own document: ``did:key:z6Mk...``."""
    return f"did:key:{multikey(public_key)}"


def method_of(public_key: bytes) -> str:
    """What a signature names as its key: the identifier, and the key in it."""
    return f"{did_of(public_key)}#{multikey(public_key)}"


def key_in(text: str) -> bytes:
    """The raw Ed25519 public key in a multikey. Raises ValueError when it is none."""
    data = decode_base58(text.removeprefix("z")) if text.startswith("z") else b""
    if len(data) != 34 or not data.startswith(_ED25519_PUBLIC):
        raise ValueError("not an Ed25519 key")
    return data[2:]


def decode_base58(text: str) -> bytes:
    """The bytes of a base58btc text of at most 128 characters. Raises ValueError for any other text."""
    if len(text) > 2 * _LONGEST or not set(text) <= _VALUES.keys():
        raise ValueError("not base58")
    number = 0
    for character in text:
        number = number * 58 + _VALUES[character]
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base58(data: bytes) -> str:
    number, characters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        characters = _ALPHABET[digit] + characters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + characters
