# SPDX-License-Identifier: Apache-2.0
"""How a template looks and what is wrong with it, found on a thread beside the window's."""

import math
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtGui import QImage

from app.documents.checking import Finding, findings
from app.documents.layout import sides
from app.documents.rendering import render
from app.documents.template import Template
from app.domain.refusals import Refused
from app.services.opening import OpenCentre
from app.services.templates import shown_with
from app.ui.widgets.pdf_pages import page_picture

_MOST_PIXELS: Final = 12_000_000
_INCH: Final = 72


@dataclass(frozen=True, slots=True)
class Looked:
    """One side as it is printed; without a picture the sentence that says why. And what is wrong with the template."""

    picture: QImage | None
    sentence: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """The sample person and the languages, the side, and its resolution."""

    who: str
    languages: tuple[str, str]
    side: int
    dpi: float


def look_at(centre: OpenCentre, template: Template, wish: Wish) -> Looked:
    """Print the template about a sample person and look at a side of it."""
    # nothing may lie over what is worked on, so it is not marked as a sample
    data = replace(shown_with(centre, template, wish.who, wish.languages), sample=False)
    found = findings(template, data)
    try:
        pdf = render([(template, data)])
        laid = [one.layout for one in sides(template, data)]
        page = next(n for n, one in enumerate(laid) if one is template.pages[wish.side])
        return Looked(page_picture(pdf, page, _bounded(wish.dpi, template)), "", found)
    except Refused as refused:
        return Looked(None, str(refused), found)


def _bounded(dpi: float, template: Template) -> float:
    """The resolution, lower for a sheet so large that its picture would fill the memory."""
    width, height = template.paper.points
    return min(dpi, _INCH * math.sqrt(_MOST_PIXELS / (width * height)))
