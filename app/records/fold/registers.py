# SPDX-License-Identifier: Apache-2.0
"""Records made of fields that people correct: learner, person, cohort, centre.

A field that was never set since its record began has no history but the record's first operation; with the first
correction that first value enters the history, so that two corrections made apart are seen to disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, bindparam, select, update

from app.domain.learners import FIELD_CLASSES
from app.domain.signatories import FIELDS as SIGNATORY_FIELDS
from app.journal.kinds import CREATING
from app.journal.merge import Touch, shown
from app.journal.operation import Operation, OpId
from app.records import log, rows, tables
from app.records.fold import slots
from app.records.fold.batch import Batch
from app.records.fold.learner_columns import learner_columns
from app.records.journal_tables import operation as journal

Derive = Callable[[Mapping[str, Any]], dict[str, Any]]

_KNOWN: Final = (
    select(tables.register.c.seq)
    .where(tables.register.c.about == bindparam("record"), tables.register.c.field == bindparam("name"))
    .limit(1)
)
_BEGINS: Final = (journal.c.kind.in_(CREATING), journal.c.act.not_in(select(tables.undone.c.act)))


@dataclass(frozen=True, slots=True)
class Record:
    """A table of such records: its fields, and the columns that are computed from them."""

    table: Table
    fields: tuple[str, ...]
    derive: Derive | None = None


RECORDS: Final[dict[str, Record]] = {
    "learner": Record(tables.learner, tuple(FIELD_CLASSES), learner_columns),
    "person": Record(tables.person, ("name", "roles", "disabled")),
    "cohort": Record(tables.cohort, ("code", "title", "start", "end", "qualification", "units", "assessors")),
    "signatory": Record(tables.signatory, SIGNATORY_FIELDS),
    "centre": Record(tables.centre, ("name", "code", "country", "place")),
}


def add(batch: Batch, name: str, operations: Sequence[Operation], ids: Sequence[bytes] | None = None) -> None:
    """Records begin."""
    record = RECORDS[name]
    about = ids or [operation.about for operation in operations]
    fold_again_if_known(batch, record.table, about)
    derived = tuple(record.derive({}).keys()) if record.derive else ()
    blank = dict.fromkeys(record.fields, "")
    written = []
    for place, operation in zip(about, operations, strict=True):
        opened = batch.opened(operation)
        values = blank | {field: str(value) for field, value in opened.items() if field in blank}
        more = record.derive(values) if record.derive else {}
        written.append((place, *values.values(), *more.values()))
    batch.insert(record.table, ("id", *record.fields, *derived), written, ignore=not batch.own)
    batch.touched.add(name, about)


def fold_again_if_known(batch: Batch, table: Table, ids: Sequence[bytes]) -> None:
    """A record that begins a second time is folded anew: of several beginnings the first by name and place counts,
    not the one that came first."""
    if batch.own or batch.anew:
        return
    for chunk in rows.chunks(ids):
        batch.again.update(batch.connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())


def change(batch: Batch, name: str, operations: Sequence[Operation]) -> None:
    """Fields of records are set anew."""
    record = RECORDS[name]
    facts, touched = [], set()
    for operation in operations:
        opened = batch.opened(operation)
        for field in operation.base:
            if field in record.fields:
                facts.append((operation, (operation.about, field), str(opened.get(field, "")), (name,)))
                touched.add((operation.about, field))
    _bring_first_values(batch, name, touched)
    slots.put(batch, tables.register, facts)
    _show(batch, record, touched)
    batch.touched.add(name, {about for about, _ in touched})


def _bring_first_values(batch: Batch, name: str, touched: set[tuple[bytes, str]]) -> None:
    for about, field in sorted(touched):
        known = rows.run(batch.connection, _KNOWN, record=about, name=field)
        first = None if known else first_operation(batch, about)
        if first is None:
            continue
        batch.load_keys([first])
        value = str(batch.opened(first).get(field, ""))
        columns = (*slots.SLOTS["register"], *slots.FACT, "record")
        batch.insert(tables.register, columns, [(about, field, *slots.fact_row(first, value, ()), name)])


def first_operation(batch: Batch, about: bytes) -> Operation | None:
    """The operation with which a record began, unless it was undone."""
    if about == batch.centre:
        return log.founding(batch.connection)
    return next(log.where(batch.connection, journal.c.about == about, *_BEGINS), None)


def _show(batch: Batch, record: Record, touched: set[tuple[bytes, str]]) -> None:
    """Write what stands into the record's own columns."""
    changed: dict[bytes, dict[str, str]] = {}
    for about, field in touched:
        facts = slots.standing(batch, tables.register, (about, field))
        if facts:
            top = shown([Touch(OpId(row.origin, row.seq), (), row.at, row.value) for row in facts])
            changed.setdefault(about, {})[field] = top.value
    for about, values in changed.items():
        place = record.table.c.id == about
        row = batch.connection.execute(select(record.table).where(place)).mappings().first()
        if row is None:
            continue
        more = record.derive({**row, **values}) if record.derive else {}
        batch.connection.execute(update(record.table).where(place).values(**values, **more))
