# SPDX-License-Identifier: Apache-2.0
"""Checking the records from the bytes on disk: chains, heads, signatures, and that the tables follow from them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from app.journal.canonical import to_text
from app.journal.kinds import KINDS
from app.journal.operation import FIRST_PREV, MalformedOperation, Operation, OpId, read
from app.journal.signing import Head, head_is_signed, signed_by
from app.records import log
from app.records.branches import standing
from app.records.journal_tables import branch, head
from app.records.journal_tables import operation as journal
from app.records.refolding import fold_everything, table_digests
from app.records.tables import device, person_key
from app.translation import tr


@dataclass(frozen=True, slots=True)
class JournalReport:
    """How many entries there are, and what is wrong with them, in words; sound without faults."""

    operations: int
    faults: tuple[str, ...]


def verify(
    connection: Connection, centre: bytes, told: Callable[[int], None] = lambda operations: None
) -> JournalReport:
    """Check everything. The tables are folded again within the caller's transaction, which must be rolled back."""
    count, faults = _read_chains(connection)
    if not faults:
        faults = [*_bad_heads(connection), *_bad_signatures(connection), *_bad_tables(connection, centre, told)]
    return JournalReport(count, tuple(faults))


def _read_chains(connection: Connection) -> tuple[int, list[str]]:
    count, faults = 0, []
    ends: dict[bytes, tuple[int, bytes]] = {}
    starts = _starts(connection)
    query = select(journal).order_by(journal.c.origin, journal.c.seq)
    for row in connection.execute(query):
        count += 1
        fault = _fault_of(row, ends, starts)
        if fault:
            faults.append(fault)
        ends[row.origin] = (row.seq, row.hash)
    return count, faults


def _starts(connection: Connection) -> dict[bytes, tuple[int, bytes]]:
    """Where a stretch that parted from another one goes on from: the last place before it."""
    before = and_(journal.c.origin == branch.c.parent, journal.c.seq == branch.c.first - 1)
    query = select(branch.c.id, journal.c.seq, journal.c.hash).join(journal, before)
    return {row.id: (row.seq, row.hash) for row in connection.execute(query)}


def _fault_of(row: Row[Any], ends: Mapping[bytes, tuple[int, bytes]], starts: Mapping[bytes, tuple[int, bytes]]) -> str:
    name = f"{to_text(row.origin)[:6]}-{row.seq}"
    try:
        one = read(row.raw)
    except MalformedOperation:
        return tr("Entry {entry} cannot be read.", entry=name)
    if not _columns_agree(row, one):
        return tr("Entry {entry} was altered.", entry=name)
    before = ends.get(row.origin) or starts.get(row.origin) or (0, FIRST_PREV)
    if (one.seq - 1, one.prev) != before:
        return tr("Entry {entry} does not follow the one before it: entries were removed or altered.", entry=name)
    return ""


def _columns_agree(row: Row[Any], one: Operation) -> bool:
    kept = (row.seq, row.kind, row.ver, row.about, row.act, row.actor, row.at, row.hash)
    return kept == (one.seq, one.kind, one.ver, one.about, one.act, one.actor, one.at.number(), one.hash)


def _bad_heads(connection: Connection) -> Iterator[str]:
    """A laptop's signed word that its entries stood at a place, where they do not stand so."""
    keys = dict(connection.execute(select(device.c.id, device.c.sign_key)).all())
    for row in connection.execute(select(head)):
        one = Head(row.origin, row.seq, row.hash, row.device, row.sig)
        place = OpId(one.origin, one.seq)
        found = standing(connection, [place]).get(place, {})
        if found and one.hash not in found:
            yield tr("The laptop signed another entry {entry} than the one that is here.", entry=_entry(place))
        elif found and one.device in keys and not head_is_signed(one, keys[one.device]):
            yield tr("The laptop's signature under its entries up to {entry} is not valid.", entry=_entry(place))


def _bad_signatures(connection: Connection) -> Iterator[str]:
    keys: dict[bytes, list[bytes]] = {}
    for person, key in connection.execute(select(person_key.c.person, person_key.c.public_key)):
        keys.setdefault(person, []).append(key)
    signed = [kind.name for kind in KINDS.values() if kind.signed]
    for one in log.where(connection, journal.c.kind.in_(signed)):
        if not any(signed_by(one, key) for key in keys.get(one.actor, ())):
            yield tr("The person's signature on entry {entry} is not valid.", entry=_entry(one.id))


def _bad_tables(connection: Connection, centre: bytes, told: Callable[[int], None]) -> Iterator[str]:
    before = table_digests(connection)
    fold_everything(connection, centre, told)
    after = table_digests(connection)
    for name in sorted(before):
        if before[name] != after[name]:
            yield tr("The list “{name}” does not say what the entries say. Restore a backup.", name=name)


def _entry(place: OpId) -> str:
    return f"{to_text(place.origin)[:6]}-{place.seq}"
