# SPDX-License-Identifier: Apache-2.0
"""Folding the whole journal anew from the bytes on disk, and telling whether two folds gave the same tables."""

import hashlib
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select

from app.records import log
from app.records.columns import PROJECTIONS
from app.records.fold.batch import Batch
from app.records.fold.folding import fold
from app.records.journal_tables import operation as journal
from app.records.schema import build_projections, drop_projections

_TAKEN_BACK: Final = ("act.undone",)
_TRUST: Final = (
    "centre.founded", "person.added", "person.set", "person.key_added", "device.admitted", "device.revoked",
    "registry.joined",
)  # fmt: skip
_OF_THIS_FILE: Final = frozenset({"row"})
"""Columns that number rows and differ from file to file."""


def fold_everything(
    connection: Connection, centre: bytes, told: Callable[[int], None] = lambda operations: None
) -> None:
    """Fill the tables from the journal alone. ``told`` hears how many operations were folded."""
    drop_projections(connection)
    build_projections(connection)
    _fold_kinds(connection, centre, _TAKEN_BACK)
    _fold_kinds(connection, centre, _TRUST)
    done = 0
    for stretch in log.everything(connection):
        rest = [one for one in stretch if one.kind not in _TAKEN_BACK + _TRUST]
        fold(Batch(connection, centre), rest)
        done += len(stretch)
        told(done)


def _fold_kinds(connection: Connection, centre: bytes, kinds: tuple[str, ...]) -> None:
    fold(Batch(connection, centre), log.where(connection, journal.c.kind.in_(kinds)))


def table_digests(connection: Connection) -> dict[str, str]:
    """What each table of the fold holds, as a hash that does not depend on the order of rows."""
    return {table.name: _digest(connection, table.name) for table in PROJECTIONS.sorted_tables}


def _digest(connection: Connection, name: str) -> str:
    table = PROJECTIONS.tables[name]
    columns = [column for column in table.columns if column.name not in _OF_THIS_FILE]
    total = hashlib.sha256()
    for row in connection.execute(select(*columns).order_by(*columns)):
        total.update(repr(tuple(row)).encode())
    return total.hexdigest()
