# SPDX-License-Identifier: Apache-2.0
"""The facts of a certificate as the text of a QR code, and back.

CWT claims (RFC 8392) in a COSE_Sign1, zlib, Base45, after the prefix ``GM1:`` — all characters of a QR code's
alphanumeric mode. The claims: 1 issuer's name, 4 the day after the last valid one (only where the document expires),
6 the day of issue (both midnight UTC), and the private claim -65537, a map:

==  =================================  ===  ==========================================
1   number                             6    unit codes, an array of texts
2   name                               7    centre id, 16 bytes
3   name in Latin letters, if any      8    year of birth, if stated
4   title of the qualification         9    place of the type in ``_TYPES``
5   code of the qualification          10   digest of the unit codes, in place of 6
==  =================================  ===  ==========================================
"""

import hashlib
import zlib
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import base45, cose
from app.credentials.facts import CERTIFICATE, MICROCREDENTIAL, RECORD_OF_RESULTS, STATEMENT, CertificateFacts
from app.credentials.plain_cbor import is_plain
from app.domain.refusals import RuleBroken
from app.translation import later

PREFIX: Final = "GM1:"
COMFORTABLE_LENGTH: Final = 528
"""Alphanumeric characters in a QR code of version 14 at level M (ISO/IEC 18004, table 7)."""
GREATEST_LENGTH: Final = 1451
"""The same for version 25: the largest that the paper has room for."""

_INFLATE_LIMIT: Final = 65_536
_ISSUER, _EXPIRES, _ISSUED, _FACTS = 1, 4, 6, -65537
_TYPES: Final = (CERTIFICATE, RECORD_OF_RESULTS, STATEMENT, MICROCREDENTIAL)
_T = TypeVar("_T")


def qr_text(facts: CertificateFacts, key: Ed25519PrivateKey) -> str:
    """The signed text for the QR code.

    Where it would not fit a code of version 14 at level M, the unit codes are replaced by their digest; a code larger
    than version 14 then comes only from a very long name or title. Raises RuleBroken when even version 25 is too small,
    or a text holds half a character.
    """
    try:
        text = _sealed(facts, key, facts.unit_codes)
    except UnicodeEncodeError as error:
        raise RuleBroken(
            "name-unprintable",
            later("The name or a title on certificate {number} holds a sign that cannot be written. Type it again."),
            number=facts.number,
        ) from error
    if len(text) > COMFORTABLE_LENGTH and facts.unit_codes:
        text = _sealed(facts, key, ())
    if len(text) > GREATEST_LENGTH:
        raise RuleBroken(
            "qr-too-long",
            later("The name and the title for {name} are too long for the code on the certificate. Shorten the title."),
            name=facts.name,
        )
    return text


def digest_of_units(unit_codes: tuple[str, ...]) -> bytes:
    """What stands for the unit codes where there is no room for them: 16 bytes of the SHA-256 of one code a line."""
    return hashlib.sha256("\n".join(unit_codes).encode()).digest()[:16]


def envelope_in(text: str) -> cose.Envelope:
    """The signed envelope in the text of a code. Raises ValueError when there is none."""
    if not text.startswith(PREFIX):
        raise ValueError("another kind of code")
    return cose.open_envelope(_inflated(base45.decode(text.removeprefix(PREFIX))))


def facts_in(payload: bytes) -> CertificateFacts:
    """The facts in the payload of an envelope. Raises ValueError when they are not all there."""
    claims = cbor2.loads(payload) if is_plain(payload) else None
    if not isinstance(claims, dict) or not isinstance(claims.get(_FACTS), dict):
        raise ValueError("no facts of a certificate")
    stated = claims[_FACTS]
    codes = _of(list, stated.get(6, []))
    kind = _of(int, stated.get(9))
    if not 0 <= kind < len(_TYPES):
        raise ValueError("another kind of document")
    return CertificateFacts(
        number=_of(str, stated.get(1)),
        name=_of(str, stated.get(2)),
        latin_name=_of(str, stated.get(3, "")),
        title=_of(str, stated.get(4)),
        qualification_code=_of(str, stated.get(5)),
        unit_codes=tuple(_of(str, code) for code in codes),
        issuer_name=_of(str, claims.get(_ISSUER)),
        centre_id=_of(bytes, stated.get(7)),
        issued_on=_day(_of(int, claims.get(_ISSUED))),
        birth_year=_of(int, stated[8]) if 8 in stated else None,
        document_type=_TYPES[kind],
        valid_until=_day(_of(int, claims[_EXPIRES]), before=1) if _EXPIRES in claims else "",
        units_digest=_of(bytes, stated.get(10, b"")),
    )


def _sealed(facts: CertificateFacts, key: Ed25519PrivateKey, unit_codes: tuple[str, ...]) -> str:
    stated: dict[int, object] = {
        1: facts.number,
        2: facts.name,
        4: facts.title,
        5: facts.qualification_code,
        7: facts.centre_id,
        9: _TYPES.index(facts.document_type),
    }
    if facts.latin_name:
        stated[3] = facts.latin_name
    if facts.birth_year is not None:
        stated[8] = facts.birth_year
    if unit_codes:
        stated[6] = list(unit_codes)
    elif facts.unit_codes:
        stated[10] = digest_of_units(facts.unit_codes)
    claims: dict[int, object] = {_ISSUER: facts.issuer_name, _ISSUED: _seconds(facts.issued_on), _FACTS: stated}
    if facts.valid_until:
        claims[_EXPIRES] = _seconds(facts.valid_until, after=1)
    envelope = cose.seal(cbor2.dumps(claims, canonical=True), key)
    return PREFIX + base45.encode(zlib.compress(envelope, 9))


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        inflated = stream.decompress(data, _INFLATE_LIMIT)
    except zlib.error as error:
        raise ValueError("not compressed as expected") from error
    if not stream.eof or stream.unused_data:
        raise ValueError("too large, cut short or continued")
    return inflated


def _of(kind: type[_T], value: object) -> _T:
    if not isinstance(value, kind):
        raise ValueError("a fact is missing or of another kind")
    return value


def _seconds(iso_date: str, after: int = 0) -> int:
    day = datetime.fromisoformat(iso_date).replace(tzinfo=UTC) + timedelta(days=after)
    return int(day.timestamp())


def _day(seconds: int, before: int = 0) -> str:
    try:
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, days=-before)
    except OverflowError as error:
        raise ValueError("no such day") from error
    return day.date().isoformat()
