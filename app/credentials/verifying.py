# SPDX-License-Identifier: Apache-2.0
"""Is this certificate genuine? Answered from its code, credential or number and from trust lists, with no network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from app.credentials import badge_reading, cose, jwt
from app.credentials.did_key import multikey
from app.credentials.facts import CertificateFacts, digest_of_text
from app.credentials.open_badge import is_ours
from app.credentials.qr_text import envelope_in, facts_in, is_code
from app.credentials.roots import RootList, standing_for
from app.credentials.trust import TrustedKey, TrustList
from app.credentials.typed_number import typed_number
from app.domain.card_numbers import holder_of
from app.translation import later

Result = Literal["genuine", "altered", "revoked", "replaced", "expired", "unknown-issuer", "not-a-certificate"]
AnyList = TrustList | RootList
"""A list that a person has added: of a centre, or of a root that names centres."""

GREATEST_TEXT: Final = 8_192
"""More characters than any QR code holds."""

NO_KEY: Final = later("No list here knows the key that signed it.")
NOT_THAT_DAY: Final = later("The key that signed it does not count for the day of issue.")
NO_ROOT: Final = later("The authority that names this centre does not name it for this day, qualification or key.")
NUMBER_ALONE: Final = later("A number alone proves nothing: anybody can copy one. Check the code or the file.")
MISTYPED: Final = later("The number is not typed as it is printed: its last two digits do not fit the others.")

OTHERS: Final = later("It is a credential that another program issued, in a way that is not checked here.")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. ``number``, ``name`` and ``title`` are what the code states, empty where it cannot be read.

    ``list_date`` is the date of the list that the answer rests on: a certificate is genuine *as of that list*, never
    plainly. ``facts`` are there only when their signature holds. ``stands_for`` is the root that names the centre,
    empty where a person added the centre's list. ``reason`` is a text for ``tr``, empty where the result says all.
    """

    result: Result
    number: str = ""
    name: str = ""
    title: str = ""
    list_date: str = ""
    facts: CertificateFacts | None = None
    stands_for: str = ""
    reason: str = ""


def verify_text(text: str, trust: Sequence[AnyList], today: date) -> Verification:
    """Check the text of a code against the lists one has. Never raises, whatever the text is.

    A text that begins like a certificate but cannot be read is "altered"; a key that no list names for its centre, or
    not for the day of issue, is "unknown-issuer".
    """
    if not is_code(text):
        return Verification("not-a-certificate")
    try:
        if len(text) > GREATEST_TEXT:
            raise ValueError("too long")
        envelope = envelope_in(text)
        facts = facts_in(envelope.payload)
    except ValueError:
        return Verification("altered")
    return _judged(
        facts,
        trust,
        today,
        is_named=lambda key: cose.key_id(key) == envelope.key_id,
        is_signer=lambda key: cose.is_signed_by(envelope, key),
    )


def verify_credential(token: str, trust: Sequence[AnyList], today: date) -> Verification:
    """Check a credential (VC-JWT) against the lists one has, as ``verify_text``. Never raises."""
    if not jwt.is_token(token):
        return Verification("not-a-certificate")
    try:
        opened = jwt.open_token(token)
        facts = badge_reading.facts_of(opened.payload)
        if not opened.payload.get("vc", {}).items() <= opened.payload.items():
            raise ValueError("it says two things")
    except (ValueError, KeyError, TypeError, AttributeError):
        return Verification("altered") if is_ours(token) else Verification("not-a-certificate", reason=OTHERS)
    named = opened.key_id.rpartition("#")[2]
    return _judged(
        facts,
        trust,
        today,
        is_named=lambda key: multikey(key) == named,
        is_signer=lambda key: jwt.is_signed_by(opened, key),
    )


def verify_document(credential: dict[str, Any], today: date) -> Verification:
    """Look at a credential that carries its proof inside, as other programs issue them: expired, or of an issuer whom
    no list knows. Raises BadInput "not-a-credential" naming what is wrong with it."""
    badge_reading.check(credential)
    title = str(credential["credentialSubject"]["achievement"]["name"])
    over = "validUntil" in credential and str(credential["validUntil"])[:10] < today.isoformat()
    return Verification("expired" if over else "unknown-issuer", title=title, reason=OTHERS)


def verify_number(text: str, trust: Sequence[AnyList]) -> Verification:
    """What the lists say of a number that somebody typed: revoked or replaced; anything else is "unknown-issuer", since
    a number proves nothing. A number with a mistake that cannot be put right is "not-a-certificate"."""
    centres = [entry for entry in trust if isinstance(entry, TrustList)]
    stated = text.strip().upper()
    as_typed = holder_of(stated) or any(_stands_in(entry, stated) for entry in centres)
    number = stated if as_typed else typed_number(text)
    if not number:
        return Verification("not-a-certificate", reason=MISTYPED)
    dates = [entry.list_date for entry in centres if _stands_in(entry, number)]
    result: Result = "unknown-issuer"
    if any(entry.has_replaced(number) for entry in centres):
        result = "replaced"
    if any(entry.has_revoked(number) for entry in centres):
        result = "revoked"
    return Verification(result, number, list_date=max(dates, default=""), reason=NUMBER_ALONE)


def _judged(
    facts: CertificateFacts,
    trust: Sequence[AnyList],
    today: date,
    *,
    is_named: Callable[[bytes], bool],
    is_signer: Callable[[bytes], bool],
) -> Verification:
    """The answer for facts that a key named so is said to have signed."""
    centres = [entry for entry in trust if isinstance(entry, TrustList)]
    candidates = [(entry, key) for entry in centres for key in entry.keys if is_named(key.public_key)]
    if not candidates:
        return _found("unknown-issuer", facts, reason=NO_KEY)
    signers = [(entry, key) for entry, key in candidates if is_signer(key.public_key)]
    if not signers:
        return _found("altered", facts)
    own = [(entry, key) for entry, key in signers if entry.centre_id == facts.centre_id]
    if not own:
        return _found("unknown-issuer", facts, reason=NO_KEY)
    known = [entry for entry, key in own if _covers(key, facts.issued_on)]
    if not known:
        return _found("unknown-issuer", facts, reason=NOT_THAT_DAY)
    roots = [entry for entry in trust if isinstance(entry, RootList)]
    stood_for = [(entry.list_date, root) for entry in known if (root := standing_for(entry, roots, facts)) is not None]
    if not stood_for:
        return _found("unknown-issuer", facts, reason=NO_ROOT)
    lists = [entry for entry in centres if entry.centre_id == facts.centre_id]
    list_date, root = max(stood_for)
    result, whole = _standing(facts, lists, today), _with_issuer(facts, known)
    return Verification(result, facts.number, facts.name, facts.title, list_date, whole, stands_for=root)


def _with_issuer(facts: CertificateFacts, known: Sequence[TrustList]) -> CertificateFacts:
    """The issuer's name from its list, where the code had room for its digest only."""
    digest = dict(facts.digests).get("issuer_name")
    name = next((entry.issuer_name for entry in known if digest_of_text(entry.issuer_name) == digest), "")
    rest = tuple(one for one in facts.digests if one[0] != "issuer_name")
    return replace(facts, issuer_name=name, digests=rest) if name else facts


def _covers(key: TrustedKey, day: str) -> bool:
    return key.valid_from <= day and (not key.valid_until or day <= key.valid_until)


def _stands_in(entry: TrustList, number: str) -> bool:
    return entry.has_revoked(number) or entry.has_replaced(number)


def _standing(facts: CertificateFacts, lists: Sequence[TrustList], today: date) -> Result:
    if any(entry.has_revoked(facts.number) for entry in lists):
        return "revoked"
    if any(entry.has_replaced(facts.number) for entry in lists):
        return "replaced"
    if facts.valid_until and facts.valid_until < today.isoformat():
        return "expired"
    return "genuine"


def _found(result: Result, facts: CertificateFacts, reason: str = "") -> Verification:
    """An answer that proves nothing: what is stated, and why it does not count."""
    return Verification(result, facts.number, facts.name, facts.title, reason=reason)
