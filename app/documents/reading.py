# SPDX-License-Identifier: Apache-2.0
"""Reading documents back: the codes and the text in a PDF, a scan or a photo that anybody may have made."""

import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pypdfium2
import zxingcpp
from PIL import Image

from app.documents.replaced import written_lines
from app.domain.refusals import BadInput
from app.translation import later

GREATEST_FILE: Final = 64 * 1024 * 1024
MAX_PAGES: Final = 20
_DPI: Final = 200
_MAX_PIXELS: Final = 60_000_000
_MAX_PAGE_PIXELS: Final = 16_000_000
_PICTURES: Final = ("PNG", "JPEG")


def codes_in(path: Path) -> list[str]:
    """The texts of the QR codes in a PDF (its first 20 pages), PNG or JPEG file, each once.

    Raises BadInput when the file cannot be read as one of these.
    """
    texts = [text for picture in _pictures(path) for text in _codes(picture)]
    return list(dict.fromkeys(texts))


def text_of(path: Path) -> str:
    """The text layer of a PDF (its first 20 pages), in NFC; empty for pictures. Raises BadInput as ``codes_in``."""
    if not is_pdf(path):
        return ""
    with opened(path) as pdf:
        texts = [_page_text(pdf[index]) for index in range(min(len(pdf), MAX_PAGES))]
    return unicodedata.normalize("NFC", "\n".join(texts))


def states(text: str, printed: str) -> bool:
    """Whether a text layer holds what should be printed, wherever its lines were broken."""
    return unbroken(printed) in unbroken(text)


def unbroken(text: str) -> str:
    """The text without the spaces and line ends that a page may put between its words, in NFC."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def says_nothing_else(whole: bytes, part: bytes) -> bool:
    """Whether each page of ``part`` says only what the same page of ``whole`` says, line by line."""
    with pypdfium2.PdfDocument(whole) as pdf, pypdfium2.PdfDocument(part) as other:
        pairs = [(_lines(pdf[at]), _lines(other[at])) for at in range(min(len(pdf), len(other)))]
        return len(pdf) == len(other) and all(said <= known for known, said in pairs)


def _lines(page: pypdfium2.PdfPage) -> frozenset[str]:
    return frozenset(written_lines(page)[0])


def _page_text(page: pypdfium2.PdfPage) -> str:
    """The lines as they were written; and where there is other text, what a reader of places makes of the page."""
    lines, is_other = written_lines(page)
    if is_other or not lines:
        lines.append(page.get_textpage().get_text_bounded())
    return "\n".join(lines)


def _pictures(path: Path) -> Iterator[Image.Image]:
    if not is_pdf(path):
        yield _picture(path)
        return
    with opened(path) as pdf:
        for index in range(min(len(pdf), MAX_PAGES)):
            page = pdf[index]
            width, height = page.get_size()
            scale = min(_DPI / 72, (_MAX_PAGE_PIXELS / max(1.0, width * height)) ** 0.5)
            yield page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _picture(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _grey(path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise _unreadable(path) from error


def _grey(path: Path) -> Image.Image:
    with Image.open(path, formats=_PICTURES) as picture:
        if picture.width * picture.height > _MAX_PIXELS:
            raise ValueError("too many pixels")
        return picture.convert("L")


def _codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [barcode.text for barcode in found]


def is_pdf(path: Path) -> bool:
    """Whether the file is a PDF. Raises BadInput where it cannot be read or is too large."""
    try:
        if path.stat().st_size > GREATEST_FILE:
            raise _unreadable(path)
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError as error:
        raise _unreadable(path) from error


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF to look into. Raises BadInput when it cannot be read as one."""
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            yield pdf
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> BadInput:
    return BadInput(
        "document-unreadable",
        later("{file} cannot be read. Choose a PDF, PNG or JPEG file of one certificate, at most 64 MB."),
        file=path.name,
    )
