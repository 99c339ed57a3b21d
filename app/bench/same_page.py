# SPDX-License-Identifier: Apache-2.0
"""The pages of our documents in the simplest words, for other engines to draw: every line of text at its place with its
typeface and size, every rule, every curve of the ornaments. They need to lay out nothing themselves."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from PIL import Image

from app.bench.page_by_hand import modules
from app.documents.data import DocumentData
from app.documents.drawing import Align, Colour, Drawing
from app.documents.elements.kinds import Guilloche
from app.documents.elements.shapes import draw_guilloche
from app.documents.layout import draw_element, sides
from app.documents.runs import ShapedLine
from app.documents.streams import Stream
from app.documents.template import Template

_OPERATION: Final = re.compile(r"((?:-?[\d.]+ )*)(RG|re|cm|[wmlchSqQWn])\b")
_SHIFTS: Final = {"left": 0.0, "centre": 0.5, "right": 1.0}
Matrix = tuple[float, float, float, float, float, float]
Stroke = tuple[str, float, list[list[Any]]]


class Taken(Drawing):
    """Writes down what is drawn instead of drawing it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, float, float, float]] = []
        self.rules: list[tuple[float, float, float]] = []

    def line(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour, align: Align = "left") -> None:
        face = line.runs[0].face.name
        self.lines.append((line.text, face, size, x - line.ems * size * _SHIFTS[align], y))

    def rule(self, x: float, y: float, to_x: float, colour: Colour, width: float = 0.5) -> None:
        self.rules.append((x, y, to_x))


def told(template: Template, documents: Sequence[DocumentData], folder: Path) -> dict[str, Any]:
    """The pages as a JSON document; the pictures of their codes and of the signature lie in the folder."""
    pages = []
    for number, data in enumerate(documents):
        (side,) = sides(template, data)
        taken = Taken()
        page = replace(side, page=replace(side.page, drawing=taken))
        for place, element in enumerate(side.layout.elements):
            if side.shows(element) and not isinstance(element, Guilloche):
                draw_element(page, place, element)
        code = folder / f"code-{number}.png"
        _draw_code(data.qr_text, code)
        pages.append({"lines": taken.lines, "rules": taken.rules, "code": str(code), "qr_text": data.qr_text})
    signature = folder / "signature.png"
    signature.write_bytes(documents[0].images["signatory.1.image"])
    return {
        "size": template.paper.points,
        "signature": str(signature),
        "strokes": list(_strokes_of(template, documents[0])),
        "pages": pages,
    }


def _draw_code(text: str, path: Path) -> None:
    rows = modules(text)
    Image.frombytes("L", (len(rows),) * 2, bytes(255 * (not dark) for row in rows for dark in row)).save(path)


class _Kept(Drawing):
    """Keeps the pictures that are drawn."""

    def stream(self, stream: Stream, matrix: Sequence[float] | None = None) -> None:
        self.streams[stream.name] = stream


def _strokes_of(template: Template, data: DocumentData) -> Iterator[Stroke]:
    """The curves of the ornaments in points of the page: colour, width, and the path."""
    (side,) = sides(template, data)
    for element in side.layout.elements:
        if isinstance(element, Guilloche):
            kept = _Kept()
            page = replace(side.page, drawing=kept)
            draw_guilloche(page, element)
            area = page.area(element.box)
            for stream in kept.streams.values():
                content = zlib.decompress(stream.data).decode("ascii")
                yield from _strokes(content, (1.0, 0.0, 0.0, 1.0, area.left, area.bottom))


@dataclass(slots=True)
class _Pen:
    """What holds while operators are read: the matrix, the colour, the width, the path so far."""

    matrix: Matrix
    colour: str = "#000000"
    width: float = 1.0
    path: list[list[Any]] = field(default_factory=list)

    def take(self, operator: str, values: list[float]) -> Stroke | None:
        """Read one operator; a stroke where it draws one."""
        if operator == "cm":
            self.matrix = _times(values, self.matrix)
        elif operator == "RG":
            self.colour = "#" + "".join(f"{round(one * 255):02x}" for one in values)
        elif operator == "w":
            self.width = values[0]
        elif operator in "mlch":
            self.path.append([operator, *_moved(values, self.matrix)])
        else:
            drawn, self.path = self.path, []
            if operator == "S":
                return self.colour, self.width * (self.matrix[0] ** 2 + self.matrix[1] ** 2) ** 0.5, drawn
        return None


def _strokes(content: str, matrix: Matrix) -> Iterator[Stroke]:
    pens = [_Pen(matrix)]
    for numbers, operator in _OPERATION.findall(content):
        if operator == "q":
            pens.append(replace(pens[-1], path=[]))
        elif operator == "Q":
            pens.pop()
        else:
            stroke = pens[-1].take(operator, [float(one) for one in numbers.split()])
            if stroke:
                yield stroke


def _times(of: Sequence[float], matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = of
    g, h, i, j, k, m = matrix
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(values: Sequence[float], matrix: Matrix) -> Iterator[float]:
    a, b, c, d, e, f = matrix
    for x, y in zip(values[::2], values[1::2], strict=True):
        yield round(x * a + y * c + e, 2)
        yield round(x * b + y * d + f, 2)
