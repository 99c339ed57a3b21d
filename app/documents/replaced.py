# SPDX-License-Identifier: Apache-2.0
"""Texts that stand for drawings in a PDF (ActualText), as they were written."""

import ctypes
from collections.abc import Iterator
from typing import Final

import pypdfium2
from pypdfium2 import raw

_KEY: Final = b"ActualText"
_UTF_16: Final = b"\xfe\xff"


def texts_of_drawings(page: pypdfium2.PdfPage) -> Iterator[str]:
    """What the drawings on a page stand for, line by line in the order of the page.

    Text that is drawn as text is left out: the text layer has it already.
    """
    before = ""
    for drawing in page.get_objects([raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        text = next(filter(None, map(_text_of, _marks(drawing))), "")
        if text and text != before:
            yield text
        before = text


def _marks(drawing: pypdfium2.PdfObject) -> Iterator[object]:
    for number in range(max(0, raw.FPDFPageObj_CountMarks(drawing.raw))):
        yield raw.FPDFPageObj_GetMark(drawing.raw, number)


def _text_of(mark: object) -> str:
    """The ActualText of a mark in UTF-16, which is how we write it; otherwise nothing."""
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, None, 0, length):
        return ""
    bytes_of_it = (ctypes.c_ubyte * length.value)()
    raw.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, bytes_of_it, length.value, length)
    data = bytes(bytes_of_it)
    return data[2:].decode("utf-16-be", "replace") if data.startswith(_UTF_16) else ""
