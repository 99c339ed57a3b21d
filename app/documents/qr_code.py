# SPDX-License-Identifier: Apache-2.0
"""QR codes as bars to draw: level M, the smallest version that holds the text."""

from dataclasses import dataclass
from typing import Any, Final

import zxingcpp

MIN_MODULE: Final = 0.4 / 25.4 * 72
"""Points of the smallest module that phones and office scanners read: 0.4 mm."""
QUIET_MODULES: Final = 4
"""White modules that must stay free on each side (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """``modules`` on each side, and the dark ones as (left, bottom, length) of horizontal bars."""

    modules: int
    bars: tuple[tuple[int, int, int], ...]

    @property
    def version(self) -> int:
        """1 for 21 modules, and one more for each further 4."""
        return (self.modules - 17) // 4


def qr_code(text: str) -> QrCode:
    """The code for a text of at most 4,296 alphanumeric characters."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    side = image.shape[0]
    dark = bytes(memoryview(image)).translate(bytes([1]) + bytes(255))
    rows = [dark[row * side : (row + 1) * side] for row in range(side)]
    return QrCode(side, tuple(bar for row, cells in enumerate(rows) for bar in _bars(cells, side - 1 - row)))


def _bars(cells: bytes, bottom: int) -> list[tuple[int, int, int]]:
    bars = []
    left = cells.find(1)
    while left >= 0:
        end = cells.find(0, left)
        end = len(cells) if end < 0 else end
        bars.append((left, bottom, end - left))
        left = cells.find(1, end)
    return bars
