# SPDX-License-Identifier: Apache-2.0
"""How far single records have come: waiting on this laptop, under way on a stick, received elsewhere.

A laptop that is alone, without a registry, has nowhere to send anything: there nothing is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, func, select, union_all

from app.journal.operation import OpId
from app.records import tables
from app.records.journal_tables import operation as journal
from app.records.queries import history
from app.records.queries.certificates import CertificateRow
from app.records.queries.history import ActRow
from app.records.queries.registries import registries
from app.services.holdings import laptops, reached

WAITING: Final = "waiting"
SENT: Final = "sent"
RECEIVED: Final = "received"
_ORDER: Final = (WAITING, SENT, RECEIVED)
_OBSERVED: Final = (tables.mark, tables.judgement, tables.signoff)


def slowest(states: Iterable[str]) -> str:
    """How far all of them have come: as far as the last of them; empty where there is none."""
    return min(states, key=_ORDER.index, default="")


def ticks_of_units(connection: Connection, learner: bytes, device: bytes) -> Mapping[bytes, str]:
    """By unit, how far the learner's marks, judgements and signatures have come."""
    if _alone(connection, device):
        return {}
    there = reached(connection, device)
    parts = (
        select(table.c.unit, table.c.origin, table.c.seq).where(table.c.learner == learner, table.c.current == 1)
        for table in _OBSERVED
    )
    found: dict[bytes, set[str]] = {}
    for unit, origin, seq in connection.execute(union_all(*parts)):
        found.setdefault(unit, set()).add(there.of(OpId(origin, seq)))
    return {unit: slowest(states) for unit, states in found.items()}


def ticks_of_documents(
    connection: Connection, rows: Iterable[CertificateRow], device: bytes
) -> Mapping[tuple[bytes, str], str]:
    """By learner and number, how far the documents that were issued have come."""
    if _alone(connection, device):
        return {}
    there = reached(connection, device)
    return {(row.learner, row.number): there.of(row.id) for row in rows if row.issued_here}


def acts_of_learner(
    connection: Connection, learner: bytes, device: bytes, limit: int, kinds: Sequence[str]
) -> tuple[list[ActRow], Mapping[bytes, str]]:
    """The latest commands that concern a learner, as ``history.acts`` finds them, and how far each of them has come."""
    acts = history.acts(connection, learner, limit, kinds)
    if _alone(connection, device):
        return acts, {}
    there = reached(connection, device)
    query = select(journal.c.act, journal.c.origin, func.max(journal.c.seq)).group_by(journal.c.act, journal.c.origin)
    found: dict[bytes, set[str]] = {}
    for act, origin, seq in connection.execute(query.where(journal.c.act.in_([one.act for one in acts]))):
        found.setdefault(act, set()).add(there.of(OpId(origin, seq)))
    return acts, {act: slowest(states) for act, states in found.items()}


def _alone(connection: Connection, device: bytes) -> bool:
    return not registries(connection) and not laptops(connection).keys() - {device}
