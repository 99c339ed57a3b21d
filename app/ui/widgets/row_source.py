# SPDX-License-Identifier: Apache-2.0
"""What a table asks for its rows: any number of them, a page at a time, found by key and never by counting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol, runtime_checkable

from app.domain.filtering import Filter


class CellKind(Enum):
    """How a column's values are shown: as text, as a day, as a bar, as or as a word in a coloured edge."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
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
    """A state in words with its kind: the value of a STATUS cell. ``tick`` is how far the record has come, shown as a
    small sign (``widgets.ticks``)."""

    text: str
    kind: Literal["neutral", "met", "not_yet", "warn", "accent"] = "neutral"
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A value that is kept otherwise than it is shown: an ISO date with the month in words, the word for a letter."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (for sorting), its translated title, its width in pixels at 100 %.

    ``grows`` lets it take the free room. ``sortable`` columns answer a click on their head. ``hidden`` columns are
    shown when a person chooses them.
    """

    key: str
    title: str
    width: int = 120
    kind: CellKind = CellKind.TEXT
    grows: bool = False
    sortable: bool = True
    hidden: bool = False


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


@runtime_checkable
class Filterable(Protocol):
    """A source that can leave rows out."""

    def filtered(self, wishes: Sequence[Filter], order: Order, then: Callable[[RowSource], object]) -> None:
        """Find the rows that the wishes let through and tell ``then`` their source: at once, or when they are found."""

    def values(self, column: str, then: Callable[[Sequence[Coded]], object]) -> None:
        """Tell ``then`` the different values of a column to choose among; none where there are too many."""


@runtime_checkable
class Reorders(Protocol):
    """A source that is in one order and takes a while to find another."""

    def in_order(self, order: Order, then: Callable[[RowSource], object]) -> None:
        """Tell ``then`` the source of the same rows in this order."""


@runtime_checkable
class ReadsOnDemand(Protocol):
    """A source with columns that it reads only while they are shown; their cells are empty until then."""

    def show_columns(self, keys: Sequence[str]) -> None:
        """From the next page on read these columns."""


def cell_text(value: object) -> str:
    """The words of a cell, as shown, read out and copied."""
    if value is None:
        return ""
    if isinstance(value, Share):
        return f"{value.percent} %"
    return value.text if isinstance(value, Status | Coded) else str(value)


def cell_value(value: object) -> str:
    """What a cell keeps, as text: the ISO date, the letter of a choice; what filters and edits are about."""
    return value.value if isinstance(value, Coded) else cell_text(value)
