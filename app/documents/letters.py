# SPDX-License-Identifier: Apache-2.0
"""Unseen letters behind a line that runs from right to left, for readers who copy, search or listen.

Programs that read PDF files guess the order of such letters from their places on the page, and take ActualText for
letters in those places too. So the line itself is drawn as shapes, which carry the text in its own order, and behind
them lies each letter once, unseen, where that guess ends in the order in which the text is written.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from app.documents.fonts import SCALE, SERIF, Style, Typeface, base, face_for

_MARK: Final = "\u200f"
"""An unseen letter of right-to-left scripts: it keeps signs that end a right-to-left part in that part."""

_JOINERS: Final = "\u200b\u200c\u200d"

_LEAST_STEP: Final = 20
"""How far apart letters without a width lie, in thousandths of an em: less than what is taken for a space."""


_SIDES: Final = {"R": "R", "AL": "R", **dict.fromkeys(("L", "EN", "AN", "ES", "ET", "CS"), "L")}


class Letter(NamedTuple):
    """One character of a line, as the glyph that stands for it alone."""

    face: Typeface
    glyph: int
    character: str

    @property
    def step(self) -> int:
        """How far the next letter lies from here, in thousandths of an em."""
        return max(self.face.width_of(self.glyph), _LEAST_STEP)


def unseen_letters(text: str, style: Style) -> tuple[Letter, ...]:
    """The letters of a line from left to right, as readers expect them."""
    return tuple(_letter(character, style) for part in _parts(text) for character in part)


def letter_operators(letters: tuple[Letter, ...], names: dict[str, str], size: float, ems: float) -> Iterator[str]:
    """What writes them unseen within this width, from the current place of an open text object."""
    yield f"3 Tr {100 * ems * SCALE / sum(letter.step for letter in letters):.2f} Tz"
    for face, group in groupby(letters, key=lambda letter: letter.face):
        shown = "".join(f"<{letter.glyph:04x}> {face.width_of(letter.glyph) - letter.step} " for letter in group)
        yield f"/{names[face.name]} {size:.2f} Tf [{shown}] TJ"
    yield "0 Tr 100 Tz"


def _parts(text: str) -> Iterator[str]:
    """The text in parts of one direction each, with those from right to left turned.

    A part from right to left ends before the next letter or digit that is not; what lies between goes with it.
    """
    start = 0
    while start < len(text):
        first = next((n for n in range(start, len(text)) if _side(text[n]) == "R"), len(text))
        yield text[start:first]
        start = next((n for n in range(first, len(text)) if _side(text[n]) == "L"), len(text))
        part = text[first:start]
        yield (part if not part or _side(part[-1]) == "R" else part + _MARK)[::-1]


def _side(character: str) -> str:
    """R or L as readers see it, who take signs that go with numbers for numbers; empty for spaces, marks and others."""
    return "" if character.isspace() else _SIDES.get(unicodedata.bidirectional(character), "")


@lru_cache(maxsize=4096)
def _letter(character: str, style: Style) -> Letter:
    # Readers leave out a letter whose glyph has no outline at all, as joiners have in some typefaces
    face = face_for(character, SERIF if character in _JOINERS else style) or base(style)
    return Letter(face, face.glyph_of(character), character)
