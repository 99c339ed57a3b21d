# SPDX-License-Identifier: Apache-2.0
"""The journal's tables come out the same whether they are made new or brought up step by step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.paths import migrations
from app.records.columns import JOURNAL
from app.records.migrations import bring_up_journal
from app.records.schema import FORMAT, journal_tables
from app.store.folder import DataFolder
from app.store.records_file import create_database, look_into

KEY = bytes(range(32))
SCRIPTS = migrations() / "centre"


def tables(connection: Connection) -> set[str]:
    """What the file says of its tables and indexes, white space and the order of keys aside."""
    rows = connection.execute(text("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")).scalars()
    return {" ".join(str(row).split()) for row in rows}


def made_by(path: Path, build: Callable[[Connection], None]) -> set[str]:
    folder = DataFolder(path)
    create_database(folder, KEY, build, FORMAT)
    return look_into(folder.database, KEY, tables)


def from_nothing(connection: Connection) -> None:
    bring_up_journal(connection, SCRIPTS, 0)


def test_all_steps_on_an_empty_file_give_the_tables_of_a_new_one(tmp_path: Path) -> None:
    new = made_by(tmp_path / "new", JOURNAL.create_all)
    assert journal_tables.operation.name in str(new)
    assert made_by(tmp_path / "brought up", from_nothing) == new


def test_a_file_of_this_format_is_left_as_it_is(tmp_path: Path) -> None:
    def twice(connection: Connection) -> None:
        JOURNAL.create_all(connection)
        bring_up_journal(connection, SCRIPTS, FORMAT)

    assert made_by(tmp_path / "twice", twice) == made_by(tmp_path / "once", JOURNAL.create_all)


def test_the_last_step_leads_to_the_format_of_this_program() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [str(FORMAT)]


def test_what_is_in_a_file_of_an_earlier_format_is_there_afterwards_without_a_position(tmp_path: Path) -> None:
    def filled(connection: Connection) -> None:
        as_in_format(connection, "3")
        for table, columns in (("erased", "subject"), ("head", "origin, seq, hash, device, sig")):
            values = ", ".join("7" if name.strip() == "seq" else "x'61'" for name in columns.split(","))
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"))
        bring_up_journal(connection, SCRIPTS, 3)
        assert connection.execute(text("SELECT subject, pos FROM erased")).all() == [(b"a", None)]
        assert connection.execute(text("SELECT seq, sig, pos FROM head")).all() == [(7, b"a", None)]

    assert made_by(tmp_path / "filled", filled) == made_by(tmp_path / "new", JOURNAL.create_all)


def as_in_format(connection: Connection, to: str) -> None:
    """The tables as they were in an earlier format."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    connection.execute(text("DROP TABLE alembic_version"))


def test_steps_that_fail_leave_nothing_behind(tmp_path: Path) -> None:
    def fails(connection: Connection) -> None:
        from_nothing(connection)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        made_by(tmp_path, fails)
    assert not list(tmp_path.iterdir())
