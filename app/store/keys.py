# SPDX-License-Identifier: Apache-2.0
"""From a passphrase to keys, and small boxes that only the right key opens."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from app.store.keyring import WEAKEST, Cost

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Derived:
    """The 64 secret bytes of a passphrase: ``first`` opens the records, ``second`` the person's own key."""

    salt: bytes
    cost: Cost
    secret: bytes

    @property
    def first(self) -> bytes:
        return self.secret[:KEY_BYTES]

    @property
    def second(self) -> bytes:
        return self.secret[KEY_BYTES:]


def derive(text: str, salt: bytes, cost: Cost) -> Derived:
    """Stretch a passphrase or code in its plain form (Argon2id, RFC 9106). Takes about half a second."""
    from argon2.low_level import Type, hash_secret_raw

    secret = hash_secret_raw(
        text.encode(errors="surrogatepass"),
        salt,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        hash_len=2 * KEY_BYTES,
        type=Type.ID,
    )
    return Derived(salt, cost, secret)


def strong_enough(cost: Cost) -> bool:
    """Whether a passphrase of a real person may be kept at this cost."""
    return cost.memory_kib >= WEAKEST.memory_kib and cost.passes >= WEAKEST.passes


def subkey(key: bytes, purpose: str, about: bytes = b"") -> bytes:
    """A key for one purpose, from which nothing is learned about the others (HKDF-SHA256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, None, b"guildmark " + purpose.encode() + b"\x00" + about).derive(key)


def stamp(key: bytes, content: bytes) -> bytes:
    """A mark that only a holder of the key can make (HMAC-SHA256)."""
    return hmac.digest(key, content, hashlib.sha256)


def same(one: bytes, other: bytes) -> bool:
    """Whether two marks are equal, without telling by the time taken where they differ."""
    return hmac.compare_digest(one, other)


def box(key: bytes, content: bytes, about: bytes, random: Callable[[int], bytes]) -> bytes:
    """The content under the key (AES-256-GCM), bound to ``about``."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = random(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def unbox(key: bytes, boxed: bytes, about: bytes) -> bytes | None:
    """The content of a box, or None when the key, the box or ``about`` is not the right one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(boxed) < _NONCE_BYTES:
        return None
    try:
        return AESGCM(key).decrypt(boxed[:_NONCE_BYTES], boxed[_NONCE_BYTES:], about)
    except InvalidTag:
        return None


def public_half(private: bytes) -> bytes:
    """The public X25519 key of 32 secret bytes."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(public: bytes, content: bytes, about: bytes, random: Callable[[int], bytes]) -> bytes:
    """The content for the holder of the private half alone; whoever seals it needs no secret."""
    fleeting = random(KEY_BYTES)
    ours = public_half(fleeting)
    return ours + box(_agreed(fleeting, public, ours + public), content, about, random)


def unseal(private: bytes, sealed: bytes, about: bytes) -> bytes | None:
    """The content of a seal, or None when the key, the seal or ``about`` is not the right one."""
    theirs, boxed = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    if len(theirs) < KEY_BYTES:
        return None
    try:
        key = _agreed(private, theirs, theirs + public_half(private))
    except ValueError:  # a point of low order: nobody seals with one
        return None
    return unbox(key, boxed, about)


def _agreed(private: bytes, public: bytes, both: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return subkey(shared, "seal", both)
