# SPDX-License-Identifier: Apache-2.0
"""The lines of a page as they were written (ActualText), each by itself and in the order in which it was drawn."""

import ctypes
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

_KEY: Final = b"ActualText"
_UTF_16: Final = b"\xfe\xff"
_DECORATION: Final = "Artifact"


def written_lines(page: pypdfium2.PdfPage) -> tuple[list[str], bool]:
    """The lines, and whether there is other text on the page, which nobody wrote as a line."""
    lines: list[str] = []
    is_other = False
    before = 0
    for drawing in page.get_objects([raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        line = line_of(drawing)
        if line is None:
            is_other |= drawing.type == raw.FPDF_PAGEOBJ_TEXT and not any(map(_is_decoration, _marks(drawing)))
            continue
        here, text = line
        if text and here != before:
            lines.append(text)
        before = here
    return lines, is_other


def line_of(drawing: pypdfium2.PdfObject) -> tuple[int, str] | None:
    """The line that something drawn belongs to: what is the same for all its parts, and its text; None for none."""
    for mark in _marks(drawing):
        text = _text_of(mark)
        if text is not None:
            return _address(mark), text
    return None


def _address(mark: Any) -> int:
    """Where a mark is in memory: all that was written as one line has the same."""
    return ctypes.cast(mark, ctypes.c_void_p).value or 0


def _marks(drawing: pypdfium2.PdfObject) -> Iterator[object]:
    for number in range(max(0, raw.FPDFPageObj_CountMarks(drawing.raw))):
        yield raw.FPDFPageObj_GetMark(drawing.raw, number)


def _text_of(mark: object) -> str | None:
    """The ActualText of a mark in UTF-16, which is how we write it; None where it has none."""
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, None, 0, length):
        return None
    bytes_of_it = (ctypes.c_ubyte * length.value)()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, bytes_of_it, length.value, length)
    data = bytes(bytes_of_it)
    return data[2:].decode("utf-16-be", "replace") if data.startswith(_UTF_16) else None


def _is_decoration(mark: object) -> bool:
    length = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * 16)()
    raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace") == _DECORATION
