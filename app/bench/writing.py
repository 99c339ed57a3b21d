# SPDX-License-Identifier: Apache-2.0
"""A long table written as a workbook: against openpyxl's quickest way, and the memory of a process that does only
that."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from app.bench.child import child
from app.bench.ground import Ground
from app.bench.measuring import in_turn, timed
from app.bench.people import learners
from app.cli.outside import Measured
from app.spreadsheets.plain_table import write_table
from app.spreadsheets.sheet_xml import Row

SHARE: Final = 0.2
MEGABYTES: Final = 200
HEADERS: Final = tuple(f"Column {number}" for number in range(1, 21))
_PEOPLE: Final = 1_000
_BORN: Final = date(1985, 1, 1)


def writing(ground: Ground) -> Sequence[Measured]:
    """Twenty columns of texts in five scripts, numbers, dates and empty cells, made row by row."""
    rows, numbers = ground.sizes.wide, count()

    def by_program() -> None:
        write_table(ground.path / f"table-{next(numbers)}.xlsx", "Table", HEADERS, mixed_rows(rows))

    def by_openpyxl() -> None:
        _by_openpyxl(ground.path / f"table-{next(numbers)}.xlsx", rows)

    ours, theirs = in_turn(max(1, ground.sizes.rounds // 3), timed(by_program), timed(by_openpyxl), warm=False)
    held = float(child("writing_memory", ground.path / "held.xlsx", rows))
    return (
        Measured("export.write", ours, theirs, SHARE),
        Measured("export.write-memory", held, MEGABYTES, 1, unit="MB"),
    )


def mixed_rows(n: int) -> Iterator[Row]:
    """``n`` rows of twenty cells as lists of learners and results have them."""
    people = list(learners(min(n, _PEOPLE)))
    for number in range(n):
        one = people[number % len(people)]
        yield (
            f"{number:032x}", one.full_name, one.family_name, one.given_names, one.sex,
            _BORN + timedelta(number % 9_000), one.birth_place, one.id_number, f"+855 12 {number:06d}", one.email,
            one.province, None, "taught", number, number / 7, number % 41, "=SUM(A1:A9)", one.latin_name,
            date(2026, 1, 1 + number % 28), "Met & signed <A>",
        )  # fmt: skip


def _by_openpyxl(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.append(HEADERS)
    for row in mixed_rows(rows):
        sheet.append(row)
    book.save(path)
