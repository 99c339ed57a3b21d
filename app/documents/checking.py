# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a template: the rules that it does not keep, and what could not be printed, with the place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.documents.data import DocumentData
from app.documents.editing import Spot, element_at, spots
from app.documents.elements.kinds import Field
from app.documents.elements.page import own_typefaces
from app.documents.faults import faults
from app.documents.own_fonts import lacking
from app.documents.template import PageLayout, Template
from app.domain.refusals import BadInput, NotFound
from app.domain.rule_packs import GENERIC, Breach, breaches, rule_pack
from app.translation import later, tr

_SIGNS_NAMED: Final = 12
_MISSING: Final = later(
    "The typeface “{name}” of this template is not on this laptop. Bring it in with a certificate pack."
)
_LACKING: Final = later("The typeface “{name}” has no {signs}: these signs are printed in that of the program.")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fixed word, a sentence, and the element that it is about, where it is one. ``forbids``: documents in this
    template would break a rule; else something of the sample could not be printed."""

    code: str
    words: str
    spot: Spot | None = None
    forbids: bool = False
    is_news: bool = False
    """Nothing is wrong: something is worth knowing."""


def findings(template: Template, data: DocumentData) -> tuple[Finding, ...]:
    """The rules that the template does not keep, then what of this data could not be printed. Empty when all is
    well."""
    return tuple(dict.fromkeys((*_of_rules(template), *_of_print(template, data), *_of_typeface(template, data))))


def _of_rules(template: Template) -> Iterator[Finding]:
    try:
        pack = rule_pack(template.rules or GENERIC)
    except NotFound as refused:
        yield Finding(refused.code, str(refused), forbids=True)
        return
    for breach in breaches(pack, template.shown()):
        yield Finding(breach.code, breach.words, _shows(template, breach), forbids=True)


def _of_print(template: Template, data: DocumentData) -> Iterator[Finding]:
    known = {spot.place: spot for spot in spots(template)}
    for fault in faults(_named_by_place(template), data):
        if fault.code != "fact-missing":  # the sample is no document: what it lacks says nothing of the template
            yield Finding(fault.code, fault.words, known.get(fault.element))


def _of_typeface(template: Template, data: DocumentData) -> Iterator[Finding]:
    """Whether the template's typeface is there, and what of this data it has no signs for."""
    own = template.typeface
    if own is None:
        return
    if own.file not in data.images:
        yield Finding("typeface-missing", tr(_MISSING, name=own.name))
        return
    try:
        (typeface,) = own_typefaces(template, data.images)
    except BadInput as refused:
        yield Finding(refused.code, str(refused))
        return
    for spot in spots(template):
        element = element_at(template, spot)
        if isinstance(element, Field) and element.setting.family == "own":
            signs = lacking(typeface, data.facts.get(element.bind, ""))
            if signs:
                yield Finding("typeface-lacks", tr(_LACKING, name=own.name, signs=_some(signs)), spot, is_news=True)


def _some(signs: str) -> str:
    return " ".join(signs[:_SIGNS_NAMED]) + (" …" if len(signs) > _SIGNS_NAMED else "")


def _named_by_place(template: Template) -> Template:
    """The template with the place of each element as its name, so that a fault tells whose it is."""
    pages = (
        replace(
            layout,
            elements=tuple(replace(one, name=Spot(page, number).place) for number, one in enumerate(layout.elements)),
        )
        for page, layout in enumerate(template.pages)
    )
    return replace(template, pages=tuple(pages))


def _shows(template: Template, breach: Breach) -> Spot | None:
    """The first element that shows what a breach is about."""
    for spot in spots(template):
        alone = replace(template, pages=(PageLayout(elements=(element_at(template, spot),)),))
        if breach.name in alone.shown().names:
            return spot
    return None
