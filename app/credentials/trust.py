# SPDX-License-Identifier: Apache-2.0
"""Trust lists: whose signature a certificate of a centre may carry, and which certificates no longer count.

A list is a small JSON file, signed by the centre's own key or by one of the keys in it. Whether the file really comes
from the centre is said by a root that names the centre's key (``roots``), or decided by the person who adds it.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import signed_file
from app.credentials.signed_file import day_in, list_in, number_in, text_in
from app.credentials.status_list import (
    REFRESH,
    REVOCATION,
    Block,
    Place,
    Purpose,
    StatusList,
    place_of,
    read_list,
    signed_list,
    status_lists,
)
from app.domain.refusals import BadInput
from app.translation import later

GREATEST_SIZE: Final = signed_file.GREATEST_SIZE
_FIRST_FORMAT: Final = "guildmark-trust-1"
_FORMAT: Final = "guildmark-trust-2"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A raw Ed25519 public key (32 bytes) and the ISO dates, both included, of the documents it may have signed."""

    public_key: bytes
    valid_from: str
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class TrustList:
    """One centre's keys and the certificates that were revoked or replaced, as they stood on ``list_date``.

    ``edition`` orders lists of one day: a greater one is newer. ``centre_key`` is the key that signs the lists of the
    centre; where it is empty, each of ``keys`` may. ``revoked`` and ``replaced`` are numbers: in the file those that
    have a place stand in status lists (``statuses``), where they are found again, and only the others by themselves.
    ``signed_by`` is the key that signed the file that this was read from.
    """

    issuer_name: str
    centre_id: bytes
    country: str
    keys: tuple[TrustedKey, ...]
    list_date: str
    revoked: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    edition: int = 0
    address: str = ""
    centre_key: bytes = b""
    blocks: tuple[Block, ...] = ()
    statuses: tuple[StatusList, ...] = ()
    signed_by: bytes = field(default=b"", compare=False)

    def has_revoked(self, number: str) -> bool:
        """Whether the certificate of this number was taken back, and not only replaced."""
        listed = number in self.revoked or self._is_set(number, REVOCATION)
        return listed and not self.has_replaced(number)

    def has_replaced(self, number: str) -> bool:
        """Whether a newer one was issued in place of the certificate of this number."""
        return number in self.replaced or self._is_set(number, REFRESH)

    def how_many(self, purpose: Purpose) -> int:
        """How many certificates were revoked and not only replaced, or were replaced, by either place that says so."""
        replaced = len(self.replaced) + self._set_bits(REFRESH)
        if purpose == REFRESH:
            return replaced
        return len(self.revoked | self.replaced) + self._set_bits(REVOCATION) - replaced

    def signers(self) -> frozenset[bytes]:
        """The keys that may sign the centre's lists."""
        return frozenset({self.centre_key} if self.centre_key else {key.public_key for key in self.keys})

    def _set_bits(self, purpose: Purpose) -> int:
        lists = (status.bits for status in self.statuses if status.purpose == purpose)
        return sum(int.from_bytes(bits, "big").bit_count() for bits in lists)

    def _is_set(self, number: str, purpose: Purpose) -> bool:
        place = place_of(number, self.blocks) if self.statuses else None
        return place is not None and any(
            status.has(place.index)
            for status in self.statuses
            if status.name == place.list_name and status.purpose == purpose
        )


def write_trust_list(trust: TrustList, key: Ed25519PrivateKey) -> bytes:
    """The list as a file, signed with a key that may: the same list and key always give the same bytes."""
    content = {
        "format": _FORMAT,
        "issuer": trust.issuer_name,
        "centre": trust.centre_id.hex(),
        "country": trust.country,
        "address": trust.address,
        "keys": [{"key": k.public_key.hex(), "from": k.valid_from, "until": k.valid_until} for k in trust.keys],
        "centre_key": trust.centre_key.hex(),
        "list_date": trust.list_date,
        "edition": trust.edition,
        "blocks": [[b.prefix, b.first, b.size, b.width, b.suffix] for b in trust.blocks],
        "status": list(status_tokens(trust, key).values()),
        "revoked": sorted(_without_place(trust.revoked, trust.blocks)),
        "replaced": sorted(_without_place(trust.replaced, trust.blocks)),
    }
    return signed_file.write(content, key)


def status_tokens(trust: TrustList, key: Ed25519PrivateKey, issued: frozenset[str] = frozenset()) -> dict[str, str]:
    """The signed status lists of the centre by ``name/purpose``: what the centre publishes, one file each. With the
    numbers that were ``issued`` there is also the empty list of those of which none was revoked."""
    found = trust.statuses or _lists(trust, issued)
    tokens = [signed_list(status, trust.centre_id, trust.list_date, key, trust.address) for status in found]
    return {f"{status.name}/{status.purpose}": token for status, token in zip(found, tokens, strict=True)}


def read_trust_list(data: bytes) -> TrustList:
    """The list in a file. Raises BadInput when the file is no trust list, or was altered after it was signed."""
    try:
        file = signed_file.read(data)
        trust = _trust_list(file)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("not-a-trust-list", later("This file is not a trust list. Nothing was added.")) from error
    if file.signer not in trust.signers() or not file.is_signed():
        raise BadInput(
            "trust-list-altered",
            later("The trust list of {issuer} was changed after it was signed. It was not used; ask for a new copy."),
            issuer=trust.issuer_name,
        )
    return trust


def _trust_list(file: signed_file.SignedFile) -> TrustList:
    content = file.content
    if content["format"] not in (_FIRST_FORMAT, _FORMAT):
        raise ValueError("another format")
    first = content["format"] == _FIRST_FORMAT
    return TrustList(
        issuer_name=text_in(content["issuer"]),
        centre_id=bytes.fromhex(text_in(content["centre"])),
        country=text_in(content["country"]),
        keys=tuple(map(_key, list_in(content["keys"]))),
        list_date=day_in(content["list_date"]),
        revoked=frozenset(map(text_in, list_in(content["revoked"]))),
        replaced=frozenset(map(text_in, list_in(content["replaced"]))),
        edition=0 if first else number_in(content["edition"]),
        address="" if first else text_in(content["address"]),
        centre_key=b"" if first else bytes.fromhex(text_in(content["centre_key"])),
        blocks=() if first else tuple(map(_block, list_in(content["blocks"]))),
        statuses=() if first else tuple(read_list(text_in(t), file.signer)[0] for t in list_in(content["status"])),
        signed_by=file.signer,
    )


def _lists(trust: TrustList, issued: frozenset[str]) -> tuple[StatusList, ...]:
    told = (trust.revoked, trust.replaced, issued)
    return status_lists(*(_places(numbers, trust.blocks) for numbers in told))


def _key(stated: dict[str, Any]) -> TrustedKey:
    return TrustedKey(bytes.fromhex(stated["key"]), day_in(stated["from"]), day_in(stated["until"], may_be_empty=True))


def _block(stated: object) -> Block:
    prefix, *numbers = list_in(stated)
    first, size, width, suffix = map(number_in, numbers)
    if not 1 <= width <= 18 or not 0 <= suffix <= 18:
        raise ValueError("no such block")
    return Block(text_in(prefix), first, size, width, suffix)


def _places(numbers: frozenset[str], blocks: tuple[Block, ...]) -> list[Place]:
    return [place for number in numbers if (place := place_of(number, blocks))]


def _without_place(numbers: frozenset[str], blocks: tuple[Block, ...]) -> set[str]:
    return {number for number in numbers if place_of(number, blocks) is None}
