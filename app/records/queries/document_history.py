# SPDX-License-Identifier: Apache-2.0
"""What happened to a document since it was issued: who did what, on which day, and why."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from app.credentials.numbers import number_key
from app.domain.register import ISSUED, REPLACED
from app.records import tables
from app.records.queries import people
from app.records.queries.certificates import CertificateRow

DUPLICATED: Final = "duplicated"


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """``kind`` is ``ISSUED``, ``REPLACED``, ``DUPLICATED`` or a ruling (``app.domain.register``), ``on`` the day (ISO),
    ``who`` the name of the person, ``number`` the other document where one took another's place."""

    kind: str
    on: str
    who: str
    number: str = ""
    reason: str = ""
    words: str = ""


def document_history(connection: Connection, row: CertificateRow) -> tuple[DocumentEvent, ...]:
    """What happened to a document that was issued here, the oldest first."""
    paper, ruling, reprint = tables.certificate, tables.ruling, tables.reprint
    named = number_key(row.number)
    names = {one.id: one.name for one in people.people(connection)}
    old = select(paper.c.number).where(paper.c.learner == row.learner, paper.c.named == row.supersedes)
    first = str(connection.execute(old).scalar() or "") if row.supersedes else ""
    found: list[tuple[int, DocumentEvent]] = []
    for one in connection.execute(select(paper).where(paper.c.learner == row.learner, paper.c.named == named)):
        found.append((one.at, DocumentEvent(ISSUED, one.issued_on, names.get(one.actor, ""), first, one.reason)))
    for one in connection.execute(select(paper).where(paper.c.learner == row.learner, paper.c.supersedes == named)):
        event = DocumentEvent(REPLACED, one.issued_on, names.get(one.actor, ""), one.number, one.reason)
        found.append((one.at, event))
    for one in connection.execute(select(ruling).where(ruling.c.learner == row.learner, ruling.c.named == named)):
        event = DocumentEvent(one.value, one.on, names.get(one.actor, ""), "", one.reason, one.words)
        found.append((one.at, event))
    for one in connection.execute(select(reprint).where(reprint.c.named == named)):
        found.append((one.at, DocumentEvent(DUPLICATED, one.on, names.get(one.actor, ""), "", "", one.words)))
    return tuple(event for _, event in sorted(found, key=lambda each: each[0]))
