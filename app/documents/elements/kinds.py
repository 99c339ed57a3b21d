# SPDX-License-Identifier: Apache-2.0
"""The kinds of elements that a template is made of. Measures are millimetres from the upper left corner of the page;
sizes of letters are points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.documents.parts import Part, Several, beside, has
from app.documents.phrases import PHRASES
from app.documents.properties import Choice, Colour, Flag, Known, Number, Plain, Texts, Whole
from app.domain.documents import FIELDS, ROW_FIELDS

Family = Literal["serif", "sans", "own"]
Fit = Literal["shrink", "wrap", "shrink+wrap", "refuse"]
Across = Literal["left", "centre", "right"]
Down = Literal["top", "middle", "bottom"]
Where = Literal["all", "first", "later", "last", "not-last"]
Second = Literal["none", "below", "beside"]

_GREATEST: Final = 1200.0
_PLACE: Final = Number(-50, _GREATEST)
_SIZE: Final = Number(0, _GREATEST)
_OPTIONAL_NAME: Final = Plain(60, "([a-z0-9][a-z0-9._-]*)?")
_PLACES: Final = ("page.number", "page.count")
_FACTS: Final = frozenset((*FIELDS, *_PLACES))
_OF_ROWS: Final = frozenset(name for rows in ROW_FIELDS.values() for name in rows)
_FACT: Final = Known(_FACTS)
_OPTIONAL_FACT: Final = Known(_FACTS, optional=True)
_ROW_FACT: Final = Known(_OF_ROWS | {"row.number", "row.blank"})
_OPTIONAL_ROW_FACT: Final = Known(_OF_ROWS, optional=True)
_PHRASE: Final = Known(frozenset(PHRASES), optional=True)
_FILE: Final = Plain(64, "([0-9a-f]{64})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on the page."""

    x: float = has(_PLACE)
    y: float = has(_PLACE)
    width: float = has(_SIZE)
    height: float = has(_SIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a text is set. What does not fit is refused, never cut: ``fit`` says what is tried before."""

    family: Family = has(Choice(("serif", "sans", "own")), "sans")
    """"own" is the typeface of the template, where it has one."""
    bold: bool = has(Flag(), False)
    size: float = has(Number(2, 200), 10.0)
    min_size: float = has(Number(2, 200), 6.0)
    max_lines: int = has(Whole(1, 60), 1)
    leading: float = has(Number(1, 3), 1.4)
    align: Across = has(Choice(("left", "centre", "right")), "left")
    valign: Down = has(Choice(("top", "middle", "bottom")), "top")
    colour: str = has(Colour(), "ink")
    fit: Fit = has(Choice(("shrink", "wrap", "shrink+wrap", "refuse")), "shrink+wrap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Shows an element only where a fact is there (or is not), or where it is (or is not) this text."""

    field: str = has(Known(_FACTS | frozenset(ROW_FIELDS)))
    present: bool = has(Flag(), True)
    equals: str = has(Plain(), "")
    differs: str = has(Plain(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What all elements have. ``on`` says on which of the pages that a table needs it stands; ``preprinted`` is left
    out when the document is printed on the centre's own forms."""

    name: str = has(_OPTIONAL_NAME, "")
    on: Where = has(Choice(("all", "first", "later", "last", "not-last")), "all")
    when: tuple[Condition, ...] = has(Several(Part(Condition)), ())
    preprinted: bool = has(Flag(), False)
    box: Box = beside(Box)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that do not change: from the program's own catalogue, or written here in each language. Both may hold
    facts in braces. ``second`` is where the same in the document's second language goes, if it has one."""

    words: str = has(_PHRASE, "")
    text: tuple[tuple[str, str], ...] = has(Texts(), ())
    language: Literal["first", "second"] = has(Choice(("first", "second")), "first")
    second: Second = has(Choice(("none", "below", "beside")), "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Small words that say what a fact is: above it, beneath it, or at its left within ``width``."""

    wording: Wording = beside(Wording, Wording())
    place: Literal["above", "below", "left"] = has(Choice(("above", "below", "left")), "above")
    width: float = has(_SIZE, 0.0)
    setting: Setting = beside(Setting, Setting(size=7.5, min_size=5.0, colour="grey", leading=1.25, max_lines=2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Element):
    """Words that do not change."""

    wording: Wording = beside(Wording, Wording())
    setting: Setting = beside(Setting, Setting())
    spacing: float = has(Number(0, 20), 0.0)
    """Millimetres between the text and the same in the second language."""
    second_size: float = has(Number(0.2, 1), 0.62)
    """The size of the second language as a part of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Element):
    """One fact, alone: what a code proves is compared with it. ``after`` are words on the same line behind it."""

    bind: str = has(_FACT)
    label: Label | None = has(Part(Label), None)
    after: Wording | None = has(Part(Wording), None)
    language: Literal["first", "second"] = has(Choice(("first", "second")), "first")
    case: Literal["none"] = has(Choice(("none",)), "none")
    setting: Setting = beside(Setting, Setting())


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. ``second`` is a fact of the row that stands smaller beneath the first; an ``optional``
    column is left out where no row has its fact, and the widest one takes its room."""

    bind: str = has(_ROW_FACT)
    second: str = has(_OPTIONAL_ROW_FACT, "")
    heading: Wording = has(Part(Wording), Wording())
    width: float = has(Number(2, _GREATEST))
    optional: bool = has(Flag(), False)
    setting: Setting = beside(Setting, Setting(size=8.5, min_size=5.0, max_lines=4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Element):
    """Rows that run over as many pages as they need. The box is the place on the first page; ``later_y`` and
    ``later_height`` are the place on the others; ``keep`` stays free at the end of it on the last page, so that there
    is room to sign."""

    rows: str = has(Choice(("units", "learners", "members", "sheets", "sections")))
    columns: tuple[Column, ...] = has(Several(Part(Column), 1))
    later_y: float = has(_PLACE, 30.0)
    later_height: float = has(_SIZE, 230.0)
    keep: float = has(_SIZE, 0.0)
    heading: Setting = has(Part(Setting), Setting(size=7.5, min_size=4.0, bold=True, colour="main", max_lines=2))
    headings: bool = has(Flag(), True)
    gap: float = has(Number(0, 30), 2.2)
    column_gap: float = has(Number(0, 30), 3.0)
    rule: str = has(Colour(), "pale")
    head_rule: str = has(Colour(), "accent")
    fill: str = has(Colour(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Element):
    """A picture: a fact of the document (logo, photo), or one of the template's own files by its SHA-256."""

    bind: str = has(_OPTIONAL_FACT, "")
    file: str = has(_FILE, "")
    align: Across = has(Choice(("left", "centre", "right")), "centre")
    valign: Down = has(Choice(("top", "middle", "bottom")), "middle")
    fill: bool = has(Flag(), False)
    """Whether the picture covers the whole box, cut to its shape, instead of standing whole within."""
    frame: str = has(Colour(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Element):
    """A line to sign on, with the picture of the signature above, and name and role of the signatory beneath."""

    number: int = has(Whole(1, 6), 1)
    line: str = has(Colour(), "grey")
    above: float = has(_SIZE, 14.0)
    """Millimetres of the box above the line."""
    align: Across = has(Choice(("left", "centre", "right")), "left")
    setting: Setting = beside(Setting, Setting(size=10.5, min_size=6.0, bold=True, max_lines=2, leading=1.3))
    role: Setting = has(Part(Setting), Setting(size=9.0, min_size=5.5, max_lines=2, leading=1.3, colour="grey"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Element):
    """The centre's seal where its picture is known, else a faint ring as the place to stamp."""

    bind: str = has(_OPTIONAL_FACT, "centre.seal")
    wording: Wording = beside(Wording, Wording(words="place-of-seal"))
    colour: str = has(Colour(), "pale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr(Element):
    """The signed code; it is never drawn smaller than phones can read."""

    caption: Wording | None = has(Part(Wording), None)
    setting: Setting = beside(
        Setting, Setting(size=7.0, min_size=4.5, max_lines=2, align="centre", colour="grey", leading=1.2)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode(Element):
    """A fact as bars (Code 128)."""

    bind: str = has(_FACT, "document.number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Element):
    """A straight line from the upper left to the lower right corner of its box."""

    colour: str = has(Colour(), "accent")
    weight: float = has(Number(0.05, 20), 0.6)
    """Points."""
    diamond: bool = has(Flag(), False)
    """Whether a small diamond stands in its middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Element):
    """A rectangle, filled or as an outline."""

    colour: str = has(Colour(), "")
    fill: str = has(Colour(), "")
    weight: float = has(Number(0.05, 20), 0.6)
    radius: float = has(Number(0, 100), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Microtext(Element):
    """A line too small for a copier, of facts over and over. It is no part of the text."""

    binds: tuple[str, ...] = has(Several(_FACT, 1), ("document.number", "learner.name"))
    size: float = has(Number(0.4, 4), 1.0)
    colour: str = has(Colour(), "grey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guilloche(Element):
    """An ornament of fine woven lines. ``strength`` is how dark, from 0 to 1."""

    shape: Literal["frame", "band", "rosette", "waves"] = has(Choice(("frame", "band", "rosette", "waves")), "frame")
    main: str = has(Colour(), "main")
    accent: str = has(Colour(), "accent")
    strength: float = has(Number(0.02, 1), 1.0)
    petals: int = has(Whole(3, 48), 12)
    depth: float = has(Number(2, 30), 9.0)
    """Millimetres from edge to edge of the woven bands of a frame."""


KINDS: Final[Mapping[str, type[Element]]] = {
    "text": Text,
    "field": Field,
    "table": Table,
    "image": Image,
    "signature": Signature,
    "seal": Seal,
    "qr": Qr,
    "barcode": Barcode,
    "line": Line,
    "rect": Rect,
    "microtext": Microtext,
    "guilloche": Guilloche,
}
"""The kinds by the word that a template file has for them."""
