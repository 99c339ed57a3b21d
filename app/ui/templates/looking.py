# SPDX-License-Identifier: Apache-2.0
"""How a template looks and what is wrong with it, found on a thread beside the window's."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from app.documents.checking import Finding, findings
from app.documents.layout import sides
from app.documents.rendering import render
from app.documents.template import Template
from app.domain.refusals import Refused
from app.services.opening import OpenCentre
from app.services.templates import shown_with
from app.ui.widgets.pdf_pages import page_picture


@dataclass(frozen=True, slots=True)
class Looked:
    """One side as it is printed; without a picture the sentence that says why. And what is wrong with the template."""

    picture: QImage | None
    sentence: str
    findings: tuple[Finding, ...]


def look_at(centre: OpenCentre, template: Template, who: str, side: int, dpi: float) -> Looked:
    """Print the template about a sample person and look at a side of it."""
    data = replace(shown_with(centre, template, who), sample=False)  # nothing may lie over what is worked on
    found = findings(template, data)
    try:
        pdf = render([(template, data)])
        laid = [one.layout for one in sides(template, data)]
        page = next(n for n, one in enumerate(laid) if one is template.pages[side])
        return Looked(page_picture(pdf, page, dpi), "", found)
    except Refused as refused:
        return Looked(None, str(refused), found)
