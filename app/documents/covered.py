# SPDX-License-Identifier: Apache-2.0
"""Which lines of a PDF stand in its text but cannot be seen, since something is drawn over them.

Each page is drawn twice: as it is, and with nothing but its lines. Where the ink of a line is missing from the whole
page, a box, a picture or a note lies over it.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from app.documents.reading import MAX_PAGES, is_pdf, opened
from app.documents.replaced import line_of

_DPI: Final = 100
_MAX_PIXELS: Final = 4_000_000
_INK: Final = 160
"""Greys up to this are ink; what is printed in paler ones, such as a mark behind the page, is not looked at."""
_SEEN: Final = 205
_LEAST_INK: Final = 12
_LEAST_SEEN: Final = 0.5
Bounds = tuple[float, float, float, float]
Box = tuple[int, int, int, int]


def covered_lines(path: Path) -> list[str]:
    """The lines that are covered, of its first pages; nothing for pictures. Raises BadInput as ``codes_in``."""
    if not is_pdf(path):
        return []
    with opened(path) as whole, opened(path) as bare:
        pages = range(min(len(whole), MAX_PAGES))
        return [line for at in pages for line in _covered_on(whole[at], bare[at])]


def _covered_on(page: pypdfium2.PdfPage, bare: pypdfium2.PdfPage) -> Iterator[str]:
    lines = _only_lines(bare)
    if not lines:
        return
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    drawn = page.render(scale=scale, grayscale=True).to_pil()
    alone = bare.render(scale=scale, grayscale=True, draw_annots=False).to_pil()
    for text, boxes in lines:
        places = [_in_picture(bare, alone.size, box) for box in boxes]
        ink, seen = (sum(counts) for counts in zip(*(_ink_at(drawn, alone, place) for place in places), strict=True))
        if ink >= _LEAST_INK and seen < ink * _LEAST_SEEN:
            yield text


def _only_lines(page: pypdfium2.PdfPage) -> list[tuple[str, list[Bounds]]]:
    """Take everything off the page that is no line; the lines with the places of their parts."""
    lines: dict[tuple[int, str], list[Bounds]] = defaultdict(list)
    for drawing in list(page.get_objects(max_depth=1)):
        line = line_of(drawing)
        if line is None:
            page.remove_obj(drawing)
        else:
            lines[line].append(drawing.get_bounds())
    return [(text, boxes) for (_, text), boxes in lines.items()]


def _in_picture(page: pypdfium2.PdfPage, size: tuple[int, int], box: Bounds) -> Box:
    (x1, y1), (x2, y2) = _point(page, size, *box[:2]), _point(page, size, *box[2:])
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    return max(0, left), max(0, top), min(size[0], right + 1), min(size[1], bottom + 1)


def _point(page: pypdfium2.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    right, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, right, down)
    return right.value, down.value


def _ink_at(drawn: Image.Image, alone: Image.Image, box: Box) -> tuple[int, int]:
    """How many points of ink there are, and how many of them can be seen on the whole page."""
    if box[0] >= box[2] or box[1] >= box[3]:
        return 0, 0
    ink = alone.crop(box).point(lambda grey: 255 if grey <= _INK else 0)
    seen = drawn.crop(box).point(lambda grey: 255 if grey <= _SEEN else 0)
    return ink.histogram()[255], ImageChops.darker(ink, seen).histogram()[255]
