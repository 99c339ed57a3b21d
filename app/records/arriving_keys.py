# SPDX-License-Identifier: Apache-2.0
"""Keys of data subjects that came from elsewhere: opened ones are used, closed ones are kept and passed on."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import delete, select

from app.domain.learners import AWARD
from app.journal.sealing import CoveredKey, SubjectKey
from app.records import rows
from app.records.fold.admitting import waiting_for
from app.records.fold.batch import Batch
from app.records.journal_tables import covered_key, erased, subject_key

_KEY: Final = ("id", "subject", "class", "key", "epoch", "pos")
_COVERED: Final = ("id", "subject", "class", "epoch", "boxed")


def keep_keys(batch: Batch, keys: Sequence[tuple[SubjectKey, int]]) -> None:
    """Keep keys that are open; one that was here covered stays at its position."""
    if not keys:
        return
    gone = set(batch.connection.execute(select(erased.c.subject)).scalars())
    kept = [(key, epoch) for key, epoch in keys if key.subject not in gone or key.key_class == AWARD]
    positions = _uncovered(batch, [key.id for key, _ in kept])
    values = [(key.id, key.subject, key.key_class, key.key, epoch, positions.get(key.id)) for key, epoch in kept]
    rows.insert(batch.connection, subject_key, values, _KEY, ignore=True)
    batch.again |= waiting_for(batch, {key.id for key, _ in kept})
    # What was folded without a key that could not be opened is folded again with it.
    batch.again |= {key.subject for key, _ in kept if key.id in positions}
    # Nothing waits for the keys of somebody who was erased: what their documents say is read when its key comes.
    batch.again |= gone & {key.subject for key, _ in kept}


def keep_covered(batch: Batch, covered: Sequence[CoveredKey]) -> None:
    """Keep keys that cannot be opened here, to be passed on, and to be opened when that can be done."""
    if not covered:
        return
    gone = set(batch.connection.execute(select(erased.c.subject)).scalars())
    kept = {one.id: one for one in covered if one.subject not in gone or one.key_class == AWARD}
    for chunk in rows.chunks(sorted(kept)):
        for known in batch.connection.execute(select(subject_key.c.id).where(subject_key.c.id.in_(chunk))).scalars():
            del kept[known]
    values = [(one.id, one.subject, one.key_class, one.epoch, one.boxed) for one in kept.values()]
    rows.insert(batch.connection, covered_key, values, _COVERED, ignore=True)
    batch.again |= waiting_for(batch, kept.keys())


def _uncovered(batch: Batch, ids: Sequence[bytes]) -> dict[bytes, int | None]:
    """Those of these keys that were here covered, with their positions; they are taken from there."""
    found: dict[bytes, int | None] = {}
    for chunk in rows.chunks(ids):
        here = covered_key.c.id.in_(chunk)
        found |= dict(batch.connection.execute(select(covered_key.c.id, covered_key.c.pos).where(here)).all())
        batch.connection.execute(delete(covered_key).where(here))
    batch.closed -= found.keys()
    return found


def open_covered(batch: Batch, opened: Callable[[CoveredKey], SubjectKey | None]) -> int:
    """Open what lies closed here, now that there are more keys to open it with; returns how many opened."""
    columns = [covered_key.c[name] for name in _COVERED]
    found = [CoveredKey(*row) for row in batch.connection.execute(select(*columns))]
    keys = [(key, one.epoch) for one in found if (key := opened(one)) is not None]
    keep_keys(batch, keys)
    return len(keys)
