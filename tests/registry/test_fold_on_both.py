# SPDX-License-Identifier: Apache-2.0
"""The same entries give the same tables on SQLite and on PostgreSQL, and a centre sees nothing of another one."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from psycopg import DatabaseError
from sqlalchemy import BigInteger, Column, Connection, LargeBinary, Table, func, select, text
from sqlalchemy.exc import ProgrammingError

from app.journal.clock import HybridClock
from app.records import rows
from app.records.columns import JOURNAL, PROJECTIONS
from app.records.fold.batch import Batch
from app.records.queries.questions import Question, questions
from app.records.receiving import Arrival, receive
from app.records.refolding import fold_everything
from app.registry.bringing_up import bring_up
from app.registry.postgres import PostgresStores
from app.registry.stores import NoSuchCentre
from tests.records.scribe import take_in
from tests.registry.postgres_server import PostgresServer, postgres_server
from tests.simulation.agreement import Dump, differences, dump
from tests.simulation.carrier import in_pieces, packed
from tests.simulation.files import in_memory
from tests.simulation.ground import START, found
from tests.simulation.laptop import Laptop
from tests.simulation.world import World

STEPS = 60
HISTORIES = 3
"""Each with its own centre in one database."""
TABLES = [*JOURNAL.sorted_tables, *PROJECTIONS.sorted_tables]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="module")
def stores(server: PostgresServer) -> Iterator[PostgresStores]:
    url = server.make("centres")
    draw = random.Random(1).randbytes
    bring_up(url, draw, partitions=4)
    opened = PostgresStores(url, draw)
    yield opened
    opened.close()


@pytest.mark.long
@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_same_entries_give_the_same_tables_on_both(stores: PostgresStores, seed: int) -> None:
    chance = random.Random(seed)
    world = World(seed, partial(laptops_of, seed))
    world.run(STEPS)
    world.exchange_everything()
    centre, everything = world.laptops[0].owner.centre, packed(world.laptops[0])
    world.close()
    pieces = [*in_pieces(everything, chance), everything]
    stores.add(centre)
    for piece in pieces:
        stores.write(centre, partial(receiving, centre=centre, piece=piece))
    shown = stores.read(centre, shows)
    expected = on_a_file(centre, pieces)
    assert not differences(expected[0], shown[0])
    assert shown[1] == expected[1]
    assert sum(map(len, shown[0].values())) > 50
    assert not stores.write(centre, partial(folded_otherwise, centre=centre))


def laptops_of(seed: int, chance: random.Random, wall: Callable[[Laptop], int]) -> list[Laptop]:
    """The laptops of a centre that no other history has."""
    laptops = list(found(random.Random(1000 + seed), lambda name: in_memory()).laptops)
    for laptop in laptops:
        laptop.set_clock(partial(wall, laptop))
    return laptops


def receiving(connection: Connection, centre: bytes, piece: Arrival) -> None:
    receive(Batch(connection, centre), piece, HybridClock(lambda: START))


def shows(connection: Connection) -> tuple[Dump, list[Question]]:
    return dump(connection), questions(connection)


def folded_otherwise(connection: Connection, centre: bytes) -> list[str]:
    before = dump(connection)
    fold_everything(connection, centre)
    return differences(before, dump(connection))


def on_a_file(centre: bytes, pieces: Sequence[Arrival]) -> tuple[Dump, list[Question]]:
    file = in_memory()
    for piece in pieces:
        take_in(file, centre, piece)
    with file.reader.connect() as connection:
        found = shows(connection)
    file.close()
    return found


ONE, OTHER = bytes([1]) * 16, bytes([2]) * 16


@pytest.fixture(scope="module")
def two_centres(stores: PostgresStores) -> PostgresStores:
    for centre in (ONE, OTHER):
        stores.add(centre)
        stores.write(centre, one_row_everywhere)
    return stores


def one_row_everywhere(connection: Connection) -> None:
    """Past all code of the program: a row in each table, as the database itself fills in the centre."""
    for table in TABLES:
        one_row(connection, table)


def one_row(connection: Connection, table: Table) -> None:
    values = {column.name: _any(column) for column in table.columns if column.name != "centre"}
    rows.insert(connection, table, [tuple(values.values())], tuple(values), ignore=True)


def _any(column: Column[Any]) -> object:
    return b"x" if isinstance(column.type, LargeBinary) else 7 if isinstance(column.type, BigInteger) else "x"


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("table", TABLES, ids=str)
def test_no_statement_of_the_server_reaches_a_row_of_another_centre(two_centres: PostgresStores, table: Table) -> None:
    def only_its_own(connection: Connection) -> None:
        name = table.name
        assert set(connection.execute(text(f'SELECT centre FROM "{name}"')).scalars()) == {ONE}
        other = {"other": OTHER}
        assert not connection.execute(text(f'SELECT 1 FROM "{name}" WHERE centre = :other'), other).all()
        if name != "operation":
            assert not connection.execute(text(f'DELETE FROM "{name}" WHERE centre = :other'), other).rowcount

    two_centres.write(ONE, only_its_own)
    for statement in (
        f'UPDATE "{table.name}" SET centre = :other',
        f'INSERT INTO "{table.name}" SELECT * FROM "{table.name}" WHERE set_config(\'app.centre\', :hex, true) = :hex',
    ):
        with pytest.raises(ProgrammingError, match="row-level security"):
            two_centres.write(ONE, partial(moved, statement=statement))


def moved(connection: Connection, statement: str) -> None:
    connection.execute(text(statement), {"other": OTHER, "hex": OTHER.hex()})


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("table", TABLES, ids=str)
def test_without_a_centre_nothing_is_seen_and_nothing_can_be_written(two_centres: PostgresStores, table: Table) -> None:
    """Also right after a transaction that named one, on the same connection."""
    assert (
        two_centres.read_book(lambda connection: connection.execute(select(func.count()).select_from(table)).scalar())
        == 0
    )
    with pytest.raises(DatabaseError, match=r"row-level security|not-null"):
        two_centres.write_book(lambda connection: one_row(connection, table))


@pytest.mark.xdist_group("postgres")
def test_what_was_written_down_once_cannot_be_deleted_by_the_server(two_centres: PostgresStores) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        two_centres.write(ONE, lambda connection: connection.execute(text("DELETE FROM operation")))


@pytest.mark.xdist_group("postgres")
def test_a_centre_that_was_never_added_has_no_records(stores: PostgresStores) -> None:
    with pytest.raises(NoSuchCentre):
        stores.read(bytes([9]) * 16, shows)
    with pytest.raises(NoSuchCentre):
        stores.write(bytes([9]) * 16, shows)
