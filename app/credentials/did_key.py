# SPDX-License-Identifier: Apache-2.0
"""Public keys as others name them: ``did:key`` with a multibase (base58btc) Ed25519 key."""

from typing import Final

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519_PUBLIC: Final = b"\xed\x01"


def multikey(public_key: bytes) -> str:
    """A raw Ed25519 public key as a multibase text, ``z6Mk...``."""
    return "z" + _base58(_ED25519_PUBLIC + public_key)


def did_of(public_key: bytes) -> str:
    """The identifier that is its own document: ``did:key:z6Mk...``."""
    return f"did:key:{multikey(public_key)}"


def method_of(public_key: bytes) -> str:
    """What a signature names as its key: the identifier, and the key in it."""
    return f"{did_of(public_key)}#{multikey(public_key)}"


def _base58(data: bytes) -> str:
    number, characters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        characters = _ALPHABET[digit] + characters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + characters
