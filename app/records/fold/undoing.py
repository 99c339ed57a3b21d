# SPDX-License-Identifier: Apache-2.0
"""Folding an undo: the records of the act that is taken back are folded anew without it."""

from collections.abc import Sequence

from sqlalchemy import select

from app.journal.canonical import to_bytes
from app.journal.operation import NOBODY, Operation
from app.records import rows
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal
from app.records.tables import undone as table


def undone(batch: Batch, operations: Sequence[Operation]) -> None:
    """Acts are taken back, whether they have come already or come later. Signed facts in them stay."""
    taken_back = sorted({to_bytes(one.body["act"]) for one in operations})
    batch.insert(table, ("act",), [(act,) for act in taken_back], ignore=True)
    for chunk in rows.chunks(taken_back):
        query = select(journal.c.about).where(journal.c.act.in_(chunk), journal.c.about != NOBODY).distinct()
        batch.again.update(batch.connection.execute(query).scalars())
