# SPDX-License-Identifier: Apache-2.0
"""Ornaments of fine interwoven lines, as operators of the PDF language. They are ours, drawn from sine waves."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

Point = tuple[float, float]


@lru_cache(maxsize=4)
def certificate_frame(width: float, height: float) -> str:
    """Woven bands along the four edges, a rosette at each corner and a faint one in the middle of the page."""
    edge, band = 22.0, 26.0
    middle = edge + band / 2
    corners = [(middle, middle), (width - middle, middle), (width - middle, height - middle), (middle, height - middle)]
    parts = ["0.955 0.943 0.915 RG 3.5 w", *_faint_rosette((width / 2, height / 2 - 8))]
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        parts.extend(_band(start, end, band * 0.40))
    parts.append("1 g")
    parts.extend(_disc(corner, band * 0.80) for corner in corners)
    for corner in corners:
        parts.extend(_corner_rosette(corner, band * 0.74))
    parts.extend(_rectangles(width, height, edge, band))
    return "\n".join(parts)


@lru_cache(maxsize=4)
def woven_strip(width: float) -> str:
    """A woven band of the given width from the origin to the right, 16 points high, between two hairlines."""
    lines = f"0.086 0.196 0.310 RG 0.6 w 0 0 m {width:.2f} 0 l S 0 16 m {width:.2f} 16 l S"
    return "\n".join([*_band((0, 8), (width, 8), 6.4), lines])


def _rectangles(width: float, height: float, edge: float, band: float) -> list[str]:
    outlines = []
    for inset, colour, line in (
        (edge - 3.5, "0.086 0.196 0.310", 1.1),
        (edge - 0.5, "0.663 0.522 0.271", 0.4),
        (edge + band + 0.5, "0.663 0.522 0.271", 0.4),
        (edge + band + 3.0, "0.086 0.196 0.310", 0.7),
    ):
        outlines.append(f"{colour} RG {line} w {inset} {inset} {width - 2 * inset:.2f} {height - 2 * inset:.2f} re S")
    return outlines


def _band(start: Point, end: Point, depth: float) -> list[str]:
    """Sine waves of two colours from start to end, shifted against each other."""
    length = math.dist(start, end)
    halves = max(4, round(length / 21 / 2) * 2)
    across, up = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    parts = [
        f"q {across:.4f} {up:.4f} {-up:.4f} {across:.4f} {start[0]:.2f} {start[1]:.2f} cm 0.1 0 0 0.1 0 0 cm 3.2 w"
    ]
    for colour, shifts in (("0.70 0.60 0.40", range(0, 12, 3)), ("0.36 0.45 0.55", range(1, 12, 3))):
        parts.append(f"{colour} RG")
        for shift in shifts:
            parts.append(_wave(length * 10, halves, depth * 10, shift / 6))
    return [*parts, "Q"]


def _wave(length: float, halves: int, height: float, shift: float) -> str:
    """A sine wave along the x axis, shifted by a part of a half wave, one cubic curve for each half of a half wave."""
    step = length / halves / 2
    points = [(index * step, _sine(index / 2 + shift)) for index in range(halves * 2 + 1)]
    parts = [f"0 {points[0][1] * height:.0f} m"]
    for index, ((x, y), (next_x, next_y)) in enumerate(pairwise(points)):
        slope, next_slope = (_slope(place / 2 + shift) * math.pi / 6 for place in (index, index + 1))
        parts.append(
            f"{x + step / 3:.0f} {(y + slope) * height:.0f} {next_x - step / 3:.0f} "
            f"{(next_y - next_slope) * height:.0f} {next_x:.0f} {next_y * height:.0f} c"
        )
    return " ".join((*parts, "S"))


def _sine(half_waves: float) -> float:
    return math.sin(half_waves * math.pi)


def _slope(half_waves: float) -> float:
    return math.cos(half_waves * math.pi)


def _corner_rosette(centre: Point, radius: float) -> list[str]:
    parts = ["2.5 w"]
    for turn in range(6):
        colour = "0.086 0.196 0.310" if turn % 2 else "0.663 0.522 0.271"
        parts.append(f"{colour} RG {_rosette(centre, radius * 0.62, 0.38, 8, turn / 6)}")
        parts.append(_rosette(centre, radius * 0.30, 0.6, 6, turn / 6))
    return parts


def _faint_rosette(centre: Point) -> list[str]:
    parts = [_rosette(centre, 132, 0.30, 12, turn / 10) for turn in range(10)]
    return parts + [_rosette(centre, 66, 0.45, 8, turn / 8) for turn in range(8)]


def _rosette(centre: Point, radius: float, depth: float, petals: int, turn: float) -> str:
    """A closed line whose distance from the centre swings ``petals`` times by ``depth`` of the radius."""
    count = petals * 6
    points: list[Point] = []
    for index in range(count):
        angle = 2 * math.pi * index / count
        distance = radius * (1 + depth * math.sin(petals * angle + 2 * math.pi * turn))
        points.append((10 * distance * math.cos(angle), 10 * distance * math.sin(angle)))
    return f"q 0.1 0 0 0.1 {centre[0]:.2f} {centre[1]:.2f} cm {_smooth(points)} Q"


def _smooth(points: Sequence[Point]) -> str:
    """A closed smooth line through the points (Catmull-Rom)."""
    count = len(points)
    parts = [f"{points[0][0]:.0f} {points[0][1]:.0f} m"]
    for index in range(count):
        before, here, after, beyond = (points[(index + offset) % count] for offset in (-1, 0, 1, 2))
        first = [here[axis] + (after[axis] - before[axis]) / 6 for axis in (0, 1)]
        second = [after[axis] - (beyond[axis] - here[axis]) / 6 for axis in (0, 1)]
        parts.append(" ".join(f"{value:.0f}" for value in (*first, *second, *after)) + " c")
    return " ".join((*parts, "h S"))


def _disc(centre: Point, radius: float) -> str:
    """A filled circle in the current colour."""
    x, y, handle = centre[0], centre[1], radius * 0.5523
    return (
        f"{x + radius:.2f} {y:.2f} m {x + radius:.2f} {y + handle:.2f} {x + handle:.2f} {y + radius:.2f} "
        f"{x:.2f} {y + radius:.2f} c {x - handle:.2f} {y + radius:.2f} {x - radius:.2f} {y + handle:.2f} "
        f"{x - radius:.2f} {y:.2f} c {x - radius:.2f} {y - handle:.2f} {x - handle:.2f} {y - radius:.2f} "
        f"{x:.2f} {y - radius:.2f} c {x + handle:.2f} {y - radius:.2f} {x + radius:.2f} {y - handle:.2f} "
        f"{x + radius:.2f} {y:.2f} c f"
    )
