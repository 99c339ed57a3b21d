# SPDX-License-Identifier: Apache-2.0
"""Reading Open Badges 3.0 credentials that anybody may have made: the facts in them, or what is wrong with them."""

from datetime import datetime
from typing import Any, Final

from app.credentials.facts import CertificateFacts, DocumentType
from app.credentials.open_badge import ACHIEVEMENT_TYPES, CENTRE, CONTEXTS
from app.domain.refusals import BadInput
from app.translation import later

_DOCUMENT_TYPES: Final[dict[str, DocumentType]] = {name: kind for kind, name in ACHIEVEMENT_TYPES.items()}
_SCHEMES: Final = ("https://", "http://", "did:")


class Fault(ValueError):
    """What is wrong with a credential: the place in it, as ``credentialSubject.achievement``."""


def check(credential: dict[str, Any]) -> None:
    """Raises BadInput "not-a-credential" naming the first place that is not as Open Badges 3.0 says."""
    try:
        _check(credential)
    except Fault as fault:
        raise BadInput(
            "not-a-credential",
            later("This is not an Open Badges 3.0 credential: “{place}” is missing or not as it should be."),
            place=str(fault),
        ) from fault


def facts_of(credential: dict[str, Any]) -> CertificateFacts:
    """The facts in a credential that this program issued. Raises ValueError when they are not all there."""
    _check(credential)
    subject, issuer = credential["credentialSubject"], credential["issuer"]
    achievement = subject["achievement"]
    names = [
        _text(one, "identityHash")
        for one in subject.get("identifier", ())
        if one["identityType"] == "name" and one["hashed"] is False
    ]
    kind = _DOCUMENT_TYPES.get(_text(achievement, "achievementType"))
    if not names or kind is None or not isinstance(issuer, dict):
        raise ValueError("a fact is missing")
    return CertificateFacts(
        number=_text(subject, "licenseNumber"),
        name=names[0],
        latin_name=names[1] if len(names) > 1 else "",
        title=_text(achievement, "name"),
        qualification_code=_text(achievement, "humanCode"),
        unit_codes=tuple(map(str, achievement.get("tag", ()))),
        issuer_name=_text(issuer, "name"),
        centre_id=_centre(issuer),
        issued_on=_text(credential, "validFrom")[:10],
        birth_year=None,
        document_type=kind,
        valid_until=str(credential.get("validUntil", ""))[:10],
    )


def _check(credential: dict[str, Any]) -> None:
    contexts = credential.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [CONTEXTS[0]] or len(contexts) < 2:
        raise Fault("@context")
    types = _types(credential, "type")
    if "VerifiableCredential" not in types or not {"OpenBadgeCredential", "AchievementCredential"} & types:
        raise Fault("type")
    _text(credential, "id")
    _moment(credential, "validFrom")
    if "validUntil" in credential:
        _moment(credential, "validUntil")
    if not isinstance(credential.get("issuer"), str):
        _profile(credential, "issuer")
    _subject(_part(credential, "credentialSubject"))
    for proof in _many(credential, "proof"):
        method = proof.get("verificationMethod", CONTEXTS[0])
        if not isinstance(method, str) or not method.startswith(_SCHEMES):
            raise Fault("proof.verificationMethod")


def _subject(subject: dict[str, Any]) -> None:
    if "AchievementSubject" not in _types(subject, "credentialSubject.type"):
        raise Fault("credentialSubject.type")
    if "source" in subject:
        _profile(subject, "source")
    for identity in _many(subject, "identifier"):
        if "IdentityObject" not in _types(identity, "identifier.type") or not isinstance(identity.get("hashed"), bool):
            raise Fault("identifier.type")
        _text(identity, "identityHash")
        _text(identity, "identityType")
    _achievement(_part(subject, "achievement"))


def _achievement(achievement: dict[str, Any]) -> None:
    if "Achievement" not in _types(achievement, "achievement.type"):
        raise Fault("achievement.type")
    for name in ("id", "name", "description"):
        _text(achievement, name)
    _part(achievement, "criteria")
    for described in _many(achievement, "resultDescription"):
        if "ResultDescription" not in _types(described, "resultDescription.type"):
            raise Fault("resultDescription.type")
    if not isinstance(achievement.get("tag", []), list):
        raise Fault("achievement.tag")


def _profile(holder: dict[str, Any], name: str) -> None:
    profile = _part(holder, name)
    if "Profile" not in _types(profile, f"{name}.type"):
        raise Fault(f"{name}.type")
    _text(profile, "id")
    for entry in _many(profile, "otherIdentifier"):
        if "IdentifierEntry" not in _types(entry, f"{name}.otherIdentifier.type"):
            raise Fault(f"{name}.otherIdentifier.type")


def _centre(issuer: dict[str, Any]) -> bytes:
    for entry in _many(issuer, "otherIdentifier"):
        if entry.get("identifierType") == CENTRE:
            return bytes.fromhex(_text(entry, "identifier"))
    raise ValueError("no centre")


def _types(holder: dict[str, Any], place: str) -> set[str]:
    found = holder.get("type")
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Fault(place)
    return set(found)


def _many(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """What may stand there once, several times or not at all."""
    found = holder.get(name, [])
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Fault(name)
    return found


def _part(holder: dict[str, Any], name: str) -> dict[str, Any]:
    found = holder.get(name)
    if not isinstance(found, dict):
        raise Fault(name)
    return found


def _text(holder: dict[str, Any], name: str) -> str:
    found = holder.get(name)
    if not isinstance(found, str) or not found:
        raise Fault(name)
    return found


def _moment(holder: dict[str, Any], name: str) -> None:
    try:
        datetime.fromisoformat(_text(holder, name))
    except ValueError as error:
        raise Fault(name) from error
