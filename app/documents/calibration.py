# SPDX-License-Identifier: Apache-2.0
"""Pages on their way to a printer: gathered into one file, corrected for how it deviates; the page to measure it."""

import io
import re
from collections.abc import Callable, Sequence
from ctypes import byref
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from app.documents.drawing import GREY, INK
from app.documents.fitting import Room, fit
from app.documents.fonts import SANS, SANS_BOLD
from app.documents.runs import shaped
from app.documents.sheet import Sheet
from app.documents.words import words
from app.domain.calibration import EDGE, Calibration
from app.domain.refusals import BadInput
from app.translation import later

Deviates = Callable[[float, float], Calibration | None]
"""How a printer deviates with a page of this width and height in points, if it was measured."""
POINTS: Final = 72 / 25.4
"""Points in a millimetre."""
A4: Final = (210.0, 297.0)
_DATE: Final = re.compile(rb"/CreationDate\(D:\d{14}")
_NO_DATE: Final = b"/CreationDate(D:20000101000000"
_NAME: Final = re.compile(rb"/ID\[<[0-9A-F]*><[0-9A-F]*>\]")
"""What the library writes anew each time; replaced by as many bytes, so that all places stay right."""

TEST_PAGE: Final = later("Test page: {printer}")
MEASURE: Final = later(
    "Measure in millimetres: from the left edge of the paper to A; from the top edge to A; from the top edge to B; "
    "from A to B; from A to C. Type the five numbers."
)


def gathered(parts: Sequence[tuple[bytes, Sequence[int]]], deviates: Deviates = lambda width, height: None) -> bytes:
    """These pages (counted from 0) of these files as one file, in this order, so that a printer that deviates so puts
    everything where it belongs. The same pages always give the same bytes; what is drawn stays drawn.

    Raises BadInput "no-such-page".
    """
    try:
        with pypdfium2.PdfDocument.new() as made:
            for pdf, pages in parts:
                with pypdfium2.PdfDocument(pdf) as source:
                    made.import_pages(source, list(pages))
            for number in range(len(made)):
                found = deviates(*made.get_page_size(number))
                if found is not None:
                    _correct(made[number], found)
            content = io.BytesIO()
            made.save(content)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise BadInput("no-such-page", later("This page cannot be shown.")) from error
    return _NAME.sub(_constant, _DATE.sub(_NO_DATE, content.getvalue()))


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points. Raises BadInput "no-such-page"."""
    try:
        with pypdfium2.PdfDocument(pdf) as source:
            return tuple(source.get_page_size(number) for number in range(len(source)))
    except pypdfium2.PdfiumError as error:
        raise BadInput("no-such-page", later("This page cannot be shown.")) from error


def draw_test_page(printer: str, language: str, *, lying: bool = False) -> bytes:
    """A page with a ruler along two edges and five crosses, A to D at the corners and E in the middle, to be printed
    without any correction and measured."""
    across, down = A4[::-1] if lying else A4
    say = words(language)
    sheet = Sheet(say(TEST_PAGE).format(printer=printer), "Guildmark", language)
    sheet.begin_page(across * POINTS, down * POINTS)
    corners = ((EDGE, EDGE), (across - EDGE, EDGE), (EDGE, down - EDGE), (across - EDGE, down - EDGE))
    for name, (x, y) in zip("ABCDE", (*corners, (across / 2, down / 2)), strict=True):
        _cross(sheet, name, x, down - y)
    _ruler(sheet, across, down)
    middle, room = across / 2 * POINTS, Room((across - 90) * POINTS, 13, 8, 3)
    sheet.block(fit(say(TEST_PAGE).format(printer=printer), SANS_BOLD, room), middle, (down - 45) * POINTS, 1.4, INK,
                "centre")  # fmt: skip
    told = fit(say(MEASURE), SANS, Room((across - 90) * POINTS, 10, 7, 6))
    sheet.block(told, middle, (down - 65) * POINTS, 1.5, INK, "centre")
    sheet.end_page()
    return sheet.finished()


def _constant(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"[0-9A-F](?=[0-9A-F]*>)", b"0", found[0])


def _correct(page: pypdfium2.PdfPage, deviation: Calibration) -> None:
    """Move all that is on the page: millimetres from the top become points from the bottom."""
    width, height = page.get_size()
    a, b, c, d, e, f = deviation.correction()
    points = (a, -b, -c, d, c * height + e * POINTS, height - d * height - f * POINTS)
    everything = pdfium.FS_RECTF(-width, 2 * height, 2 * width, -height)
    if not pdfium.FPDFPage_TransFormWithClip(page.raw, byref(pdfium.FS_MATRIX(*points)), byref(everything)):
        raise ValueError("the page cannot be moved")


def _cross(sheet: Sheet, name: str, x: float, y: float) -> None:
    size = 8 * POINTS
    x, y = x * POINTS, y * POINTS
    sheet.draw(f"0 G 0.35 w {x - size:.3f} {y:.3f} m {x + size:.3f} {y:.3f} l S")
    sheet.draw(f"{x:.3f} {y - size:.3f} m {x:.3f} {y + size:.3f} l S")
    sheet.line(shaped(name, SANS_BOLD), 12, x + 3 * POINTS, y + 3 * POINTS, INK)


def _ruler(sheet: Sheet, across: float, down: float) -> None:
    """Millimetres along the top and the left, as far as a printer reaches."""
    for length, at in ((across, _along_the_top), (down, _along_the_left)):
        for mark in range(int(EDGE) + 10, int(length - EDGE) - 9):
            long = 4.0 if mark % 10 == 0 else 2.8 if mark % 5 == 0 else 1.8
            at(sheet, down, mark, long)


def _along_the_top(sheet: Sheet, down: float, mark: int, long: float) -> None:
    x, y = mark * POINTS, (down - 8) * POINTS
    sheet.draw(f"0 G 0.2 w {x:.3f} {y:.3f} m {x:.3f} {y - long * POINTS:.3f} l S")
    if mark % 10 == 0:
        sheet.line(shaped(str(mark), SANS), 6, x, y - 7 * POINTS, GREY, "centre")


def _along_the_left(sheet: Sheet, down: float, mark: int, long: float) -> None:
    x, y = 8 * POINTS, (down - mark) * POINTS
    sheet.draw(f"0 G 0.2 w {x:.3f} {y:.3f} m {x + long * POINTS:.3f} {y:.3f} l S")
    if mark % 10 == 0:
        sheet.line(shaped(str(mark), SANS), 6, x + 5 * POINTS, y - 2, GREY)
