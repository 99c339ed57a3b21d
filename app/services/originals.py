# SPDX-License-Identifier: Apache-2.0
"""What is written of a document is written about the record that it was issued to, so that it stays with the document
when records are merged or parted again."""

from sqlalchemy import Connection

from app.domain.learners import AWARD
from app.journal.sealing import SubjectKey
from app.records import log
from app.records.queries.certificates import CertificateRow
from app.records.queries.subjects import keys_of_all


def original_of(connection: Connection, row: CertificateRow) -> bytes:
    """The record that the document was issued to."""
    return log.by_id(connection, [row.id])[row.id].about


def award_keys(connection: Connection, learner: bytes) -> list[SubjectKey]:
    """The key of what issued documents say, which outlives the others; none where it is not here."""
    keys = keys_of_all(connection, [learner]).get(learner, {})
    return [keys[AWARD]] if AWARD in keys else []
