# SPDX-License-Identifier: Apache-2.0
"""Mapping files: they say where a YAML file of standards keeps its qualifications, units, elements and criteria, so
that a new shape of file needs a new mapping and no new code.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.spreadsheets.yaml_file import Document, at, listed, read_yaml, text_at
from app.translation import later

QUALIFICATION_FIELDS: Final = ("code", "title", "level", "sector", "language", "mandatory", "groups")
GROUP_FIELDS: Final = ("title", "choose", "units")
UNIT_FIELDS: Final = ("code", "title", "hours", "credits", "language")
ELEMENT_FIELDS: Final = ("code", "title")
CRITERION_FIELDS: Final = ("code", "text", "critical")


@dataclass(frozen=True, slots=True)
class Part:
    """Where one kind of record lies: any of the dotted paths ``at`` (tried in order), its fields by path, and the
    value of a field where the file has none.
    """

    at: tuple[str, ...]
    fields: dict[str, str]
    otherwise: dict[str, str]

    def text(self, record: Document, field: str) -> str:
        """The text of a field of the record, or the mapping's own value for it."""
        path = self.fields.get(field)
        return (text_at(record, path) if path is not None else "") or self.otherwise.get(field, "")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file. ``letter`` finds the leading letter of a criterion's text; ``lettered`` and ``numbered`` form
    the criterion's code from ``{element}``, ``{letter}`` and ``{number}``.
    """

    name: str
    matches: tuple[str, ...]
    qualifications: Part
    groups: Part
    units: Part
    elements: Part
    criteria: Part
    letter: re.Pattern[str] | None
    lettered: str
    numbered: str


def read_mappings(folder: Path) -> tuple[Mapping, ...]:
    """All mapping files of the folder, by name. Raises BadInput for one that is not usable."""
    return tuple(read_mapping(path) for path in sorted(folder.glob("*.yaml")))


def read_mapping(path: Path) -> Mapping:
    """One mapping file. Raises BadInput where it is not usable."""
    document = read_yaml(path)
    letter = text_at(document, "criteria.letter")
    try:
        pattern = re.compile(letter) if letter else None
    except re.error:
        raise _unusable(path) from None
    mapping = Mapping(
        name=text_at(document, "name"),
        matches=_texts(at(document, "matches")),
        qualifications=_part(document, "qualifications", QUALIFICATION_FIELDS),
        groups=_part(document, "groups", GROUP_FIELDS),
        units=_part(document, "units", UNIT_FIELDS),
        elements=_part(document, "elements", ELEMENT_FIELDS),
        criteria=_part(document, "criteria", CRITERION_FIELDS),
        letter=pattern,
        lettered=text_at(document, "criteria.lettered") or "{element}.{letter}",
        numbered=text_at(document, "criteria.numbered") or "{element}.{number}",
    )
    if not (mapping.matches and mapping.units.at and mapping.elements.at and mapping.criteria.at):
        raise _unusable(path)
    return mapping


def detect_mapping(document: Document, mappings: tuple[Mapping, ...]) -> Mapping:
    """The first mapping whose every ``matches`` path leads somewhere in the document. Raises BadInput for none."""
    for mapping in mappings:
        if all(at(document, path) for path in mapping.matches):
            return mapping
    raise BadInput(
        "unknown-standards", later("The file holds no standards in a form that is known. Add a mapping file for it.")
    )


def records(document: Document, part: Part) -> list[Document]:
    """The records of a part inside the document; the path ``.`` means the document itself."""
    for path in part.at:
        found = listed(document if path == "." else at(document, path))
        if found:
            return found
    return []


def criterion_code(mapping: Mapping, record: Document, element: str, number: int) -> str:
    """The code of a criterion: its own, else by its leading letter, else by its number in the element."""
    own = mapping.criteria.text(record, "code") if isinstance(record, dict) else ""
    if own:
        return own
    found = mapping.letter.match(criterion_text(mapping, record)) if mapping.letter else None
    if found:
        return _fill(mapping.lettered, element, found[1], number)
    return _fill(mapping.numbered, element, "", number)


def criterion_text(mapping: Mapping, record: Document) -> str:
    """The text of a criterion, whether it stands alone or in a field."""
    return record.strip() if isinstance(record, str) else mapping.criteria.text(record, "text")


def _fill(template: str, element: str, letter: str, number: int) -> str:
    return template.replace("{element}", element).replace("{letter}", letter).replace("{number}", str(number))


def _part(document: Document, name: str, fields: tuple[str, ...]) -> Part:
    part = at(document, name)
    otherwise = at(part, "otherwise")
    return Part(
        at=_texts(at(part, "at")),
        fields={field: text_at(part, field) for field in fields if text_at(part, field)},
        otherwise={field: text_at(otherwise, field) for field in fields if text_at(otherwise, field)},
    )


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(item for item in listed(document) if isinstance(item, str))


def _unusable(path: Path) -> BadInput:
    return BadInput("bad-mapping", later("The mapping file {file} is not usable."), file=path.name)
