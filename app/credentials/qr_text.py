# SPDX-License-Identifier: Apache-2.0
"""The facts of a certificate as the text of a QR code, and back.

CWT claims (RFC 8392) in a COSE_Sign1 and zlib. Where the issuer has a web address the text is a link that any phone
opens, ``HTTPS://CHECK.EXAMPLE.ORG/C/...``, with the facts in its path in base 32; else it is Base45 after the prefix
``GM1:``. Both keep to the characters of a QR code's alphanumeric mode. The host proves nothing: the signature does.

The claims: 1 issuer's name, 4 the day after the last valid one (only where the document expires), 6 the day of issue
(both midnight UTC), and the private claim -65537, a map:

==  =================================  ===  ==========================================
1   number                             7    centre id, 16 bytes
2   name                               8    year of birth, if stated
3   name in Latin letters, if any      9    document type, its place in ``SIGNED_TYPES``
4   title of the qualification         10   digest of the unit codes, in place of 6
5   code of the qualification          11   digests of texts that are left out or cut
6   unit codes, an array of texts           short: a map of 0 issuer, 2, 3, 4
==  =================================  ===  ==========================================
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import base32, base45, cose
from app.credentials.facts import SIGNED_TYPES, CertificateFacts, TextFact, digest_of_text
from app.credentials.plain_cbor import is_plain
from app.domain.refusals import RuleBroken
from app.translation import later

PREFIX: Final = "GM1:"
COMFORTABLE_LENGTH: Final = 528
"""Alphanumeric characters in a QR code of version 14 at level M (ISO/IEC 18004, table 7): no text is longer."""

LONGEST_ADDRESS: Final = 60
"""Characters of a web address: with a longer one there may be no room for what every code holds in full."""

_ADDRESS: Final = re.compile(r"https?://[A-Z0-9.-]+(:[0-9]+)?(/[A-Z0-9./-]*)?", re.ASCII | re.IGNORECASE)
_LINK: Final = re.compile(r"https?://[^\s?#]+/c/([a-z2-7]{100,})/?(?:[?#].*)?", re.ASCII | re.IGNORECASE | re.DOTALL)
"""Facts and signature are never shorter than a hundred characters; a link that is shorter is somebody else's."""

_INFLATE_LIMIT: Final = 65_536
_ISSUER, _EXPIRES, _ISSUED, _FACTS = 1, 4, 6, -65537
_SHORTENED: Final[dict[TextFact, int]] = {"issuer_name": 0, "title": 4, "latin_name": 3, "name": 2}
"""The texts in the order in which they make room, and what names them among the digests. The issuer's name comes first:
whoever can check the signature has it in a trust list."""
_BEGINNINGS: Final = (24, 12, 0)
"""So many characters of a name are left when even that has to make room, and fewer where that is still too long."""
_T = TypeVar("_T")


def qr_text(facts: CertificateFacts, key: Ed25519PrivateKey, address: str = "") -> str:
    """The signed text for the QR code; a link where ``address`` is the issuer's own ("https://check.example.org").

    It never needs more than version 14 at level M: where it would, digests stand for the unit codes, then for the
    issuer's name, the title, the Latin name and the end of the name, in the end all of it. Raises RuleBroken when even
    that is too long, the address is not one that a code can hold, or a text holds half a character.
    """
    try:
        texts = (_written(payload, key, address) for payload in _payloads(facts))
        found = next((text for text in texts if len(text) <= COMFORTABLE_LENGTH), None)
    except UnicodeEncodeError as error:
        raise RuleBroken(
            "name-unprintable",
            later("The name or a title on certificate {number} holds a sign that cannot be written. Type it again."),
            number=facts.number,
        ) from error
    if found is None:
        raise RuleBroken(
            "qr-too-long",
            later("The code on the certificate of {name} would be too large. Shorten the web address or the codes."),
            name=facts.name,
        )
    return found


def require_address(address: str) -> None:
    """Raise RuleBroken "address-unusable" unless codes can be links to this web address."""
    if len(address) > LONGEST_ADDRESS or _ADDRESS.fullmatch(address) is None:
        raise RuleBroken(
            "address-unusable",
            later("The web address {address} cannot stand in a code. Write it as https://check.example.org."),
            address=address,
        )


def is_code(text: str) -> bool:
    """Whether a text is meant as the code of a certificate: the prefix, or a link with facts in its path."""
    return text.startswith(PREFIX) or _LINK.fullmatch(text) is not None


def digest_of_units(unit_codes: tuple[str, ...]) -> bytes:
    """What stands for the unit codes where there is no room for them: 16 bytes of the SHA-256 of one code a line."""
    return hashlib.sha256("\n".join(unit_codes).encode()).digest()[:16]


def envelope_in(text: str) -> cose.Envelope:
    """The signed envelope in the text of a code, whatever host it links to. Raises ValueError when there is none."""
    link = _LINK.fullmatch(text)
    if link is not None:
        return cose.open_envelope(_inflated(base32.decode(link[1].upper())))
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
    if not 0 <= kind < len(SIGNED_TYPES):
        raise ValueError("another kind of document")
    return CertificateFacts(
        number=_of(str, stated.get(1)),
        name=_of(str, stated.get(2)),
        latin_name=_of(str, stated.get(3, "")),
        title=_of(str, stated.get(4, "")),
        qualification_code=_of(str, stated.get(5)),
        unit_codes=tuple(_of(str, code) for code in codes),
        issuer_name=_of(str, claims.get(_ISSUER)),
        centre_id=_of(bytes, stated.get(7)),
        issued_on=_day(_of(int, claims.get(_ISSUED))),
        birth_year=_of(int, stated[8]) if 8 in stated else None,
        document_type=SIGNED_TYPES[kind],
        valid_until=_day(_of(int, claims[_EXPIRES]), before=1) if _EXPIRES in claims else "",
        units_digest=_of(bytes, stated.get(10, b"")),
        digests=_digests(_of(dict, stated.get(11, {}))),
    )


def _digests(stated: dict[object, object]) -> tuple[tuple[TextFact, bytes], ...]:
    return tuple((fact, _of(bytes, stated[name])) for fact, name in _SHORTENED.items() if name in stated)


def _payloads(facts: CertificateFacts) -> Iterator[bytes]:
    """The claims with all the facts, then with fewer and fewer of them in full."""
    stated = _stated(facts)
    yield _claims(facts, facts.issuer_name, stated)
    if facts.unit_codes:
        del stated[6]
        stated[10] = digest_of_units(facts.unit_codes)
        yield _claims(facts, facts.issuer_name, stated)
    digests: dict[int, bytes] = {}
    issuer = facts.issuer_name
    for fact, name in _SHORTENED.items():
        whole: str = getattr(facts, fact)
        if not whole:
            continue
        digests[name] = digest_of_text(whole)
        stated.pop(name, None)
        if fact == "issuer_name":
            issuer = ""
        if fact != "name":
            yield _claims(facts, issuer, stated | {11: digests})
    for length in _BEGINNINGS:
        stated[2] = f"{facts.name[:length].rpartition(' ')[0]} \u2026".strip()
        yield _claims(facts, issuer, stated | {11: digests})


def _stated(facts: CertificateFacts) -> dict[int, object]:
    stated: dict[int, object] = {
        1: facts.number,
        2: facts.name,
        4: facts.title,
        5: facts.qualification_code,
        7: facts.centre_id,
        9: SIGNED_TYPES.index(facts.document_type),
    }
    if facts.latin_name:
        stated[3] = facts.latin_name
    if facts.birth_year is not None:
        stated[8] = facts.birth_year
    if facts.unit_codes:
        stated[6] = list(facts.unit_codes)
    return stated


def _claims(facts: CertificateFacts, issuer: str, stated: dict[int, object]) -> bytes:
    claims: dict[int, object] = {_ISSUER: issuer, _ISSUED: _seconds(facts.issued_on), _FACTS: stated}
    if facts.valid_until:
        claims[_EXPIRES] = _seconds(facts.valid_until, after=1)
    return cbor2.dumps(claims, canonical=True)


def _written(payload: bytes, key: Ed25519PrivateKey, address: str) -> str:
    packed = zlib.compress(cose.seal(payload, key), 9)
    if not address:
        return PREFIX + base45.encode(packed)
    require_address(address)
    return f"{address.rstrip('/').upper()}/C/{base32.encode(packed)}"


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        inflated = stream.decompress(data, _INFLATE_LIMIT)
    except zlib.error as error:
        raise ValueError("not compressed as expected") from error
    if not stream.eof or stream.unused_data or _has_loose_bits(data, inflated):
        raise ValueError("too large, cut short, continued or not as it was written")
    return inflated


def _has_loose_bits(data: bytes, inflated: bytes) -> bool:
    """Whether bits are set that no reader looks at (RFC 1951): they fill the byte before a stored block, and the last
    byte. Every writer leaves them empty, so whoever sets them changed the code, though not what it says."""
    if data[2] & 0b110 == 0 and data[2] >> 3:
        return True
    last = data[-5]
    if not last:
        return False
    cleared = data[2:-5] + bytes([last ^ 1 << last.bit_length() - 1])
    try:
        stream = zlib.decompressobj(wbits=-15)
        return stream.decompress(cleared, _INFLATE_LIMIT) == inflated and stream.eof
    except zlib.error:
        return False


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
