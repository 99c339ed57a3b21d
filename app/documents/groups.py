# SPDX-License-Identifier: Apache-2.0
"""Changing several elements of a template at once, and its sides. Measures are millimetres."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, Literal

from app.documents.editing import Spot, added, element_at, spots, with_all, with_elements
from app.documents.elements.kinds import Box, Element
from app.documents.parts import MOST_THINGS
from app.documents.snapping import on_page
from app.documents.template import PageLayout, Template
from app.domain.refusals import RuleBroken
from app.translation import later

ASIDE: Final = 5.0
"""How far beside its original a copy is put."""
MOST_SIDES: Final = 20
_FULL: Final = later("A template has at most {limit} sides.")
_CROWDED: Final = later("A side has at most {limit} elements.")
_LAST: Final = later("The last side of a template cannot be taken away.")

Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]
_PARTS: Final[dict[Edge, float]] = {"left": 0, "centre": 0.5, "right": 1, "top": 0, "middle": 0.5, "bottom": 1}
_ACROSS: Final = ("left", "centre", "right")


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; at least one."""
    known = tuple(boxes)
    left, top = min(box.x for box in known), min(box.y for box in known)
    right, bottom = max(box.x + box.width for box in known), max(box.y + box.height for box in known)
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def moved_together(template: Template, chosen: Collection[Spot], across: float, down: float) -> Template:
    """These elements so much further right and down, no further than what is on the page stays on it."""
    width, height = template.paper.millimetres
    boxes = [element_at(template, spot).box for spot in chosen]
    x = _within(across, [(box.x, box.width) for box in boxes], width)
    y = _within(down, [(box.y, box.height) for box in boxes], height)
    return _with_boxes(template, {spot: _shifted(element_at(template, spot).box, x, y) for spot in chosen})


def all_moved(template: Template, across: float, down: float) -> Template:
    """Everything on all pages so much further right and down, no further than what is on the page stays on it."""
    return moved_together(template, spots(template), across, down)


def aligned(template: Template, chosen: Collection[Spot], edge: Edge) -> Template:
    """These elements with one of their edges, or their middles, on one line: that of the box around them, or of the
    page where it is one element alone."""
    width, height = template.paper.millimetres
    boxes = {spot: element_at(template, spot).box for spot in chosen}
    whole = around(boxes.values()) if len(boxes) > 1 else Box(x=0, y=0, width=width, height=height)
    part = _PARTS[edge]

    def placed(box: Box) -> Box:
        if edge in _ACROSS:
            return replace(box, x=round(whole.x + (whole.width - box.width) * part, 3))
        return replace(box, y=round(whole.y + (whole.height - box.height) * part, 3))

    return _with_boxes(template, {spot: on_page(placed(box), (width, height)) for spot, box in boxes.items()})


def distributed(template: Template, chosen: Collection[Spot], axis: Axis) -> Template:
    """These elements with the same gap between each and the next; the first and the last stay. Fewer than three stay
    as they are."""
    if len(chosen) < 3:
        return template
    at, long = ("x", "width") if axis == "across" else ("y", "height")
    boxes = {spot: element_at(template, spot).box for spot in chosen}
    order = sorted(boxes, key=lambda spot: (getattr(boxes[spot], at), spot))
    whole = around(boxes.values())
    end = getattr(whole, at) + getattr(whole, long)
    last = order[-1]
    boxes[last] = replace(boxes[last], **{at: end - getattr(boxes[last], long)})
    gap = (getattr(whole, long) - sum(getattr(box, long) for box in boxes.values())) / (len(order) - 1)
    for before, spot in pairwise(order):
        start = getattr(boxes[before], at) + getattr(boxes[before], long) + gap
        boxes[spot] = replace(boxes[spot], **{at: start})
    paper = template.paper.millimetres
    return _with_boxes(template, {spot: on_page(box, paper) for spot, box in boxes.items()})


def removed_together(template: Template, chosen: Collection[Spot]) -> Template:
    """The template without these elements."""
    for page, layout in enumerate(template.pages):
        kept = tuple(one for n, one in enumerate(layout.elements) if Spot(page, n) not in chosen)
        template = with_elements(template, page, kept)
    return template


def pasted(template: Template, page: int, elements: Sequence[Element]) -> tuple[Template, tuple[Spot, ...]]:
    """The template with copies of these elements in front of a page, and their spots: where they stood, or a little
    beside what stands there already. Raises RuleBroken "too-many-elements"."""
    if len(template.pages[page].elements) + len(elements) > MOST_THINGS:
        raise RuleBroken("too-many-elements", _CROWDED, limit=MOST_THINGS)
    taken = {element.box for element in template.pages[page].elements}
    while any(element.box in taken for element in elements):
        elements = [replace(one, box=_shifted(one.box, ASIDE, ASIDE)) for one in elements]
    found = []
    for element in elements:
        template, spot = added(template, page, replace(element, name=_free_name(template, element.name)))
        found.append(spot)
    return template, tuple(found)


def within(template: Template, page: int, area: Box) -> tuple[Spot, ...]:
    """The elements that stand wholly in an area of a page."""
    right, bottom = area.x + area.width, area.y + area.height
    return tuple(
        Spot(page, number)
        for number, box in enumerate(element.box for element in template.pages[page].elements)
        if box.x >= area.x and box.y >= area.y and box.x + box.width <= right and box.y + box.height <= bottom
    )


def side_added(template: Template, after: int) -> Template:
    """The template with an empty side behind this one. Raises RuleBroken "too-many-sides"."""
    if len(template.pages) >= MOST_SIDES:
        raise RuleBroken("too-many-sides", _FULL, limit=MOST_SIDES)
    pages = (*template.pages[: after + 1], PageLayout(elements=()), *template.pages[after + 1 :])
    return replace(template, pages=pages)


def side_removed(template: Template, side: int) -> Template:
    """The template without this side and all that is on it. Raises RuleBroken "last-side"."""
    if len(template.pages) == 1:
        raise RuleBroken("last-side", _LAST)
    return replace(template, pages=(*template.pages[:side], *template.pages[side + 1 :]))


def _shifted(box: Box, across: float, down: float) -> Box:
    return replace(box, x=round(box.x + across, 3), y=round(box.y + down, 3))


def _within(by: float, spans: list[tuple[float, float]], limit: float) -> float:
    inside = [(start, length) for start, length in spans if start >= 0 and start + length <= limit]
    low = max((-start for start, _ in inside), default=by)
    high = min((limit - start - length for start, length in inside), default=by)
    return max(low, min(high, by))


def _free_name(template: Template, name: str) -> str:
    taken = {element.name for _, element in template.elements()}
    if name not in taken:
        return name
    return next(found for n in range(2, 10_000) if (found := f"{name[:50]}-{n}") not in taken) if name else ""


def _with_boxes(template: Template, boxes: dict[Spot, Box]) -> Template:
    numbered = iter(spots(template))

    def placed(element: Element) -> Element:
        box = boxes.get(next(numbered))
        return element if box is None else replace(element, box=box)

    return with_all(template, placed)
