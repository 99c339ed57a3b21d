# SPDX-License-Identifier: Apache-2.0
"""Documents as PDF files. The same data always gives the same bytes; nothing is fetched, nothing can run."""

from collections.abc import Sequence

from app.credentials.facts import RECORD_OF_RESULTS
from app.documents.certificate import draw_certificate
from app.documents.data import CertificateData
from app.documents.record_of_results import draw_record
from app.documents.sheet import Sheet
from app.documents.words import TITLES, words


def render(data: CertificateData) -> bytes:
    """The document that the facts say it is. Raises RuleBroken when a text on it cannot be printed whole."""
    return render_merged([data])


def render_merged(documents: Sequence[CertificateData]) -> bytes:
    """Many documents as one file for the printer, in this order; at least one.

    Raises RuleBroken for the first that cannot be printed whole: nothing is left out quietly.
    """
    first, last = documents[0], documents[-1]
    numbers = first.facts.number if len(documents) == 1 else f"{first.facts.number} – {last.facts.number}"
    sheet = _sheet_for(first, numbers)
    for data in documents:
        draw = draw_record if data.facts.document_type == RECORD_OF_RESULTS else draw_certificate
        draw(sheet, data)
    return sheet.finished()


def _sheet_for(data: CertificateData, numbers: str) -> Sheet:
    title = words(data.language)(TITLES[data.facts.document_type])
    return Sheet(f"{title} {numbers}", data.centre_name, data.language)
