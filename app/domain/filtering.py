# SPDX-License-Identifier: Apache-2.0
"""What a person asks of one column of a list: which of its rows are shown."""

from dataclasses import dataclass

from app.domain import searching


@dataclass(frozen=True, slots=True)
class Filter:
    """A wish about the column of this key; all that is said must hold.

    ``contains``: words found as the search finds them, without accents and capitals. ``among``: the value is one of
    these. ``filled``: whether there is anything at all. ``first`` and ``last``: ISO dates, both days included.
    """

    column: str
    contains: str = ""
    among: tuple[str, ...] = ()
    filled: bool | None = None
    first: str = ""
    last: str = ""

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.contains or self.among or self.first or self.last) or self.filled is not None


def passes(wish: Filter, value: str, shown: str = "") -> bool:
    """Whether a cell of this value is let through; ``shown`` are the words on it, where they are others."""
    if wish.filled is not None and wish.filled != bool(value):
        return False
    if wish.among and value not in wish.among:
        return False
    if (wish.first and value < wish.first) or (wish.last and not "" < value <= wish.last):
        return False
    return not wish.contains or says(wish.contains, shown or value)


def says(wanted: str, text: str) -> bool:
    """Whether a text has what was typed: its words as the search finds them, signs such as @ as they are."""
    if searching.words(wanted):
        return searching.matches(wanted, text)
    return wanted.strip() in text
