# SPDX-License-Identifier: Apache-2.0
"""A page lands where it belongs on a printer that deviates: measured in pixels, with the printer simulated."""

from io import BytesIO
from math import cos, radians, sin
from shutil import which
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.documents.calibration import A4, POINTS, draw_test_page, gathered, page_sizes
from app.documents.issue import render, render_merged
from app.documents.preview import page_count, page_image
from app.domain.calibration import EDGE, Calibration, Measured, calibration
from app.domain.refusals import BadInput
from tests.documents.builders_documents import document_of, record_of

DPI = 100.0
MM = DPI / 25.4

CROOKED = Calibration(dx=3.0, dy=-2.0, scale_x=1.01, scale_y=0.995, turn=0.6)
deviations = st.builds(
    Calibration, st.floats(-8, 8), st.floats(-8, 8), st.floats(0.98, 1.02), st.floats(0.98, 1.02), st.floats(-1, 1)
)


def corrected(pdf: bytes, deviation: Calibration) -> bytes:
    return gathered([(pdf, range(page_count(pdf)))], lambda width, height: deviation)


def pixels(pdf: bytes, page: int = 0) -> Image.Image:
    shown = page_image(pdf, page, DPI)
    picture = Image.frombuffer("RGBA", (shown.width, shown.height), shown.bgra, "raw", "BGRA", 0, 1)
    return picture.convert("L")


def on_paper(pdf: bytes, deviation: Calibration) -> Image.Image:
    """The page as a printer puts it on paper that deviates so: moved, stretched and turned around the corner."""
    picture = pixels(pdf)
    a, b, c, d, e, f = deviation.correction()  # from paper back to page, which is what the library wants
    return picture.transform(
        picture.size, Image.Transform.AFFINE, (a, c, e * MM, b, d, f * MM), Image.Resampling.BICUBIC, fillcolor=255
    )


def crossing(picture: Image.Image, x: float, y: float) -> tuple[float, float]:
    """Where, in mm, the darkest column and the darkest row near a place cross."""
    left, top, size = round((x - 7) * MM), round((y - 7) * MM), round(14 * MM)
    part = picture.crop((left, top, left + size, top + size))
    ink = [255 - one for one in part.tobytes()]
    columns = [sum(ink[at::size]) for at in range(size)]
    lines = [sum(ink[at * size : (at + 1) * size]) for at in range(size)]
    return tuple((start + _centre(sums) + 0.5) / MM for start, sums in ((left, columns), (top, lines)))  # type: ignore[return-value]  # two numbers


def _centre(sums: list[int]) -> float:
    peak = max(range(len(sums)), key=sums.__getitem__)
    near = range(max(0, peak - 1), min(len(sums), peak + 2))
    return sum(at * sums[at] for at in near) / sum(sums[at] for at in near)


def far(deviation: Calibration, x: float, y: float) -> tuple[float, float]:
    """Where this printer puts a place of the page."""
    across, along = cos(radians(deviation.turn)), sin(radians(deviation.turn))
    x, y = x * deviation.scale_x, y * deviation.scale_y
    return deviation.dx + across * x - along * y, deviation.dy + along * x + across * y


def measured(deviation: Calibration, width: float, height: float) -> Measured:
    """What a careful person reads off the test page of such a printer."""
    a, b = far(deviation, EDGE, EDGE), far(deviation, width - EDGE, EDGE)
    return Measured(*a, b[1], deviation.scale_x * (width - 2 * EDGE), deviation.scale_y * (height - 2 * EDGE))


@given(deviations)
def test_five_measured_numbers_tell_how_a_printer_deviates(deviation: Calibration) -> None:
    found = calibration(measured(deviation, *A4), *A4)
    for name in ("dx", "dy", "scale_x", "scale_y", "turn"):
        assert getattr(found, name) == pytest.approx(getattr(deviation, name), abs=0.002)


@given(deviations, st.floats(0, 210), st.floats(0, 297))
def test_the_correction_takes_back_what_the_printer_does(deviation: Calibration, x: float, y: float) -> None:
    a, b, c, d, e, f = deviation.correction()
    moved = (a * x + c * y + e, b * x + d * y + f)
    assert far(deviation, *moved) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("lying", [False, True])
def test_the_crosses_lie_where_the_test_page_says(lying: bool) -> None:
    pdf = draw_test_page("SAMPLE printer", "km", lying=lying)
    across, down = A4[::-1] if lying else A4
    assert page_sizes(pdf)[0] == pytest.approx((across * POINTS, down * POINTS), abs=0.01)
    for x, y in ((EDGE, EDGE), (across - EDGE, EDGE), (EDGE, down - EDGE), (across / 2, down / 2)):
        assert crossing(pixels(pdf), x, y) == pytest.approx((x, y), abs=0.2)


@pytest.mark.parametrize("lying", [False, True])
def test_after_calibration_everything_is_in_its_place_on_paper(lying: bool) -> None:
    pdf = draw_test_page("SAMPLE printer", "en", lying=lying)
    across, down = A4[::-1] if lying else A4
    crosses = ((EDGE, EDGE), (across - EDGE, EDGE), (EDGE, down - EDGE), (across - EDGE, down - EDGE))
    crooked = on_paper(pdf, CROOKED)
    assert crossing(crooked, *far(CROOKED, EDGE, EDGE)) == pytest.approx(far(CROOKED, EDGE, EDGE), abs=0.3)
    straight = on_paper(corrected(pdf, CROOKED), CROOKED)
    for x, y in crosses:
        assert crossing(straight, x, y) == pytest.approx((x, y), abs=0.3)


@settings(max_examples=5)
@given(st.floats(-6, 6), st.floats(-6, 6))
def test_a_shift_is_measured_on_the_raster(dx: float, dy: float) -> None:
    pdf = corrected(draw_test_page("SAMPLE printer", "en"), Calibration(dx, dy))
    assert crossing(pixels(pdf), EDGE - dx, EDGE - dy) == pytest.approx((EDGE - dx, EDGE - dy), abs=0.2)


def test_pages_are_gathered_in_order_and_look_as_they_did() -> None:
    first, second = render_merged([document_of(), record_of(3)]), render(document_of())
    made = gathered([(first, (1,)), (second, (0,)), (first, (0,))])
    assert page_count(made) == 3
    for page, (pdf, source) in enumerate(((first, 1), (second, 0), (first, 0))):
        assert ImageChops.difference(pixels(made, page), pixels(pdf, source)).getbbox() is None


def test_the_same_pages_give_the_same_bytes_without_pictures_of_them() -> None:
    pdf = render(document_of())
    made = corrected(pdf, CROOKED)
    assert made == corrected(pdf, CROOKED)
    assert made != gathered([(pdf, (0,))])
    assert made.count(b"/Subtype/Image") == pdf.count(b"/Subtype /Image") == 0


@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_a_moved_page_still_says_the_same_words() -> None:
    pdf = render(document_of())
    texts = [
        run(["pdftotext", "-raw", "-", "-"], input=one, capture_output=True, check=True).stdout.decode()
        for one in (pdf, corrected(pdf, Calibration(2, 2)))
    ]
    assert texts[0].split() == texts[1].split() != []


@pytest.mark.parametrize(
    "numbers", [(0, 0, 0, 0, 0), (20, 20, 20, 17, 25.7), (20, 20, 60, 170, 257), (90, 20, 20, 170, 257)]
)
def test_numbers_that_cannot_be_are_refused(numbers: tuple[float, ...]) -> None:
    with pytest.raises(BadInput, match="Measure again"):
        calibration(Measured(*numbers), *A4)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput):
        gathered([(render(document_of()), (5,))])
    with pytest.raises(BadInput):
        page_sizes(BytesIO(b"no pdf").read())
