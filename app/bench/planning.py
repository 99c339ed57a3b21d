# SPDX-License-Identifier: Apache-2.0
"""The plan of an import against many known learners, and writing it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
from typing import Any, Final

from sqlalchemy import Connection, select

from app.bench.ground import Ground, founded
from app.bench.measuring import cpu, in_turn
from app.bench.people import learners
from app.cli.outside import Measured
from app.domain.learners import LearnerDetails
from app.paths import resources
from app.records import schema, tables
from app.records.journal_tables import operation, subject_key
from app.records.unit_of_work import Work
from app.services.cohort_import import Into, Source, apply_import, plan_import
from app.services.cohorts import CohortWish, open_cohort
from app.services.import_plan import Choices, Rule
from app.services.known_names import KnownNames
from app.services.opening import OpenCentre
from app.services.sample import QUALIFICATION
from app.services.standards import import_standards
from app.services.workbook_import import Opening, choose_sheet
from app.spreadsheets.cohort_columns import COLUMNS, LEARNER_ID
from app.spreadsheets.reading.book import NO_FAULTS, Sheet, Value
from app.spreadsheets.sample import sample_standards
from app.store import driver
from app.store.folder import DataFolder
from app.store.records_file import create_database

KNOWN_SECONDS: Final = 3.0
NEW_SECONDS: Final = 8.0
GROWTH: Final = 1.3
FLOOR: Final = 2.0
_OWN: Final = Choices(rule=Rule.OWN)
_KEY: Final = bytes(32)
_FIELDS: Final = tuple(column.field for column in COLUMNS if column.field != LEARNER_ID)
_WRITTEN: Final = (operation, subject_key, tables.learner, tables.member, tables.enrolment)


def planning(ground: Ground) -> Sequence[Measured]:
    """Rows about known learners; rows about new ones, each compared with the names of all who are known; twice the
    rows against half; and writing new learners with their cohort and enrolments against executemany of all rows that
    come of it, into an encrypted file of the same tables and indexes, in the same settings."""
    n, rounds = ground.sizes.imported, max(1, ground.sizes.rounds // 2)
    everybody = list(learners(ground.sizes.many))
    new = [_renamed(one, number) for number, one in enumerate(islice(learners(2 * n, seed=11), n))]
    with ground.centre(ground.sizes.many).opened() as centre:
        known = _taken(centre.work, everybody[:n], KnownNames())
        cold = _taken(centre.work, new, KnownNames())
        names = KnownNames()
        _taken(centre.work, new[:1], names)
        half, whole = in_turn(
            rounds, lambda: _taken(centre.work, new[: n // 2], names), lambda: _taken(centre.work, new, names)
        )
    ours, floor = _applied(ground, new, rounds)
    return (
        Measured("import.plan.known", known, KNOWN_SECONDS, 1),
        Measured("import.plan.new", cold, NEW_SECONDS, 1),
        Measured("import.plan.growth", whole, 2 * half, GROWTH),
        Measured("import.apply", ours, floor, FLOOR),
    )


def _renamed(one: LearnerDetails, number: int) -> LearnerDetails:
    return replace(one, id_number=f"Z{number:08}", email=f"new{number}@example.org")


def _taken(work: Work, people: Sequence[LearnerDetails], names: KnownNames) -> float:
    source = _source(work, people)
    return cpu(lambda: plan_import(work, source, _OWN, names))


def _source(work: Work, people: Sequence[LearnerDetails]) -> Source:
    rows: list[list[Value]] = [[column.header for column in COLUMNS]]
    rows += [["", *(getattr(one, name) for name in _FIELDS)] for one in people]
    sheet = Sheet("Learners", 0, 0, rows, NO_FAULTS)
    return choose_sheet([sheet], Opening(resources() / "translations"), work.today())


def _applied(ground: Ground, people: Sequence[LearnerDetails], rounds: int) -> list[float]:
    numbers = count()
    written: list[tuple[str, list[tuple[Any, ...]]]] = []

    def by_program() -> float:
        with _cohort(ground, f"applied-{next(numbers)}") as centre:
            source = _source(centre.work, people)
            plan = plan_import(centre.work, source, _OWN, KnownNames())
            before = centre.work.records.place.seq
            taken = cpu(lambda: apply_import(centre.work, source, _OWN, plan, Into("BENCH", enrol=True)))
            written[:] = centre.work.read(_rows_after, before)
        return taken

    def by_hand() -> float:
        folder = DataFolder(ground.path / f"applied-by-hand-{next(numbers)}")
        create_database(folder, _KEY, schema.build, schema.FORMAT)
        with driver.connected(folder.database, _KEY) as connection:
            return cpu(lambda: _write(connection, written))

    return in_turn(rounds, by_program, by_hand)


@contextmanager
def _cohort(ground: Ground, name: str) -> Iterator[OpenCentre]:
    with founded(ground.path / name).opened() as centre:
        import_standards(centre.work, sample_standards(resources()), resources() / "mappings")
        open_cohort(centre.work, CohortWish("BENCH", QUALIFICATION))
        yield centre


def _rows_after(connection: Connection, seq: int) -> list[tuple[str, list[tuple[Any, ...]]]]:
    kept = []
    for table in _WRITTEN:
        wanted = select(table).where(operation.c.seq > seq) if table is operation else select(table)
        values = [tuple(row) for row in connection.execute(wanted)]
        kept.append((f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})", values))
    return kept


def _write(connection: Any, written: Sequence[tuple[str, list[tuple[Any, ...]]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in written:
        connection.executemany(statement, values)
    connection.execute("COMMIT")
