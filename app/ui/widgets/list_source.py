# SPDX-License-Identifier: Apache-2.0
"""A short list in memory as a source of rows."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from app.domain.filtering import Filter, passes
from app.ui.widgets.row_source import (
    Coded,
    Column,
    Key,
    Order,
    Row,
    RowSource,
    Seek,
    Share,
    Status,
    cell_text,
    cell_value,
)

MOST_VALUES = 200
"""More different values than these are not offered one by one."""


class ListSource:
    """Rows that are all at hand: (id, cells). For lists of hundreds, not of thousands."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[tuple[bytes, Sequence[object]]]) -> None:
        self.columns = columns
        self._rows = rows
        self._sorted: dict[Order, list[Row]] = {}

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        """See ``RowSource.page``."""
        rows = self._in_order(order)
        if seek.backwards:
            end = len(rows) if seek.key is None else self._place(rows, seek)
            last = end - seek.skip
            return rows[max(0, last - n) : max(0, last)][::-1]
        first = (0 if seek.key is None else self._place(rows, seek)) + seek.skip
        return rows[first : first + n]

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        """See ``RowSource.survey``."""
        then([row.key for row in self._in_order(order)[every::every]])

    def filtered(self, wishes: Sequence[Filter], order: Order, then: Callable[[RowSource], object]) -> None:
        """See ``Filterable.filtered``."""
        at = {column.key: n for n, column in enumerate(self.columns)}
        asked = [(wish, at[wish.column]) for wish in wishes if wish.column in at]
        left = [row for row in self._rows if all(_lets_through(wish, row[1][n]) for wish, n in asked)]
        then(ListSource(self.columns, left))

    def values(self, column: str, then: Callable[[Sequence[Coded]], object]) -> None:
        """See ``Filterable.values``."""
        at = next(n for n, each in enumerate(self.columns) if each.key == column)
        found = {cell_value(row[1][at]): row[1][at] for row in self._rows}
        kept = [value for value in found if value]
        kept.sort(key=lambda value: _rank(found[value]))
        then([Coded(value, cell_text(found[value])) for value in kept] if len(kept) <= MOST_VALUES else ())

    def _place(self, rows: list[Row], seek: Seek) -> int:
        assert seek.key is not None
        return bisect_left(rows, int(str(seek.key[0])), key=lambda row: int(str(row.key[0])))

    def _in_order(self, order: Order) -> list[Row]:
        if order not in self._sorted:
            at = next((n for n, column in enumerate(self.columns) if column.key == order.column), 0)
            rows = sorted(self._rows, key=lambda row: (_rank(row[1][at]), row[0]), reverse=order.descending)
            self._sorted[order] = [Row(row_id, (n,), cells) for n, (row_id, cells) in enumerate(rows)]
        return self._sorted[order]


def _lets_through(wish: Filter, cell: object) -> bool:
    return passes(wish, cell_value(cell), cell_text(cell))


def _rank(value: object) -> tuple[int, float, str]:
    if isinstance(value, Share):
        return 0, value.n / value.m if value.m else 0.0, ""
    if isinstance(value, Status):
        return 1, 0.0, value.text.casefold()
    if isinstance(value, int | float):
        return 0, float(value), ""
    if isinstance(value, Coded):
        return 1, 0.0, value.value
    return 1, 0.0, str(value if value is not None else "").casefold()
