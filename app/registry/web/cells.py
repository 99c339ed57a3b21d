# SPDX-License-Identifier: Apache-2.0
"""Tables of counts in which nobody can be found: small counts are hidden, and no subtraction gives them back.

Two rules. Lines (rows and columns) whose total is small are put together with others until the total is not small, so
that every total can be shown. Inside the table small counts are hidden, and with them as many others as it takes until
for each of them at least one other value fits all that is shown. That is decided exactly: a count can be another one
if and only if a circle of hidden counts leads through it on which one can be taken and one be given in turn, none of
them falling below 1 (D. Gusfield, A graph theoretic approach to statistical data security, 1988).
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

LEAST: Final = 5
"""The smallest count that is shown, besides none at all."""
_COST_OF_NONE: Final = 40
"""A count of none hides little: it is taken only where another way would hide far more."""

Line: TypeAlias = tuple[str, ...]
"""What a row or a column is about; several where they are put together."""
Cell: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown; None where a count is hidden. Empty where even the whole is too small."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int


NOTHING: Final = Shown((), (), (), (), (), 0)


def put_together(totals: Mapping[str, int]) -> tuple[Line, ...]:
    """The lines that may be shown, in the order of ``totals``: each by itself, or small ones together. Nothing where
    all of them together are too few."""
    counted = {name: count for name, count in totals.items() if count}
    if sum(counted.values()) < LEAST:
        return ()
    together = {name for name, count in counted.items() if count < LEAST}
    others = sorted((name for name in counted if name not in together), key=lambda name: counted[name])
    while together and (len(together) == 1 or sum(counted[name] for name in together) < LEAST):
        together.add(others.pop(0))
    alone: list[Line] = [(name,) for name in counted if name not in together]
    return (*alone, tuple(name for name in counted if name in together)) if together else tuple(alone)


def shown(counts: Mapping[tuple[str, str], int], rows: Sequence[Line], columns: Sequence[Line]) -> Shown:
    """The table of these counts by (row, column), for lines of ``put_together``."""
    if not rows or not columns:
        return NOTHING
    cells = [[sum(counts.get((r, c), 0) for r in row for c in column) for column in columns] for row in rows]
    hidden = hidden_cells(cells)
    told = (tuple(None if (r, c) in hidden else n for c, n in enumerate(line)) for r, line in enumerate(cells))
    sums = tuple(sum(line) for line in cells)
    return Shown(tuple(rows), tuple(columns), tuple(told), sums, tuple(map(sum, zip(*cells, strict=True))), sum(sums))


def hidden_cells(cells: Sequence[Sequence[int]]) -> set[Cell]:
    """Which counts of a table with all its totals are hidden. Each line of the table must not be small itself."""
    small = [(r, c) for r, line in enumerate(cells) for c, count in enumerate(line) if 0 < count < LEAST]
    hidden = set(small)
    for least_left in (1, 0):
        ways = [_protect(cells, hidden, cell, least_left) for cell in small]
        if all(ways):
            return hidden
    return {(r, c) for r, line in enumerate(cells) for c in range(len(line))}


def _protect(cells: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell, least_left: int) -> bool:
    """Hide as little more as it takes until this count could be another one; whether that can be."""
    found = [way for way in _ways(cells, hidden, cell, least_left) if way is not None]
    if not found:
        return False
    hidden.update(min(found)[1])
    return True


def _ways(
    cells: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell, least_left: int
) -> Iterator[tuple[int, tuple[Cell, ...]] | None]:
    """The cheapest circles on which the count could be one greater, or one smaller."""
    grid = _Grid(cells, hidden, least_left)
    row, column = cell
    yield grid.path((1, column), (0, row), cell)
    if cells[row][column] > least_left:
        yield grid.path((0, row), (1, column), cell)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows (0, r) and columns (1, c): a step from a row to a column gives one to the count between them, a step back
    takes one."""

    cells: Sequence[Sequence[int]]
    hidden: set[Cell]
    least_left: int

    def path(self, start: tuple[int, int], goal: tuple[int, int], without: Cell) -> tuple[int, tuple[Cell, ...]] | None:
        """What is to be hidden besides on the cheapest way that does not use one count, and what that costs."""
        waiting: list[tuple[int, tuple[int, int], tuple[Cell, ...]]] = [(0, start, ())]
        done: set[tuple[int, int]] = set()
        while waiting:
            cost, place, used = heapq.heappop(waiting)
            if place == goal:
                return cost, used
            if place in done:
                continue
            done.add(place)
            for cell, there in self._steps(place):
                if there not in done and cell != without:
                    more = () if cell in self.hidden else (cell,)
                    heapq.heappush(waiting, (cost + sum(map(self._cost, more)), there, used + more))
        return None

    def _steps(self, place: tuple[int, int]) -> Iterator[tuple[Cell, tuple[int, int]]]:
        side, at = place
        if side == 0:
            for column in range(len(self.cells[at])):
                yield (at, column), (1, column)
            return
        for row in range(len(self.cells)):
            if self.cells[row][at] > self.least_left:
                yield (row, at), (0, row)

    def _cost(self, cell: Cell) -> int:
        return self.cells[cell[0]][cell[1]] or _COST_OF_NONE
