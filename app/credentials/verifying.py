# SPDX-License-Identifier: Apache-2.0
"""Is this certificate genuine? Answered from the text of its QR code and trust lists, with no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from app.credentials import cose
from app.credentials.facts import CertificateFacts
from app.credentials.qr_text import PREFIX, envelope_in, facts_in
from app.credentials.trust import TrustedKey, TrustList

Result = Literal["genuine", "altered", "revoked", "replaced", "expired", "unknown-issuer", "not-a-certificate"]

GREATEST_TEXT: Final = 8_192
"""More characters than any QR code holds."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. ``number``, ``name`` and ``title`` are what the code states, empty where it cannot be read.

    ``list_date`` is the date of the list that the answer rests on: a certificate is genuine *as of that list*, never
    plainly. ``facts`` are there only when their signature holds.
    """

    result: Result
    number: str = ""
    name: str = ""
    title: str = ""
    list_date: str = ""
    facts: CertificateFacts | None = None


def verify_text(text: str, trust: Sequence[TrustList], today: date) -> Verification:
    """Check the text of a code against the lists one has. Never raises, whatever the text is.

    A text that begins like a certificate but cannot be read is "altered"; a key that no list names for its centre, or
    not for the day of issue, is "unknown-issuer".
    """
    if not text.startswith(PREFIX):
        return Verification("not-a-certificate")
    try:
        if len(text) > GREATEST_TEXT:
            raise ValueError("too long")
        envelope = envelope_in(text)
        facts = facts_in(envelope.payload)
    except ValueError:
        return Verification("altered")
    candidates = [
        (entry, key) for entry in trust for key in entry.keys if cose.key_id(key.public_key) == envelope.key_id
    ]
    if not candidates:
        return _found("unknown-issuer", facts)
    signers = [(entry, key) for entry, key in candidates if cose.is_signed_by(envelope, key.public_key)]
    if not signers:
        return _found("altered", facts)
    known = [entry for entry, key in signers if entry.centre_id == facts.centre_id and _covers(key, facts.issued_on)]
    if not known:
        return _found("unknown-issuer", facts)
    lists = [entry for entry in trust if entry.centre_id == facts.centre_id]
    list_date = max(entry.list_date for entry in known)
    return _found(_standing(facts, lists, today), facts, list_date, signed=True)


def _covers(key: TrustedKey, day: str) -> bool:
    return key.valid_from <= day and (not key.valid_until or day <= key.valid_until)


def _standing(facts: CertificateFacts, lists: Sequence[TrustList], today: date) -> Result:
    if any(facts.number in entry.revoked for entry in lists):
        return "revoked"
    if any(facts.number in entry.replaced for entry in lists):
        return "replaced"
    if facts.valid_until and facts.valid_until < today.isoformat():
        return "expired"
    return "genuine"


def _found(result: Result, facts: CertificateFacts, list_date: str = "", signed: bool = False) -> Verification:
    return Verification(result, facts.number, facts.name, facts.title, list_date, facts if signed else None)
