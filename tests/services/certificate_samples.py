# SPDX-License-Identifier: Apache-2.0
"""One printed certificate of the sample facts, as a file."""

from functools import cache

from app.documents.issue import render
from tests.documents.builders_documents import document_of

CODE = document_of().qr_text
NUMBER = document_of().facts.number


@cache
def certificate_pdf() -> bytes:
    """A page with the code ``CODE`` and nothing attached."""
    return render(document_of())
