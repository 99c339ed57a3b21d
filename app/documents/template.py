# SPDX-License-Identifier: Apache-2.0
"""Templates: how one type of document looks, as a file that centres can give to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from app.documents.elements.kinds import KINDS, Element, Field, Microtext, Signature, Table, Wording
from app.documents.parts import Part, Several, has, part_schema, read_part, written_part
from app.documents.phrases import PHRASES, PLACEHOLDER, fact_behind
from app.documents.properties import COLOURS, Choice, Colour, Flag, Number, Plain, Texts, wrong
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput
from app.domain.rule_packs import Shown
from app.translation import later

VERSION: Final = 2
_FIRST: Final = 1
"""What is written where all of a template was known to the first version: any program can read it."""
FORMAT: Final = "guildmark-template"
LARGEST: Final = 60 * 1024
"""Bytes: what travels between laptops as one entry."""

SIZES: Final[Mapping[str, tuple[float, float]]] = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "Letter": (215.9, 279.4),
    "card": (85.6, 53.98),
}
"""Width and height of upright sheets in millimetres; a card (ISO/IEC 7810 ID-1) lies."""

KINDS_BY_CLASS: Final = {kind: word for word, kind in KINDS.items()}
_POINTS: Final = 72 / 25.4
_USUAL_COLOURS: Final[Mapping[str, str]] = {
    "main": "#16324f",
    "accent": "#a98545",
    "ink": "#1a1a1a",
    "grey": "#5a6470",
    "pale": "#e0dbd1",
    "faint": "#edeae4",
    "white": "#ffffff",
}


class ElementProperty:
    """One element of any kind, told by its "type"."""

    def read(self, value: object, place: str) -> Any:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            raise wrong(f"{place}/type", " | ".join(KINDS))
        return read_part(KINDS[kind], value, place, frozenset({"type"}))

    def write(self, value: Any) -> object:
        return {"type": KINDS_BY_CLASS[type(value)], **written_part(value)}

    def schema(self) -> dict[str, object]:
        return {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]}


class ColoursProperty:
    """Colours of a template by the names that elements use."""

    def read(self, value: object, place: str) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            raise wrong(place, "{…}")
        names, colour = Choice(COLOURS), Colour()
        return tuple((names.read(name, place), colour.read(one, f"{place}/{name}")) for name, one in value.items())

    def write(self, value: Any) -> object:
        return dict(value)

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "propertyNames": {"enum": list(COLOURS)},
            "additionalProperties": {"pattern": "^#[0-9a-f]{6}$"},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A picture or a page of a PDF behind everything, by the SHA-256 of its file. Where ``preprinted``, it is on the
    centre's forms already and left out when printing on those; the digital document has it."""

    file: str = has(Plain(64, "[0-9a-f]{64}"))
    page: int = has(Number(0, 20), 0)
    preprinted: bool = has(Flag(), True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """One side of paper. With a table on it, it is repeated as often as the rows need."""

    background: Background | None = has(Part(Background), None)
    elements: tuple[Element, ...] = has(Several(ElementProperty()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The sheet: a size by name, or its own measures in millimetres."""

    size: Literal["A4", "A5", "Letter", "card", "custom"] = has(Choice((*SIZES, "custom")), "A4")
    landscape: bool = has(Flag(), False)
    width: float = has(Number(20, 1200), 210.0)
    height: float = has(Number(20, 1200), 297.0)

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height as it is printed."""
        width, height = SIZES.get(self.size, (self.width, self.height))
        return (height, width) if self.landscape else (width, height)

    @property
    def points(self) -> tuple[float, float]:
        """The same in points."""
        width, height = self.millimetres
        return width * _POINTS, height * _POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Ways of writing: ``digits`` and ``era`` of the document's language or everywhere the same; languages where
    the template settles them, otherwise those of the document."""

    digits: Literal["language", "latin"] = has(Choice(("language", "latin")), "latin")
    era: Literal["common", "buddhist"] = has(Choice(("common", "buddhist")), "common")
    language: str = has(Plain(8, "[a-z]{0,3}"), "")
    second_language: str = has(Plain(8, "[a-z]{0,3}"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTypeface:
    """A centre's typeface by the SHA-256 of its file, for what is set in the family "own". ``licence`` is the sentence
    that lets documents carry it; ``beside`` are our typefaces for the signs that it lacks."""

    file: str = has(Plain(64, "[0-9a-f]{64}"))
    name: str = has(Plain(80, ".{1,80}"))
    licence: str = has(Plain(400, r"(?s:\s*\S.*)"))
    beside: Literal["serif", "sans"] = has(Choice(("serif", "sans")), "serif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How one type of document looks. ``key`` names it among the centre's templates."""

    key: str = has(Plain(60, "[a-z0-9][a-z0-9-]*"))
    name: tuple[tuple[str, str], ...] = has(Texts())
    document_type: str = has(Choice(tuple(DOCUMENT_TYPES)))
    paper: Paper = has(Part(Paper), Paper())
    options: Options = has(Part(Options), Options())
    colours: tuple[tuple[str, str], ...] = has(ColoursProperty(), ())
    rules: str = has(Plain(40, "([a-z0-9][a-z0-9-]*)?"), "")
    """The rule pack that it keeps to; empty for the general one."""
    typeface: OwnTypeface | None = has(Part(OwnTypeface), None)
    sample: str = has(Plain(64, "([0-9a-f]{64})?"), "")
    """The SHA-256 of sample data that came with it in a pack; to look at, not needed for printing."""
    pages: tuple[PageLayout, ...] = has(Several(Part(PageLayout), 1))

    def __hash__(self) -> int:
        """Quick, as templates are looked up by themselves for each document."""
        return hash((self.key, self.document_type, len(self.pages)))

    def elements(self) -> Iterator[tuple[str, Element]]:
        """All elements with their places in the file, such as "/pages/0/elements/3"."""
        for page, layout in enumerate(self.pages):
            for number, element in enumerate(layout.elements):
                yield f"/pages/{page}/elements/{number}", element

    def colour(self, name: str) -> str:
        """A colour of the template as #rrggbb."""
        return dict(self.colours).get(name) or _USUAL_COLOURS.get(name, name)

    def shown(self) -> Shown:
        """What the template shows, for the rules that it keeps to."""
        names: set[str] = set()
        words: set[str] = set()
        for _, element in self.elements():
            names.add(KINDS_BY_CLASS[type(element)])
            names.update(_names(element))
            words.update(wording.words for wording in _wordings(element))
        alone = {element.bind for _, element in self.elements() if isinstance(element, Field)}
        return Shown(self.document_type, frozenset(names - {""}), frozenset(words - {""}), frozenset(alone))

    def files(self) -> tuple[str, ...]:
        """The SHA-256 of each picture, background and typeface that belongs to the template, each once."""
        named = [layout.background.file for layout in self.pages if layout.background]
        named += [self.typeface.file] if self.typeface else []
        named += [getattr(element, "file", "") for _, element in self.elements()]
        return tuple(dict.fromkeys(filter(None, named)))


def _names(element: Element) -> Iterator[str]:
    """The facts and tables that an element shows, those inside its sentences too."""
    yield getattr(element, "bind", "")
    if isinstance(element, Table):
        yield element.rows
        yield from (name for column in element.columns for name in (column.bind, column.second))
    if isinstance(element, Signature):
        yield from (f"signatory.{element.number}.{part}" for part in ("name", "role", "image"))
    if isinstance(element, Microtext):
        yield from element.binds
    for wording in _wordings(element):
        for text in (PHRASES.get(wording.words, ""), *(text for _, text in wording.text)):
            yield from (fact_behind(name) for name in PLACEHOLDER.findall(text))


def _wordings(element: Element) -> Iterator[Wording]:
    """All the fixed words of an element."""
    for part in (element, getattr(element, "label", None)):
        if part is not None and hasattr(part, "wording"):
            yield part.wording
    yield from (found for name in ("after", "caption") if (found := getattr(element, name, None)))
    if isinstance(element, Table):
        yield from (column.heading for column in element.columns)


def _uses_own(template: Template) -> bool:
    """Whether something is set in the template's typeface, also where it has none any more."""
    return any(b'"family":"own"' in orjson.dumps(written_part(element)) for _, element in template.elements())


def read_template(data: bytes) -> Template:
    """The template in a file. Raises BadInput with the place of the first fault, or when it is of a newer version."""
    if len(data) > LARGEST:
        raise BadInput("template-large", later("This template is too large. A template has at most 60 KB."))
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInput("template-no-json", later("This file is not a template of Guildmark.")) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadInput("template-no-json", later("This file is not a template of Guildmark."))
    version = found.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadInput(
            "template-newer",
            later(
                "This template was made with a newer version of Guildmark. Update the program on this laptop, then "
                "open the template again."
            ),
        )
    if not isinstance(version, int) or isinstance(version, bool) or not version >= _FIRST:
        raise wrong("/version", f"{_FIRST} … {VERSION}")
    read: Template = read_part(Template, found, "", frozenset({"format", "version", "$schema"}))
    return read


def written_template(template: Template) -> bytes:
    """The template as a file: the same template always gives the same bytes."""
    version = VERSION if template.typeface or template.sample or _uses_own(template) else _FIRST
    content = {"format": FORMAT, "version": version, **written_part(template)}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"


def template_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of template files."""
    schema = part_schema(Template)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    versions = {"enum": list(range(_FIRST, VERSION + 1))}
    head = {"format": {"const": FORMAT}, "version": versions, "$schema": {"type": "string"}}
    kinds: dict[str, object] = {}
    for word, kind in KINDS.items():
        described = part_schema(kind)
        assert isinstance(described["properties"], dict)
        described["properties"] = {"type": {"const": word}, **described["properties"]}
        described["required"] = ["type", *_listed(described.get("required"))]
        kinds[word] = described
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:guildmark:template:1",
        "title": "Guildmark template",
        **schema,
        "properties": {**head, **properties},
        "required": ["format", "version", *_listed(schema.get("required"))],
        "$defs": kinds,
    }


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
