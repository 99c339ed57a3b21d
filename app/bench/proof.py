# SPDX-License-Identifier: Apache-2.0
"""What proves a certificate: signing credentials, making and checking codes, against the bare signature and packing."""

import zlib
from collections.abc import Sequence
from datetime import date
from typing import Final

import cbor2
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.bench.ground import Ground
from app.bench.measuring import cpu, in_turn
from app.cli.outside import Measured
from app.credentials import cose, jwt
from app.credentials.facts import CERTIFICATE, CertificateFacts
from app.credentials.numbers import certificate_number
from app.credentials.open_badge import Badge, credential
from app.credentials.qr_text import envelope_in, qr_text
from app.credentials.trust import TrustedKey, TrustList, read_trust_list, write_trust_list
from app.credentials.verifying import verify_text

SIGNED_WITHIN: Final = 0.5
CHECKED_WITHIN: Final = 0.05
"""CPU seconds: for a thousand credentials, and for one code."""

_THOUSAND: Final = 1000
_ADDRESS: Final = "https://check.example.org"
_DAY: Final = "2026-09-21"


def proof(ground: Ground) -> Sequence[Measured]:
    """A thousand credentials with six units each; a code read and checked against a list with a thousand revoked ones,
    against its bare unpacking and signature."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    facts = [_facts(counter) for counter in range(ground.sizes.certificates)]
    codes = [qr_text(one, key, _ADDRESS) for one in facts]
    lists = (read_trust_list(write_trust_list(_trust(key), key)),)
    n, today, public = len(facts), date.fromisoformat(_DAY), key.public_key()
    envelopes = [envelope_in(code) for code in codes]
    payload = orjson.dumps(jwt.open_token(credential(facts[0], Badge("SAMPLE"), key)).payload)
    signed, bare, checked, floor = in_turn(
        min(5, ground.sizes.rounds),
        lambda: cpu(lambda: [credential(one, Badge("All units are met. SAMPLE"), key) for one in facts]) / n,
        lambda: cpu(lambda: [key.sign(orjson.dumps(orjson.loads(payload))) for _ in facts]) / n,
        lambda: cpu(lambda: [verify_text(code, lists, today) for code in codes]) / n,
        lambda: cpu(lambda: [_bare(public.public_bytes_raw(), one) for one in envelopes]) / n,
    )
    return (
        Measured("proof.sign-1000", signed * _THOUSAND, SIGNED_WITHIN, 1),
        Measured("proof.sign-over-bare", signed, bare, None),
        Measured("proof.check", checked, CHECKED_WITHIN, 1),
        Measured("proof.check-over-bare", checked, floor, None),
    )


def _bare(public: bytes, envelope: cose.Envelope) -> object:
    zlib.decompress(zlib.compress(envelope.payload))
    return cose.is_signed_by(envelope, public) and cbor2.loads(envelope.payload)


def _facts(counter: int) -> CertificateFacts:
    return CertificateFacts(
        number=certificate_number("KH", "BENCH", "7Q2M4K", counter),
        name="ស៊ុន សុភាព SAMPLE",
        latin_name="SUN Sopheap",
        title="Certificate II in Welding",
        qualification_code="MEF2",
        unit_codes=tuple(f"MEM-20{n}" for n in range(6)),
        issuer_name="Bench Centre SAMPLE",
        centre_id=bytes(16),
        issued_on=_DAY,
        birth_year=2004,
        document_type=CERTIFICATE,
    )


def _trust(key: Ed25519PrivateKey) -> TrustList:
    revoked = frozenset(certificate_number("KH", "BENCH", "7Q2M4K", 100_000 + n) for n in range(_THOUSAND))
    keys = (TrustedKey(key.public_key().public_bytes_raw(), "2026-01-01"),)
    return TrustList("Bench Centre SAMPLE", bytes(16), "KH", keys, _DAY, revoked=revoked)
