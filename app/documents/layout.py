# SPDX-License-Identifier: Apache-2.0
"""A document laid out: which pages it has, and what stands on each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from app.documents.data import DocumentData
from app.documents.drawing import Drawing
from app.documents.elements import kinds, pictures, shapes, tables, texts
from app.documents.elements.page import Page, own_typefaces
from app.documents.fonts import Typeface
from app.documents.template import PageLayout, Template

_DRAWN: Final[Mapping[type, Callable[[Page, Any], None]]] = {
    kinds.Text: texts.draw_text,
    kinds.Field: texts.draw_field,
    kinds.Signature: texts.draw_signature,
    kinds.Image: pictures.draw_image,
    kinds.Seal: pictures.draw_seal,
    kinds.Qr: pictures.draw_qr,
    kinds.Barcode: pictures.draw_barcode,
    kinds.Line: shapes.draw_line,
    kinds.Rect: shapes.draw_rect,
    kinds.Microtext: shapes.draw_microtext,
    kinds.Guilloche: shapes.draw_guilloche,
}
_SAME_FOR_ALL: Final = (kinds.Line, kinds.Rect, kinds.Guilloche)


@dataclass(frozen=True, slots=True)
class Side:
    """One page to draw: its layout, what it knows, and the part of each table that stands on it."""

    layout: PageLayout
    page: Page
    number: int
    count: int
    flows: Mapping[int, tables.Flow]

    def shows(self, element: kinds.Element) -> bool:
        """Whether the element stands on this page of the layout."""
        is_first, is_last = self.number == 0, self.number == self.count - 1
        on = {"all": True, "first": is_first, "later": not is_first, "last": is_last, "not-last": not is_last}
        return on[element.on] and self.page.shows(element.when)


def sides(template: Template, data: DocumentData) -> list[Side]:
    """The pages of a document in order. Raises RuleBroken when a text in a table cannot be printed whole."""
    facts = _facts(data)
    own = own_typefaces(template, data.images)
    page = Page(template, data, facts, own)
    flowing = [_flows(page, layout) for layout in template.pages]
    counts = [max((len(found.pages) for found in flows.values()), default=1) for flows in flowing]
    found: list[Side] = []
    for layout, flows, count in zip(template.pages, flowing, counts, strict=True):
        for number in range(count):
            at = {"page.number": str(len(found) + 1), "page.count": str(sum(counts))}
            found.append(Side(layout, Page(template, data, facts | at, own), number, count, flows))
    return found


def _facts(data: DocumentData) -> dict[str, str]:
    """The facts, without a name in Latin letters that is the name itself."""
    facts = dict(data.facts)
    if facts.get("learner.latin_name") == facts.get("learner.name"):
        facts.pop("learner.latin_name", None)
    return facts


def draw(side: Side, is_on_stationery: bool) -> Drawing:
    """What stands on a page, in the order of the template. Raises RuleBroken when a text cannot be printed whole."""
    page = side.page
    shown = (
        (number, element)
        for number, element in enumerate(side.layout.elements)
        if side.shows(element) and not (is_on_stationery and element.preprinted)
    )
    for is_still, group in groupby(shown, key=lambda one: _is_still(one[1])):
        numbered = list(group)
        if is_still:
            page.drawing.add(
                _still(page.template, tuple(one for _, one in numbered), page.first, page.second, page.own)
            )
            continue
        for number, element in numbered:
            draw_element(side, number, element)
    return page.drawing


def draw_element(side: Side, number: int, element: kinds.Element) -> None:
    """One element, whether or not it is shown. Raises RuleBroken when a text in it cannot be printed whole."""
    if isinstance(element, kinds.Table):
        tables.draw_table(side.page, element, side.flows[number], 0 if element.on in ("first", "last") else side.number)
    else:
        _DRAWN[type(element)](side.page, element)


def _flows(page: Page, layout: PageLayout) -> dict[int, tables.Flow]:
    return {
        number: tables.flow(page, element)
        for number, element in enumerate(layout.elements)
        if isinstance(element, kinds.Table) and page.shows(element.when)
    }


def _is_still(element: kinds.Element) -> bool:
    """Whether the element is the same on every document of one template and language."""
    if isinstance(element, kinds.Text):
        return not any("{" in text for text in _said(element.wording))
    return isinstance(element, _SAME_FOR_ALL)


def _said(wording: kinds.Wording) -> Iterator[str]:
    from app.documents.phrases import PHRASES

    yield PHRASES.get(wording.words, "")
    yield from (text for _, text in wording.text)


@lru_cache(maxsize=256)
def _still(
    template: Template, elements: tuple[kinds.Element, ...], first: str, second: str, own: tuple[Typeface, ...]
) -> Drawing:
    """What is the same on many documents, drawn once."""
    page = Page(template, DocumentData(template.document_type, {}, language=first, second_language=second), {}, own)
    for element in elements:
        _DRAWN[type(element)](page, element)
    return page.drawing
