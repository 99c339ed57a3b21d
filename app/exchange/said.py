# SPDX-License-Identifier: Apache-2.0
"""What a laptop says and signs: how far it holds the centre's records, and whose lists of trust it believes.

Each word stands by itself, so it is believed also from a file that was cut short, and passed on by others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.exchange.carried_files import SHORT_ID_BYTES
from app.exchange.frames import SIGNATURE_BYTES
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.chain import Place
from app.journal.clock import COUNTER_BITS
from app.journal.operation import HASH_BYTES, ID_BYTES
from app.journal.signing import verified

_HOLDING: Final = b"guildmark holding 1\0"
_BELIEVED: Final = b"guildmark believed list 1\0"
_COUNTER: Final = (1 << COUNTER_BITS) - 1


@dataclass(frozen=True, slots=True)
class Holding:
    """A laptop's word on what it holds: the last place of each stretch, and files by their short ids.

    ``at`` is its stamp: of two words of one laptop the later one counts.
    """

    centre: bytes
    device: bytes
    at: int
    places: tuple[Place, ...]
    files: frozenset[bytes] = frozenset()
    sig: bytes = b""

    def signed(self, private_key: bytes) -> "Holding":
        """The same word, signed with the laptop's key (32 bytes)."""
        sig = Ed25519PrivateKey.from_private_bytes(private_key).sign(_HOLDING + canonical(_said(self)))
        return Holding(self.centre, self.device, self.at, self.places, self.files, sig)

    def is_signed(self, device_key: bytes) -> bool:
        """Whether the holder of this key said it."""
        return verified(device_key, self.sig, _HOLDING + canonical(_said(self)))


@dataclass(frozen=True, slots=True)
class Believed:
    """A list of trust of another centre or of a root, as its file is, that a person of this centre added."""

    centre: bytes
    device: bytes
    content: bytes
    sig: bytes = b""

    def signed(self, private_key: bytes) -> "Believed":
        """The same word, signed with the laptop's key (32 bytes)."""
        sig = Ed25519PrivateKey.from_private_bytes(private_key).sign(self._said())
        return Believed(self.centre, self.device, self.content, sig)

    def is_signed(self, device_key: bytes) -> bool:
        """Whether the holder of this key said it."""
        return verified(device_key, self.sig, self._said())

    def _said(self) -> bytes:
        return _BELIEVED + self.centre + self.device + self.content


def holding_bytes(holding: Holding) -> bytes:
    """The word as a line of a file."""
    return canonical({**_said(holding), "sig": to_text(holding.sig)})


def read_holding(content: bytes) -> Holding:
    """The word behind ``holding_bytes``. Raises NotCanonical, KeyError."""
    fields = parse(content)
    files, listed = to_bytes(fields["files"]), fields["places"]
    if len(files) % SHORT_ID_BYTES or not isinstance(listed, list):
        raise NotCanonical("a holding expected")
    held = frozenset(files[start : start + SHORT_ID_BYTES] for start in range(0, len(files), SHORT_ID_BYTES))
    centre, device, at = _id(fields, "centre"), _id(fields, "device"), _stamp(fields["at"])
    return Holding(centre, device, at, tuple(map(_place, listed)), held, to_bytes(fields["sig"]))


def believed_bytes(believed: Believed) -> bytes:
    """The list as it stands in a part of a file."""
    return believed.centre + believed.device + believed.sig + believed.content


def read_believed(content: bytes) -> Believed:
    """The list behind ``believed_bytes``. Raises NotCanonical."""
    start = 2 * ID_BYTES + SIGNATURE_BYTES
    if len(content) <= start:
        raise NotCanonical("a list expected")
    centre, device = content[:ID_BYTES], content[ID_BYTES : 2 * ID_BYTES]
    return Believed(centre, device, content[start:], content[2 * ID_BYTES : start])


def _said(holding: Holding) -> dict[str, object]:
    return {
        "at": [holding.at >> COUNTER_BITS, holding.at & _COUNTER],
        "centre": to_text(holding.centre),
        "device": to_text(holding.device),
        "files": to_text(b"".join(sorted(holding.files))),
        "places": [[to_text(one.origin), one.seq, to_text(one.hash)] for one in holding.places],
    }


def _place(listed: object) -> Place:
    if not isinstance(listed, list) or len(listed) != 3:
        raise NotCanonical("a place expected")
    origin, seq, hash_ = to_bytes(listed[0]), _number(listed[1]), to_bytes(listed[2])
    if (len(origin), len(hash_)) != (ID_BYTES, HASH_BYTES):
        raise NotCanonical("a place expected")
    return Place(origin, seq, hash_)


def _id(fields: Mapping[str, object], name: str) -> bytes:
    data = to_bytes(fields[name])
    if len(data) != ID_BYTES:
        raise NotCanonical("an id expected")
    return data


def _stamp(listed: object) -> int:
    if not isinstance(listed, list) or len(listed) != 2:
        raise NotCanonical("a stamp expected")
    millis, counter = map(_number, listed)
    return millis << COUNTER_BITS | counter & _COUNTER


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise NotCanonical("a number expected")
    return value
