# SPDX-License-Identifier: Apache-2.0
"""A short list in memory as a source of rows."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from app.ui.widgets.row_source import Column, Key, Order, Row, Seek, Share, Status


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

    def _place(self, rows: list[Row], seek: Seek) -> int:
        assert seek.key is not None
        return bisect_left(rows, int(str(seek.key[0])), key=lambda row: int(str(row.key[0])))

    def _in_order(self, order: Order) -> list[Row]:
        if order not in self._sorted:
            at = next((n for n, column in enumerate(self.columns) if column.key == order.column), 0)
            rows = sorted(self._rows, key=lambda row: (_rank(row[1][at]), row[0]), reverse=order.descending)
            self._sorted[order] = [Row(row_id, (n,), cells) for n, (row_id, cells) in enumerate(rows)]
        return self._sorted[order]


def _rank(value: object) -> tuple[int, float, str]:
    if isinstance(value, Share):
        return 0, value.n / value.m if value.m else 0.0, ""
    if isinstance(value, Status):
        return 1, 0.0, value.text.casefold()
    if isinstance(value, int | float):
        return 0, float(value), ""
    return 1, 0.0, str(value if value is not None else "").casefold()
