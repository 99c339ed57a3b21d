# SPDX-License-Identifier: Apache-2.0
"""Which way letters run: the levels of a text by the Unicode Bidirectional Algorithm (UAX #9), and its visual order.

Explicit controls never get here, they are refused as hidden signs: the implicit rules are enough.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_base_level,
    get_embedding_levels,
    get_empty_storage,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from bidi.mirror import MIRRORED

if TYPE_CHECKING:
    from bidi.algorithm import Character

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MOST_OPEN_BRACKETS: Final = 63
"""Where UAX #9 (BD16) stops to look for pairs."""


class Stretch(NamedTuple):
    """Neighbouring letters of one level: from, to, and whether they run from right to left."""

    start: int
    end: int
    backwards: bool


def runs_both_ways(text: str) -> bool:
    """Whether any sign of a script written from right to left is in it."""
    return _RIGHT_TO_LEFT.search(text) is not None


def begins_right(text: str) -> bool:
    """Whether a paragraph of this text runs from right to left as a whole (UAX #9, rules P2 and P3)."""
    return runs_both_ways(text) and get_base_level(text) == 1


@lru_cache(maxsize=1024)
def levels(text: str) -> tuple[int, ...]:
    """The embedding level of each character of one paragraph: odd ones run from right to left."""
    base = get_base_level(text)
    storage = get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = _side(base)
    get_embedding_levels(text, storage)
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], base)
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    resolved = iter(storage["chars"])
    found: list[int] = []
    for character in text:
        # Joiners and break hints are left out by the rules; they go with what stands before them.
        is_left_out = unicodedata.bidirectional(character) == "BN"
        found.append((found[-1] if found else base) if is_left_out else next(resolved)["level"])
    return tuple(found)


def stretches(of: Sequence[int]) -> list[Stretch]:
    """A line's letters of these levels in visual order, from left to right (UAX #9, rule L2)."""
    parts: list[tuple[int, Stretch]] = []
    start = 0
    for level, group in groupby(of):
        end = start + len(list(group))
        parts.append((level, Stretch(start, end, level % 2 == 1)))
        start = end
    for lowest in range(max(of, default=0), 0, -1):
        turned: list[tuple[int, Stretch]] = []
        for is_turned, together in groupby(parts, key=lambda part: part[0] >= lowest):
            same = list(together)
            turned += reversed(same) if is_turned else same
        parts = turned
    return [stretch for _, stretch in parts]


def _resolve_brackets(characters: list["Character"], base: int) -> None:
    """Rule N0, which the library leaves out: both brackets of a pair run the same way."""
    inside, outside = _side(base), _side(base + 1)
    for opening, closing in sorted(_bracket_pairs(characters)):
        strong = {_strong(character) for character in characters[opening + 1 : closing]}
        if inside in strong:
            side = inside
        elif outside in strong:
            before = (_strong(character) for character in reversed(characters[:opening]))
            side = outside if next(filter(None, before), inside) == outside else inside
        else:
            continue
        _turn(characters, opening, side)
        _turn(characters, closing, side)


def _turn(characters: list["Character"], place: int, side: str) -> None:
    """Give a bracket, and the marks on it, a side."""
    characters[place]["type"] = side
    for mark in characters[place + 1 :]:
        if mark["orig"] != "NSM":
            break
        mark["type"] = side


def _bracket_pairs(characters: list["Character"]) -> Iterator[tuple[int, int]]:
    """Places of brackets that belong together (UAX #9, BD16)."""
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(characters):
        sign = character["ch"]
        if character["type"] != "ON" or sign not in MIRRORED:
            continue
        if unicodedata.category(sign) == "Ps":
            if len(opened) == _MOST_OPEN_BRACKETS:
                return
            opened.append((MIRRORED[sign], place))
        elif unicodedata.category(sign) == "Pe":
            matching = next((n for n in reversed(range(len(opened))) if opened[n][0] == sign), None)
            if matching is not None:
                yield opened[matching][1], place
                del opened[matching:]


def _strong(character: "Character") -> str:
    """L or R, numbers counting as R; empty for what is neutral."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(character["type"], "")


def _side(level: int) -> str:
    return "LR"[level % 2]
