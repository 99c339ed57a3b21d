# SPDX-License-Identifier: Apache-2.0
"""A workbook of learners brought in: against its bare read and all the rows that are finally written."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, select

from app.bench.ground import Ground, founded
from app.bench.measuring import cpu, in_turn
from app.bench.people import learners
from app.cli.outside import Measured
from app.paths import resources
from app.records import schema, tables
from app.records.journal_tables import operation, subject_key
from app.services.workbook_import import ImportWish, Opening, import_cohort
from app.spreadsheets.cohort_template import write_cohort_template
from app.store import driver
from app.store.folder import DataFolder
from app.store.records_file import create_database

FLOOR: Final = 2.0
_KEY: Final = bytes(32)
_WRITTEN: Final = (operation, subject_key, tables.learner)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one table."""

    statement: str
    values: Sequence[tuple[Any, ...]]


def importing(ground: Ground) -> Sequence[Measured]:
    """The import into a new centre, with all its checks, against python-calamine's read and executemany of the rows
    that the import wrote, into an encrypted file of the same tables and indexes, in the same settings."""
    workbook = ground.path / "cohort.xlsx"
    write_cohort_template(workbook, [("", one) for one in learners(ground.sizes.imported)])
    numbers = count()
    wish = ImportWish(workbook, Opening(resources() / "translations"))
    written: list[_Rows] = []

    def by_program() -> float:
        place = founded(ground.path / f"imported-{next(numbers)}")
        with place.opened() as centre:
            before = centre.work.records.place.seq
            taken = cpu(lambda: import_cohort(centre.work, wish))
            written[:] = centre.work.read(_rows_after, before)
        return taken

    def by_hand() -> float:
        folder = DataFolder(ground.path / f"by-hand-{next(numbers)}")
        create_database(folder, _KEY, schema.build, schema.FORMAT)
        with driver.connected(folder.database, _KEY) as connection:
            return cpu(lambda: _read_and_write(workbook, connection, written))

    ours, floor = in_turn(max(1, ground.sizes.rounds // 2), by_program, by_hand)
    return (Measured("import.cohort", ours, floor, FLOOR),)


def _rows_after(connection: Connection, seq: int) -> list[_Rows]:
    """What the import left in the file."""
    kept = []
    for table in _WRITTEN:
        wanted = select(table).where(operation.c.seq > seq) if table is operation else select(table)
        values = [tuple(row) for row in connection.execute(wanted)]
        kept.append(_Rows(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})", values))
    return kept


def _read_and_write(workbook: Path, connection: Any, written: Sequence[_Rows]) -> None:
    with CalamineWorkbook.from_path(workbook) as book:
        book.get_sheet_by_index(0).to_python()
    connection.execute("BEGIN IMMEDIATE")
    for rows in written:
        connection.executemany(rows.statement, rows.values)
    connection.execute("COMMIT")
