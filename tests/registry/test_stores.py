# SPDX-License-Identifier: Apache-2.0
"""Where a registry keeps records: in files and in PostgreSQL it behaves the same, and the tables are those declared."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from app.domain.refusals import StorageTrouble
from app.paths import migrations
from app.records import positions
from app.records.columns import JOURNAL, PROJECTIONS
from app.records.migrations import bring_up_journal
from app.records.refolding import table_digests
from app.registry.book import BOOK, get_own, joining, set_own
from app.registry.bringing_up import bring_up, is_up_to_date
from app.registry.embedded import BOOK_FORMAT, EmbeddedStores, create_book
from app.registry.postgres import PostgresStores, engine_for
from app.registry.stores import NoSuchCentre, Stores
from app.store.folder import DataFolder
from app.store.keys import subkey
from app.store.records_file import change_in_one, create_database, file_version, look_into
from tests.registry.postgres_server import PostgresServer, postgres_server

KEY = bytes(range(32))
ONE, OTHER = bytes([1]) * 16, bytes([2]) * 16


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        bring_up(running.make("pattern"), random.Random(0).randbytes, partitions=2)
        yield running


@pytest.fixture(params=["files", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    draw = random.Random(1).randbytes
    if request.param == "files":
        create_book(tmp_path, KEY)
        opened: Stores = EmbeddedStores(tmp_path, KEY, draw)
    else:
        running: PostgresServer = request.getfixturevalue("server")
        opened = PostgresStores(running.make(f"one_{random.getrandbits(60)}", "pattern"), draw)
    yield opened
    opened.close()


def test_a_centre_begins_with_a_numbering_of_its_own_and_adding_it_again_changes_nothing(stores: Stores) -> None:
    stores.add(ONE)
    stores.add(OTHER)
    first = stores.read(ONE, positions.standing)
    stores.add(ONE)
    assert first is not None
    assert stores.read(ONE, positions.standing) == first
    assert stores.read(OTHER, positions.standing) != first


def test_a_deed_that_fails_leaves_nothing_behind(stores: Stores) -> None:
    def fails(connection: Connection) -> None:
        set_own(connection, "name", b"half done")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stores.write_book(fails)
    assert stores.read_book(lambda connection: get_own(connection, "name")) is None


def test_the_book_keeps_the_last_word(stores: Stores) -> None:
    for value in (b"first", b"second"):
        stores.write_book(partial(set_own, name="name", value=value))
    assert stores.read_book(lambda connection: get_own(connection, "name")) == b"second"


def test_a_centre_that_was_never_added_has_no_records(stores: Stores) -> None:
    for ask in (stores.read, stores.write):
        with pytest.raises(NoSuchCentre):
            ask(ONE, table_digests)


def test_what_one_centre_writes_is_not_there_for_another(stores: Stores) -> None:
    for centre in (ONE, OTHER):
        stores.add(centre)
    insert = text("INSERT INTO erased (subject) VALUES (:subject)")
    stores.write(ONE, lambda connection: connection.execute(insert, {"subject": b"somebody"}).rowcount)
    count = text("SELECT count(*) FROM erased")
    assert stores.read(ONE, lambda connection: connection.execute(count).scalar()) == 1
    assert stores.read(OTHER, lambda connection: connection.execute(count).scalar()) == 0


def test_files_are_encrypted_and_open_under_their_own_key_only(tmp_path: Path) -> None:
    create_book(tmp_path, KEY)
    stores = EmbeddedStores(tmp_path, KEY, random.Random(1).randbytes)
    stores.add(ONE)
    stores.write_book(lambda connection: set_own(connection, "name", b"CANARY"))
    stores.close()
    for path in tmp_path.rglob("*.db*"):
        assert b"CANARY" not in path.read_bytes()
        assert b"SQLite format" not in path.read_bytes()
    with pytest.raises(StorageTrouble):
        EmbeddedStores(tmp_path, bytes(32), random.Random(1).randbytes)
    with pytest.raises(StorageTrouble, match="already holds records"):
        create_book(tmp_path, KEY)


def test_the_steps_give_the_tables_that_the_program_declares_in_a_file(tmp_path: Path) -> None:
    create_book(tmp_path, KEY)

    def tables(connection: Connection) -> set[str]:
        found = connection.execute(text("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")).scalars()
        return {" ".join(str(row).split()) for row in found}

    declared = look_into(DataFolder(tmp_path, "registry").database, subkey(KEY, "book"), tables)
    folder = tmp_path / "steps"
    create_database(
        DataFolder(folder), KEY, lambda connection: bring_up_journal(connection, migrations() / "registry", 0), 1
    )
    assert look_into(DataFolder(folder).database, KEY, tables) == declared


def test_a_book_of_an_earlier_program_is_brought_up_when_it_is_opened_and_keeps_what_it_says(tmp_path: Path) -> None:
    create_book(tmp_path, KEY)
    book, key = DataFolder(tmp_path, "registry").database, subkey(KEY, "book")

    def as_in_format_1(connection: Connection) -> None:
        set_own(connection, "name", b"SAMPLE")
        connection.execute(text("DROP TABLE joining"))

    change_in_one(book, key, as_in_format_1, 1)
    for _ in range(2):
        stores = EmbeddedStores(tmp_path, KEY, random.Random(1).randbytes)
        assert stores.read_book(lambda connection: get_own(connection, "name")) == b"SAMPLE"
        assert stores.read_book(lambda connection: connection.execute(joining.select()).all()) == []
        stores.close()
    assert file_version(DataFolder(tmp_path, "registry"), key) == BOOK_FORMAT


@pytest.mark.xdist_group("postgres")
def test_a_book_of_an_earlier_program_in_postgres_is_told_and_brought_up(server: PostgresServer) -> None:
    url = server.make("format_1", "pattern")
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE joining"))
        connection.execute(text("UPDATE alembic_version SET version_num = '1'"))
        connection.execute(text("DELETE FROM shape WHERE name = 'book'"))
        assert not is_up_to_date(connection)
    draw = random.Random(1).randbytes
    bring_up(url, draw, partitions=2)
    with engine.begin() as connection:
        assert is_up_to_date(connection)
        assert connection.execute(joining.select()).all() == []
    engine.dispose()


@pytest.mark.xdist_group("postgres")
def test_the_steps_give_the_tables_that_the_program_declares_in_postgres(server: PostgresServer) -> None:
    url = server.make("declared", "pattern")
    stores = PostgresStores(url, random.Random(1).randbytes)

    def compare(connection: Connection) -> None:
        there = inspect(connection)
        for table in (*JOURNAL.sorted_tables, *PROJECTIONS.sorted_tables, *BOOK.sorted_tables):
            declared = {column.name: column.nullable for column in table.columns}
            shared = table.metadata is not BOOK
            found = {column["name"]: column["nullable"] for column in there.get_columns(table.name)}
            assert found == declared | ({"centre": False} if shared else {}), table.name
            if shared:
                key = there.get_pk_constraint(table.name)["constrained_columns"]
                assert key[0] == "centre"
                assert set(key) == {"centre", *(column.name for column in table.primary_key)}, table.name
                indexes = {str(index["name"]): index["column_names"] for index in there.get_indexes(table.name)}
                assert indexes.keys() == {str(index.name) for index in table.indexes}, table.name
                assert {columns[0] for columns in indexes.values()} <= {"centre"}
        assert is_up_to_date(connection)

    stores.read_book(compare)
    stores.close()


@pytest.mark.xdist_group("postgres")
def test_a_fold_of_another_shape_is_made_anew_from_the_journal(server: PostgresServer) -> None:
    url = server.make("older", "pattern")
    draw = random.Random(1).randbytes
    stores = PostgresStores(url, draw)
    stores.add(ONE)
    stores.close()
    bring_up(url, draw, partitions=3)
    stores = PostgresStores(url, draw)
    assert stores.read_book(is_up_to_date)
    assert stores.read(ONE, table_digests)
    stores.close()


def test_the_book_names_no_learner() -> None:
    names = {column.name for table in BOOK.sorted_tables for column in table.columns}
    assert not names & {"learner", "full_name", "birth_date", "subject"}
