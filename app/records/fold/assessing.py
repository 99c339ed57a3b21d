# SPDX-License-Identifier: Apache-2.0
"""Folding marks, notes, absences, judgements and sign-offs.

A sign-off holds the digest of the marks and notes that it covers. Where marks that stand now are not those that were
signed (they came from another laptop, or were undone there), the sign-off no longer matches, and a person is asked.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, case, literal, select, union_all, update

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import rows, tables
from app.records.fold import slots
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal

Attempted = tuple[bytes, bytes, int]
"""A learner, a version of a unit, and the number of the attempt."""
_PLACE: Final = slots.SLOTS["signoff"]


def marked(batch: Batch, operations: Sequence[Operation]) -> None:
    """Criteria are marked."""
    facts = []
    for one in operations:
        slot = (*_attempted(one), str(one.body["criterion"]))
        facts.append((one, slot, str(one.body["mark"]), (_number(one, "batch"),)))
    slots.put(batch, tables.mark, facts)
    _settle_signoffs(batch, "mark", operations)


def noted(batch: Batch, operations: Sequence[Operation]) -> None:
    """Notes are written to criteria."""
    facts = []
    for one in operations:
        slot = (*_attempted(one), str(one.body["criterion"]))
        facts.append((one, slot, str(batch.opened(one).get("text", "")), ()))
    slots.put(batch, tables.note, facts)
    _settle_signoffs(batch, "note", operations)


def absent(batch: Batch, operations: Sequence[Operation]) -> None:
    """Learners are away, or here again."""
    slots.put(batch, tables.absence, [(one, _attempted(one), str(_number(one, "absent")), ()) for one in operations])
    batch.touched.add("absence", {one.about for one in operations})


def judged(batch: Batch, operations: Sequence[Operation]) -> None:
    """Attempts are judged."""
    slots.put(batch, tables.judgement, [(one, _attempted(one), str(one.body["outcome"]), ()) for one in operations])
    batch.touched.add("judgement", {one.about for one in operations})


def signed(batch: Batch, operations: Sequence[Operation]) -> None:
    """Attempts are signed: nothing in them is changed after that."""
    facts = [(one, _attempted(one), str(one.body["outcome"]), (to_bytes(one.body["digest"]), 1)) for one in operations]
    slots.put(batch, tables.signoff, facts)
    _settle_signoffs(batch, "signoff", operations)


def digest_of(connection: Connection, attempted: Attempted) -> bytes:
    """What a sign-off of this attempt covers: SHA-256 over the sorted hashes of the marks and notes that stand."""
    covered = rows.run(connection, _COVERED, **_its(attempted))
    return hashlib.sha256(b"".join(sorted(row[0] for row in covered))).digest()


def _attempted(one: Operation) -> Attempted:
    return one.about, to_bytes(one.body["unit"]), _number(one, "attempt")


def _number(one: Operation, name: str) -> int:
    value = one.body[name]
    assert isinstance(value, int)
    return value


def _is(table: Table) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(f"its_{name}") for name in _PLACE]


def _its(attempted: Attempted) -> dict[str, Any]:
    return {f"its_{name}": value for name, value in zip(_PLACE, attempted, strict=True)}


_COVERED: Final = union_all(
    *(
        select(journal.c.hash)
        .join(table, and_(table.c.origin == journal.c.origin, table.c.seq == journal.c.seq))
        .where(*_is(table), table.c.current == 1)
        for table in (tables.mark, tables.note)
    )
)
_SIGNED: Final = select(tables.signoff.c.seq).where(*_is(tables.signoff)).limit(1)
_MATCHING: Final = (
    update(tables.signoff)
    .where(*_is(tables.signoff))
    .values(matches=case((tables.signoff.c.digest == bindparam("now"), literal(1)), else_=literal(0)))
)


def _settle_signoffs(batch: Batch, table: str, operations: Iterable[Operation]) -> None:
    """Own facts were written under the rule that nothing signed is changed; those from elsewhere are compared."""
    touched = {_attempted(one) for one in operations}
    batch.touched.add(table, {learner for learner, _, _ in touched})
    if batch.own:
        return
    for attempted in touched:
        its = _its(attempted)
        if not rows.run(batch.connection, _SIGNED, **its):
            continue
        rows.run(batch.connection, _MATCHING, **its, now=digest_of(batch.connection, attempted))
        batch.touched.add("signoff", [attempted[0]])
