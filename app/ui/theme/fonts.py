# SPDX-License-Identifier: Apache-2.0
"""The bundled fonts, so that every script is shaped on a computer that has no font for it."""

from functools import cache
from math import ceil
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

FAMILIES = ("Noto Sans", "Noto Sans Khmer", "Noto Sans Armenian")
"""Latin, Vietnamese and Cyrillic first; the others are asked for the letters that the first lacks."""

_FILES = ("NotoSans", "NotoSansKhmer", "NotoSansArmenian")


def load_fonts(folder: Path) -> list[str]:
    """Make the fonts of this folder known to Qt; answers the names of files that could not be loaded."""
    names = [f"{stem}-{weight}.ttf" for stem in _FILES for weight in ("Regular", "Bold")]
    _tall_line.cache_clear()
    return [name for name in names if QFontDatabase.addApplicationFont(str(folder / name)) < 0]


def ui_font(pixels: int, *, bold: bool = False) -> QFont:
    """A font of the window in this size. Sizes are in pixels, which Qt multiplies by the screen's own factor."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def tall_line() -> int:
    """Pixels that one line of the tallest bundled script takes in the window's font; Khmer stacks above and below."""
    return _tall_line(max(1, QGuiApplication.font().pixelSize()))


@cache
def _tall_line(pixels: int) -> int:
    fonts = [QFont(family) for family in FAMILIES]
    for font in fonts:
        font.setPixelSize(pixels)
    return ceil(max(QFontMetricsF(font).height() for font in fonts))
