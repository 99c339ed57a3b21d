# SPDX-License-Identifier: Apache-2.0
"""How much work a page from elsewhere is for whoever draws it: a small file can ask for hours of it."""

import io
import re
import time
import warnings
import zlib
from typing import TYPE_CHECKING, Final

from PIL import Image

from app.documents.pictures import LARGEST_PICTURE

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2

MOST_OPERATORS: Final = 100_000
"""Things drawn on a page, each as often as it is drawn."""
_DEEPEST: Final = 24
_LEAST_TILE: Final = 0.05
"""Square points: a pattern of smaller tiles has more of them than a page has dots."""
_DRAWS: Final = re.compile(rb"(?<![\w/.])(?:f\*?|F|B\*?|b\*?|S|s|sh|Tj|TJ|EI)(?![\w*])")
_SHOWS: Final = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+Do\b")
_PACKED_PICTURES: Final = ("/DCTDecode", "/JPXDecode")
_SIDE: Final = 1100
"""Pixels of the longer side of a preview."""
_PARTS: Final = (0.06, 0.12)
"""How large two trials are, as parts of that."""


def operators_of(content: bytes, resources: "pikepdf.Object | None", depth: int = 0) -> int:
    """How many things a content draws, those in what it shows too. Raises ValueError for more than ``MOST_OPERATORS``,
    for what shows itself, and for patterns of tiny tiles."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    total = sum(1 for _ in _DRAWS.finditer(content))
    _check_patterns(resources)
    times: dict[str, int] = {}
    for match in _SHOWS.finditer(content):
        name = "/" + match[1].decode("latin-1")
        times[name] = times.get(name, 0) + 1
    shown = _entries(resources, "/XObject")
    for name, count in times.items():
        form = shown.get(name)
        inside = 1
        if form is not None and str(form.get("/Subtype", "")) == "/Form":
            inside = operators_of(form.read_bytes(), form.get("/Resources"), depth + 1)
        total += count * max(1, inside)
        if total > MOST_OPERATORS:
            break
    if total > MOST_OPERATORS:
        raise ValueError("too much to draw")
    return total


def check_picture(stream: "pikepdf.Stream", data: bytes) -> None:
    """Raises ValueError for a picture with more pixels than can be printed, whatever the file around it says."""
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if width * height > LARGEST_PICTURE:
        raise ValueError("too many pixels")
    filters = _filters(stream)
    if not filters or filters[-1] not in _PACKED_PICTURES:
        return
    if filters[0] == "/FlateDecode":
        data, filters = zlib.decompress(data), filters[1:]
    if len(filters) != 1:
        raise ValueError("packed in an unusual way")
    real_width, real_height = _size_of(data)
    if real_width * real_height > LARGEST_PICTURE or real_width > 2 * width + 64 or real_height > 2 * height + 64:
        raise ValueError("another size than it says")


def seconds_to_draw(pdf: bytes) -> float:
    """About how long the first page of a file takes to draw at the size of a preview, without drawing it so large: a
    part of the work is for each thing drawn, the rest grows with the dots that it covers."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = _SIDE / max(page.get_size())
        small, larger = (_timed(page, scale * part) for part in _PARTS)
    growing = max(0.0, larger - small) / (_PARTS[1] ** 2 - _PARTS[0] ** 2)
    return small + growing


def _timed(page: "pypdfium2.PdfPage", scale: float) -> float:
    began = time.thread_time()
    page.render(scale=scale)
    return time.thread_time() - began


def _filters(stream: "pikepdf.Stream") -> list[str]:
    import pikepdf

    found = stream.get("/Filter")
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)] if found else []


def _size_of(data: bytes) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                return picture.size
    except Image.DecompressionBombError as error:
        raise ValueError("too many pixels") from error


def _entries(resources: "pikepdf.Object | None", name: str) -> "dict[str, pikepdf.Object]":
    found = resources.get(name) if resources is not None else None
    return {} if found is None else {str(key): one for key, one in found.items()}


def _check_patterns(resources: "pikepdf.Object | None") -> None:
    for pattern in _entries(resources, "/Pattern").values():
        if int(pattern.get("/PatternType", 0)) != 1:
            continue
        a, b, c, d = [float(one) for one in pattern.get("/Matrix", [1, 0, 0, 1, 0, 0])][:4]
        tile = abs(float(pattern.get("/XStep", 0)) * float(pattern.get("/YStep", 0)) * (a * d - b * c))
        if tile < _LEAST_TILE:
            raise ValueError("tiny tiles")
