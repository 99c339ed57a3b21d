# SPDX-License-Identifier: Apache-2.0
"""Ornaments of fine interwoven lines, as operators of the PDF language. They are ours, drawn from sine waves."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]


class Inks(NamedTuple):
    """Two colours as operators take them: three parts from 0 to 1."""

    main: str
    accent: str


@lru_cache(maxsize=16)
def frame(width: float, height: float, depth: float, inks: Inks) -> str:
    """Woven bands of this depth along the four edges, between fine lines, with a rosette at each corner."""
    edge = 3.5
    middle = edge + depth / 2
    corners = [(middle, middle), (width - middle, middle), (width - middle, height - middle), (middle, height - middle)]
    parts: list[str] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        parts.extend(_band(start, end, depth * 0.40, inks))
    parts.append("1 g")
    parts.extend(_disc(corner, depth * 0.80) for corner in corners)
    for corner in corners:
        parts.extend(_corner_rosette(corner, depth * 0.74, inks))
    parts.extend(_rectangles(width, height, depth, inks))
    return "\n".join(parts)


@lru_cache(maxsize=16)
def band(width: float, height: float, inks: Inks) -> str:
    """A woven band between two hairlines."""
    lines = (
        f"{inks.main} RG 0.6 w 0 0.3 m {width:.2f} 0.3 l S 0 {height - 0.3:.2f} m {width:.2f} {height - 0.3:.2f} l S"
    )
    return "\n".join([*_band((0, height / 2), (width, height / 2), height * 0.4, inks), lines])


@lru_cache(maxsize=16)
def rosette(side: float, petals: int, inks: Inks) -> str:
    """A round ornament of turned closed lines, the inner part in the second colour."""
    centre, radius = (side / 2, side / 2), side / 2
    outer = _rosette(centre, radius * 0.77, 0.30, petals, 12)
    middle = _rosette(centre, radius * 0.55, 0.22, petals + 4, 8)
    inner = _rosette(centre, radius * 0.33, 0.45, max(3, petals * 2 // 3), 8)
    return "\n".join(("3.2 w", f"{inks.accent} RG", outer, f"{inks.main} RG", middle, f"{inks.accent} RG", inner))


@lru_cache(maxsize=16)
def waves(width: float, height: float, inks: Inks) -> str:
    """Fine lines that swell and sink together across the whole area."""
    count = max(4, round(height / 3.4))
    parts = [f"q 0 0 {width:.2f} {height:.2f} re W n 0.1 0 0 0.1 0 0 cm 2.4 w"]
    for number in range(count):
        colour = inks.main if number % 2 else inks.accent
        parts.append(f"{colour} RG q 1 0 0 1 0 {height * 10 * (number + 0.5) / count:.0f} cm")
        swing = 46 * (0.55 + 0.45 * math.sin(number / count * 4 * math.pi))
        parts.append(_wave(width * 10, max(2, round(width / 62)), swing, number * 0.19))
        parts.append("Q")
    return "\n".join([*parts, "Q"])


def _rectangles(width: float, height: float, depth: float, inks: Inks) -> list[str]:
    outlines = []
    for inset, colour, line in (
        (0.55, inks.main, 1.1),
        (3.0, inks.accent, 0.4),
        (depth + 4.0, inks.accent, 0.4),
        (depth + 6.5, inks.main, 0.7),
    ):
        outlines.append(
            f"{colour} RG {line} w {inset:.2f} {inset:.2f} {width - 2 * inset:.2f} {height - 2 * inset:.2f} re S"
        )
    return outlines


def _band(start: Point, end: Point, depth: float, inks: Inks) -> list[str]:
    """Sine waves of two colours from start to end, shifted against each other."""
    length = math.dist(start, end)
    halves = max(4, round(length / (depth * 2) / 2) * 2)
    across, up = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    parts = [
        f"q {across:.4f} {up:.4f} {-up:.4f} {across:.4f} {start[0]:.2f} {start[1]:.2f} cm 0.1 0 0 0.1 0 0 cm 3.2 w"
    ]
    for colour, shifts in ((_paler(inks.accent, 0.80), range(0, 12, 3)), (_paler(inks.main, 0.70), range(1, 12, 3))):
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


def _paler(ink: str, strength: float) -> str:
    return " ".join(f"{1 - (1 - float(part)) * strength:.3f}" for part in ink.split())


def _corner_rosette(centre: Point, radius: float, inks: Inks) -> list[str]:
    return [
        "2.5 w",
        f"{inks.accent} RG",
        _rosette(centre, radius * 0.62, 0.38, 8, 3),
        f"{inks.main} RG",
        _rosette(centre, radius * 0.62, 0.38, 8, 4),
        _rosette(centre, radius * 0.30, 0.6, 6, 6),
    ]


def _rosette(centre: Point, radius: float, depth: float, petals: int, turns: int) -> str:
    """A closed line whose distance from the centre swings ``petals`` times by ``depth`` of the radius, drawn as often
    as there are ``turns``, each turned a little further. The same words again and again pack well."""
    count = petals * 4
    points: list[Point] = []
    for index in range(count):
        angle = 2 * math.pi * index / count
        distance = radius * (1 + depth * math.sin(petals * angle))
        points.append((10 * distance * math.cos(angle), 10 * distance * math.sin(angle)))
    line = _smooth(points)
    angle = 2 * math.pi / petals / turns
    across, up = math.cos(angle), math.sin(angle)
    turned = f"{line}\n{across:.5f} {up:.5f} {-up:.5f} {across:.5f} 0 0 cm"
    return "\n".join([f"q 0.1 0 0 0.1 {centre[0]:.2f} {centre[1]:.2f} cm", *[turned] * turns, "Q"])


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
