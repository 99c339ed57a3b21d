# SPDX-License-Identifier: Apache-2.0
"""Where a box comes to stand that is moved or pulled: at the lines of the page and of other boxes, else on a grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.documents.elements.kinds import Box

REACH: Final = 1.5
"""Millimetres from which a line draws an edge or a middle to itself."""
GRID: Final = 0.5
"""Millimetres between the places where something stands that no line is near."""
SMALLEST: Final = 1.0
"""Millimetres below which no side is pulled; one that is smaller already may stay so."""

Moving = Literal["none", "whole", "start", "end"]
"""What of a box moves along one axis: nothing, all of it, or one of its two edges."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that draw boxes to them, in millimetres from the left edge and from the upper edge of the page."""

    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapped:
    """A box where it comes to stand, and the lines at which it stands."""

    box: Box
    guides: Lines = Lines()


@dataclass(frozen=True, slots=True)
class _Span:
    """A box along one axis."""

    start: float
    length: float
    guide: float | None = None

    @property
    def end(self) -> float:
        return self.start + self.length


def lines_of(paper: tuple[float, float], others: Iterable[Box]) -> Lines:
    """The edges and the middle of the page, and those of other boxes on it."""
    width, height = paper
    boxes = tuple(others)
    across = [0.0, width / 2, width, *(x for b in boxes for x in (b.x, b.x + b.width / 2, b.x + b.width))]
    down = [0.0, height / 2, height, *(y for b in boxes for y in (b.y, b.y + b.height / 2, b.y + b.height))]
    return Lines(tuple(dict.fromkeys(across)), tuple(dict.fromkeys(down)))


def snapped(
    box: Box,
    moving: tuple[Moving, Moving],
    paper: tuple[float, float],
    lines: Lines,
    reach: float = REACH,
    grid: float = GRID,
) -> Snapped:
    """The box drawn to the nearest line within reach, else to the grid, and kept on the page. ``moving`` says what of
    it moves across and down. Without reach and grid it is only kept on the page."""
    across = _drawn(_Span(box.x, box.width), moving[0], lines.across, reach, grid, paper[0])
    down = _drawn(_Span(box.y, box.height), moving[1], lines.down, reach, grid, paper[1])
    placed = Box(
        x=round(across.start, 3), y=round(down.start, 3), width=round(across.length, 3), height=round(down.length, 3)
    )
    return Snapped(placed, Lines(_guide(across), _guide(down)))


def on_page(box: Box, paper: tuple[float, float]) -> Box:
    """The box moved so that it stands on the page, smaller only where the page is."""
    return snapped(box, ("whole", "whole"), paper, Lines(), 0, 0).box


def _drawn(span: _Span, moving: Moving, lines: Sequence[float], reach: float, grid: float, limit: float) -> _Span:
    if moving == "none":
        return span
    points = {"whole": (span.start, span.start + span.length / 2, span.end), "start": (span.start,)}
    moved = points.get(moving, (span.end,))
    near = [(abs(line - point), line - point, line) for line in lines for point in moved]
    distance, by, guide = min(near, default=(reach + 1, 0.0, 0.0))
    if distance <= reach:
        return _kept(_shifted(span, moving, by, guide), moving, limit)
    by = round(moved[0] / grid) * grid - moved[0] if grid else 0.0
    return _kept(_shifted(span, moving, by), moving, limit)


def _shifted(span: _Span, moving: Moving, by: float, guide: float | None = None) -> _Span:
    if moving == "whole":
        return _Span(span.start + by, span.length, guide)
    if moving == "start":
        return _Span(span.start + by, span.length - by, guide)
    return _Span(span.start, span.length + by, guide)


def _kept(span: _Span, moving: Moving, limit: float) -> _Span:
    """The same on the page, with its guide where it still stands at it."""
    if moving == "whole":
        length = min(span.length, limit)
        kept = _Span(min(max(0.0, span.start), limit - length), length)
    elif moving == "start":
        start = max(0.0, min(span.start, span.end - SMALLEST))
        kept = _Span(start, span.end - start)
    else:
        kept = _Span(span.start, max(SMALLEST, min(span.end, limit) - span.start))
    is_there = abs(kept.start - span.start) < 0.001 and abs(kept.end - span.end) < 0.001
    return _Span(kept.start, kept.length, span.guide if is_there else None)


def _guide(span: _Span) -> tuple[float, ...]:
    return () if span.guide is None else (span.guide,)
