# SPDX-License-Identifier: Apache-2.0
"""Text as glyphs: what may be printed, how wide it is, and the PDF operators that draw it.

Lines are shaped by HarfBuzz, so that Khmer stacks and marks sit where they belong, and drawn glyph by glyph. Each line
carries its own characters as ActualText, so that a reader who copies, searches or listens gets the text and not the
order of the glyphs. Parts written from right to left are shaped that way and stand where UAX #9 puts them.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

import uharfbuzz as hb

from app.documents.direction import levels, runs_both_ways, stretches
from app.documents.fonts import SCALE, Style, Typeface, base, face_for, missing_characters
from app.documents.letters import Letter, unseen_letters
from app.domain.refusals import RuleBroken
from app.translation import later

_ALLOWED_FORMATS: Final = frozenset("\u200b\u200c\u200d")
_MOST_MARKS: Final = 10
"""Burmese, which stacks most, may need nine; more than these run into the lines above and below."""

_STAY_WITH_THE_LINE: Final = frozenset(" \u00a0\u200b\u200c\u200d\u202f")


class Glyph(NamedTuple):
    """One glyph and its place, in thousandths of an em. ``character`` is set where it stands for just that one."""

    index: int  # type: ignore[assignment]  # as a glyph's number is called; the method of tuples is not wanted
    advance: int
    right: int
    up: int
    character: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Neighbouring glyphs of one typeface."""

    face: Typeface
    glyphs: tuple[Glyph, ...]


class _Part(NamedTuple):
    """Neighbouring characters of one typeface and one script."""

    face: Typeface
    script: str
    text: str


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """One line, ready to be drawn at any size: its runs from left to right. ``ems`` is its width at size 1.

    ``letters`` are there only where some of it runs from right to left: such a line is drawn as shapes.
    """

    text: str
    runs: tuple[GlyphRun, ...]
    ems: float
    letters: tuple[Letter, ...] = ()


def printable(text: str, own: tuple[Typeface, ...] = ()) -> str:
    """The text in NFC. Raises RuleBroken when it holds what no paper can show exactly.

    ``own`` are a centre's typefaces that it will be printed in.
    """
    text = unicodedata.normalize("NFC", text)
    if all(map(_is_plain, text)):
        return text
    unseen = next((character for character in text if _is_unseen(character)), None)
    if unseen is not None:
        raise RuleBroken(
            "text-unprintable",
            later("“{shown}” holds a hidden sign (U+{sign}) that cannot be printed. Type it again, then issue it."),
            shown="".join(character for character in text if not _is_unseen(character)),
            sign=f"{ord(unseen):04X}",
        )
    if _most_marks(text) > _MOST_MARKS:
        raise RuleBroken(
            "text-overloaded",
            later("“{shown}” has more marks on one letter than a line has room for. Type it again, then issue it."),
            shown=text,
        )
    missing = missing_characters(text, own)
    if missing:
        raise RuleBroken(
            "text-without-typeface",
            later("“{shown}” cannot be printed: the program has no typeface for {signs}. Nothing was issued."),
            shown=text,
            signs=" ".join(missing),
        )
    return text


@lru_cache(maxsize=8192)
def shaped(text: str, style: Style, within: tuple[int, ...] = ()) -> ShapedLine:
    """The line as glyphs. Raises RuleBroken for text that cannot be printed (see ``printable``).

    ``within`` are the levels that printable text has as part of a longer one; without, it is a text of its own.
    """
    text = printable(text, style.own)
    if not within and runs_both_ways(text):
        within = levels(text)
    if not any(within):
        return _line(text, (_shaped_run(part) for part in _parts(text, style)))
    return _line(text, _runs_in_order(text, style, within), unseen_letters(text, style))


def _runs_in_order(text: str, style: Style, of: tuple[int, ...]) -> Iterator[GlyphRun]:
    """The runs of a line whose letters have these levels, from left to right."""
    for start, end, backwards in stretches(of):
        parts = list(_parts(text[start:end], style))
        for part in reversed(parts) if backwards else parts:
            yield _shaped_run(part, "rtl" if backwards else "ltr")


def _line(text: str, runs: Iterator[GlyphRun], letters: tuple[Letter, ...] = ()) -> ShapedLine:
    found = tuple(runs)
    return ShapedLine(text, found, sum(glyph.advance for run in found for glyph in run.glyphs) / SCALE, letters)


def operators(line: ShapedLine, names: dict[str, str], size: float) -> str:
    """What draws the line from the current place of an open text object. ``names`` are the fonts' names in the PDF."""
    return "\n".join((actual_text(line.text), *glyph_operators(line, names, size), "EMC"))


def actual_text(text: str) -> str:
    """What begins a part of a page, up to EMC, that stands for this text."""
    return f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC"


def glyph_operators(line: ShapedLine, names: dict[str, str], size: float) -> Iterator[str]:
    """The same without the characters, for ornaments made of text."""
    for run in line.runs:
        yield f"/{names[run.face.name]} {size:.2f} Tf"
        yield from _shown(run, size)


def _shown(run: GlyphRun, size: float) -> Iterator[str]:
    """The glyphs of a run as TJ operators, one for each height above the line."""
    behind = 0
    for up, glyphs in groupby(run.glyphs, key=lambda glyph: glyph.up):
        if up:
            yield f"{up * size / SCALE:.3f} Ts"
        shown = []
        for glyph in glyphs:
            if behind + glyph.right:
                shown.append(f">{-behind - glyph.right}<")
            shown.append(f"{glyph.index:04x}")
            behind = glyph.advance - glyph.right - run.face.width_of(glyph.index)
        yield f"[<{''.join(shown)}>] TJ"
        if up:
            yield "0 Ts"
    if behind:
        yield f"[{-behind}] TJ"


def cluster_starts(text: str, style: Style) -> frozenset[int]:
    """The places in printable text where a new shape begins: within a stack or a ligature there are none."""
    found: set[int] = set()
    start = 0
    for part in _parts(text, style):
        found.update(start + info.cluster for info in _shaped_buffer(part, "").glyph_infos)
        start += len(part.text)
    return frozenset(found)


def _shaped_run(part: _Part, direction: str = "ltr") -> GlyphRun:
    buffer = _shaped_buffer(part, direction)
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        character = part.text[info.cluster]
        is_plain = part.face.glyph_of(character) == info.codepoint
        right, up, advance = position.x_offset, position.y_offset, position.x_advance
        glyphs.append(Glyph(info.codepoint, advance, right, up, character if is_plain else ""))
    return GlyphRun(part.face, tuple(glyphs))


def _shaped_buffer(part: _Part, direction: str) -> hb.Buffer:
    """The glyphs of a part; without a direction it runs as its script does."""
    buffer = hb.Buffer()
    buffer.add_str(part.text)
    if part.script:
        buffer.script = part.script
    buffer.guess_segment_properties()
    if direction:
        buffer.direction = direction
    buffer.language = "und"  # otherwise the computer's locale would have a say in the shapes
    hb.shape(part.face.font, buffer)
    return buffer


def _parts(text: str, style: Style) -> Iterator[_Part]:
    """The text in parts of one typeface and one script each. Signs of no script go with those beside them."""
    start = 0
    face, script = None, ""
    for place, (at, its) in enumerate(zip(_typefaces(text, style), map(_script, text), strict=True)):
        if face is not None and (at is not face or (script and its and its != script)):
            yield _Part(face, script, text[start:place])
            start, script = place, ""
        face, script = at, script or its
    if face is not None:
        yield _Part(face, script, text[start:])


def _typefaces(text: str, style: Style) -> Iterator[Typeface]:
    """The typeface of each character. Marks and spaces stay with the letter before them where it can be."""
    last: Typeface | None = None
    faces = _faces_known(style)
    for character in text:
        if last is None or not (_stays(character) and last.has(character)):
            last = faces.get(character) or faces.setdefault(character, face_for(character, style) or base(style))
        yield last


@lru_cache(maxsize=32)
def _faces_known(style: Style) -> dict[str, Typeface]:
    """The typefaces found for characters so far."""
    return {}


@lru_cache(maxsize=4096)
def _stays(character: str) -> bool:
    return character in _STAY_WITH_THE_LINE or unicodedata.category(character).startswith("M")


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The script of a character, as in "Latn"; empty for what many scripts share."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


@lru_cache(maxsize=4096)
def _is_plain(character: str) -> bool:
    """Whether it can be printed beside any other: no hidden sign, no mark, and in our typefaces."""
    is_mark = unicodedata.category(character).startswith("M")
    return not is_mark and not _is_unseen(character) and not missing_characters(character)


def _most_marks(text: str) -> int:
    """How many marks stand on the letter that has most."""
    if text.isascii():
        return 0
    groups = groupby(text, key=lambda character: unicodedata.category(character).startswith("M"))
    return max((len(list(group)) for are_marks, group in groups if are_marks), default=0)


def _is_unseen(character: str) -> bool:
    if character in _ALLOWED_FORMATS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
