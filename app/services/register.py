# SPDX-License-Identifier: Apache-2.0
"""The register as it stands today: every document, which of them may be renewed, and what happened to one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from app.domain.register import EXPIRED, ISSUED
from app.domain.rights import Command
from app.records.queries import certificates, policies
from app.records.queries.certificates import CertificateRow
from app.records.queries.document_history import DocumentEvent, document_history
from app.records.unit_of_work import Work
from app.services.ticks import ticks_of_documents


@dataclass(frozen=True, slots=True)
class Register:
    """All documents, the newest first; the numbers of those that may be ``renewable`` today; and the codes of
    qualifications whose documents are ``marked`` when they are printed again; ``ticks``: how far those that were issued
    here have come, by learner and number."""

    rows: tuple[CertificateRow, ...]
    renewable: frozenset[str]
    marked: frozenset[str]
    ticks: Mapping[tuple[bytes, str], str] = field(default_factory=dict)


def register_today(work: Work) -> Register:
    """The whole register as it stands today. Raises NotAllowed."""
    work.allow(Command.VIEW)
    today = work.today()

    def ask(connection: Connection) -> Register:
        rows = tuple(certificates.register(connection, today.isoformat()))
        rules = {code: policies.policies(connection, code) for code in {row.qualification for row in rows}}
        renewable = (row.number for row in rows if _renewable(row, rules[row.qualification].renewal_days, today))
        marked = (code for code, one in rules.items() if one.marks_duplicates)
        ticks = ticks_of_documents(connection, rows, work.records.device)
        return Register(rows, frozenset(renewable), frozenset(marked), ticks)

    return work.read(ask)


def history_of(work: Work, row: CertificateRow) -> tuple[DocumentEvent, ...]:
    """What happened to a document since it was issued, the oldest first. Raises NotAllowed."""
    work.allow(Command.VIEW)
    return work.read(document_history, row)


def _renewable(row: CertificateRow, days: int, today: date) -> bool:
    if not row.valid_until or row.state not in (ISSUED, EXPIRED) or row.contested:
        return False
    return today >= date.fromisoformat(row.valid_until) - timedelta(days=days)
