# SPDX-License-Identifier: Apache-2.0
"""Small counts are hidden, and what is shown does not give them back."""

import itertools
import os
import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.web.cells import LEAST, NOTHING, hidden_cells, put_together, shown

TABLES = int(os.environ.get("GUILDMARK_TABLES", "200"))
Grid = Sequence[Sequence[int]]


def all_fitting(cells: Grid, hidden: set[tuple[int, int]]) -> Iterator[dict[tuple[int, int], int]]:
    """Ways of filling in the hidden counts that fit all that is shown, each within one of the truth: where there is
    another way at all there is one so near, since ways differ by circles of ones given and taken."""
    per_line = []
    for r in sorted({r for r, _ in hidden}):
        mine = sorted(c for row, c in hidden if row == r)
        choices = (range(max(-1, -cells[r][c]), 2) for c in mine)
        fitting = (said for said in itertools.product(*choices) if not sum(said))
        per_line.append([dict(zip([(r, c) for c in mine], said, strict=True)) for said in fitting])
    for choice in itertools.product(*per_line):
        changes = {place: change for one in choice for place, change in one.items()}
        if not any(sum(change for (_, at), change in changes.items() if at == c) for c in {c for _, c in hidden}):
            yield {(r, c): cells[r][c] + change for (r, c), change in changes.items()}


def is_safe(cells: Grid) -> bool:
    hidden = hidden_cells(cells)
    small = {(r, c) for r, line in enumerate(cells) for c, n in enumerate(line) if 0 < n < LEAST}
    seen: dict[tuple[int, int], set[int]] = {place: set() for place in small}
    for said in all_fitting(cells, hidden):
        for place in small:
            seen[place].add(said[place])
        if all(len(values) > 1 for values in seen.values()):
            break
    return small <= hidden and all(len(values) > 1 for values in seen.values())


def a_table(chance: random.Random) -> list[list[int]]:
    """A table none of whose lines is small."""
    while True:
        rows, columns = chance.randint(2, 4), chance.randint(2, 3)
        cells = [[chance.choice((0, 0, 1, 2, 3, 4, 5, 6, 9)) for _ in range(columns)] for _ in range(rows)]
        if min(map(sum, cells)) >= LEAST and min(map(sum, zip(*cells, strict=True))) >= LEAST:
            return cells


@settings(deadline=None, max_examples=TABLES)
@given(st.integers(0, 10**9))
def test_no_small_count_follows_from_what_is_shown(seed: int) -> None:
    assert is_safe(a_table(random.Random(seed)))


def test_without_the_second_rule_a_subtraction_would_find_it() -> None:
    cells = [[2, 8], [9, 30]]
    assert len(list(all_fitting(cells, {(0, 0)}))) == 1
    assert hidden_cells(cells) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize(
    "cells",
    [
        [[1, 4, 6], [4, 1, 6], [6, 6, 30]],
        [[1] * 5 for _ in range(5)][:3],
        [[2, 2, 1], [1, 2, 2], [2, 1, 2]],
        [[4, 1], [1, 4]],
        [[4, 1], [1, 20]],
        [[0, 5, 3], [7, 0, 2], [5, 5, 0]],
    ],
)
def test_awkward_tables_are_safe_too(cells: list[list[int]]) -> None:
    assert is_safe(cells)


def test_a_table_without_small_counts_is_shown_whole() -> None:
    counts = {("a", "F"): 5, ("a", "M"): 0, ("b", "F"): 7, ("b", "M"): 12}
    told = shown(counts, [("a",), ("b",)], [("F",), ("M",)])
    assert told.cells == ((5, 0), (7, 12))
    assert (told.row_totals, told.column_totals, told.total) == ((5, 19), (12, 12), 24)


@pytest.mark.parametrize(
    ("totals", "lines"),
    [
        ({"a": 9, "b": 5}, (("a",), ("b",))),
        ({"a": 9, "b": 2, "c": 4}, (("a",), ("b", "c"))),
        ({"a": 9, "b": 20, "c": 4}, (("b",), ("a", "c"))),
        ({"a": 2, "b": 2}, ()),
        ({"a": 3, "b": 2}, (("a", "b"),)),
        ({"a": 7, "b": 0}, (("a",),)),
        ({"a": 9, "b": 1, "c": 1}, (("a", "b", "c"),)),
        ({}, ()),
    ],
)
def test_lines_that_are_small_are_put_together(totals: dict[str, int], lines: tuple[tuple[str, ...], ...]) -> None:
    assert put_together(totals) == lines


def test_lines_put_together_are_never_small() -> None:
    chance = random.Random(5)
    for _ in range(300):
        totals = {str(n): chance.choice((0, 1, 2, 4, 5, 30)) for n in range(chance.randint(0, 6))}
        for line in put_together(totals):
            assert sum(totals[name] for name in line) >= LEAST


def test_too_few_for_any_table() -> None:
    assert shown({("a", "F"): 2}, put_together({"a": 2}), put_together({"F": 2})) == NOTHING
