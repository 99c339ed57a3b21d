# SPDX-License-Identifier: Apache-2.0
"""The learners table: against the quickest table that Qt has, and a long list against a short one."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from app.bench.child import child
from app.bench.ground import Ground, Place
from app.cli.outside import Measured
from app.records.queries import learners

GROWTH: Final = 1.3
FLOOR: Final = 1.8
MEGABYTES: Final = 200


def table(ground: Ground) -> Sequence[Measured]:
    """First paint, scrolling by pages, jumps and a sort: 1,000,000 learners against 10,000; first paint against
    QSqlQueryModel over the same rows, unencrypted; the memory of the whole program with 100,000 learners."""
    sizes = ground.sizes
    few, many, most = (ground.centre(size) for size in (sizes.few, sizes.many, sizes.most))
    plain = _plain(few, ground.path / "plain.db")
    paced = child("table_paint", "pace", few.path, most.path, plain, sizes.rounds, sizes.steps)
    held = [float(child("table_paint", "memory", place.path, sizes.steps)) for place in (few, most)]
    running = float(child("table_paint", "program", many.path, sizes.steps))
    done = ("paint", "page", "jump", "sort")
    grown = [Measured(f"table.{name}-growth", paced[name][0], paced[name][1], GROWTH) for name in done]
    return (
        *grown,
        Measured("table.memory-growth", held[1], held[0], GROWTH, unit="MB"),
        Measured("table.first-paint", paced["floor"][0], paced["floor"][1], FLOOR),
        Measured("table.program-memory", running, MEGABYTES, 1, unit="MB"),
    )


def _plain(place: Place, path: Path) -> Path:
    """What the table shows, as a plain database with an index: Qt's driver knows no encryption."""
    columns = ("name", "latin_name", "sex", "birth_date", "id_number", "sort_name")
    with closing(sqlite3.connect(path)) as plain, place.opened() as centre:
        plain.execute(f"CREATE TABLE learner ({', '.join(columns)})")
        key, asked = None, 1_000
        while rows := centre.work.read(learners.page, learners.Page(key=key, skip=int(key is not None), n=asked)):
            values = [(one.name, one.latin_name, one.sex, one.birth_date, one.id_number, one.key[0]) for one in rows]
            plain.executemany("INSERT INTO learner VALUES (?, ?, ?, ?, ?, ?)", values)
            key = rows[-1].key
        plain.execute("CREATE INDEX learner_sort ON learner (sort_name)")
        plain.commit()
    return path
