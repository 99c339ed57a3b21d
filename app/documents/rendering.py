# SPDX-License-Identifier: Apache-2.0
"""Documents as PDF files, drawn as their templates say. The same data always gives the same bytes; nothing is fetched,
and nothing in the file can run."""

from collections.abc import Sequence

from app.documents.attachments import Attachment
from app.documents.data import DocumentData
from app.documents.faults import Fault, faults
from app.documents.layout import Side, draw, sides
from app.documents.marks import draw_marks
from app.documents.sheet import Sheet
from app.documents.template import Template
from app.documents.words import words
from app.domain.documents import DOCUMENT_TYPES

__all__ = ["Attachment", "Fault", "faults", "render"]


def render(
    parts: Sequence[tuple[Template, DocumentData]], attachments: Sequence[Attachment] = (), stationery: bool = False
) -> bytes:
    """One PDF of all documents in this order; at least one. With ``stationery``, what the centre's forms have on them
    already is left out.

    Raises RuleBroken for the first text that cannot be printed whole: nothing is left out quietly. Raises BadInput for
    a picture that cannot be printed.
    """
    sheet = _sheet(parts)
    for template, data in parts:
        width, height = template.paper.points
        for side in sides(template, data):
            sheet.begin_page(width, height)
            _draw_background(sheet, side, stationery)
            sheet.add(draw(side, stationery))
            draw_marks(sheet, data, width, height)
            sheet.end_page()
    return sheet.finished(attachments)


def _sheet(parts: Sequence[tuple[Template, DocumentData]]) -> Sheet:
    first, last = parts[0][1], parts[-1][1]
    numbers = dict.fromkeys(data.facts.get("document.number", "") for data in (first, last))
    title = words(first.language)(DOCUMENT_TYPES[first.document_type].words)
    named = f"{title} {' – '.join(filter(None, numbers))}".strip()
    return Sheet(named, first.facts.get("centre.name", ""), first.language)


def _draw_background(sheet: Sheet, side: Side, is_on_stationery: bool) -> None:
    """What lies behind the page, over all of it."""
    background = side.layout.background
    if background is None or (background.preprinted and is_on_stationery):
        return
    data = side.page.data.images.get(background.file)
    if data is None:
        return
    from app.documents.backgrounds import background_of

    found = background_of(data, int(background.page))
    width, height = side.page.template.paper.points
    sheet.stream(found.stream, found.over(width, height))
