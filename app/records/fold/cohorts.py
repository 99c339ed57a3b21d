# SPDX-License-Identifier: Apache-2.0
"""Folding who belongs to a cohort, and who is enrolled in which units."""

from collections.abc import Sequence

from app.journal.canonical import to_bytes
from app.journal.operation import Operation
from app.records import tables
from app.records.fold import slots
from app.records.fold.batch import Batch

IN, OUT = "in", "out"


def added(batch: Batch, operations: Sequence[Operation]) -> None:
    """Learners join cohorts, each with a bib number."""
    _put(batch, operations, IN)


def removed(batch: Batch, operations: Sequence[Operation]) -> None:
    """Learners leave cohorts."""
    _put(batch, operations, OUT)


def enrolled(batch: Batch, operations: Sequence[Operation]) -> None:
    """Learners are enrolled in versions of units."""
    columns = ("learner", "unit", "origin", "seq", "qualification", "route", "at")
    written = []
    for one in operations:
        qualification = str(one.body.get("qualification", ""))
        of = to_bytes(qualification) if qualification else None
        units = one.body["units"]
        assert isinstance(units, list)
        written += [
            (one.about, to_bytes(unit), one.origin, one.seq, of, str(one.body["route"]), one.at.number())
            for unit in units
        ]
    batch.insert(tables.enrolment, columns, written, ignore=not batch.own)
    batch.touched.add("enrolment", {one.about for one in operations})


def _put(batch: Batch, operations: Sequence[Operation], value: str) -> None:
    facts = []
    for one in operations:
        bib = one.body.get("bib", 0)
        assert isinstance(bib, int)
        facts.append((one, (one.about, to_bytes(one.body["cohort"])), value, (bib,)))
    slots.put(batch, tables.member, facts)
    batch.touched.add("member", {slot[0] for _, slot, _, _ in facts})
    batch.touched.add("cohort", {slot[1] for _, slot, _, _ in facts})
