# SPDX-License-Identifier: Apache-2.0
"""Which certificates no longer count, as W3C Bitstring Status Lists: one bit for each number.

Nobody hands out places: a number holds the tag of the laptop that gave it out and a counter, so its list is named by
the tag and ``counter // 131072``, and its place in that is ``counter % 131072``. Numbers that an authority leased to
the centre have lists of their own, named by the first number of their block.

Two lists, one purpose each: *revocation* has the bits of certificates that were revoked or replaced, since neither
counts any more; *refresh* those that were replaced, for which there is a newer one.
"""

import base64
import gzip
import re
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import jwt
from app.credentials.did_key import did_of, method_of
from app.credentials.numbers import is_valid_number

ENTRIES: Final = 131_072
"""The shortest list that the standard allows: a shorter one would tell whose certificate is asked about."""

REVOCATION: Final = "revocation"
REFRESH: Final = "refresh"
Purpose = Literal["revocation", "refresh"]
PURPOSES: Final[tuple[Purpose, ...]] = (REVOCATION, REFRESH)

_BYTES: Final = ENTRIES // 8
_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the state of one number stands: the name of its lists and the bit in them."""

    list_name: str
    index: int


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers that an authority leased to the centre: ``prefix``, a running number of ``width`` digits from ``first``,
    and a last part of ``suffix`` characters, such as check digits. ``size`` is how many there are."""

    prefix: str
    first: int
    size: int
    width: int
    suffix: int = 0

    @property
    def name(self) -> str:
        """The first number without its last part."""
        return f"{self.prefix}{self.first:0{self.width}d}"


@dataclass(frozen=True, slots=True)
class StatusList:
    """The bits of one list; ``name`` as in ``Place``."""

    name: str
    purpose: Purpose
    bits: bytes

    def has(self, index: int) -> bool:
        """Whether the bit of this place is set; the first is the left one of the first byte."""
        return bool(self.bits[index >> 3] & 0x80 >> (index & 7))


def place_of(number: str, blocks: Sequence[Block] = ()) -> Place | None:
    """Where the state of this number stands; None for one that has no place: it is neither the program's own nor in a
    block of the authority."""
    for block in blocks:
        found = re.fullmatch(rf"{re.escape(block.prefix)}([0-9]{{{block.width}}}).{{{block.suffix}}}", number, re.ASCII)
        offset = int(found[1]) - block.first if found else -1
        if 0 <= offset < block.size:
            return Place(f"{block.name}+{offset // ENTRIES}", offset % ENTRIES)
    if not is_valid_number(number):
        return None
    tag, counter = number.split("-")[2:4]
    return Place(f"{tag}-{int(counter) // ENTRIES}", int(counter) % ENTRIES)


def status_lists(
    revoked: Iterable[Place], replaced: Iterable[Place], issued: Iterable[Place] = ()
) -> tuple[StatusList, ...]:
    """The two lists of every name that is there, in order of names; those of places that are only ``issued`` may be
    empty."""
    newer = set(replaced)
    set_bits = {REVOCATION: {*revoked, *newer}, REFRESH: newer}
    names = sorted({place.list_name for places in (*set_bits.values(), issued) for place in places})
    return tuple(
        StatusList(name, purpose, _bits(place.index for place in set_bits[purpose] if place.list_name == name))
        for name in names
        for purpose in PURPOSES
    )


def encoded(bits: bytes) -> str:
    """The bits as the standard writes them: gzip, base64url without padding, after a "u" for this base."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, 9, mtime=0)).decode("ascii").rstrip("=")


def decoded(text: str) -> bytes:
    """The bits back. Raises ValueError when they are not exactly those of one list."""
    stream = zlib.decompressobj(wbits=31)
    try:
        bits = stream.decompress(jwt.decoded(text.removeprefix("u")), _BYTES + 1)
    except zlib.error as error:
        raise ValueError("not compressed as expected") from error
    if not text.startswith("u") or len(bits) != _BYTES or not stream.eof:
        raise ValueError("not a list of 131,072 entries")
    return bits


def list_address(centre_id: bytes, name: str, purpose: Purpose, address: str = "") -> str:
    """Where others find the list: below the issuer's web address, or a name that is the same for ever."""
    if address:
        return f"{address.rstrip('/')}/status/{centre_id.hex()}/{name}/{purpose}"
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(bytes=centre_id), f'{name}/{purpose}')}"


def signed_list(status: StatusList, centre_id: bytes, list_date: str, key: Ed25519PrivateKey, address: str = "") -> str:
    """The list as a credential of its own (VC-JWT), for publishing and for trust lists."""
    public = key.public_key().public_bytes_raw()
    id_ = list_address(centre_id, status.name, status.purpose, address)
    credential = {
        "@context": [_CONTEXT],
        "id": id_,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(public),
        "name": status.name,
        "validFrom": f"{list_date}T00:00:00Z",
        "credentialSubject": {
            "id": f"{id_}#list",
            "type": "BitstringStatusList",
            "statusPurpose": status.purpose,
            "encodedList": encoded(status.bits),
        },
    }
    return jwt.sign(credential | {"iss": did_of(public), "vc": credential}, key, method_of(public))


def read_list(token: str, public_key: bytes) -> tuple[StatusList, str]:
    """The list in a credential and its date. Raises ValueError when it is no list, or this key did not sign it."""
    opened = jwt.open_token(token)
    if not jwt.is_signed_by(opened, public_key):
        raise ValueError("signed by another key")
    name, subject, day = (opened.payload.get(one) for one in ("name", "credentialSubject", "validFrom"))
    if not isinstance(name, str) or not isinstance(subject, dict) or not isinstance(day, str):
        raise ValueError("not a status list")
    purpose, bits = _purpose(subject), subject.get("encodedList")
    if not isinstance(bits, str):
        raise ValueError("not a status list")
    return StatusList(name, purpose, decoded(bits)), date.fromisoformat(day[:10]).isoformat()


def _purpose(subject: dict[str, Any]) -> Purpose:
    for purpose in PURPOSES:
        if subject.get("statusPurpose") == purpose:
            return purpose
    raise ValueError("another purpose")


def _bits(indexes: Iterable[int]) -> bytes:
    bits = bytearray(_BYTES)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return bytes(bits)
