# SPDX-License-Identifier: Apache-2.0
"""Trust lists: whose signature a certificate of a centre may carry, and which numbers no longer count.

A list is a small JSON file, signed by one of the keys in it. Whether the file really comes from the centre is decided
by the person or the registry who adds it; the signature shows that it was not altered since.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.refusals import BadInput
from app.translation import later

GREATEST_SIZE: Final = 16 * 1024 * 1024
_FORMAT: Final = "guildmark-trust-1"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A raw Ed25519 public key (32 bytes) and the ISO dates, both included, of the documents it may have signed."""

    public_key: bytes
    valid_from: str
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class TrustList:
    """One centre's keys and the certificate numbers that were revoked or replaced, as they stood on ``list_date``."""

    issuer_name: str
    centre_id: bytes
    country: str
    keys: tuple[TrustedKey, ...]
    list_date: str
    revoked: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()


def write_trust_list(trust: TrustList, key: Ed25519PrivateKey) -> bytes:
    """The list as a file, signed with one of its own keys: the same list and key always give the same bytes."""
    content = {
        "format": _FORMAT,
        "issuer": trust.issuer_name,
        "centre": trust.centre_id.hex(),
        "country": trust.country,
        "keys": [{"key": k.public_key.hex(), "from": k.valid_from, "until": k.valid_until} for k in trust.keys],
        "list_date": trust.list_date,
        "revoked": sorted(trust.revoked),
        "replaced": sorted(trust.replaced),
    }
    signer = key.public_key().public_bytes_raw()
    signature = key.sign(_canonical(content))
    return _canonical({"list": content, "signed_by": signer.hex(), "signature": signature.hex()})


def read_trust_list(data: bytes) -> TrustList:
    """The list in a file. Raises BadInput when the file is no trust list, or was altered after it was signed."""
    if len(data) > GREATEST_SIZE:
        raise _not_a_list()
    try:
        file = orjson.loads(data)
        content = file["list"]
        trust = _trust_list(content)
        signer, signature = bytes.fromhex(file["signed_by"]), bytes.fromhex(file["signature"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_a_list() from error
    if signer not in {key.public_key for key in trust.keys} or not _is_signed(content, signer, signature):
        raise BadInput(
            "trust-list-altered",
            later("The trust list of {issuer} was changed after it was signed. It was not used; ask for a new copy."),
            issuer=trust.issuer_name,
        )
    return trust


def _trust_list(content: dict[str, object]) -> TrustList:
    if content["format"] != _FORMAT:
        raise ValueError("another format")
    keys = content["keys"]
    if not isinstance(keys, list):
        raise TypeError("keys")
    return TrustList(
        issuer_name=_text(content["issuer"]),
        centre_id=bytes.fromhex(_text(content["centre"])),
        country=_text(content["country"]),
        keys=tuple(TrustedKey(bytes.fromhex(k["key"]), _day(k["from"]), _day(k["until"])) for k in keys),
        list_date=date.fromisoformat(_text(content["list_date"])).isoformat(),
        revoked=_numbers(content["revoked"]),
        replaced=_numbers(content["replaced"]),
    )


def _is_signed(content: object, signer: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, _canonical(content))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _canonical(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _day(value: object) -> str:
    text = _text(value)
    return date.fromisoformat(text).isoformat() if text else ""


def _numbers(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return frozenset(_text(number) for number in value)


def _not_a_list() -> BadInput:
    return BadInput("not-a-trust-list", later("This file is not a trust list. Nothing was added."))
