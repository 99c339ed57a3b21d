# SPDX-License-Identifier: Apache-2.0
"""Many rows in one statement, at little more than the driver's own cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import ClauseElement, Connection, Dialect, Table
from sqlalchemy.sql.compiler import SQLCompiler

from app.journal.operation import OpId, op_id

CHUNK: Final = 500
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most ``size``: databases bound the number of parameters."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


@cache
def _insert_text(table: str, dialect: str, columns: tuple[str, ...], ignore: bool) -> str:
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{name}"' for name in columns)
    text = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(mark for _ in columns)})'
    return f"{text} ON CONFLICT DO NOTHING" if ignore else text


def insert(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], columns: Sequence[str], ignore: bool = False
) -> None:
    """Insert rows given as tuples in the order of ``columns``; with ``ignore``, rows that exist already are left."""
    if not rows:
        return
    text = _insert_text(table.name, connection.dialect.name, tuple(columns), ignore)
    with closing(connection.connection.cursor()) as cursor:
        if len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)


def run(connection: Connection, statement: ClauseElement, **facts: Any) -> Sequence[tuple[Any, ...]]:
    """Run a statement that was built once, with a bound parameter for each fact; the rows that it gives.

    For what every mark waits for: it is compiled once for each database and then goes straight to the driver, so
    values are those of the driver.
    """
    text, names, constants = _compiled(statement, connection.dialect)
    values = {**constants, **facts}
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(text, tuple(values[name] for name in names) if names else values)
        return cursor.fetchall() if cursor.description else ()


@cache
def _compiled(statement: ClauseElement, dialect: Dialect) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """The text for the driver, the names of its parameters where they are told by their places, and constants."""
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return str(compiled), tuple(compiled.positiontup or ()), compiled.params


def base_text(ids: Iterable[OpId]) -> str:
    """Operation ids as one text for a column."""
    return " ".join(one.text() for one in ids)


def base_ids(text: str) -> tuple[OpId, ...]:
    """The ids behind ``base_text``."""
    return tuple(op_id(one) for one in text.split())
