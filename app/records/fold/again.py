# SPDX-License-Identifier: Apache-2.0
"""Folding a record anew: its rows are forgotten, and its operations read from the journal."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column

from app.journal.operation import Operation
from app.records import log, rows, tables
from app.records.fold.admitting import begun_by
from app.records.fold.batch import Batch

_ABOUT: Final[tuple[Column[bytes], ...]] = (
    tables.pending.c.about,
    tables.newer.c.about,
    tables.breach.c.about,
    tables.register.c.about,
    tables.centre.c.id,
    tables.device.c.id,
    tables.origin.c.device,
    tables.registry.c.about,
    tables.person.c.id,
    tables.person_key.c.person,
    tables.unit.c.id,
    tables.element.c.unit,
    tables.criterion.c.unit,
    tables.qualification.c.id,
    tables.unit_group.c.qualification,
    tables.qualification_unit.c.qualification,
    tables.published_list.c.id,
    tables.learner.c.id,
    tables.cohort.c.id,
    tables.mark.c.learner,
    tables.note.c.learner,
    tables.absence.c.learner,
    tables.judgement.c.learner,
    tables.signoff.c.learner,
    tables.member.c.learner,
    tables.enrolment.c.learner,
    tables.certificate.c.learner,
    tables.ruling.c.learner,
    tables.reprint.c.learner,
    tables.claim.c.learner,
    tables.block.c.id,
    tables.policy.c.about,
    tables.template.c.id,
    tables.signatory.c.id,
    tables.brought_result.c.learner,
    tables.brought_certificate.c.learner,
    tables.merge.c.learner,
    tables.joined.c.learner,
    tables.joined.c.survivor,
    tables.renumbered.c.learner,
    tables.stationery.c.id,
    tables.sheet.c.stationery,
    tables.print_job.c.id,
    tables.print_run.c.job,
    tables.print_end.c.job,
    tables.collected.c.learner,
)
"""In each table, the column that names the record which a row is about."""


def forget(batch: Batch, records: Iterable[bytes]) -> list[Operation]:
    """Delete the rows of these records; returns all their operations, to be folded."""
    wanted, done = set(records), 0
    for chunk in rows.chunks(sorted(wanted)):
        batch.told(done, len(wanted))
        done += len(chunk)
        for column in _ABOUT:
            if rows.delete(batch.connection, column, chunk):
                batch.touched.add(column.table.name, chunk)
    founding = log.founding(batch.connection)
    first = [founding] if founding and wanted & {batch.centre, *begun_by(founding)} else []
    return [*first, *log.about(batch.connection, wanted)]
