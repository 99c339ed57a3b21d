# SPDX-License-Identifier: Apache-2.0
"""JSON signed as a whole: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), as VC-JOSE-COSE uses it."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GREATEST_LENGTH: Final = 256 * 1024
"""Characters: a list of 131,072 random states needs 22,000."""

_SHAPE: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
"""The header is JSON, so it begins with a brace and a quotation mark in base 64."""
_ALGORITHM: Final = "EdDSA"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as read, not yet believed: see ``is_signed_by``."""

    key_id: str
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def sign(payload: Mapping[str, Any], key: Ed25519PrivateKey, key_id: str, media: str = "vc") -> str:
    """The payload in a token that names its key: the same payload and key always give the same text."""
    header = {"alg": _ALGORITHM, "cty": media, "kid": key_id, "typ": f"{media}+jwt"}
    signed = b".".join((_base64(orjson.dumps(header)), _base64(orjson.dumps(payload))))
    return b".".join((signed, _base64(key.sign(signed)))).decode("ascii")


def is_token(text: str) -> bool:
    """Whether a text has the form of a token."""
    return len(text) <= GREATEST_LENGTH and _SHAPE.fullmatch(text) is not None


def open_token(text: str) -> Token:
    """Take a token apart. Raises ValueError when it is none, or wants another algorithm or rules not known here."""
    if not is_token(text):
        raise ValueError("not a token")
    head, body, signature = text.split(".")
    header, payload = orjson.loads(decoded(head)), orjson.loads(decoded(body))
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise ValueError("not a token")
    if header.get("alg") != _ALGORITHM or "crit" in header or not isinstance(header.get("kid"), str):
        raise ValueError("not signed with EdDSA by a named key")
    return Token(header["kid"], payload, f"{head}.{body}".encode("ascii"), decoded(signature))


def is_signed_by(token: Token, public_key: bytes) -> bool:
    """Whether this raw Ed25519 public key made the signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(token.signature, token.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError for any text that is not written so."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _base64(data) != text.encode("ascii"):
        raise ValueError("not base64url as it is written here")
    return data


def _base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
