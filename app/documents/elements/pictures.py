# SPDX-License-Identifier: Apache-2.0
"""Pictures, seals, codes to scan."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.documents.bars import code_128
from app.documents.drawing import rgb
from app.documents.elements.kinds import Barcode, Image, Qr, Seal, Setting
from app.documents.elements.page import ACROSS, DOWN, Area, Page, height_of
from app.documents.pictures import prepared
from app.documents.qr_code import MIN_MODULE, QUIET_MODULES, qr_code

_WIDEST_MODULE: Final = 2.0
_ROUND: Final = 0.5523
"""Where the handles of a cubic curve lie that is a quarter of a circle."""


def draw_image(page: Page, element: Image) -> None:
    """A picture of the document or of the template; nothing where there is none."""
    data = page.data.images.get(element.file or element.bind)
    area = page.area(element.box)
    if not data:
        return
    if element.fill:
        _draw_filling(page, data, area)
    else:
        draw_picture(page, data, area, (ACROSS[element.align], DOWN[element.valign]))
    if element.frame:
        page.drawing.draw(
            f"{rgb(page.colour(element.frame))} RG 0.5 w {area.left:.2f} {area.bottom:.2f} "
            f"{area.width:.2f} {area.height:.2f} re S"
        )


def draw_picture(page: Page, data: bytes, area: Area, place: tuple[float, float]) -> None:
    """A whole picture as large as the area lets it, at this place of the free room (across, down)."""
    picture = prepared(data)
    scale = min(area.width / picture.width, area.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left = area.left + (area.width - width) * place[0]
    bottom = area.top - (area.height - height) * place[1] - height
    page.drawing.stream(picture.stream, (width, 0, 0, height, left, bottom))


def draw_seal(page: Page, element: Seal) -> None:
    """The picture of the seal, or a ring that says where it goes."""
    area = page.area(element.box)
    data = page.data.images.get(element.bind)
    if data:
        draw_picture(page, data, area, (0.5, 0.5))
        return
    radius = min(area.width, area.height) / 2
    middle = area.left + area.width / 2, area.top - area.height / 2
    page.drawing.draw(f"q {rgb(page.colour(element.colour))} RG 0.7 w [2 2] 0 d {circle(middle, radius)} S Q")
    said = page.both(element.wording)
    if said:
        setting = Setting(size=7.5, min_size=4, align="centre", valign="middle", colour=element.colour, max_lines=2)
        page.set(page.fitted(said, setting, radius * 1.6, area.height), setting, area)


def draw_qr(page: Page, element: Qr) -> None:
    """The code with its quiet zone. One that needs more room than its box grows away from the nearer edges."""
    if not page.data.qr_text:
        return
    code = qr_code(page.data.qr_text)
    area = page.area(element.box)
    said = page.in_turn(element.caption) if element.caption else []
    lines = [page.fitted(one, element.setting, area.width, area.height) for one in said]
    beneath = sum(height_of(one, element.setting) for one in lines)
    whole_modules = code.modules + 2 * QUIET_MODULES
    module = min(max(MIN_MODULE, min(area.width, area.height - beneath) / whole_modules), _WIDEST_MODULE)
    whole, quiet = whole_modules * module, QUIET_MODULES * module
    left, bottom = _corner(page, area, whole, beneath)
    page.drawing.draw(f"q 1 g {left:.2f} {bottom:.2f} {whole:.2f} {whole:.2f} re f Q")
    page.drawing.dots(code.rows, code.modules, code.modules * module, left + quiet, bottom + quiet)
    place = Area(left + (whole - area.width) / 2, bottom + 1, area.width, beneath)
    for one in lines:
        page.set(one, replace(element.setting, valign="top"), place)
        place = place.lowered(height_of(one, element.setting))


def _corner(page: Page, area: Area, whole: float, beneath: float) -> tuple[float, float]:
    """The lower left corner of a code of this size, which keeps to the nearer edges of the page."""
    width, height = page.template.paper.points
    is_left = area.left + area.width / 2 < width / 2
    is_low = area.top - area.height / 2 < height / 2
    free_across, free_down = area.width - whole, area.height - beneath - whole
    across = free_across / 2 if free_across > 0 else (0.0 if is_left else free_across)
    down = free_down / 2 if free_down > 0 else (0.0 if is_low else free_down)
    return area.left + across, area.bottom + beneath + down


def draw_barcode(page: Page, element: Barcode) -> None:
    """A fact as bars over the whole box."""
    text = page.facts.get(element.bind, "")
    if not text:
        return
    code = code_128(text)
    area = page.area(element.box)
    bars = "\n".join(f"{left} 0 {width} 1 re" for left, width in code.bars)
    page.drawing.draw(
        f"q 0 g {area.width / code.modules:.4f} 0 0 {area.height:.3f} {area.left:.2f} {area.bottom:.2f} cm\n{bars}\nf Q"
    )


def _draw_filling(page: Page, data: bytes, area: Area) -> None:
    """A picture over the whole area, its middle where it is of another shape."""
    picture = prepared(data)
    scale = max(area.width / picture.width, area.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = area.left - (width - area.width) / 2, area.bottom - (height - area.height) / 2
    page.drawing.draw(f"q {area.left:.2f} {area.bottom:.2f} {area.width:.2f} {area.height:.2f} re W n")
    page.drawing.stream(picture.stream, (width, 0, 0, height, left, bottom))
    page.drawing.draw("Q")


def circle(middle: tuple[float, float], radius: float) -> str:
    """A closed circle as four curves."""
    x, y = middle
    turns = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    parts = [f"{x + radius:.2f} {y:.2f} m"]
    for (x1, y1), (x2, y2) in pairwise(turns):
        points = (
            (x1 + x2 * _ROUND, y1 + y2 * _ROUND),
            (x2 + x1 * _ROUND, y2 + y1 * _ROUND),
            (x2, y2),
        )
        parts.append(" ".join(f"{x + a * radius:.2f} {y + b * radius:.2f}" for a, b in points) + " c")
    return " ".join((*parts, "h"))
