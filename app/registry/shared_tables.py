# SPDX-License-Identifier: Apache-2.0
"""The tables of a centre's records as PostgreSQL keeps them for all centres at once.

Each row carries its centre and each key begins with it. The database itself shows a transaction the rows of one centre
only: the one that the transaction names. A transaction that names none sees nothing and can write nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import BigInteger, ClauseElement, Column, Dialect, Index, Integer, LargeBinary, Table
from sqlalchemy.dialects.postgresql.base import PGDialect

ROLE: Final = "guildmark_registry"
"""The role that the server works as: it owns nothing and may go around nothing."""
HERE: Final = "decode(nullif(current_setting('app.centre', true), ''), 'hex')"
"""The centre that the transaction names. After a transaction the setting is empty, not gone: hence ``nullif``."""

PARTITIONED: Final = frozenset(
    {
        "operation", "head", "ahead", "subject_key", "covered_key", "register", "mark", "note", "absence", "judgement",
        "signoff", "member", "learner", "enrolment", "certificate", "claim", "brought_result", "sheet", "pending",
    }
)  # fmt: skip
"""What grows with the work of a centre. The others stay small, and a partition costs every transaction a little."""
_WRITTEN_ONCE: Final = frozenset({"operation"})
_DIALECT: Final[Dialect] = PGDialect()  # type: ignore[no-untyped-call]  # SQLAlchemy says no types for it


def making_role() -> str:
    """The statement that makes the server's role, which several databases of one cluster share."""
    there = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
    return f"DO $$ BEGIN IF NOT EXISTS ({there}) THEN CREATE ROLE {ROLE} NOLOGIN; END IF; END $$"


def building(tables: Iterable[Table], partitions: int) -> Iterator[str]:
    """Statements that make these tables, for the owner of the database to run."""
    for table in tables:
        yield from _one(table, partitions if table.name in PARTITIONED else 0)


def dropping(names: Iterable[str]) -> Iterator[str]:
    """Statements that remove tables of these names, with their partitions."""
    for name in names:
        yield f'DROP TABLE IF EXISTS "{name}"'
        yield f'DROP SEQUENCE IF EXISTS "{name}_row"'


def _one(table: Table, partitions: int) -> Iterator[str]:
    columns = [column for column in table.columns if column.name != "centre"]
    numbered = any(column.autoincrement is True for column in columns)
    if numbered:
        yield f'CREATE SEQUENCE "{table.name}_row"'
    lines = [f"centre bytea NOT NULL DEFAULT {HERE}", *(_line(table, column) for column in columns)]
    key = ["centre", *(column.name for column in table.primary_key.columns if column.name != "centre")]
    lines.append(f"PRIMARY KEY ({_names(key)})")
    spread = " PARTITION BY HASH (centre)" if partitions else ""
    yield f'CREATE TABLE "{table.name}" ({", ".join(lines)}){spread}'
    for n in range(partitions):
        bounds = f"WITH (MODULUS {partitions}, REMAINDER {n})"
        yield f'CREATE TABLE "{table.name}_{n}" PARTITION OF "{table.name}" FOR VALUES {bounds}'
    yield from (_index(index) for index in sorted(table.indexes, key=lambda one: str(one.name)))
    yield from _guarding(table.name)
    if numbered:
        yield f'GRANT USAGE ON SEQUENCE "{table.name}_row" TO {ROLE}'


def _guarding(name: str) -> Iterator[str]:
    yield f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'
    yield f'CREATE POLICY one_centre ON "{name}" USING (centre = {HERE}) WITH CHECK (centre = {HERE})'
    rights = "SELECT, INSERT, UPDATE" if name in _WRITTEN_ONCE else "SELECT, INSERT, UPDATE, DELETE"
    yield f'GRANT {rights} ON "{name}" TO {ROLE}'


def _line(table: Table, column: Column[object]) -> str:
    optional = "" if column.nullable else " NOT NULL"
    default = f" DEFAULT nextval('{table.name}_row')" if column.autoincrement is True else ""
    return f'"{column.name}" {_type(column)}{optional}{default}'


def _type(column: Column[object]) -> str:
    if isinstance(column.type, LargeBinary):
        return "bytea"
    if isinstance(column.type, BigInteger | Integer):
        return "bigint"
    return 'text COLLATE "C"'  # texts are ordered as SQLite orders them


def _index(index: Index) -> str:
    assert index.table is not None
    names = [column.name for column in index.columns if column.name != "centre"]
    options = index.dialect_options
    where = options["postgresql"]["where"] if options["postgresql"]["where"] is not None else options["sqlite"]["where"]
    limited = "" if where is None else f" WHERE {_text(where)}"
    unique = "UNIQUE " if index.unique else ""
    return f'CREATE {unique}INDEX "{index.name}" ON "{index.table.name}" ({_names(["centre", *names])}){limited}'


def _text(condition: ClauseElement) -> str:
    """The condition of a partial index; it names columns of its own table only."""
    compiled = condition.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    return re.sub(r"\b\w+\.", "", str(compiled))


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
