# SPDX-License-Identifier: Apache-2.0
"""Building the tables of a new file, and dropping what is to be folded again."""

from functools import cache
from typing import Final

from sqlalchemy import Connection, Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from app.records import journal_tables, tables
from app.records.columns import JOURNAL, PROJECTIONS

FORMAT: Final = 4
"""The file's format; raised whenever a table changes. A file of a higher format is for a newer program."""

_SEARCH: Final = (
    "CREATE TABLE learner_count (n INTEGER NOT NULL) STRICT",
    "INSERT INTO learner_count VALUES (0)",
    "CREATE VIRTUAL TABLE learner_search USING fts5(search, content='learner', content_rowid='row', "
    "tokenize='trigram case_sensitive 1', detail=full)",
    "INSERT INTO learner_search(learner_search, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER learner_search_insert AFTER INSERT ON learner BEGIN "
    "INSERT INTO learner_search(rowid, search) VALUES (new.row, new.search); "
    "UPDATE learner_count SET n = n + (new.erased = 0); END",
    "CREATE TRIGGER learner_search_delete AFTER DELETE ON learner BEGIN "
    "INSERT INTO learner_search(learner_search, rowid, search) VALUES ('delete', old.row, old.search); "
    "UPDATE learner_count SET n = n - (old.erased = 0); END",
    "CREATE TRIGGER learner_search_update AFTER UPDATE OF search ON learner BEGIN "
    "INSERT INTO learner_search(learner_search, rowid, search) VALUES ('delete', old.row, old.search); "
    "INSERT INTO learner_search(rowid, search) VALUES (new.row, new.search); END",
    "CREATE TRIGGER learner_count_update AFTER UPDATE OF erased ON learner BEGIN "
    "UPDATE learner_count SET n = n + (new.erased = 0) - (old.erased = 0); END",
)
"""External content: the words stand once, in ``learner.search``; triggers keep the index in step, and the
number of learners, which every list of them asks for."""


def build(connection: Connection) -> None:
    """All tables of a new file."""
    JOURNAL.create_all(connection)
    build_projections(connection)


def build_projections(connection: Connection) -> None:
    """The tables that the fold fills, empty. Where all centres share them, they are there already."""
    if connection.dialect.name == "postgresql":
        return
    for statement in _building(connection.dialect):
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "sqlite":
        for statement in _SEARCH:
            connection.exec_driver_sql(statement)


def drop_projections(connection: Connection) -> None:
    """Remove everything that the fold wrote, in whatever shape an older program left it. Of tables that all centres
    share, only the rows of the centre that the connection sees are removed."""
    if connection.dialect.name == "postgresql":
        for table in PROJECTIONS.sorted_tables:
            connection.execute(table.delete())
        return
    if connection.dialect.name == "sqlite":
        for name in ("learner_search", "learner_count"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for table in reversed(PROJECTIONS.sorted_tables):
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table.name}"')


@cache
def _building(dialect: Dialect) -> list[str]:
    """Written once: a journal of a few entries is folded anew in the time that writing these takes."""
    made: list[DDLElement] = []
    for table in PROJECTIONS.sorted_tables:
        indexes = sorted(table.indexes, key=lambda one: str(one.name))
        made += [CreateTable(table), *map(CreateIndex, indexes)]
    return [str(one.compile(dialect=dialect)) for one in made]


__all__ = ["FORMAT", "build", "build_projections", "drop_projections", "journal_tables", "tables"]
