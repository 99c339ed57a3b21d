# SPDX-License-Identifier: Apache-2.0
"""The typefaces that documents are set in: for each style and sign one file, each read when first needed."""

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import uharfbuzz as hb

from app.paths import resources

SCALE: Final = 1000
"""Units of an em in all measures of this package, as in PDF."""

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
    metrics: Metrics

    def has(self, character: str) -> bool:
        """Whether the file can draw the character; joiners and break hints need no glyph."""
        return character in _JOINERS or self.glyph_of(character) != 0

    def glyph_of(self, character: str) -> int:
        """The glyph that stands for the character alone; 0 where the file has none."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def width_of(self, glyph: int) -> int:
        """How far the glyph moves the pen."""
        return self.font.get_glyph_h_advance(glyph)


@dataclass(frozen=True, slots=True)
class Style:
    """A family ("serif" or "sans") and a weight; with the program's files they cover all scripts we print.

    ``own`` are typefaces of a centre: they are asked before ours for each character.
    """

    family: str
    bold: bool = False
    own: tuple[Typeface, ...] = ()


SERIF: Final = Style("serif")
SERIF_BOLD: Final = Style("serif", bold=True)
SANS: Final = Style("sans")
SANS_BOLD: Final = Style("sans", bold=True)

_BASES: Final = {"serif": "NotoSerif", "sans": "NotoSans"}
"""Latin, Greek and Cyrillic, and the signs that many scripts share."""


@dataclass(frozen=True, slots=True)
class _Companion:
    """The files of one script. Only its own signs are looked for in them, so that no other text opens them."""

    signs: re.Pattern[str]
    serif: str
    sans: str
    has_bold: bool = True


def _companion(signs: str, serif: str, sans: str, has_bold: bool = True) -> _Companion:
    return _Companion(re.compile(f"[{signs}]"), serif, sans, has_bold)


_COMPANIONS: Final = (
    _companion("\u1780-\u17ff\u19e0-\u19ff", "NotoSerifKhmer", "NotoSansKhmer"),
    _companion("\u0530-\u058f\ufb13-\ufb17", "NotoSerifArmenian", "NotoSansArmenian"),
    _companion(
        "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", "NotoNaskhArabic", "NotoSansArabic"
    ),
    _companion("\u0590-\u05ff\ufb1d-\ufb4f", "NotoSerifHebrew", "NotoSansHebrew"),
    _companion("\u0900-\u097f\u1cd0-\u1cff\ua8e0-\ua8ff", "NotoSerifDevanagari", "NotoSansDevanagari"),
    _companion("\u0b80-\u0bff", "NotoSerifTamil", "NotoSansTamil"),
    _companion("\u0e00-\u0e7f", "NotoSerifThai", "NotoSansThai"),
    _companion("\u0e80-\u0eff", "NotoSerifLao", "NotoSansLao"),
    _companion("\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", "NotoSerifMyanmar", "NotoSansMyanmar"),
    _companion("\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", "NotoSerifGeorgian", "NotoSansGeorgian"),
    _companion("\u1100-\u11ff\u3008\u3009\u3131-\u318e\uac00-\ud7a3", "NanumMyeongjo", "NanumMyeongjo", False),
    _companion(
        "\u203e\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uffef",
        "DroidSansFallback",
        "DroidSansFallback",
        False,
    ),
)


@cache
def typeface(name: str) -> Typeface:
    """The file of this name in ``resources/fonts``."""
    return opened(name, hb.Face(hb.Blob.from_file_path(resources() / "fonts" / f"{name}.ttf")))


def opened(name: str, face: hb.Face) -> Typeface:
    """A face ready for use, measured in thousandths of an em."""
    font = hb.Font(face)
    font.scale = (SCALE, SCALE)
    extents = font.get_font_extents("ltr")
    box = struct.unpack(">4h", face.reference_table("head").data[36:44])
    left, low, right, high = (value * SCALE // face.upem for value in box)
    return Typeface(name, font, Metrics(extents.ascender, extents.descender, (left, low, right, high)))


def base(style: Style) -> Typeface:
    """The file of this style that is asked for the signs of no script in particular."""
    return style.own[0] if style.own else _file(_BASES[style.family], style)


def face_for(character: str, style: Style) -> Typeface | None:
    """The file that draws the character in this style; None where no file has it."""
    for own in style.own:
        if own.has(character):
            return own
    companion = next((one for one in _COMPANIONS if one.signs.match(character)), None)
    if companion is not None:
        face = _file(companion.serif if style.family == "serif" else companion.sans, style, companion.has_bold)
        if face.has(character):
            return face
    face = _file(_BASES[style.family], style)
    return face if face.has(character) else None


def missing_characters(text: str, own: tuple[Typeface, ...] = ()) -> str:
    """The characters, each once and in order, that some style of ours cannot draw: empty when all can be printed.

    What a typeface of the centre's own can draw needs none of ours.
    """
    needed = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(sign for sign in needed if not _is_covered(sign) and not any(face.has(sign) for face in own))


@lru_cache(maxsize=4096)
def _is_covered(character: str) -> bool:
    return all(face_for(character, style) is not None for style in (SERIF, SERIF_BOLD, SANS, SANS_BOLD))


def _file(name: str, style: Style, has_bold: bool = True) -> Typeface:
    return typeface(f"{name}-{'Bold' if style.bold and has_bold else 'Regular'}")
