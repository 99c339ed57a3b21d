# SPDX-License-Identifier: Apache-2.0
"""Sample facts, keys and trust lists. All people and centres are invented."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials.facts import CERTIFICATE, CertificateFacts
from app.credentials.trust import TrustedKey, TrustList

CENTRE_ID = bytes(range(16))


def key_of(seed: int = 1) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def facts_of(**changes: object) -> CertificateFacts:
    facts = CertificateFacts(
        number="KH-PPVTC-7K3QZ9-000123-96",
        name="ស៊ុន សុភាព",
        latin_name="SUN Sopheap",
        title="Certificate III in Electrical Installation",
        qualification_code="CPE30926",
        unit_codes=tuple(f"CPEEI30{n}A" for n in range(8)),
        issuer_name="SAMPLE Phnom Penh Vocational Training Centre",
        centre_id=CENTRE_ID,
        issued_on="2026-11-22",
        birth_year=2004,
        document_type=CERTIFICATE,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # each test names fields and values that fit


def trust_of(*keys: Ed25519PrivateKey, **changes: object) -> TrustList:
    trust = TrustList(
        issuer_name="SAMPLE Phnom Penh Vocational Training Centre",
        centre_id=CENTRE_ID,
        country="KH",
        keys=tuple(TrustedKey(public(key), "2026-01-01") for key in keys or (key_of(),)),
        list_date="2026-11-20",
    )
    return replace(trust, **changes)  # type: ignore[arg-type]  # each test names fields and values that fit
