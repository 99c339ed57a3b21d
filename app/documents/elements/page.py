# SPDX-License-Identifier: Apache-2.0
"""The page under way: its facts as they are written, its colours and measures, and text set into boxes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.documents.data import DocumentData
from app.documents.dates import Digits, written_date, written_number
from app.documents.drawing import Colour, Drawing
from app.documents.elements.kinds import Box, Condition, Setting, Wording
from app.documents.fitting import Fitted, Room, fit
from app.documents.fonts import Style, Typeface
from app.documents.phrases import PHRASES, PLACEHOLDER, fact_behind
from app.documents.template import OwnTypeface, Template
from app.documents.words import words
from app.domain.documents import FIELDS, ROW_FIELDS

POINTS: Final = 72 / 25.4
"""Points in a millimetre."""
ABOVE_BASELINE: Final = 0.33
"""How far the middle of a line is above its baseline, as a part of its size."""

ACROSS: Final = {"left": 0.0, "centre": 0.5, "right": 1.0}
DOWN: Final = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
"""Where something stands in its box, as a part of the free room before it."""

_OF_WORDS: Final = "words."
"""Before the name of a phrase within another text."""

_WITHOUT_SPACES: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,3})?", re.ASCII)
_SLACK: Final = 0.5
"""Points that a line may be higher than its box before it is made smaller."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place in points from the lower left corner of the page; ``top`` is its upper edge."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top - self.height

    def lowered(self, by: float) -> "Area":
        """The same without a strip along its upper edge."""
        return Area(self.left, self.top - by, self.width, max(0.0, self.height - by))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document. ``facts`` are those of the document and of the page (page.number, page.count)."""

    template: Template
    data: DocumentData
    facts: Mapping[str, str]
    own: tuple[Typeface, ...] = ()
    """The template's typeface, where it has one and its file is there."""
    drawing: Drawing = field(default_factory=Drawing)

    @property
    def first(self) -> str:
        """The language of the document."""
        return self.template.options.language or self.data.language

    @property
    def second(self) -> str:
        """Its second language; empty where it has none, or twice the same."""
        second = self.template.options.second_language or self.data.second_language
        return "" if second == self.first else second

    def language(self, which: str) -> str:
        """The code of the "first" or the "second" language."""
        return self.second if which == "second" else self.first

    def area(self, box: Box) -> Area:
        """A place on the page in points."""
        height = self.template.paper.points[1]
        return Area(box.x * POINTS, height - box.y * POINTS, box.width * POINTS, box.height * POINTS)

    def colour(self, name: str) -> Colour:
        """A colour of the template."""
        return _parts(self.template.colour(name))

    def style(self, setting: Setting, bold: bool = False) -> Style:
        """What a text is set in."""
        return _style(setting.family, bold, self.template.typeface, self.own)

    def fitted(self, text: str, setting: Setting, width: float, height: float, even: bool = True) -> Fitted:
        """The text at its best size for the room (points), its lines ``even`` or filled. Raises RuleBroken when it
        cannot be printed whole."""
        return fitted(text, self.style(setting, setting.bold), setting, width, height, even)

    def fact(self, bind: str, which: str = "first") -> str:
        """A fact of the document as it is written."""
        return self.written(bind, self.facts.get(bind, ""), which)

    def written(self, bind: str, value: str, which: str = "first") -> str:
        """The value of a fact as it is written in a language of the document."""
        kind, options, language = kind_of(bind), self.template.options, self.language(which)
        digits: Digits = "own" if options.digits == "language" else "latin"
        if kind == "date" and value:
            return written_date(value, language, digits, options.era)
        if kind == "number" and _PLAIN_NUMBER.fullmatch(value):
            return written_number(Decimal(value), language, digits)
        return value

    def says(self, wording: Wording, which: str = "") -> str:
        """Words in a language, with their facts; empty where one of these is not there."""
        which = which or wording.language
        language = self.language(which)
        if not language:
            return ""
        phrase = words(language)(PHRASES[wording.words]) if wording.words else _in(wording.text, language)
        found = {name: self._named(name, which) for name in PLACEHOLDER.findall(phrase)}
        if not all(found.values()):
            return ""
        return PLACEHOLDER.sub(lambda match: found[match[1]], phrase)

    def _named(self, name: str, which: str) -> str:
        """What stands for a name in braces: a fact, or other words of the catalogue."""
        if name.startswith(_OF_WORDS):
            return words(self.language(which))(PHRASES[name.removeprefix(_OF_WORDS)])
        return self.fact(fact_behind(name), which)

    def both(self, wording: Wording) -> str:
        """The same on one line with the second language beside it, where it is wanted."""
        said = self.says(wording)
        second = self.says(wording, "second") if wording.second == "beside" and self.second else ""
        return f"{said} · {second}" if second and second != said else said

    def in_turn(self, wording: Wording) -> list[str]:
        """The words, and the same in the second language for a line of its own, where that is wanted."""
        second = self.says(wording, "second") if wording.second != "none" and self.second else ""
        return list(dict.fromkeys(filter(None, (self.says(wording), second))))

    def shows(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether all of these are so."""
        return all(self._holds(one) for one in conditions)

    def _holds(self, condition: Condition) -> bool:
        value = self.facts.get(condition.field, "")
        if condition.equals or condition.differs:
            return value == condition.equals if condition.equals else value != condition.differs
        is_there = bool(value or self.data.images.get(condition.field) or self.data.rows.get(condition.field))
        return is_there == condition.present

    def set(self, fitted: Fitted, setting: Setting, area: Area) -> float:
        """Lines into a place; gives the baseline of the first."""
        baseline = first_baseline(fitted, setting, area)
        x = area.left + area.width * ACROSS[setting.align]
        leading = fitted.leading(setting.leading)
        self.drawing.block(fitted, x, baseline, leading, self.colour(setting.colour), setting.align)
        return baseline


def first_baseline(fitted: Fitted, setting: Setting, area: Area) -> float:
    """Where the first of these lines stands in its place."""
    free = area.height - height_of(fitted, setting)
    down = free * DOWN[setting.valign]
    return area.top - down - fitted.size * (fitted.leading(setting.leading) / 2 + ABOVE_BASELINE)


def height_of(fitted: Fitted, setting: Setting) -> float:
    """Points from the upper edge of the first line to the lower edge of the last."""
    return len(fitted.lines) * fitted.size * fitted.leading(setting.leading)


@lru_cache(maxsize=8192)
def fitted(text: str, style: Style, setting: Setting, width: float, height: float, even: bool = True) -> Fitted:
    """The text at its best size for the room (points), its lines ``even`` or filled. Raises RuleBroken when it cannot
    be printed whole."""
    is_one_line = setting.fit in ("shrink", "refuse")
    is_one_size = setting.fit in ("wrap", "refuse")
    room = Room(
        max(width, 1.0),
        setting.size,
        setting.size if is_one_size else min(setting.min_size, setting.size),
        1 if is_one_line else setting.max_lines,
        height + _SLACK,
        setting.leading,
        even,
    )
    return fit(text, style, room)


@lru_cache(maxsize=64)
def _style(family: str, bold: bool, typeface: OwnTypeface | None, own: tuple[Typeface, ...]) -> Style:
    """The style of a family; that of the template's own typeface has its signs, and ours for those it lacks."""
    if family != "own":
        return Style(family, bold)
    return Style(typeface.beside if typeface else "serif", bold, own)


def own_typefaces(template: Template, images: Mapping[str, bytes]) -> tuple[Typeface, ...]:
    """The template's typeface, where it has one and its file is there. Raises BadInput for a broken one."""
    data = images.get(template.typeface.file) if template.typeface else None
    if data is None:
        return ()
    from app.documents.own_fonts import own_typeface

    return (own_typeface(data),)


def breaks_words(text: str, lines: Sequence[str]) -> bool:
    """Whether one of these lines of a text ends inside a word, in a script that has spaces between words."""
    at = 0
    for line in lines[:-1]:
        at = text.find(line, at) + len(line)
        before, after = text[at - 1 : at], text[at : at + 1]
        if before.isalnum() and after.isalnum() and not _WITHOUT_SPACES.match(after):
            return True
    return False


def _in(texts: tuple[tuple[str, str], ...], language: str) -> str:
    found = dict(texts)
    return found.get(language) or found.get("en") or next(iter(found.values()), "")


@lru_cache(maxsize=512)
def kind_of(bind: str) -> str:
    """What kind of fact this is, of the document or of a row."""
    fields = [FIELDS.get(bind), *(rows.get(bind) for rows in ROW_FIELDS.values())]
    return next((one.kind for one in fields if one is not None), "text")


@lru_cache(maxsize=512)
def _parts(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
