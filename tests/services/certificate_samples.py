# SPDX-License-Identifier: Apache-2.0
"""One printed certificate of the sample facts, as a file."""

import io
from functools import cache

import pikepdf

from app.documents.issue import render
from tests.documents.builders_documents import document_of

CODE = document_of().qr_text
NUMBER = document_of().facts.number


@cache
def certificate_pdf() -> bytes:
    """A page with the code ``CODE`` and nothing attached."""
    return render(document_of())


def with_attachment(pdf: bytes, name: str, content: bytes) -> bytes:
    """The same file with another one in it."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content, mime_type="application/json")
        document.save(buffer)
    return buffer.getvalue()
