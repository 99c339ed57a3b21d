# SPDX-License-Identifier: Apache-2.0
"""What must hold when everything was exchanged: nobody lost anything, and all laptops say the same."""

from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, select

from app.records import tables
from app.records.columns import PROJECTIONS
from app.records.journal_tables import erased, subject_key
from app.records.refolding import fold_everything
from app.records.verifying import JournalReport, verify
from tests.simulation.files import RecordsFile
from tests.simulation.laptop import Laptop

Dump = dict[str, list[tuple[Any, ...]]]


def dump(connection: Connection) -> Dump:
    """Every table of the fold, sorted, without what numbers the rows of one file."""
    return {table.name: _rows(connection, table.name) for table in PROJECTIONS.sorted_tables}


def tables_of(file: RecordsFile) -> Dump:
    """The same, read without ceremony: for many comparisons of small files."""
    with closing(file.reader.raw_connection()) as driver:
        cursor = driver.cursor()
        return {name: cursor.execute(query).fetchall() for name, query in _plain()}


@cache
def _plain() -> list[tuple[str, str]]:
    found = []
    for table in PROJECTIONS.sorted_tables:
        names = ", ".join(f'"{column.name}"' for column in table.columns if column.name != "row")
        found.append((table.name, f'SELECT {names} FROM "{table.name}" ORDER BY {names}'))
    return found


def _rows(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(_whole(name))), key=repr)


@cache
def _whole(name: str) -> Select[Any]:
    return select(*(column for column in PROJECTIONS.tables[name].columns if column.name != "row"))


def differences(first: Dump, second: Dump) -> list[str]:
    """The rows that only one of two dumps holds."""
    found = []
    for name in first:
        found += [f"only the first, {name}: {row}" for row in first[name] if row not in second[name]]
        found += [f"only the second, {name}: {row}" for row in second[name] if row not in first[name]]
    return found


def report(laptop: Laptop) -> JournalReport:
    """The program's own check of chains, heads, signatures and tables; changes nothing."""
    with laptop.disk.file.writer.connect() as connection:
        transaction = connection.begin()
        found = verify(connection, laptop.owner.centre)
        transaction.rollback()
    return found


def unsound(laptop: Laptop) -> list[str]:
    """What is wrong in one laptop's file by itself."""
    faults = report(laptop).faults
    return [*faults, *(folded_again(laptop) if faults else ()), *_left_over(laptop)]


def folded_again(laptop: Laptop) -> list[str]:
    """Where the tables differ from those that the bytes on disk give when they are folded anew."""
    before = laptop.read(dump)
    with laptop.disk.file.writer.connect() as connection:
        transaction = connection.begin()
        fold_everything(connection, laptop.owner.centre)
        after = dump(connection)
        transaction.rollback()
    return differences(before, after)


def _left_over(laptop: Laptop) -> list[str]:
    with laptop.disk.file.writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO learner_search(learner_search) VALUES ('integrity-check')")
        gone = set(connection.execute(select(erased.c.subject)).scalars())
        kept = connection.execute(select(subject_key.c.subject, subject_key.c["class"])).all()
        named = connection.execute(select(tables.learner).where(tables.learner.c.erased == 0)).all()
    keys = [f"a key of an erased person: {name}" for subject, name in kept if subject in gone and name != "award"]
    return keys + [f"an erased person by name: {row.full_name}" for row in named if row.id in gone]
