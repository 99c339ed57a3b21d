# SPDX-License-Identifier: Apache-2.0
"""A wide workbook read whole: what the program and its reading process take together, against the bare reader."""

import os
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from app.bench.child import child
from app.bench.ground import Ground
from app.bench.measuring import Job, in_turn
from app.bench.people import learners
from app.cli.outside import Measured
from app.spreadsheets.plain_table import write_table
from app.spreadsheets.reading.reader import read_sheet
from app.spreadsheets.sheet_xml import Cell

GOAL: Final = 1.5
COLUMNS: Final = 20


def reading(ground: Ground) -> Sequence[Measured]:
    """CPU of this process and of those it waited for. The floor is ``to_python`` in a process of its own: its rows
    go nowhere, while the program's arrive here with limits kept, faulty cells named and zeros in their place."""
    path = ground.path / "wide.xlsx"
    _write(path, ground.sizes.wide)

    def by_program() -> float:
        return _with_children(lambda: _whole(path, ground.sizes.wide))

    def by_hand() -> float:
        return _with_children(lambda: child("bare_reading", path))

    ours, floor = in_turn(max(1, ground.sizes.rounds - 2), by_program, by_hand)
    return (Measured("import.read", ours, floor, GOAL),)


def _whole(path: Path, rows: int) -> None:
    sheet = read_sheet(path)
    assert (len(sheet.rows), len(sheet.rows[0])) == (rows + 1, COLUMNS)


def _with_children(job: Job) -> float:
    before, waited = time.process_time(), _of_children()
    job()
    return time.process_time() - before + _of_children() - waited


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _write(path: Path, rows: int) -> None:
    """Names in several scripts, numbers, dates, words that repeat themselves, empty cells."""
    headers = [f"Column {number}" for number in range(1, COLUMNS + 1)]
    write_table(path, "Learners", headers, _rows(rows))


def _rows(count: int) -> Iterator[tuple[Cell, ...]]:
    start = date(1970, 1, 1)
    for number, one in enumerate(learners(count)):
        born = start + timedelta(days=number % 13_000)
        names = one.full_name, one.family_name, one.given_names
        words = "Phnom Penh", "taught", "", one.sex, f"note {number % 50}"
        numbers = number, number * 1.5, number % 7, number // 2, number * 3
        texts = f"0{number:09}", f"a{number}@example.org", one.id_number, f"N{number}", "x"
        yield *names, born, start, *words, *numbers, *texts
