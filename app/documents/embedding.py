# SPDX-License-Identifier: Apache-2.0
"""Typefaces inside a PDF: only the glyphs used, addressed by their number, with the way back to characters."""

import hashlib
import zlib
from collections.abc import Mapping
from typing import Any, Final

import uharfbuzz as hb

from app.documents.fonts import Typeface
from app.documents.streams import Name, Stream, Streams

_UNUSED_TABLES: Final = ("GSUB", "GPOS", "GDEF", "name", "OS/2", "post", "cmap", "STAT", "gasp")
_SYMBOLIC: Final = 4


def embed(streams: Streams, face: Typeface, glyphs: Mapping[int, str]) -> Any:
    """Add to a document the typeface cut down to these glyphs; gives what stands for it.

    With each glyph goes the character that it stands for, or an empty text.
    """
    file = _cut_down(face, glyphs)
    base = Name(f"{_tag(file)}+{face.name}")
    metrics = face.metrics
    descriptor = {
        "Type": Name("FontDescriptor"),
        "FontName": base,
        "Flags": _SYMBOLIC,
        "FontBBox": metrics.box,
        "ItalicAngle": 0,
        "Ascent": metrics.ascent,
        "Descent": metrics.descent,
        "CapHeight": metrics.ascent,
        "StemV": 80,
        "FontFile2": _packed(file, {"Length1": len(file)}),
    }
    descendant = {
        "Type": Name("Font"),
        "Subtype": Name("CIDFontType2"),
        "BaseFont": base,
        "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
        "CIDToGIDMap": Name("Identity"),
        "FontDescriptor": streams.indirect(descriptor),
        "DW": 0,
        "W": f"[{' '.join([f'{glyph} [{face.width_of(glyph)}]' for glyph in sorted(glyphs)])}]",
    }
    font = {
        "Type": Name("Font"),
        "Subtype": Name("Type0"),
        "BaseFont": base,
        "Encoding": Name("Identity-H"),
        "DescendantFonts": [streams.indirect(descendant)],
        "ToUnicode": _packed(_to_unicode(glyphs).encode("ascii"), {}),
    }
    return streams.indirect(font)


def _packed(data: bytes, entries: Mapping[str, object]) -> Stream:
    return Stream(zlib.compress(data), {**entries, "Filter": Name("FlateDecode")})


def _cut_down(face: Typeface, glyphs: Mapping[int, str]) -> bytes:
    """The font file with these glyphs only, which keep their numbers."""
    wish = hb.SubsetInput()
    wish.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wish.glyph_set.update(glyphs)
    wish.drop_table_tag_set.update(int.from_bytes(table.encode("ascii"), "big") for table in _UNUSED_TABLES)
    cut: Any = hb.subset(face.font.face, wish)
    return bytes(cut.blob.data)


def _tag(file: bytes) -> str:
    """Six capital letters that differ for different subsets, as PDF wants before a subset's name."""
    number = int.from_bytes(hashlib.sha256(file).digest()[:8], "big")
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _to_unicode(glyphs: Mapping[int, str]) -> str:
    pairs = [
        f"<{glyph:04x}> <{character.encode('utf-16-be').hex()}>"
        for glyph, character in sorted(glyphs.items())
        if character
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{mapped}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
