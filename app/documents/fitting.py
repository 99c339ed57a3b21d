# SPDX-License-Identifier: Apache-2.0
"""Making text fit its place: smaller, then on more lines, and refused before anything would be cut off."""

import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.documents.direction import begins_right, levels, runs_both_ways
from app.documents.fonts import Style
from app.documents.runs import ShapedLine, printable, shaped
from app.domain.refusals import RuleBroken
from app.translation import later

_STEPS: Final = 24
_PRICE_OF_A_LINE: Final = 0.12
"""How much smaller, as a part, a text may become before one more line is better."""

_COENG: Final = "\u17d2"
_FOLLOWERS: Final = ("Mn", "Mc", "Me", "Cf", "Zs")
_Pieces = Callable[[str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Room:
    """The room for a text: width in points, the size wished for, the smallest that can be read, and most lines.

    ``height`` in points, where it is bounded, is for lines at a distance of ``leading`` times their size.
    """

    width: float
    size: float
    min_size: float
    max_lines: int = 1
    height: float = math.inf
    leading: float = 1.45


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and their size in points; and whether they begin at the right, as a text from right to left."""

    lines: tuple[ShapedLine, ...]
    size: float
    begins_right: bool = False


def fit(text: str, style: Style, room: Room) -> Fitted:
    """The text at the best size for the room, whole to the last sign.

    Lines break after spaces and zero-width spaces; inside a word only where nothing else helps, and never inside a
    cluster. Raises RuleBroken when the text cannot be printed or is too long even so.
    """
    text = printable(text)
    fitted = _best(text, style, room, _words) or _best(text, style, room, _clusters)
    if fitted is None:
        raise RuleBroken(
            "text-too-long",
            later("“{shown}” is too long for its place on the document. Nothing was cut off and nothing was issued."),
            shown=text,
        )
    return replace(fitted, begins_right=True) if begins_right(text) else fitted


def _best(text: str, style: Style, room: Room, pieces: _Pieces) -> Fitted | None:
    """The largest way to set the text, where each further line must pay for itself."""
    best: Fitted | None = None
    best_worth = 0.0
    for step in range(_STEPS + 1):
        size = room.size - (room.size - room.min_size) * step / _STEPS
        lines = _wrapped(text, style, room.width / size, pieces)
        if lines is None or len(lines) > room.max_lines or len(lines) * size * room.leading > room.height:
            continue
        worth = size * (1 - _PRICE_OF_A_LINE * (len(lines) - 1))
        if worth > best_worth:
            best, best_worth = Fitted(lines, size), worth
        if len(lines) == 1:
            break
    if best is None or len(best.lines) == 1 or pieces is _clusters:
        return best
    return Fitted(_evened(text, style, room.width / best.size, len(best.lines)), best.size)


def _wrapped(text: str, style: Style, ems: float, pieces: _Pieces) -> tuple[ShapedLine, ...] | None:
    """The text in lines no wider than this; None when a single piece is wider."""
    whole = shaped(text, style)
    if whole.ems <= ems:
        return (whole,)
    lines: list[ShapedLine] = []
    start = end = 0
    for piece in pieces(text):
        if start < end and _part(text, start, end + len(piece), style).ems > ems:
            lines.append(_part(text, start, end, style))
            start = end
        end += len(piece)
        if _part(text, start, end, style).ems > ems:
            return None
    return (*lines, _part(text, start, end, style))


def _part(text: str, start: int, end: int, style: Style) -> ShapedLine:
    """A line of the text. What runs from right to left is settled by the text as a whole."""
    line = _trimmed(text[start:end])
    within = levels(text)[start : start + len(line)] if runs_both_ways(text) else ()
    return shaped(line, style, within) if any(within) else shaped(line, style)


def _evened(text: str, style: Style, ems: float, count: int) -> tuple[ShapedLine, ...]:
    """The text in this many lines, as even as they get within this width."""
    evened: tuple[ShapedLine, ...] = ()
    for part in range(20, 0, -1):
        lines = _wrapped(text, style, ems * part / 20, _words)
        if lines is None or len(lines) > count:
            break
        evened = lines
    return evened


def _trimmed(line: str) -> str:
    return line.rstrip(" ") or line


def _words(text: str) -> Iterator[str]:
    """The text in pieces, each with the break that ends it."""
    start = 0
    for position, character in enumerate(text):
        if character in " \u200b":
            yield text[start : position + 1]
            start = position + 1
    if start < len(text):
        yield text[start:]


def _clusters(text: str) -> Iterator[str]:
    """The text in pieces that must stay together: a letter with its marks, a Khmer stack."""
    start = 0
    for position in range(1, len(text)):
        joins = text[position - 1] in (_COENG, "\u200d") or unicodedata.category(text[position]) in _FOLLOWERS
        if not joins:
            yield text[start:position]
            start = position
    if text:
        yield text[start:]
