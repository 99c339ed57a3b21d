# SPDX-License-Identifier: Apache-2.0
"""Learners as rows of a table: the whole register a page at a time, what of it a filter lets through, or what a search
found."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from app.domain.filtering import Filter, says
from app.records.queries import learner_filters
from app.records.queries import learners as register
from app.records.queries.learners import LearnerRow
from app.translation import tr
from app.ui.context import Context
from app.ui.learner_columns import CHOICES, FIELDS, SHOWN, field_cell, register_columns
from app.ui.widgets.list_source import MOST_VALUES, ListSource
from app.ui.widgets.row_source import Coded, Column, Key, Order, Row, RowSource, Seek, cell_text

_MORE = tuple(field for field in FIELDS if field not in SHOWN)
_NOT_READ: list[object] = [""] * len(_MORE)


def cells(row: LearnerRow, more: Sequence[str] = ()) -> list[object]:
    """The learner in the words of the columns; fields that were not read are empty."""
    first = (row.latin_name, row.sex, row.birth_date, row.id_number)
    shown = [row.name, *map(field_cell, SHOWN, first)]
    if not more:
        return shown + _NOT_READ
    known = dict(zip(more, row.more, strict=True))
    return shown + [field_cell(field, known[field]) if field in known else "" for field in _MORE]


class LearnerSource:
    """The whole register, in any of its orders, never read at once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.columns: Sequence[Column] = register_columns()
        self.more: tuple[str, ...] = ()

    def show_columns(self, keys: Sequence[str]) -> None:
        """See ``ReadsOnDemand.show_columns``."""
        self.more = tuple(key for key in keys if key in _MORE)

    def count(self) -> int:
        """How many learners there are."""
        return self._context.read_now(register.count)

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        """See ``RowSource.page``."""
        more = self.more
        wanted = register.Page(order.column, order.descending, seek.key, seek.skip, seek.backwards, n, more)
        return [Row(row.id, row.key, cells(row, more)) for row in self._context.read_now(register.page, wanted)]

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        """See ``RowSource.survey``."""
        self._context.read(register.keys, order.column, order.descending, every, then=then, key="learners.survey")

    def filtered(self, wishes: Sequence[Filter], order: Order, then: Callable[[RowSource], object]) -> None:
        """See ``Filterable.filtered``: the numbers of the rows are found behind one's back, then a page is quick."""

        def found(numbers: "array[int]") -> None:
            then(FilteredLearners(self, self._context, asked, numbers))

        asked = [_in_values(wish) for wish in wishes]
        column, down = order.column, order.descending
        self._context.read(learner_filters.matching, column, down, asked, then=found, key="learners.filter")

    def values(self, column: str, then: Callable[[Sequence[Coded]], object]) -> None:
        """See ``Filterable.values``."""
        told = partial(_tell_values, column, then)
        self._context.read(learner_filters.values, column, MOST_VALUES, then=told, key="learners.values")


class FilteredLearners:
    """The rows of the register that a filter lets through, by their numbers, in one order."""

    def __init__(self, whole: LearnerSource, context: Context, wishes: Sequence[Filter], numbers: "array[int]") -> None:
        self._whole, self._context, self._wishes, self._numbers = whole, context, wishes, numbers
        self.columns = whole.columns

    def count(self) -> int:
        """How many learners are let through."""
        return len(self._numbers)

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        """See ``RowSource.page``; the order is that in which they were found."""
        at = len(self._numbers) if seek.backwards else 0
        at = at if seek.key is None else int(str(seek.key[0]))
        if seek.backwards:
            end = max(0, at - seek.skip)
            return self._rows(order, range(max(0, end - n), end))[::-1]
        first = at + seek.skip
        return self._rows(order, range(first, min(len(self._numbers), first + n)))

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        """See ``RowSource.survey``."""
        then([(place,) for place in range(every, len(self._numbers), every)])

    def in_order(self, order: Order, then: Callable[[RowSource], object]) -> None:
        """See ``Reorders.in_order``."""
        self._whole.filtered(self._wishes, order, then)

    def _rows(self, order: Order, places: range) -> list[Row]:
        more = self._whole.more
        asked = list(self._numbers[places.start : places.stop])
        found = self._context.read_now(register.numbered, asked, order.column, more)
        by_number = {row.key[1]: row for row in found}
        known = ((place, by_number.get(self._numbers[place])) for place in places)
        return [Row(row.id, (place,), cells(row, more)) for place, row in known if row is not None]


def found(rows: Sequence[LearnerRow], more: Sequence[str] = ()) -> ListSource:
    """What a search found."""
    return ListSource(register_columns(), [(row.id, cells(row, more)) for row in rows])


def _in_values(wish: Filter) -> Filter:
    """The wish about what is kept: words of a choice become the values that are shown with these words."""
    words = CHOICES.get(wish.column)
    if words is None or not wish.contains:
        return wish
    said = {value for value, word in words.items() if says(wish.contains, tr(word))}
    among = tuple(sorted(said & set(wish.among) if wish.among else said))
    return replace(wish, contains="", among=among or ("\N{NULL}",))


def _tell_values(column: str, then: Callable[[Sequence[Coded]], object], values: Sequence[str]) -> None:
    then([Coded(value, cell_text(field_cell(column, value))) for value in values])
