# SPDX-License-Identifier: Apache-2.0
"""Lines, rectangles, microtext and woven ornaments."""

from app.documents.drawing import rgb
from app.documents.elements.kinds import Guilloche, Line, Microtext, Rect
from app.documents.elements.page import POINTS, Page
from app.documents.fonts import SANS
from app.documents.ornaments import Inks, band, frame, rosette, waves
from app.documents.runs import printable, shaped

_ROUND = 0.4477


def draw_line(page: Page, element: Line) -> None:
    """A straight line, broken around the diamond in its middle if it has one."""
    area, colour = page.area(element.box), page.colour(element.colour)
    ends = (area.left, area.top), (area.left + area.width, area.bottom)
    pieces = [ends]
    if element.diamond:
        middle = area.left + area.width / 2, area.top - area.height / 2
        pieces = [(ends[0], (middle[0] - 9, middle[1])), ((middle[0] + 9, middle[1]), ends[1])]
        page.drawing.draw(f"{rgb(colour)} rg {_diamond(middle, 4.5)} f")
    for (x, y), (to_x, to_y) in pieces:
        page.drawing.draw(f"{rgb(colour)} RG {element.weight:g} w {x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S")


def draw_rect(page: Page, element: Rect) -> None:
    """A rectangle with straight or round corners."""
    area = page.area(element.box)
    path = _rounded(area.left, area.bottom, area.width, area.height, element.radius * POINTS)
    if element.fill:
        page.drawing.draw(f"{rgb(page.colour(element.fill))} rg {path} f")
    if element.colour:
        page.drawing.draw(f"{rgb(page.colour(element.colour))} RG {element.weight:g} w {path} S")


def draw_microtext(page: Page, element: Microtext) -> None:
    """Facts over and over along the box, too small for a copier."""
    area = page.area(element.box)
    said = " ".join(filter(None, (page.fact(bind) for bind in element.binds)))
    if not said:
        return
    unit = shaped(printable(f"{said} · "), SANS)
    times = max(1, round(area.width / unit.ems / element.size))
    start = area.left, area.bottom
    page.drawing.repeated(unit, area.width / unit.ems / times, start, times, page.colour(element.colour))


def draw_guilloche(page: Page, element: Guilloche) -> None:
    """An ornament, kept once in the file."""
    area = page.area(element.box)
    inks = Inks(_lighter(page, element.main, element.strength), _lighter(page, element.accent, element.strength))
    width, height = round(area.width, 2), round(area.height, 2)
    if element.shape == "frame":
        content = frame(width, height, element.depth * POINTS, inks)
    elif element.shape == "band":
        content = band(width, height, inks)
    elif element.shape == "rosette":
        content = rosette(min(width, height), element.petals, inks)
    else:
        content = waves(width, height, inks)
    page.drawing.draw(f"q 1 0 0 1 {area.left:.2f} {area.bottom:.2f} cm")
    page.drawing.prepared(content, width, height)
    page.drawing.draw("Q")


def _lighter(page: Page, name: str, strength: float) -> str:
    return " ".join(f"{1 - (1 - part) * strength:.3f}" for part in page.colour(name))


def _diamond(middle: tuple[float, float], radius: float) -> str:
    x, y = middle
    corners = ((x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y))
    return " ".join(f"{a:.2f} {b:.2f} {'l' if n else 'm'}" for n, (a, b) in enumerate(corners)) + " h"


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
    right, top, near = x + width, y + height, radius * _ROUND
    return (
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l "
        f"{right - near:.2f} {y:.2f} {right:.2f} {y + near:.2f} {right:.2f} {y + radius:.2f} c "
        f"{right:.2f} {top - radius:.2f} l "
        f"{right:.2f} {top - near:.2f} {right - near:.2f} {top:.2f} {right - radius:.2f} {top:.2f} c "
        f"{x + radius:.2f} {top:.2f} l "
        f"{x + near:.2f} {top:.2f} {x:.2f} {top - near:.2f} {x:.2f} {top - radius:.2f} c "
        f"{x:.2f} {y + radius:.2f} l {x:.2f} {y + near:.2f} {x + near:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c h"
    )
