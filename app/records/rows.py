# SPDX-License-Identifier: Apache-2.0
"""Many rows in one statement, at little more than the driver's own cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    ClauseElement,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    LargeBinary,
    Table,
    Text,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.compiler import SQLCompiler

from app.journal.operation import OpId, op_id

CHUNK: Final = 500
_LISTS: Final = {LargeBinary: "bytea[]", Text: "text[]", BigInteger: "bigint[]"}
"""How PostgreSQL calls a list of each of the few kinds of values."""
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most ``size``: databases bound the number of parameters."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


@cache
def _insert_text(table: Table, dialect: str, columns: tuple[str, ...], ignore: bool) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    if dialect == "sqlite":
        text = f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" for _ in columns)})'
    else:
        lists = ", ".join(f"%s::{_LISTS[type(table.c[name].type)]}" for name in columns)
        text = f'INSERT INTO "{table.name}" ({names}) SELECT * FROM unnest({lists})'
    return f"{text} ON CONFLICT DO NOTHING" if ignore else text


def insert(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], columns: Sequence[str], ignore: bool = False
) -> None:
    """Insert rows given as tuples in the order of ``columns``; with ``ignore``, rows that exist already are left."""
    if not rows:
        return
    dialect = connection.dialect.name
    text = _insert_text(table, dialect, tuple(columns), ignore)
    with closing(connection.connection.cursor()) as cursor:
        if dialect != "sqlite":  # one statement for all of them: each one costs a server as much as many rows
            cursor.execute(text, [list(column) for column in zip(*rows, strict=True)])
        elif len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)


def among(
    connection: Connection, columns: Sequence[Column[Any]], places: Sequence[tuple[Any, ...]]
) -> ColumnElement[bool]:
    """Whether these columns of a row are together one of these places, as the database finds it soonest."""
    if connection.dialect.name == "sqlite":
        return tuple_(*columns).in_(places)
    values = zip(*places, strict=True)
    lists = [literal(list(one), ARRAY(column.type)) for column, one in zip(columns, values, strict=True)]
    listed = func.unnest(*lists).table_valued(*(column.name for column in columns), name="listed").render_derived()
    return tuple_(*columns).in_(select(*listed.c))


def at(
    connection: Connection, columns: Sequence[Column[Any]], names: Sequence[Column[Any]],
    places: Iterable[tuple[Any, ...]],
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """These columns of the rows of one table whose ``names`` are together one of these places, in no order; values are
    those of the driver."""
    dialect = connection.dialect.name
    for chunk in chunks(places):
        values = [one for place in chunk for one in place] if dialect == "sqlite" else [
            list(column) for column in zip(*chunk, strict=True)
        ]  # fmt: skip
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(_at_text(tuple(columns), tuple(names), dialect, len(chunk)), values)
            yield from cursor.fetchall()


@cache
def _at_text(columns: tuple[Column[Any], ...], names: tuple[Column[Any], ...], dialect: str, count: int) -> str:
    wanted, by = (", ".join(f'"{one.name}"' for one in some) for some in (columns, names))
    if dialect == "sqlite":
        place = f"({', '.join('?' for _ in names)})"
        among = f"VALUES {', '.join([place] * count)}"
    else:
        among = f"SELECT * FROM unnest({', '.join(f'%s::{_LISTS[type(one.type)]}' for one in names)})"
    return f'SELECT {wanted} FROM "{columns[0].table.name}" WHERE ({by}) IN ({among})'


def delete(connection: Connection, column: Column[bytes], values: Sequence[bytes]) -> int:
    """Delete the rows of a table that have one of these values in this column; returns how many there were."""
    text = _delete_text(column.table.name, column.name, connection.dialect.name, len(values))
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(text, tuple(values))
        return cursor.rowcount


@cache
def _delete_text(table: str, column: str, dialect: str, count: int) -> str:
    mark = "?" if dialect == "sqlite" else "%s"
    return f'DELETE FROM "{table}" WHERE "{column}" IN ({", ".join([mark] * count)})'


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
