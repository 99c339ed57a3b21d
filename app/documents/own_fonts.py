# SPDX-License-Identifier: Apache-2.0
"""A centre's own typeface, from a file that anybody may have made: looked at before it is trusted with a name."""

import hashlib
import struct
import sys
from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import uharfbuzz as hb

from app.documents.fonts import Typeface, opened
from app.domain.refusals import BadInput
from app.translation import later

LARGEST_TYPEFACE: Final = 8 * 1024 * 1024
"""Bytes: more than one file of all Chinese signs."""

_TRUETYPE: Final = (b"\x00\x01\x00\x00", b"true")
_NEEDED: Final = frozenset({"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
_MOST_TABLES: Final = 64
_SUM_OF_A_FILE: Final = 0xB1B0AFBA
"""What the words of a whole TrueType file add up to: any turned bit is noticed."""

_SIGNS_TRIED: Final = 400
_LEAST_EM, _GREATEST_EM = 16, 16384
_NO_EMBEDDING, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
_MILLION: Final = 1024 * 1024


@lru_cache(maxsize=8)
def own_typeface(data: bytes) -> Typeface:
    """The typeface in this file. The same bytes give the same value.

    Raises BadInput for a file that is too large, damaged, not TrueType or variable, and for one whose maker does not
    let documents carry it. Within seconds and little memory, whatever the bytes are.
    """
    if len(data) > LARGEST_TYPEFACE:
        sentence = later("This typeface has more than {limit} MB. Choose a smaller file.")
        raise BadInput("typeface-too-large", sentence, limit=LARGEST_TYPEFACE // _MILLION)
    tables = _tables(data)
    if "fvar" in tables or not tables.keys() >= _NEEDED:
        raise _not_truetype()
    if _rights(tables) & (_NO_EMBEDDING | _NO_SUBSETTING | _BITMAPS_ONLY):
        sentence = later("The maker of this typeface does not allow documents to carry it. Choose another one.")
        raise BadInput("typeface-not-free", sentence)
    if not _LEAST_EM <= int.from_bytes(tables["head"][18:20], "big") <= _GREATEST_EM:
        raise _damaged()
    return _tried(data)


def is_typeface(data: bytes) -> bool:
    """Whether this begins as a TrueType file does."""
    return data[:4] in _TRUETYPE


def lacking(typeface: Typeface, text: str) -> str:
    """The signs of a text, each once and in order, that the typeface has not: they are set in ours."""
    return "".join(sign for sign in dict.fromkeys(text) if not sign.isspace() and not typeface.has(sign))


def _tables(data: bytes) -> Mapping[str, bytes]:
    """The tables of the file. Raises BadInput when one lies outside it or something is not as it was written."""
    if data[:4] not in _TRUETYPE:
        raise _not_truetype()
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        if not 0 < count <= _MOST_TABLES:
            raise _damaged()
        entries = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count)]
    except struct.error as error:
        raise _damaged() from error
    tables = {str(tag, "latin-1"): data[start : start + length] for tag, _, start, length in entries}
    is_whole = all(start + length <= len(data) for _, _, start, length in entries)
    if not is_whole or len(tables) != count or _sum(data) != _SUM_OF_A_FILE:
        raise _damaged()
    return tables


def _sum(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _rights(tables: Mapping[str, bytes]) -> int:
    return int.from_bytes(tables.get("OS/2", b"")[8:10], "big")


def _tried(data: bytes) -> Typeface:
    """The typeface after all that documents do with one has been done with it once."""
    try:
        face = hb.Face(hb.Blob(data))
        if not face.glyph_count or not face.unicodes:
            raise _damaged()
        typeface = opened(f"Own-{hashlib.sha256(data).hexdigest()[:12]}", face)
        for glyph in set(_glyphs(typeface)):
            typeface.font.get_glyph_extents(glyph)
        wish = hb.SubsetInput()
        wish.keep_everything()
        hb.subset(face, wish)
    except (hb.HarfBuzzError, RuntimeError, struct.error, ZeroDivisionError) as error:
        raise _damaged() from error
    return typeface


def _glyphs(typeface: Typeface) -> Iterator[int]:
    """The glyphs of some signs in a row. Raises RuntimeError where one is not in the file."""
    signs = sorted(typeface.font.face.unicodes)[:_SIGNS_TRIED]
    buffer = hb.Buffer()
    buffer.add_codepoints(signs)
    buffer.guess_segment_properties()
    hb.shape(typeface.font, buffer)
    for info in buffer.glyph_infos:
        if info.codepoint >= typeface.font.face.glyph_count:
            raise RuntimeError(info.codepoint)
        yield info.codepoint


def _not_truetype() -> BadInput:
    sentence = later("This is not a typeface that documents can carry. Choose a TrueType file (.ttf) of one weight.")
    return BadInput("typeface-unusable", sentence)


def _damaged() -> BadInput:
    return BadInput("typeface-damaged", later("This typeface is damaged. Fetch the file once more from where it came."))
