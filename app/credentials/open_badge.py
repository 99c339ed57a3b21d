# SPDX-License-Identifier: Apache-2.0
"""The same document as a standard digital credential: Open Badges 3.0 (W3C Verifiable Credentials 2.0) as VC-JWT.

The token's payload is the credential itself (Open Badges 3.0, 8.2). It stands there once more as ``vc``, where readers
of the older wrapping look for it.
"""

import base64
import binascii
import hashlib
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import jwt
from app.credentials.did_key import did_of, multikey
from app.credentials.facts import CertificateFacts, DocumentType
from app.credentials.status_list import REVOCATION, Block, list_address, place_of

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
ACHIEVEMENT_TYPES: Final[dict[DocumentType, str]] = {
    "certificate": "Certificate",
    "record-of-results": "ext:RecordOfResults",
    "statement-of-attainment": "ext:StatementOfAttainment",
    "microcredential": "MicroCredential",
    "learner-card": "ext:LearnerCard",
    "induction-card": "ext:InductionCard",
}
CENTRE: Final = "ext:GuildmarkCentre"
"""The kind of identifier under which the issuer's profile holds the centre's id."""

CREDENTIAL_FILE: Final = "credential.json"
"""What the file in a PDF is called."""

_ENVELOPE: Final = "EnvelopedVerifiableCredential"
_DATA: Final = "data:application/vc+jwt,"


@dataclass(frozen=True, slots=True)
class Badge:
    """What a credential says besides the facts of the document.

    ``criteria`` and ``description`` are sentences about the qualification; ``language`` is theirs. ``address`` is the
    issuer's web address, where it has one. ``national_number`` is never written, only its SHA-256 with ``salt`` (a
    random text). ``blocks``: see ``status_list.place_of``.
    """

    criteria: str
    description: str = ""
    language: str = "en"
    address: str = ""
    national_number: str = ""
    salt: str = ""
    blocks: tuple[Block, ...] = ()


def credential(facts: CertificateFacts, badge: Badge, key: Ed25519PrivateKey) -> str:
    """The signed credential (VC-JWT): the same facts, badge and key always give the same text."""
    public = key.public_key().public_bytes_raw()
    issuer = _issuer_id(facts, badge, public)
    content = _credential(facts, badge, issuer)
    claims = {"iss": issuer, "jti": content["id"], "nbf": _seconds(content["validFrom"])}
    if "validUntil" in content:
        claims["exp"] = _seconds(content["validUntil"])
    return jwt.sign(content | claims | {"vc": content}, key, f"{issuer}#{multikey(public)}")


def enveloped(token: str) -> bytes:
    """The credential as the file ``credential.json``: an enveloped credential (VC Data Model 2.0, 4.13)."""
    return orjson.dumps({"@context": CONTEXTS[0], "id": f"{_DATA}{token}", "type": _ENVELOPE})


def is_ours(token: str) -> bool:
    """Whether a token that cannot be read or believed was meant as a credential of this program."""
    body = token.split(".")[1]
    try:
        return CENTRE.encode() in base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        return False


def token_in(data: bytes) -> str:
    """The token in a file: an enveloped credential, or the token alone. Empty where there is none."""
    try:
        text = data.decode("utf-8").strip()
        found = orjson.loads(text) if text.startswith("{") else text
    except ValueError:
        return ""
    if isinstance(found, dict):
        id_ = found.get("id")
        found = id_.removeprefix(_DATA) if isinstance(id_, str) and id_.startswith(_DATA) else ""
    return found if isinstance(found, str) and jwt.is_token(found) else ""


def identity_hash(value: str, salt: str) -> str:
    """An identity that is not shown (Open Badges 3.0, IdentityObject): SHA-256 of the value and the salt after it."""
    return "sha256$" + hashlib.sha256(_nfc(value + salt).encode()).hexdigest()


def _issuer_id(facts: CertificateFacts, badge: Badge, public: bytes) -> str:
    if badge.address:
        return f"{badge.address.rstrip('/')}/issuers/{facts.centre_id.hex()}"
    return did_of(public)


def _credential(facts: CertificateFacts, badge: Badge, issuer: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": _urn(facts, f"{facts.number}/{facts.document_type}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _nfc(facts.title),
        "issuer": _issuer(facts, badge, issuer),
        "validFrom": f"{facts.issued_on}T00:00:00Z",
        "credentialSubject": _subject(facts, badge),
    }
    if facts.valid_until:
        content["validUntil"] = f"{facts.valid_until}T23:59:59Z"
    status = _status(facts, badge)
    if status:
        content["credentialStatus"] = status
    return content


def _issuer(facts: CertificateFacts, badge: Badge, issuer: str) -> dict[str, Any]:
    identifier = {"type": "IdentifierEntry", "identifier": facts.centre_id.hex(), "identifierType": CENTRE}
    profile = {"id": issuer, "type": ["Profile"], "name": _nfc(facts.issuer_name), "otherIdentifier": [identifier]}
    return profile | ({"url": badge.address} if badge.address else {})


def _subject(facts: CertificateFacts, badge: Badge) -> dict[str, Any]:
    identities = [_identity(name) for name in (facts.name, facts.latin_name) if name]
    if badge.national_number:
        hashed = {"hashed": True, "identityHash": identity_hash(badge.national_number, badge.salt)}
        identities.append(
            {"type": "IdentityObject", "identityType": "nationalIdentityNumber", "salt": badge.salt} | hashed
        )
    achievement = {
        "id": _urn(facts, f"achievement/{facts.qualification_code}"),
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPES[facts.document_type],
        "name": _nfc(facts.title),
        "description": _nfc(badge.description or facts.title),
        "criteria": {"narrative": _nfc(badge.criteria)},
        "humanCode": facts.qualification_code,
        "inLanguage": badge.language,
    }
    if facts.unit_codes:
        achievement["tag"] = list(facts.unit_codes)
    return {
        "type": ["AchievementSubject"],
        "identifier": identities,
        "licenseNumber": facts.number,
        "achievement": achievement,
    }


def _identity(name: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": _nfc(name), "identityType": "name"}


def _status(facts: CertificateFacts, badge: Badge) -> dict[str, str]:
    place = place_of(facts.number, badge.blocks)
    if place is None:
        return {}
    found = list_address(facts.centre_id, place.list_name, REVOCATION, badge.address)
    return {
        "id": f"{found}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(place.index),
        "statusListCredential": found,
    }


def _urn(facts: CertificateFacts, what: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(bytes=facts.centre_id), what)}"


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
