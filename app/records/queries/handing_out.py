# SPDX-License-Identifier: Apache-2.0
"""Which documents were handed out, to whom and when, and which still lie in the office."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.register import ISSUED
from app.journal.operation import OpId
from app.records import tables
from app.records.queries import certificates, cohorts


@dataclass(frozen=True, slots=True)
class HandOutRow:
    """A document and, once it was ``collected``, when (ISO), by whom, and which identity paper was seen.

    ``twice``: two laptops wrote different days. ``ids`` are the words that stand.
    """

    number: str
    learner: bytes
    name: str
    title: str
    issued_on: str
    day: str = ""
    taken_by: str = ""
    proxy: bool = False
    identity: str = ""
    digits: str = ""
    twice: bool = False
    ids: tuple[OpId, ...] = ()

    @property
    def collected(self) -> bool:
        """It was handed out."""
        return bool(self.day)


def hand_outs(connection: Connection, cohort: str = "") -> list[HandOutRow]:
    """Every document that was issued here, or those of the learners of a cohort, by name. Raises NotFound
    "no-such-cohort"."""
    listed = [row for row in certificates.register(connection) if row.state == ISSUED]
    if cohort:
        group = cohorts.cohort(connection, cohort)
        places = {one.learner: at for at, one in enumerate(cohorts.members(connection, group.id))}
        listed = sorted((row for row in listed if row.learner in places), key=lambda row: places[row.learner])
    said = _said(connection)
    return [_row(row, said.get((row.learner, row.number), [])) for row in listed]


def _said(connection: Connection) -> dict[tuple[bytes, str], list[Any]]:
    table = tables.collected
    found: dict[tuple[bytes, str], list[Any]] = defaultdict(list)
    query = select(table).where(table.c.current == 1).order_by(table.c.at, table.c.origin, table.c.seq)
    for row in connection.execute(query):
        found[row.learner, row.number].append(row)
    return found


def _row(one: certificates.CertificateRow, said: list[Any]) -> HandOutRow:
    known = (one.number, one.learner, one.name, one.title, one.issued_on)
    if not said:
        return HandOutRow(*known)
    last = said[-1]
    ids = tuple(OpId(row.origin, row.seq) for row in said)
    who = (last.day, last.taken_by, bool(last.proxy), last.identity, last.digits)
    return HandOutRow(*known, *who, bool(last.contested), ids)
