# SPDX-License-Identifier: Apache-2.0
"""Numbers that an authority gave out in a block: read, written, and counted."""

import re
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

_SHAPE: Final = re.compile(r"(.*?)([0-9]{1,15})", re.ASCII)
_LARGEST: Final = 10_000_000
_LONGEST: Final = 40
_NO_BLOCK: Final = later(
    "“{first}” to “{last}” is no block of numbers. Both have the same letters before the figures and as many figures, "
    "as in MOL-004001 to MOL-004500. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class Block:
    """``prefix`` and as many figures as ``width`` says, from ``first`` to ``last``, both included."""

    prefix: str
    first: int
    last: int
    width: int

    def number(self, counter: int) -> str:
        """The number with this counter."""
        return f"{self.prefix}{counter:0{self.width}d}"

    def overlaps(self, other: "Block") -> bool:
        """Whether a number is in both."""
        same = (self.prefix.casefold(), self.width) == (other.prefix.casefold(), other.width)
        return same and self.first <= other.last and other.first <= self.last

    def words(self) -> str:
        """From which number to which."""
        return f"{self.number(self.first)} – {self.number(self.last)}"


def block_between(first: str, last: str) -> Block:
    """The block from one number to another. Raises BadInput "no-block"."""
    begins, ends = _SHAPE.fullmatch(first.strip()), _SHAPE.fullmatch(last.strip())
    if begins is None or ends is None or begins[1] != ends[1] or len(begins[2]) != len(ends[2]):
        raise BadInput("no-block", _NO_BLOCK, first=first, last=last)
    block = Block(begins[1], int(begins[2]), int(ends[2]), len(begins[2]))
    if not 0 <= block.last - block.first < _LARGEST or len(block.number(0)) > _LONGEST:
        raise BadInput("no-block", _NO_BLOCK, first=first, last=last)
    return block


def next_counter(block: Block, used: int) -> int | None:
    """The counter after the greatest one ``used`` in the block (0 for none); None where all are used."""
    following = max(block.first, used + 1)
    return following if following <= block.last else None
