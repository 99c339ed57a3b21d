# SPDX-License-Identifier: Apache-2.0
"""Changing a template: each operation takes a template and gives another. Measures are millimetres."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from app.documents.elements.kinds import KINDS, Box, Element, Field, Line
from app.documents.parts import read_part
from app.documents.settable import Path, with_value
from app.documents.snapping import Lines, Moving, Snapped, lines_of, on_page, snapped
from app.documents.template import KINDS_BY_CLASS, OwnTypeface, Template

_LARGE_PART: Final = 0.85
"""An element that takes more of both sides of the page than this is a frame: it counts as behind everything."""
_USUAL_SIZES: Final = {
    "table": (0.8, 0.3),
    "image": (0.15, 0.15),
    "signature": (0.25, 0.15),
    "seal": (0.18, 0.18),
    "qr": (0.18, 0.18),
    "barcode": (0.3, 0.06),
    "line": (0.4, 0.0),
    "rect": (0.4, 0.2),
    "microtext": (0.5, 0.01),
    "guilloche": (0.4, 0.4),
}
_NAMES_AND_TITLES: Final = frozenset(
    ("learner.name", "learner.latin_name", "qualification.title", "qualification.title_2")
)
_SQUARE: Final = ("image", "seal", "qr", "guilloche")
_NEEDED: Final[dict[str, dict[str, Any]]] = {
    "text": {"text": {"en": "…"}, "size": 12, "align": "centre", "valign": "middle"},
    "field": {"bind": "learner.name", "size": 14, "align": "centre", "valign": "middle"},
    "image": {"bind": "centre.logo"},
    "rect": {"colour": "main"},
    "guilloche": {"shape": "rosette", "strength": 0.3},
}


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Which element: the number of its page in the template, and its own there."""

    page: int
    number: int

    @property
    def place(self) -> str:
        """The same as a place in the file."""
        return f"/pages/{self.page}/elements/{self.number}"


def spots(template: Template) -> tuple[Spot, ...]:
    """All elements in the order of drawing."""
    counts = enumerate(len(layout.elements) for layout in template.pages)
    return tuple(Spot(page, number) for page, count in counts for number in range(count))


def element_at(template: Template, spot: Spot) -> Element:
    """The element at a spot."""
    return template.pages[spot.page].elements[spot.number]


def placed(template: Template, spot: Spot, box: Box) -> Template:
    """The element in this box, moved onto the page where it is not."""
    element = element_at(template, spot)
    return _with_element(template, spot, replace(element, box=on_page(box, template.paper.millimetres)))


def moved(template: Template, spot: Spot, across: float, down: float) -> Template:
    """The element so much further right and down, as far as the page goes."""
    box = element_at(template, spot).box
    return placed(template, spot, replace(box, x=round(box.x + across, 3), y=round(box.y + down, 3)))


def resized(template: Template, spot: Spot, wider: float, higher: float) -> Template:
    """The element so much wider and higher, its upper left corner where it was, as far as the page goes."""
    box = element_at(template, spot).box
    pulled: tuple[Moving, Moving] = ("end" if wider else "none", "end" if higher else "none")
    wished = replace(box, width=box.width + wider, height=box.height + higher)
    return placed(template, spot, snapped(wished, pulled, template.paper.millimetres, Lines(), 0, 0).box)


def snapped_at(
    template: Template, chosen: Collection[Spot], page: int, wished: Box, moving: tuple[Moving, Moving]
) -> Snapped:
    """Where what is chosen on a page comes to stand that somebody moves or pulls to ``wished``, the box around it."""
    elements = template.pages[page].elements
    others = (one.box for number, one in enumerate(elements) if Spot(page, number) not in chosen)
    paper = template.paper.millimetres
    return snapped(wished, moving, paper, lines_of(paper, others))


def added(template: Template, page: int, element: Element) -> tuple[Template, Spot]:
    """The template with one more element in front of all others of that page, and its spot."""
    element = replace(element, box=on_page(element.box, template.paper.millimetres))
    elements = (*template.pages[page].elements, element)
    return with_elements(template, page, elements), Spot(page, len(elements) - 1)


def removed(template: Template, spot: Spot) -> Template:
    """The template without an element."""
    elements = template.pages[spot.page].elements
    return with_elements(template, spot.page, (*elements[: spot.number], *elements[spot.number + 1 :]))


def reordered(template: Template, spot: Spot, by: int) -> tuple[Template, Spot]:
    """The element so many places further to the front (or the back, where below 0), and its new spot."""
    elements = list(template.pages[spot.page].elements)
    target = max(0, min(len(elements) - 1, spot.number + by))
    elements.insert(target, elements.pop(spot.number))
    return with_elements(template, spot.page, tuple(elements)), Spot(spot.page, target)


def with_property(template: Template, spot: Spot, path: Path, value: Any) -> Template:
    """The element with a property set; it stays on the page. Raises BadInput where it cannot hold the value."""
    element = with_value(element_at(template, spot), path, value)
    changed = _with_element(template, spot, element)
    return placed(changed, spot, element.box) if path[0] == "box" else changed


def with_page_property(template: Template, path: Path, value: Any) -> Template:
    """The template with a property of its own set. What a smaller sheet has no room for is moved onto it.

    Raises BadInput where it cannot hold the value.
    """
    changed = with_value(template, path, value)
    if changed.paper == template.paper:
        return changed
    paper = changed.paper.millimetres
    return with_all(changed, lambda element: replace(element, box=on_page(element.box, paper)))


def with_typeface(template: Template, own: OwnTypeface | None) -> Template:
    """The template with a typeface of its own, for names and titles to begin with; or with none, everything in ours."""
    is_first = template.typeface is None

    def dressed(element: Element) -> Element:
        setting = getattr(element, "setting", None)
        if setting is None:
            return element
        if own is None:
            family = template.typeface.beside if template.typeface else "serif"
            return with_value(element, ("setting", "family"), family) if setting.family == "own" else element
        is_meant = is_first and isinstance(element, Field) and element.bind in _NAMES_AND_TITLES
        return with_value(element, ("setting", "family"), "own") if is_meant else element

    return with_all(replace(template, typeface=own), dressed)


def with_files(template: Template, names: dict[str, str]) -> Template:
    """The template with other names for its files, those that are not named as they were."""

    def renamed(element: Element) -> Element:
        file = getattr(element, "file", "")
        return with_value(element, ("file",), names.get(file, file)) if file else element

    pages = tuple(
        replace(layout, background=replace(layout.background, file=names.get(layout.background.file, "")))
        if layout.background and layout.background.file in names
        else layout
        for layout in template.pages
    )
    own = template.typeface
    typeface = replace(own, file=names.get(own.file, own.file)) if own else None
    return with_all(replace(template, pages=pages, typeface=typeface), renamed)


def element_under(template: Template, page: int, x: float, y: float, slack: float = 1.0) -> Spot | None:
    """The element that somebody means who points there: the smallest of those that are there, the foremost of
    equal ones; a frame around the whole page only where there is nothing else."""
    width, height = template.paper.millimetres
    found = [
        (number, element.box)
        for number, element in enumerate(template.pages[page].elements)
        if _holds(element, x, y, slack)
    ]
    near = [one for one in found if not _is_large(one[1], width, height)]
    best = min(near or found, key=lambda one: (one[1].width * one[1].height, -one[0]), default=None)
    return None if best is None else Spot(page, best[0])


def is_frame(template: Template, spot: Spot) -> bool:
    """Whether an element goes around most of its page, so that others stand within it."""
    return _is_large(element_at(template, spot).box, *template.paper.millimetres)


def new_element(kind: str, template: Template, rows: str = "") -> Element:
    """An element of this kind in the middle of the page, with what it cannot be without."""
    width, height = template.paper.millimetres
    across, down = _USUAL_SIZES.get(kind, (0.5, 0.06))
    box = Box(x=0, y=0, width=round(width * across, 1), height=0.0 if kind == "line" else round(height * down, 1))
    if kind in _SQUARE:
        side = round(min(width, height) * across, 1)
        box = replace(box, width=side, height=side)
    box = replace(box, x=round((width - box.width) / 2, 1), y=round((height - box.height) / 2, 1))
    made = {"type": kind, "x": box.x, "y": box.y, "width": box.width, "height": box.height, **_NEEDED.get(kind, {})}
    if kind == "table":
        made |= {"rows": rows, "columns": [{"bind": "row.number", "width": 10}]}
    element: Element = read_part(KINDS[kind], made, "", frozenset({"type"}))
    return element


def kind_of(element: Element) -> str:
    """The word that a template file has for the kind of an element."""
    return KINDS_BY_CLASS[type(element)]


def _is_large(box: Box, width: float, height: float) -> bool:
    return box.width >= _LARGE_PART * width and box.height >= _LARGE_PART * height


def _holds(element: Element, x: float, y: float, slack: float) -> bool:
    box = element.box
    wide = max(slack, 2.0) if isinstance(element, Line) else slack
    return box.x - wide <= x <= box.x + box.width + wide and box.y - wide <= y <= box.y + box.height + wide


def _with_element(template: Template, spot: Spot, element: Element) -> Template:
    elements = template.pages[spot.page].elements
    return with_elements(template, spot.page, (*elements[: spot.number], element, *elements[spot.number + 1 :]))


def with_elements(template: Template, page: int, elements: tuple[Element, ...]) -> Template:
    """The template with these elements on a page."""
    layout = replace(template.pages[page], elements=elements)
    return replace(template, pages=(*template.pages[:page], layout, *template.pages[page + 1 :]))


def with_all(template: Template, change: Callable[[Element], Element]) -> Template:
    """The template with each of its elements changed."""
    pages = (replace(layout, elements=tuple(change(one) for one in layout.elements)) for layout in template.pages)
    return replace(template, pages=tuple(pages))
