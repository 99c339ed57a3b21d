# SPDX-License-Identifier: Apache-2.0
"""What is printed on one document."""

from dataclasses import dataclass

from app.credentials.facts import CertificateFacts


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of a record of results. ``outcome`` is an English text marked for translation, or already a text in the
    document's language; ``awarded_on`` is an ISO date or empty; None is "not stated"."""

    code: str
    title: str
    outcome: str
    awarded_on: str
    credits: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class CertificateData:
    """A document to print: the signed facts, what stands around them, and the signed text of its QR code.

    ``language`` is a code of ``app.translation.LANGUAGES``; ``sample`` prints SAMPLE across the page.
    """

    facts: CertificateFacts
    level: str
    centre_name: str
    place: str
    signatory_name: str
    signatory_role: str
    units: tuple[UnitLine, ...]
    qr_text: str
    language: str = "en"
    sample: bool = False
