# SPDX-License-Identifier: Apache-2.0
"""What would go wrong with one document, found before anything is printed and without writing a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.documents.data import DocumentData
from app.documents.drawing import Align, Colour, Drawing
from app.documents.elements import tables
from app.documents.elements.kinds import Barcode, Element, Field, Image, Seal, Signature, Table, Text
from app.documents.elements.page import Page, own_typefaces
from app.documents.layout import Side, draw_element, sides
from app.documents.runs import ShapedLine
from app.documents.template import KINDS_BY_CLASS, Template
from app.domain.refusals import BadInput, NotFound, Refused
from app.domain.rule_packs import GENERIC, breaches_of_data, rule_pack

_CAN_FAIL = (Text, Field, Signature, Image, Seal, Barcode)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document cannot be printed: a short fixed word, the element or the fact that it is about, a sentence."""

    code: str
    element: str
    words: str


class _Unseen(Drawing):
    """Takes lines that fit and draws nothing."""

    def line(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour, align: Align = "left") -> None:
        return


def faults(template: Template, data: DocumentData) -> tuple[Fault, ...]:
    """Texts that do not fit or have no typeface, pictures that cannot be printed, facts that the rules want; each
    once. Empty when the document can be printed."""
    try:
        laid_out = sides(template, data)
    except Refused:
        return tuple(dict.fromkeys((*_missing(template, data), *_of_tables(template, data))))
    found = (fault for side in laid_out for fault in _of_elements(side))
    return tuple(dict.fromkeys((*_missing(template, data), *found)))


def _missing(template: Template, data: DocumentData) -> Iterator[Fault]:
    known = {name for facts in (data.facts, data.images, data.rows) for name, value in facts.items() if value}
    try:
        pack = rule_pack(template.rules or GENERIC)
    except NotFound as refused:
        yield Fault(refused.code, "rules", str(refused))
        return
    for breach in breaches_of_data(pack, template.document_type, known):
        yield Fault(breach.code, breach.name, breach.words)


def _of_tables(template: Template, data: DocumentData) -> list[Fault]:
    """Faults in tables: with one, nobody knows the pages of the document."""
    try:
        page = Page(template, data, data.facts, own_typefaces(template, data.images))
    except BadInput as refused:
        return [Fault(refused.code, "typeface", str(refused))]
    found = []
    for place, element in template.elements():
        if isinstance(element, Table) and page.shows(element.when):
            try:
                tables.flow(page, element)
            except Refused as refused:
                found.append(_fault(place, element, refused))
    return found


def _of_elements(side: Side) -> Iterator[Fault]:
    measured = replace(side, page=replace(side.page, drawing=_Unseen()))
    for number, element in enumerate(side.layout.elements):
        if isinstance(element, _CAN_FAIL) and side.shows(element):
            try:
                draw_element(measured, number, element)
            except Refused as refused:
                yield _fault(str(number), element, refused)


def _fault(place: str, element: Element, refused: Refused) -> Fault:
    return Fault(refused.code, element.name or f"{KINDS_BY_CLASS[type(element)]} {place}", str(refused))
