# SPDX-License-Identifier: Apache-2.0
"""What a table asks for its rows: any number of them, a page at a time, found by key and never by counting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol


class CellKind(Enum):
    """How a column's values are shown: as text, as a bar, or as a word in a coloured edge."""

    TEXT = "text"
    NUMBER = "number"
    PROGRESS = "progress"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Share:
    """``n`` of ``m``: the value of a PROGRESS cell."""

    n: int
    m: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that 100 means all."""
        return 100 * self.n // self.m if self.m else 0


@dataclass(frozen=True, slots=True)
class Status:
    """A state in words with its kind: the value of a STATUS cell."""

    text: str
    kind: Literal["neutral", "met", "not_yet", "warn", "accent"] = "neutral"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (for sorting), its translated title, its width in pixels at 100 %.

    ``grows`` lets it take the free room. ``sortable`` columns answer a click on their head.
    """

    key: str
    title: str
    width: int = 120
    kind: CellKind = CellKind.TEXT
    grows: bool = False
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by this column. Equal values are told apart by the record, so that every order is total."""

    column: str
    descending: bool = False


Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its id, its place in the order (sort value and id, understood by the source alone), its cells."""

    id: bytes
    key: Key
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class Seek:
    """Where a page begins.

    Forward: rows in order with key >= ``key`` (from the first row when None), leaving out ``skip`` of them.
    Backwards: rows in reverse order with key < ``key`` (from the last row when None), leaving out ``skip`` of them.
    """

    key: Key | None = None
    skip: int = 0
    backwards: bool = False


class RowSource(Protocol):
    """Rows of one list. Answers must come within milliseconds: they are asked in the GUI thread while painting."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in the order shown."""

    def count(self) -> int:
        """How many rows there are; asked after the first paint, never before."""

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        """At most ``n`` rows from there, in the direction of ``seek``; fewer only at the end of the list."""

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        """Find the keys of rows ``every``, 2 * ``every`` and so on while nobody waits, and tell them to ``then``.

        Asked for long lists only, at the first far jump; the next ones then read from a place nearby.
        """
