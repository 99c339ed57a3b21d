# SPDX-License-Identifier: Apache-2.0
"""What is printed on one document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.credentials.facts import CertificateFacts


@dataclass(frozen=True, slots=True)
class DocumentData:
    """One document to print. All facts are texts by the names of ``app.domain.documents.FIELDS``; dates are ISO and
    written by the template in its language.

    ``rows`` are those of each table. ``images`` are PNG or JPEG files by the name of their fact, or by the SHA-256 of
    a template's own file (there a PDF too, as background); all went through ``pictures.clean_picture`` before.
    ``language`` and ``second_language`` are codes of ``app.translation.LANGUAGES``. ``sample`` prints SAMPLE across
    the page, ``duplicate`` a text of that kind.
    """

    document_type: str
    facts: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    qr_text: str = ""
    language: str = "en"
    second_language: str = ""
    sample: bool = False
    duplicate: str = ""


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
    """The signed facts of a certificate or a record of results, what stands around them, and its signed text."""

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
