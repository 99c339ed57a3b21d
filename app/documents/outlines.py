# SPDX-License-Identifier: Apache-2.0
"""Glyphs as shapes, in the operators of the PDF language."""

from functools import lru_cache

from app.documents.fonts import Typeface

_Point = tuple[float, float]


class _Pen:
    """Collects what a font says about the edge of a glyph."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self._at: _Point = (0.0, 0.0)

    def moveTo(self, to: _Point) -> None:  # these five names are what fonts call
        self._add((to,), "m")

    def lineTo(self, to: _Point) -> None:
        self._add((to,), "l")

    def curveTo(self, first: _Point, second: _Point, to: _Point) -> None:
        self._add((first, second, to), "c")

    def qCurveTo(self, bend: _Point, to: _Point) -> None:
        # PDF has no quadratic curves: the cubic with its bends two thirds of the way is the same curve.
        self.curveTo(_two_thirds(self._at, bend), _two_thirds(to, bend), to)

    def closePath(self) -> None:
        self.drawn.append("h")

    def _add(self, points: tuple[_Point, ...], operator: str) -> None:
        self.drawn.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in points) + f" {operator}")
        self._at = points[-1]


@lru_cache(maxsize=1024)
def outline(face: Typeface, glyph: int) -> str:
    """What fills the shape of the glyph, in thousandths of an em from its origin; empty for a glyph without ink."""
    pen = _Pen()
    face.font.draw_glyph_with_pen(glyph, pen)
    return "\n".join((*pen.drawn, "f")) if pen.drawn else ""


def _two_thirds(start: _Point, end: _Point) -> _Point:
    return start[0] + (end[0] - start[0]) * 2 / 3, start[1] + (end[1] - start[1]) * 2 / 3
