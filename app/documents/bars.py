# SPDX-License-Identifier: Apache-2.0
"""Barcodes of one dimension (Code 128) as bars to draw."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zxingcpp

from app.domain.refusals import RuleBroken
from app.translation import later


@dataclass(frozen=True, slots=True)
class Bars:
    """``modules`` across, and the dark bars as (left, width)."""

    modules: int
    bars: tuple[tuple[int, int], ...]


@lru_cache(maxsize=256)
def code_128(text: str) -> Bars:
    """The bars for a short text of Latin letters, digits and signs. Raises RuleBroken for any other."""
    if not text.isascii() or len(text) > 60:
        raise RuleBroken(
            "not-for-bars",
            later("“{shown}” cannot be printed as a barcode: only Latin letters, digits and signs can, at most 60."),
            shown=text,
        )
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    width = image.shape[1]
    row = bytes(memoryview(image))[:width]
    bars = []
    at = 0
    while at < width:
        end = at
        while end < width and row[end] == row[at]:
            end += 1
        if row[at] == 0:
            bars.append((at, end - at))
        at = end
    return Bars(width, tuple(bars))
