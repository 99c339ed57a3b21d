# SPDX-License-Identifier: Apache-2.0
"""QR codes as rows of dots to draw: level M, the smallest version that holds the text."""

from dataclasses import dataclass
from typing import Any, Final

import zxingcpp
from PIL import Image

MIN_MODULE: Final = 0.4 / 25.4 * 72
"""Points of the smallest module that phones and office scanners read: 0.4 mm."""
QUIET_MODULES: Final = 4
"""White modules that must stay free on each side (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """``modules`` on each side, and their rows from the top: one bit each, 0 for a dark one, whole bytes a row."""

    modules: int
    rows: bytes

    @property
    def version(self) -> int:
        """1 for 21 modules, and one more for each further 4."""
        return (self.modules - 17) // 4


def qr_code(text: str) -> QrCode:
    """The code for a text of at most 4,296 alphanumeric characters."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    side = image.shape[0]
    dots = Image.frombytes("L", (side, side), bytes(memoryview(image)))
    return QrCode(side, dots.convert("1", dither=Image.Dither.NONE).tobytes())
