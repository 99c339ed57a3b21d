# SPDX-License-Identifier: Apache-2.0
"""How a printer deviates: measured on a test page, in millimetres from the upper left corner of the paper."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

EDGE: Final = 20.0
"""How far the crosses of the test page lie from the edges of the paper."""
_FARTHEST: Final = 25.0
_MOST_STRETCH: Final = 0.05
_MOST_TURN: Final = 3.0
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the printer does to a page: it moves everything by ``dx`` (right) and ``dy`` (down) in mm, stretches it by
    ``scale_x`` and ``scale_y`` and turns it by ``turn`` degrees (clockwise), around the upper left corner."""

    dx: float = 0.0
    dy: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    turn: float = 0.0

    def correction(self) -> Matrix:
        """What takes it back: (a, b, c, d, e, f) with x' = a x + c y + e and y' = b x + d y + f, in mm, y downwards."""
        across, along = cos(radians(self.turn)), sin(radians(self.turn))
        a, c = across / self.scale_x, along / self.scale_x
        b, d = -along / self.scale_y, across / self.scale_y
        return a, b, c, d, -(a * self.dx + c * self.dy), -(b * self.dx + d * self.dy)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a person reads off a test page with a ruler, in mm: from the left edge and from the top edge to cross A,
    from the top edge to cross B at its right, from A to B, and from A to C below it."""

    left: float
    top: float
    top_right: float
    width: float
    height: float


def calibration(measured: Measured, width: float, height: float) -> Calibration:
    """How the printer deviates that printed the test page of this size (mm) so. Raises BadInput "not-measured"."""
    scale_x, scale_y = measured.width / (width - 2 * EDGE), measured.height / (height - 2 * EDGE)
    turned = (measured.top_right - measured.top) / measured.width if measured.width > 0 else 1.0
    turn = degrees(asin(max(-1.0, min(1.0, turned))))
    across, along = cos(radians(turn)), sin(radians(turn))
    dx = measured.left - (across * scale_x - along * scale_y) * EDGE
    dy = measured.top - (along * scale_x + across * scale_y) * EDGE
    far = max(abs(dx), abs(dy)) > _FARTHEST or abs(turn) > _MOST_TURN
    if far or max(abs(scale_x - 1), abs(scale_y - 1)) > _MOST_STRETCH:
        sentence = later(
            "No printer is that far off. Measure again in millimetres, from the edge of the paper to the middle of the "
            "cross, and see that the test page was printed at its own size."
        )
        raise BadInput("not-measured", sentence)
    return Calibration(round(dx, 3), round(dy, 3), round(scale_x, 6), round(scale_y, 6), round(turn, 4))
