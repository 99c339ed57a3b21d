# SPDX-License-Identifier: Apache-2.0
"""A small JSON file that is signed as a whole: ``{"list": content, "signed_by": key, "signature": ...}``."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GREATEST_SIZE: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file as read, not yet believed: see ``is_signed``. ``signer`` is the raw Ed25519 key that it names."""

    content: dict[str, Any]
    signer: bytes
    signature: bytes

    def is_signed(self) -> bool:
        """Whether the key that it names made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signer).verify(self.signature, _canonical(self.content))
        except (InvalidSignature, ValueError, TypeError):
            return False
        return True


def write(content: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The content as a signed file: the same content and key always give the same bytes."""
    signer = key.public_key().public_bytes_raw()
    signature = key.sign(_canonical(content))
    return _canonical({"list": content, "signed_by": signer.hex(), "signature": signature.hex()})


def read(data: bytes) -> SignedFile:
    """The file taken apart. Raises ValueError, KeyError or TypeError when it is none."""
    if len(data) > GREATEST_SIZE:
        raise ValueError("too large")
    file = orjson.loads(data)
    content = file["list"]
    if not isinstance(content, dict):
        raise TypeError("no content")
    return SignedFile(content, bytes.fromhex(text_in(file["signed_by"])), bytes.fromhex(text_in(file["signature"])))


def text_in(value: object) -> str:
    """The text that should stand there. Raises TypeError, as the next ones do for what they want."""
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def list_in(value: object) -> list[Any]:
    """The list that should stand there."""
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return value


def number_in(value: object) -> int:
    """The whole number that should stand there, 0 or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a number is expected")
    return value


def day_in(value: object, may_be_empty: bool = False) -> str:
    """The ISO date that should stand there. Raises ValueError for another text."""
    text = text_in(value)
    return "" if may_be_empty and not text else date.fromisoformat(text).isoformat()


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
