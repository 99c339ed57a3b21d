# SPDX-License-Identifier: Apache-2.0
"""Where a line of any script may end: each way gives the text in pieces that stay whole.

Nobody can find the words of Thai, Lao, Khmer and Burmese without a dictionary: writers who want a break at a word put a
zero-width space there. Without one such a text breaks between syllables, as far as its letters tell them apart.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from app.documents.fonts import Style
from app.documents.runs import cluster_starts

Way = Callable[[str, Style], tuple[str, ...]]

_PLAIN: Final = re.compile(
    "(?:[0-9A-Za-z\u00c0-\u02af\u0370-\u0587\u05d0-\u05ea\u0620-\u064a\u1780-\u17d3\u1e00-\u1fff]"
    "[0-9A-Za-z\u00c0-\u02af\u0370-\u0587\u05d0-\u05ea\u0620-\u064a\u1780-\u17d3\u1e00-\u1fff'\u2019]*"
    "[.,]?(?: +|\u200b|$))*"
)
"""Letters, spaces and a sign after a word: for these the rules of Unicode come to "after spaces", and cost more."""

_STACKS_NEXT: Final = frozenset("\u17d2\u1039\u1a60")
"""Signs that put the next letter beneath: Khmer, Burmese, Tai Tham. Unicode's clusters end after them."""

_NEVER_FIRST: Final = frozenset(".,;:!?\u2026\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\u30fc")
"""Signs that never begin a line, whatever the script; nor does what closes a bracket or a quotation."""

_HANGUL: Final = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_WITHOUT_SPACES: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_NEEDS_NEXT: Final = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]$|[\u0e31\u0e37\u0e47\u0eb1\u0eb7\u0ebb][\u0e48-\u0e4b\u0ec8-\u0ecb]?$"
)
"""Thai and Lao: a vowel that is written before its letter, or one that a letter must close."""

_ENDS_THE_LAST: Final = re.compile(
    "[\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eaf\u0eb0\u0eb2\u0eb3\u0ebd\u0ec6\u17d4-\u17d7\u104a\u104b]"
    "|.[\u0e38\u0e34]?[\u0e4c\u0ecc]|.[\u1037\u1039]*\u103a|.\u17cb|.\u17cd"
)
"""A vowel or sign that is written after its letter; a letter that is silent, or that closes a syllable."""


@lru_cache(maxsize=1024)
def words(text: str, style: Style) -> tuple[str, ...]:
    """After spaces, hyphens and so on, by the rules of Unicode (UAX #14); Korean between words only."""
    if _PLAIN.fullmatch(text):
        return tuple(re.findall("[^ \u200b]*(?: +|\u200b|$)", text)[:-1]) if text else ()
    from uniseg.linebreak import line_break_boundaries  # only long texts with other signs need it

    return _cut(text, (place for place in line_break_boundaries(text) if not _is_inside(text, place)))


@lru_cache(maxsize=1024)
def whole_words(text: str, style: Style) -> tuple[str, ...]:
    """The same, but not after a hyphen inside a word."""
    pieces: list[str] = []
    for piece in words(text, style):
        if pieces and pieces[-1].endswith("-"):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(pieces)


@lru_cache(maxsize=1024)
def syllables(text: str, style: Style) -> tuple[str, ...]:
    """The same, and between syllables of scripts that are written without spaces."""
    if not _WITHOUT_SPACES.search(text):
        return words(text, style)
    pieces = [syllable for word in words(text, style) for syllable in _syllables(word, style)]
    return tuple(pieces)


@lru_cache(maxsize=1024)
def clusters(text: str, style: Style) -> tuple[str, ...]:
    """Between shapes: a letter with its marks, a stack or a ligature is one, and punctuation stays with its word."""
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    drawn = cluster_starts(text, style)
    return _cut(
        text, (place for place in grapheme_cluster_boundaries(text) if place in drawn and _is_free(text, place))
    )


@lru_cache(maxsize=1024)
def anywhere(text: str, style: Style) -> tuple[str, ...]:
    """The same, and within words of other scripts wherever one shape ends."""
    pieces = syllables(text, style)
    return tuple(
        part for piece in pieces for part in ((piece,) if _WITHOUT_SPACES.search(piece) else clusters(piece, style))
    )


def _syllables(word: str, style: Style) -> Iterator[str]:
    together = ""
    for cluster in clusters(word, style):
        is_foreign = not _WITHOUT_SPACES.match(cluster) or not _WITHOUT_SPACES.match(together[-1:])
        if together and (is_foreign or _ENDS_THE_LAST.match(cluster) or _NEEDS_NEXT.search(together)):
            together += cluster
            continue
        if together:
            yield together
        together = cluster
    if together:
        yield together


def _is_inside(text: str, place: int) -> bool:
    """Whether this place, where Unicode's rules let a line end, is inside a Korean word or a stack."""
    around = text[place - 1 : place + 1] if place else ""
    return around[:1] in _STACKS_NEXT or (len(around) == 2 and all(map(_HANGUL.match, around)))


def _is_free(text: str, place: int) -> bool:
    """Whether the sign at this place is neither on nor under the one before it, and neither has to end nor to begin."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    return (
        before not in _STACKS_NEXT
        and after not in _NEVER_FIRST
        and unicodedata.category(before) not in ("Ps", "Pi")
        and unicodedata.category(after) not in ("Mn", "Mc", "Me", "Cf", "Zs", "Pe", "Pf")
    )


def _cut(text: str, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in pairwise(sorted({0, *places, len(text)})))
