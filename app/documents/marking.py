# SPDX-License-Identifier: Apache-2.0
"""Marking pages that were made before: a duplicate says on each page that it is one."""

import io
from typing import Final

from app.documents.fitting import Room, fit
from app.documents.fonts import SANS
from app.documents.sheet import INK, Sheet
from app.domain.refusals import StorageTrouble
from app.translation import later

_EDGE: Final = 24.0
"""Points from the upper edge of the page to the line of the mark."""
_DAMAGED: Final = later("The pages of this document are damaged. Restore them from a backup.")


def marked(pages: bytes, words: str, language: str) -> bytes:
    """The same pages with these words at the upper edge of each. Raises StorageTrouble "pages-damaged"."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pages)) as document:
            for page in document.pages:
                left, lower, right, upper = (float(side) for side in page.mediabox)
                with pikepdf.open(io.BytesIO(_mark(words, language, right - left, upper - lower))) as mark:
                    page.add_overlay(mark.pages[0], pikepdf.Rectangle(left, lower, right, upper))
            written = io.BytesIO()
            document.save(written, deterministic_id=True)
            return written.getvalue()
    except pikepdf.PdfError as error:
        raise StorageTrouble("pages-damaged", _DAMAGED) from error


def joined(files: list[bytes]) -> bytes:
    """Several files of pages as one, in this order. Raises StorageTrouble "pages-damaged"."""
    import pikepdf

    try:
        with pikepdf.new() as document:
            for pages in files:
                with pikepdf.open(io.BytesIO(pages)) as one:
                    document.pages.extend(one.pages)
            written = io.BytesIO()
            document.save(written, deterministic_id=True)
            return written.getvalue()
    except pikepdf.PdfError as error:
        raise StorageTrouble("pages-damaged", _DAMAGED) from error


def _mark(words: str, language: str, width: float, height: float) -> bytes:
    sheet = Sheet(words, "", language)
    sheet.begin_page(width, height)
    sheet.block(fit(words, SANS, Room(width - 96, 9, 6)), width / 2, height - _EDGE, 1.3, INK, "centre")
    sheet.end_page()
    return sheet.finished()
