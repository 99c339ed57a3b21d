# SPDX-License-Identifier: Apache-2.0
"""A standards pack from a YAML document and the mapping that fits it."""

from app.domain.refusals import BadInput
from app.domain.standards import Criterion, Element, Qualification, StandardsPack, Unit, UnitGroup
from app.spreadsheets.standards_mapping import Mapping, criterion_code, criterion_text, records
from app.spreadsheets.yaml_file import Document, at, listed
from app.translation import later, tr

_YES = frozenset({"true", "yes", "y", "1", "on"})


def pack_from_document(document: Document, mapping: Mapping) -> StandardsPack:
    """The units and qualifications of the document. Texts are kept as they are.

    Raises BadInput, naming the unit, where a code or text is missing, stands twice, or a number is none; things that
    hinder nothing are warnings.
    """
    warnings: list[str] = []
    qualifications = [_qualification(record, document, mapping) for record in records(document, mapping.qualifications)]
    language = qualifications[0].language if qualifications else ""
    units = [_unit(record, mapping, language, warnings) for record in records(document, mapping.units)]
    if not units:
        raise BadInput("no-units", later("The file holds no units."))
    _refuse_repeats([unit.code for unit in units], "")
    known = {unit.code for unit in units}
    for qualification in qualifications:
        unknown = [code for code in qualification.unit_codes() if code not in known]
        if unknown:
            raise BadInput(
                "unknown-unit",
                later("Qualification {qualification} names the unit {unit}, which the file does not hold."),
                qualification=qualification.code,
                unit=unknown[0],
            )
    return StandardsPack(tuple(units), tuple(qualifications), tuple(warnings))


def _qualification(record: Document, document: Document, mapping: Mapping) -> Qualification:
    part = mapping.qualifications
    every = [mapping.units.text(unit, "code") for unit in records(document, mapping.units)]
    groups = tuple(_group(group, mapping) for group in _under(record, part.fields.get("groups")))
    mandatory = _codes(record, part.fields["mandatory"]) if "mandatory" in part.fields else tuple(every)
    return Qualification(
        code=_needed(part.text(record, "code"), later("A qualification has no code.")),
        title=_needed(part.text(record, "title"), later("A qualification has no title.")),
        mandatory=mandatory,
        groups=groups,
        level=part.text(record, "level"),
        sector=part.text(record, "sector"),
        language=part.text(record, "language") or "en",
    )


def _group(record: Document, mapping: Mapping) -> UnitGroup:
    part = mapping.groups
    title = part.text(record, "title")
    units = _codes(record, part.fields.get("units", "units"))
    choose = _number(part.text(record, "choose"), title) or 1
    if choose > len(units):
        raise BadInput(
            "bad-group", later("The group {group} asks for more units than it holds."), group=title or ", ".join(units)
        )
    return UnitGroup(title, choose, units)


def _unit(record: Document, mapping: Mapping, language: str, warnings: list[str]) -> Unit:
    part = mapping.units
    code = _needed(part.text(record, "code"), later("A unit has no code."))
    elements = tuple(
        _element(element, mapping, code, number)
        for number, element in enumerate(records(record, mapping.elements), start=1)
    )
    unit = Unit(
        code=code,
        title=_needed(part.text(record, "title"), later("Unit {unit} has no title."), unit=code),
        elements=elements,
        hours=_number(part.text(record, "hours"), code),
        credits=_number(part.text(record, "credits"), code),
        language=part.text(record, "language") or language or "en",
    )
    _refuse_repeats([element.code for element in elements], code)
    _refuse_repeats([criterion.code for criterion in unit.criteria()], code)
    if not unit.criteria():
        warnings.append(tr("Unit {unit} has no criteria.", unit=code))
    return unit


def _element(record: Document, mapping: Mapping, unit: str, number: int) -> Element:
    code = mapping.elements.text(record, "code") or str(number)
    criteria = tuple(
        Criterion(
            criterion_code(mapping, item, code, count),
            _needed(
                criterion_text(mapping, item),
                later("A criterion of unit {unit}, element {element}, has no text."),
                unit=unit,
                element=code,
            ),
            isinstance(item, dict) and mapping.criteria.text(item, "critical").lower() in _YES,
        )
        for count, item in enumerate(records(record, mapping.criteria), start=1)
    )
    return Element(code, mapping.elements.text(record, "title"), criteria)


def _under(record: Document, path: str | None) -> list[Document]:
    return listed(at(record, path)) if path else []


def _codes(record: Document, path: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in listed(at(record, path)) if isinstance(code, str))


def _needed(text: str, complaint: str, **facts: object) -> str:
    if not text:
        raise BadInput("incomplete-standards", complaint, **facts)
    return text


def _number(text: str, where: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 7):
        raise BadInput("not-a-number", later("{where}: {found} is not a whole number."), where=where, found=text)
    return int(text)


def _refuse_repeats(codes: list[str], unit: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise BadInput(
                "repeated-code", later("The code {found} stands twice (unit {unit})."), found=code, unit=unit or code
            )
        seen.add(code)
