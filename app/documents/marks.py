# SPDX-License-Identifier: Apache-2.0
"""Words across a whole page that say what it is not: a sample, or a duplicate. Nothing on the page can hide them."""

import zlib
from functools import lru_cache
from typing import Final

from app.documents.data import DocumentData
from app.documents.fonts import SANS_BOLD
from app.documents.outlines import outline
from app.documents.runs import ShapedLine, actual_text, printable, shaped
from app.documents.sheet import Sheet
from app.documents.streams import Name, Stream
from app.documents.words import SAMPLE, words

_LARGEST: Final = 150.0
_SHADE: Final = "0.35 0.36 0.40 rg"
_STRENGTH: Final = 0.16


def draw_marks(sheet: Sheet, data: DocumentData, width: float, height: float) -> None:
    """SAMPLE, or what a duplicate is marked with, from corner to corner over everything else, but see-through."""
    said = words(data.language)(SAMPLE) if data.sample else data.duplicate
    if not said:
        return
    line = shaped(printable(said), SANS_BOLD)
    diagonal = (width**2 + height**2) ** 0.5
    size = min(_LARGEST, diagonal / 6.5, 0.72 * diagonal / line.ems)
    across, up = width / diagonal, height / diagonal
    left, down = line.ems * size / 2, size * 0.35
    place = (
        width / 2 - across * left + up * down,
        height / 2 - up * left - across * down,
    )
    scale = size / 1000
    sheet.draw(actual_text(said))
    sheet.stream(_see_through(line), (across * scale, up * scale, -up * scale, across * scale, *place))
    sheet.draw("EMC")


@lru_cache(maxsize=8)
def _see_through(line: ShapedLine) -> Stream:
    """The line as shapes at size 1,000, so that it needs no typeface."""
    parts = ["/See gs", _SHADE]
    pen = 0
    for run in line.runs:
        for glyph in run.glyphs:
            parts.append(f"q 1 0 0 1 {pen + glyph.right} {glyph.up} cm {outline(run.face, glyph.index)} Q")
            pen += glyph.advance
    return Stream(
        zlib.compress("\n".join(parts).encode("ascii"), 9),
        {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": [-500, -800, pen + 500, 1400],
            "Group": {"S": Name("Transparency"), "CS": Name("DeviceRGB")},
            "Resources": {"ExtGState": {"See": {"ca": _STRENGTH}}},
            "Filter": Name("FlateDecode"),
        },
    )
