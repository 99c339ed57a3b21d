# SPDX-License-Identifier: Apache-2.0
"""What a document states and its QR code signs."""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

CERTIFICATE: Final = "certificate"
RECORD_OF_RESULTS: Final = "record-of-results"
STATEMENT_OF_ATTAINMENT: Final = "statement-of-attainment"
MICROCREDENTIAL: Final = "microcredential"
LEARNER_CARD: Final = "learner-card"
INDUCTION_CARD: Final = "induction-card"

DocumentType = Literal[
    "certificate", "record-of-results", "statement-of-attainment", "microcredential", "learner-card", "induction-card"
]

SIGNED_TYPES: Final[tuple[DocumentType, ...]] = (
    CERTIFICATE,
    RECORD_OF_RESULTS,
    STATEMENT_OF_ATTAINMENT,
    MICROCREDENTIAL,
    LEARNER_CARD,
    INDUCTION_CARD,
)
"""The document types that carry a signed code. Codes hold the place in this list: new types only at its end."""

TextFact = Literal["name", "latin_name", "title", "issuer_name"]


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The facts of one issued document.

    ``name`` is the learner's name in NFC; ``latin_name`` may be empty. ``centre_id`` has 16 bytes. ``issued_on`` and
    ``valid_until`` are ISO dates, the latter empty for a document that does not expire. ``birth_year`` is a year, never
    the full date. ``units_digest`` and ``digests`` are empty, unless the facts were read from a code too small for all
    of them: then ``units_digest`` is that of the unit codes (``qr_text.digest_of_units``), ``unit_codes`` is empty, and
    ``digests`` names the texts that are left out or, the name, cut short, with their ``digest_of_text``.
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
    digests: tuple[tuple[TextFact, bytes], ...] = ()

    @property
    def left_out(self) -> frozenset[str]:
        """The facts, by the names of their fields, that the code they were read from has no room for: it proves them
        only to somebody who has the whole text, as a PDF has."""
        return frozenset((*(fact for fact, _ in self.digests), *(("unit_codes",) if self.units_digest else ())))


def digest_of_text(text: str) -> bytes:
    """What stands for a text where there is no room for it: 16 bytes of the SHA-256 of its NFC without white space.

    White space does not count, so that a page may break the text into lines anywhere.
    """
    written = "".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())
    return hashlib.sha256(written.encode()).digest()[:16]
