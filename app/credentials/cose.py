# SPDX-License-Identifier: Apache-2.0
"""Signed envelopes: COSE_Sign1 (RFC 9052) with EdDSA over Ed25519."""

import hashlib
from dataclasses import dataclass
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.credentials.plain_cbor import is_plain

_SIGN1_TAG: Final = 18
_ALGORITHM: Final = 1
_KEY_ID: Final = 4
_EDDSA: Final = -8


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as read, not yet believed: see ``is_signed_by``."""

    protected: bytes
    key_id: bytes
    payload: bytes
    signature: bytes


def key_id(public_key: bytes) -> bytes:
    """The short name of a raw Ed25519 public key: the first 8 bytes of its SHA-256. Two keys may share one."""
    return hashlib.sha256(public_key).digest()[:8]


def seal(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The payload in a tagged COSE_Sign1, naming its key in the protected header."""
    name = key_id(key.public_key().public_bytes_raw())
    protected = cbor2.dumps({_ALGORITHM: _EDDSA, _KEY_ID: name}, canonical=True)
    signature = key.sign(_to_be_signed(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(_SIGN1_TAG, [protected, {}, payload, signature]))


def open_envelope(data: bytes) -> Envelope:
    """Take an envelope apart. Raises ValueError when it is no COSE_Sign1 with EdDSA and a key id."""
    if data[:1] != b"\xd2" or not is_plain(data[1:]):
        raise ValueError("not a COSE_Sign1 envelope")
    match cbor2.loads(data[1:]):
        case [bytes() as protected, dict(), bytes() as payload, bytes() as signature] if is_plain(protected):
            header = cbor2.loads(protected)
        case _:
            raise ValueError("not a COSE_Sign1 envelope")
    if not isinstance(header, dict) or header.get(_ALGORITHM) != _EDDSA:
        raise ValueError("not signed with EdDSA")
    name = header.get(_KEY_ID)
    if not isinstance(name, bytes):
        raise ValueError("no key is named")
    return Envelope(protected, name, payload, signature)


def is_signed_by(envelope: Envelope, public_key: bytes) -> bool:
    """Whether this raw Ed25519 public key made the signature."""
    try:
        signed = _to_be_signed(envelope.protected, envelope.payload)
        Ed25519PublicKey.from_public_bytes(public_key).verify(envelope.signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])
