# SPDX-License-Identifier: Apache-2.0
"""How columns and tables are declared: few storage types, strict on SQLite, every projected row with its centre."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

BigInt = BigInteger().with_variant(Integer(), "sqlite")

JOURNAL = MetaData()
"""What is written once and kept: never folded again, migrated by Alembic."""

PROJECTIONS = MetaData()
"""What the fold writes: dropped and folded again whenever its shape changes."""


def blob(name: str, *, key: bool = False, optional: bool = False) -> Column[bytes]:
    """A column of bytes."""
    return Column(name, LargeBinary, primary_key=key, nullable=optional)


def text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    """A column of text."""
    return Column(name, Text, primary_key=key, nullable=optional)


def integer(name: str, *, key: bool = False, optional: bool = False) -> Column[int]:
    """A column of 64-bit integers."""
    return Column(name, BigInt, primary_key=key, nullable=optional, autoincrement=False)


def journal_table(name: str, *items: SchemaItem) -> Table:
    """A table of the journal."""
    return Table(name, JOURNAL, *items, sqlite_strict=True)


def projection(name: str, *items: SchemaItem, clustered: bool = False) -> Table:
    """A table that the fold fills; ``clustered`` keeps the rows in the order of their primary key."""
    options: dict[str, Any] = {"sqlite_strict": True}
    if clustered:
        options["sqlite_with_rowid"] = False
    return Table(name, PROJECTIONS, *items, blob("centre"), **options)
