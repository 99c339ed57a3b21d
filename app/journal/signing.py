# SPDX-License-Identifier: Apache-2.0
"""Ed25519 signatures: persons on facts that must stand alone, devices on heads."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.chain import Place
from app.journal.operation import HASH_BYTES, ID_BYTES, Operation, signed_part

KEY_ID_BYTES: Final = 8
_HEAD: Final = b"guildmark head 1\0"


@dataclass(frozen=True, slots=True)
class Head:
    """A device's word that its origin's chain stands here; proves everything beneath it."""

    origin: bytes
    seq: int
    hash: bytes
    device: bytes
    sig: bytes


def key_id(public_key: bytes) -> bytes:
    """A short name for a public key: the first eight bytes of its SHA-256."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def id_of(sign_key: bytes, box_key: bytes) -> bytes:
    """The id of a laptop or a registry: it follows from its public keys, so that nobody can come under another's id."""
    return hashlib.sha256(sign_key + box_key).digest()[:ID_BYTES]


def reference_stream(sign_key: bytes) -> bytes:
    """The name of the stream on which the registry with this key publishes for all centres."""
    return hashlib.sha256(b"guildmark reference 1" + sign_key).digest()[:ID_BYTES]


def public_key(private_key: bytes) -> bytes:
    """The 32 bytes of the public key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def signer(private_key: bytes) -> Callable[[bytes], bytes]:
    """Signs as the person who holds this key (32 bytes): key id and signature in one."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    name = key_id(key.public_key().public_bytes_raw())
    return lambda data: name + key.sign(data)


def verified(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the signature over the data is by the holder of this public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_by(operation: Operation, public: bytes) -> bool:
    """Whether the operation carries a valid signature of the holder of this public key."""
    if operation.sig[:KEY_ID_BYTES] != key_id(public):
        return False
    try:
        data = signed_part(parse(operation.raw))
    except NotCanonical:
        return False
    return verified(public, operation.sig[KEY_ID_BYTES:], data)


def sign_head(place: Place, device: bytes, private_key: bytes) -> Head:
    """The device's signed head of an origin."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return Head(place.origin, place.seq, place.hash, device, key.sign(_head_part(place, device)))


def head_is_signed(head: Head, device_key: bytes) -> bool:
    """Whether the head's signature is by the holder of the device key."""
    place = Place(head.origin, head.seq, head.hash)
    return verified(device_key, head.sig, _head_part(place, head.device))


def head_fields(head: Head) -> dict[str, object]:
    """The head as it stands in a file or on the wire."""
    return {
        "device": to_text(head.device), "hash": to_text(head.hash), "origin": to_text(head.origin),
        "seq": head.seq, "sig": to_text(head.sig),
    }  # fmt: skip


def read_head(fields: object) -> Head:
    """The head behind ``head_fields``; ``NotCanonical`` for anything else."""
    if not isinstance(fields, dict) or type(fields.get("seq")) is not int:
        raise NotCanonical("head expected")
    origin, hash_, device, sig = (to_bytes(fields.get(name)) for name in ("origin", "hash", "device", "sig"))
    head = Head(origin, fields["seq"], hash_, device, sig)
    if head_fields(head) != fields or not 1 <= head.seq <= LARGEST_INTEGER:
        raise NotCanonical("head expected")
    if (len(origin), len(hash_), len(device)) != (ID_BYTES, HASH_BYTES, ID_BYTES):
        raise NotCanonical("head expected")
    return head


def _head_part(place: Place, device: bytes) -> bytes:
    return _HEAD + canonical(
        {"device": to_text(device), "hash": to_text(place.hash), "origin": to_text(place.origin), "seq": place.seq}
    )
