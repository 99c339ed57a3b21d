# SPDX-License-Identifier: Apache-2.0
"""A PDF page as pixels: what the preview shows is the file itself, not a second drawing of it."""

from dataclasses import dataclass

import pypdfium2

from app.domain.refusals import BadInput
from app.translation import later


@dataclass(frozen=True, slots=True)
class PageImage:
    """Pixels of one page, rows from the top, 4 bytes a pixel: blue, green, red, alpha; no gaps between rows."""

    width: int
    height: int
    bgra: bytes


def page_image(pdf: bytes, page: int, dpi: float) -> PageImage:
    """The page (counted from 0) at this resolution. Raises BadInput when the file has no such page."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            picture = document[page].render(scale=dpi / 72).to_pil().convert("RGBA")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise BadInput("no-such-page", later("This page cannot be shown.")) from error
    return PageImage(picture.width, picture.height, picture.tobytes("raw", "BGRA"))


def page_count(pdf: bytes) -> int:
    """How many pages the file has. Raises BadInput when it cannot be read."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise BadInput("no-such-page", later("This page cannot be shown.")) from error
