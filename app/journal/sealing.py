# SPDX-License-Identifier: Apache-2.0
"""Personal fields as ciphertext: AES-256-GCM under a key that can be destroyed.

The ciphertext is bound to the operation's kind, the record that it concerns and the origin and place where it was
written, so that it cannot be moved to another operation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.journal.canonical import NotCanonical, canonical, parse
from app.journal.operation import OpId

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
Random: TypeAlias = Callable[[int], bytes]


class Unreadable(ValueError):
    """The ciphertext is not what the key, or the place, says that it is."""


class SubjectKey(NamedTuple):
    """One of a data subject's keys: identity, private or award."""

    id: bytes
    subject: bytes
    key_class: str
    key: bytes


@dataclass(frozen=True, slots=True)
class CoveredKey:
    """A data subject's key as it travels: under the centre's key of its class and epoch."""

    id: bytes
    subject: bytes
    key_class: str
    epoch: int
    boxed: bytes


def new_subject_keys(subject: bytes, classes: tuple[str, ...], random: Random) -> tuple[SubjectKey, ...]:
    """Fresh random keys of a data subject, one of each class."""
    data = random(48 * len(classes))
    return tuple(
        SubjectKey(data[at : at + 16], subject, name, data[at + 16 : at + 48])
        for at, name in zip(range(0, len(data), 48), classes, strict=True)
    )


def seal(key: SubjectKey, fields: Mapping[str, object], place: OpId, kind: str, about: bytes, random: Random) -> bytes:
    """The fields as ciphertext that only this key opens, at this place only."""
    nonce = random(NONCE_BYTES)
    return nonce + AESGCM(key.key).encrypt(nonce, canonical(fields), _bound(place, kind, about))


def unseal(key: SubjectKey, data: bytes, place: OpId, kind: str, about: bytes) -> dict[str, object]:
    """The fields behind ``seal``; ``Unreadable`` if key or place are others."""
    try:
        plain = AESGCM(key.key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _bound(place, kind, about))
        return parse(plain)
    except (InvalidTag, ValueError, NotCanonical) as error:
        raise Unreadable(kind) from error


def _bound(place: OpId, kind: str, about: bytes) -> bytes:
    return b"%b%d %b %b" % (place.origin, place.seq, kind.encode("ascii"), about)
