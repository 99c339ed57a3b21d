# SPDX-License-Identifier: Apache-2.0
"""Making text fit its place: smaller, then on more lines, and refused before anything would be cut off."""

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from app.documents.breaking import Way, anywhere, syllables, whole_words, words
from app.documents.direction import begins_right, levels, runs_both_ways
from app.documents.fonts import Style
from app.documents.runs import ShapedLine, printable, shaped
from app.domain.refusals import RuleBroken
from app.translation import later

_STEPS: Final = 24
_PRICE_OF_A_LINE: Final = 0.12
"""How much smaller, as a part, a text may become before one more line is better; a paragraph keeps its size."""

_TALL: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TALL_LEADING: Final = 1.5
"""Thai, Lao, Burmese and Khmer put letters and signs above and beneath each other: lines that stand closer touch."""

_WORTH_A_HYPHEN: Final = 0.9
"""A text may become smaller by this before it is broken at a hyphen."""

_SMALL: Final = 0.6
"""Below this part of the size wished for, a text without spaces may break between syllables ..."""
_WORTH_A_SYLLABLE: Final = 1.4
"""... where that makes it this much larger."""
_SMALL_PARAGRAPH: Final = 0.95
"""The same of a paragraph, where a break between syllables is no harm."""
_WORTH_IN_A_PARAGRAPH: Final = 1.05


@dataclass(frozen=True, slots=True)
class Room:
    """The room for a text: width in points, the size wished for, the smallest that can be read, and most lines.

    ``height`` in points, where it is bounded, is for lines at a distance of ``leading`` times their size. Lines are
    made ``even``, or else each is filled, as in a paragraph.
    """

    width: float
    size: float
    min_size: float
    max_lines: int = 1
    height: float = math.inf
    leading: float = 1.45
    even: bool = True


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and their size in points; and whether they begin at the right, as a text from right to left."""

    lines: tuple[ShapedLine, ...]
    size: float
    begins_right: bool = False
    least_leading: float = 1.0
    """Lines of this script must not stand closer."""

    def leading(self, wished: float) -> float:
        """The distance of lines as a multiple of their size."""
        return max(wished, self.least_leading)


def fit(text: str, style: Style, room: Room) -> Fitted:
    """The text at the best size for the room, whole to the last sign.

    Lines break where the rules of its script let them; inside a word only where nothing else helps, and never inside
    a cluster. Raises RuleBroken when the text cannot be printed or is too long even so.
    """
    text = printable(text, style.own)
    least = _TALL_LEADING if _TALL.search(text) else 1.0
    room = replace(room, leading=max(room.leading, least))
    fitted = _by_words_or_syllables(text, style, room) or _best(text, style, room, anywhere)
    if fitted is None:
        raise RuleBroken(
            "text-too-long",
            later("“{shown}” is too long for its place on the document. Nothing was cut off and nothing was issued."),
            shown=text,
        )
    return replace(fitted, begins_right=begins_right(text), least_leading=least)


def _by_words_or_syllables(text: str, style: Style, room: Room) -> Fitted | None:
    """Between words; or between syllables, where a script has no spaces and its long words would get small."""
    by_words = _by_words(text, style, room)
    small, worth = (_SMALL, _WORTH_A_SYLLABLE) if room.even else (_SMALL_PARAGRAPH, _WORTH_IN_A_PARAGRAPH)
    if by_words is not None and by_words.size >= small * room.size:
        return by_words
    if syllables(text, style) == words(text, style):
        return by_words
    by_syllables = _best(text, style, room, syllables)
    if by_words is None or (by_syllables is not None and by_syllables.size >= worth * by_words.size):
        return by_syllables
    return by_words


def _by_words(text: str, style: Style, room: Room) -> Fitted | None:
    """Between words; at a hyphen inside one only where the text would get smaller without."""
    by_words = _best(text, style, room, words)
    if by_words is None or len(by_words.lines) == 1 or "-" not in text:
        return by_words
    by_whole = _best(text, style, room, whole_words)
    return by_whole if by_whole and by_whole.size >= _WORTH_A_HYPHEN * by_words.size else by_words


def _best(text: str, style: Style, room: Room, way: Way) -> Fitted | None:
    """The largest way to set the text, where each further line must pay for itself."""
    best: Fitted | None = None
    best_worth = 0.0
    for step in range(_STEPS + 1):
        size = room.size - (room.size - room.min_size) * step / _STEPS
        lines = _wrapped(text, style, room.width / size, way)
        if lines is None or len(lines) > room.max_lines or len(lines) * size * room.leading > room.height:
            continue
        worth = size * (1 - _PRICE_OF_A_LINE * room.even) ** (len(lines) - 1)
        if worth > best_worth:
            best, best_worth = Fitted(lines, size), worth
        if len(lines) == 1:
            break
    if best is None or len(best.lines) == 1 or way is anywhere or not room.even:
        return best
    return Fitted(_evened(text, style, room.width / best.size, len(best.lines), way), best.size)


def _wrapped(text: str, style: Style, ems: float, way: Way) -> tuple[ShapedLine, ...] | None:
    """The text in lines no wider than this; None when a single piece is wider."""
    whole = shaped(text, style)
    if whole.ems <= ems:
        return (whole,)
    lines: list[ShapedLine] = []
    breaks = [0, *accumulate(map(len, way(text, style)))]
    widths = [0.0, *accumulate(shaped(piece, style).ems for piece in way(text, style))]
    first = 0
    while first < len(breaks) - 1:
        # As far as the pieces' own widths say; but side by side they may be wider or narrower.
        last = max(first + 1, bisect_right(widths, widths[first] + ems) - 1)
        while last + 1 < len(breaks) and _part(text, breaks[first], breaks[last + 1], style).ems <= ems:
            last += 1
        while last > first + 1 and _part(text, breaks[first], breaks[last], style).ems > ems:
            last -= 1
        line = _part(text, breaks[first], breaks[last], style)
        if line.ems > ems:
            return None
        lines.append(line)
        first = last
    return tuple(lines)


def _part(text: str, start: int, end: int, style: Style) -> ShapedLine:
    """A line of the text. What runs from right to left is settled by the text as a whole."""
    line = _trimmed(text[start:end])
    within = levels(text)[start : start + len(line)] if runs_both_ways(text) else ()
    return shaped(line, style, within) if any(within) else shaped(line, style)


def _evened(text: str, style: Style, ems: float, count: int, way: Way) -> tuple[ShapedLine, ...]:
    """The text in this many lines, as even as they get within this width."""
    evened: tuple[ShapedLine, ...] = ()
    for part in range(20, 0, -1):
        lines = _wrapped(text, style, ems * part / 20, way)
        if lines is None or len(lines) > count:
            break
        evened = lines
    return evened


def _trimmed(line: str) -> str:
    return line.rstrip(" ") or line
