# SPDX-License-Identifier: Apache-2.0
"""Folding an erasure: the person's keys are destroyed, and what could be read with them is forgotten."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from app.domain.learners import AWARD
from app.journal.operation import Operation
from app.records import rows
from app.records.fold.batch import Batch
from app.records.journal_tables import covered_key, subject_key
from app.records.journal_tables import erased as erased_table


def erased(batch: Batch, operations: Sequence[Operation]) -> None:
    """Data subjects are erased. What issued documents say stays, as the law demands."""
    forget_keys(batch, {one.about for one in operations if one.id not in batch.broken})


def forget_keys(batch: Batch, subjects: Iterable[bytes]) -> None:
    """Destroy these subjects' identity and private keys, and take in none that comes later."""
    known = set(batch.connection.execute(select(erased_table.c.subject)).scalars())
    wanted = sorted(set(subjects) - known)
    if not wanted:
        return
    rows.insert(batch.connection, erased_table, [(subject,) for subject in wanted], ("subject",), ignore=True)
    for chunk in rows.chunks(wanted):
        for table in (subject_key, covered_key):
            theirs = (table.c.subject.in_(chunk), table.c["class"] != AWARD)
            batch.connection.execute(delete(table).where(*theirs))
    batch.keys = {
        id_: key for id_, key in batch.keys.items() if key.subject not in set(wanted) or key.key_class == AWARD
    }
    batch.plain.clear()
    batch.again.update(wanted)
