# SPDX-License-Identifier: Apache-2.0
"""Making the shared tables of a database, and bringing them to the shape that this program needs.

The journal and the book are changed step by step (Alembic). What the fold writes is never migrated: where its shape has
changed, it is dropped and folded from the journal again, centre by centre.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from app import paths
from app.records.columns import PROJECTIONS
from app.records.refolding import fold_everything
from app.registry.book import account, get_own, shape
from app.registry.identity import REFERENCE
from app.registry.postgres import PostgresStores, Random, engine_for
from app.registry.shared_tables import building, dropping
from app.registry.staff_book import BOOK

PARTITIONS: Final = 16
_FOLD: Final = "fold"
_BOOK: Final = "book"


def bring_up(
    url: str, random: Random, partitions: int = PARTITIONS, told: Callable[[int, int], None] = lambda done, of: None
) -> None:
    """Make or change the tables of the database, as its owner. ``told`` hears how many centres of how many are folded.

    Nothing happens to a database that is up to date. Servers of an earlier program must not run meanwhile.
    """
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            _bring_up_journal(connection, partitions)
            _note_shape(connection, _BOOK, _book_digest())
        if not _is_shaped(engine, partitions):
            with engine.begin() as connection:
                _shape(connection, partitions)
            _fold_all(url, random, told)
            with engine.begin() as connection:
                _note_shape(connection, _FOLD, _digest(partitions))
    finally:
        engine.dispose()


def is_up_to_date(connection: Connection) -> bool:
    """Whether the tables have the shape that this program needs."""
    kept = dict(connection.execute(select(shape.c.name, shape.c.digest)).all())
    return kept.get(_FOLD, "").split()[:1] == [_columns_digest()] and kept.get(_BOOK) == _book_digest()


def _note_shape(connection: Connection, name: str, digest: str) -> None:
    connection.execute(delete(shape).where(shape.c.name == name))
    connection.execute(insert(shape).values(name=name, digest=digest))


def _bring_up_journal(connection: Connection, partitions: int) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations() / "registry").replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["partitions"] = partitions
    command.upgrade(config, "head")


def _is_shaped(engine: Engine, partitions: int) -> bool:
    with engine.connect() as connection:
        kept = connection.execute(select(shape.c.digest).where(shape.c.name == _FOLD)).scalar()
    return kept == _digest(partitions)


def _shape(connection: Connection, partitions: int) -> None:
    there = set(inspect(connection).get_table_names())
    for statement in dropping(name for name in PROJECTIONS.tables if name in there):
        connection.exec_driver_sql(statement)
    for statement in building(PROJECTIONS.sorted_tables, partitions):
        connection.exec_driver_sql(statement)


def _fold_all(url: str, random: Random, told: Callable[[int, int], None]) -> None:
    stores = PostgresStores(url, random, 1)
    query = select(account.c.centre).where(account.c.centre.is_not(None))
    centres = stores.read_book(lambda connection: [*connection.execute(query).scalars(), *_reference(connection)])
    for done, centre in enumerate(centres, 1):
        stores.write(centre, partial(fold_everything, centre=centre))
        told(done, len(centres))
    stores.close()


def _reference(connection: Connection) -> list[bytes]:
    """The registry's own stream, once there is a registry."""
    name = get_own(connection, REFERENCE)
    return [name] if name else []


def _digest(partitions: int) -> str:
    return f"{_columns_digest()} {partitions}"


def _book_digest() -> str:
    said = "\n".join(f"{table.name} {' '.join(table.columns.keys())}" for table in BOOK.sorted_tables)
    return hashlib.sha256(said.encode()).hexdigest()


def _columns_digest() -> str:
    said = "\n".join(building(PROJECTIONS.sorted_tables, 1))
    return hashlib.sha256(said.encode()).hexdigest()
