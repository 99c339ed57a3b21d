# SPDX-License-Identifier: Apache-2.0
"""What a certificate states and its QR code signs."""

from dataclasses import dataclass
from typing import Final, Literal

CERTIFICATE: Final = "certificate"
RECORD_OF_RESULTS: Final = "record-of-results"
STATEMENT: Final = "statement-of-attainment"
MICROCREDENTIAL: Final = "microcredential"

DocumentType = Literal["certificate", "record-of-results", "statement-of-attainment", "microcredential"]


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The facts of one issued document.

    ``name`` is the learner's name in NFC; ``latin_name`` may be empty. ``centre_id`` has 16 bytes. ``issued_on`` and
    ``valid_until`` are ISO dates, the latter empty for a document that does not expire. ``birth_year`` is a year, never
    the full date. ``units_digest`` is empty, unless the facts were read from a code too small for ``unit_codes``: then
    it holds their digest (see ``qr_text.digest_of_units``) and ``unit_codes`` is empty.
    """

    number: str
    name: str
    latin_name: str
    title: str
    qualification_code: str
    unit_codes: tuple[str, ...]
    issuer_name: str
    centre_id: bytes
    issued_on: str
    birth_year: int | None
    document_type: DocumentType
    valid_until: str = ""
    units_digest: bytes = b""
