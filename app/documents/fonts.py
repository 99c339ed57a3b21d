# SPDX-License-Identifier: Apache-2.0
"""The typefaces that documents are set in: one stack of files for each style, each read once, when first used."""

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import uharfbuzz as hb

from app.paths import resources

SCALE: Final = 1000
"""Units of an em in all measures of this package, as in PDF."""


@dataclass(frozen=True, slots=True)
class Style:
    """A family ("serif" or "sans") and a weight. The stack of files for it covers all scripts we print."""

    family: str
    bold: bool = False


SERIF: Final = Style("serif")
SERIF_BOLD: Final = Style("serif", bold=True)
SANS: Final = Style("sans")
SANS_BOLD: Final = Style("sans", bold=True)

_FAMILIES: Final = {
    "serif": ("NotoSerif", "NotoSerifKhmer", "NotoSerifArmenian", "NotoNaskhArabic", "NotoSerifHebrew"),
    "sans": ("NotoSans", "NotoSansKhmer", "NotoSansArmenian", "NotoSansArabic", "NotoSansHebrew"),
}
_JOINERS: Final = frozenset("\u200b\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Measures of a file in thousandths of an em: highest and lowest ink, and the box around all glyphs."""

    ascent: int
    descent: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """One font file, ready for shaping and for cutting out the glyphs used."""

    name: str
    font: hb.Font
    characters: frozenset[int]
    metrics: Metrics

    def has(self, character: str) -> bool:
        """Whether the file can draw the character; joiners and break hints need no glyph."""
        return ord(character) in self.characters or character in _JOINERS

    def width_of(self, glyph: int) -> int:
        """How far the glyph moves the pen."""
        return self.font.get_glyph_h_advance(glyph)


@cache
def typeface(name: str) -> Typeface:
    """The file of this name in ``resources/fonts``."""
    face = hb.Face(hb.Blob.from_file_path(resources() / "fonts" / f"{name}.ttf"))
    font = hb.Font(face)
    font.scale = (SCALE, SCALE)
    extents = font.get_font_extents("ltr")
    box = struct.unpack(">4h", face.reference_table("head").data[36:44])
    left, low, right, high = (value * SCALE // face.upem for value in box)
    metrics = Metrics(extents.ascender, extents.descender, (left, low, right, high))
    return Typeface(name, font, frozenset(face.unicodes), metrics)


@cache
def stack(style: Style) -> tuple[Typeface, ...]:
    """The files that draw this style, in the order in which they are asked for a character."""
    weight = "Bold" if style.bold else "Regular"
    return tuple(typeface(f"{family}-{weight}") for family in _FAMILIES[style.family])


def missing_characters(text: str) -> str:
    """The characters, each once and in order, that some style of ours cannot draw: empty when all can be printed."""
    needed = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(character for character in needed if not _is_covered(character))


@lru_cache(maxsize=4096)
def _is_covered(character: str) -> bool:
    return all(any(face.has(character) for face in stack(style)) for style in (SERIF, SERIF_BOLD, SANS, SANS_BOLD))
