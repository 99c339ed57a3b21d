# SPDX-License-Identifier: Apache-2.0
"""Pages that somebody else made, looked at before they are kept: nothing in them may run or be hidden."""

import io
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one document."""
_MOST_PAGES: Final = 50
_RUNNING: Final = ("/OpenAction", "/AA", "/AcroForm")
_NO_PAGES: Final = later(
    "The document for {name} in the answer cannot be kept: it is no plain PDF, is locked, too large, or holds actions. "
    "Nothing was read. Ask for the document again."
)


def require_plain_pages(pages: bytes, name: str) -> None:
    """Raises BadInput "document-unusable", naming whose it is, unless this is a plain PDF."""
    import pikepdf

    if not pages.startswith(b"%PDF-") or len(pages) > LARGEST:
        raise BadInput("document-unusable", _NO_PAGES, name=name)
    try:
        with pikepdf.open(io.BytesIO(pages)) as document:
            names = document.Root.get("/Names", pikepdf.Dictionary())
            runs = any(key in document.Root for key in _RUNNING) or "/JavaScript" in names
            plain = 0 < len(document.pages) <= _MOST_PAGES and not document.is_encrypted and not runs
            plain = plain and not any("/AA" in page for page in document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, TypeError, ValueError):
        plain = False
    if not plain:
        raise BadInput("document-unusable", _NO_PAGES, name=name)
