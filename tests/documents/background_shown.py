# SPDX-License-Identifier: Apache-2.0
"""A page over a background, printed and looked at: what a preview does."""

from dataclasses import replace

from app.documents.preview import page_image
from app.documents.rendering import render
from tests.documents.builders_templates import data_of, template_of

DIGEST = "ab" * 32


def shown(background: bytes) -> None:
    """Print a page over this file and look at it. Raises BadInput where the file cannot be used."""
    template = template_of(pages=[{"background": {"file": DIGEST}, "elements": []}])
    page_image(render([(template, replace(data_of("certificate"), images={DIGEST: background}))]), 0, 100)
