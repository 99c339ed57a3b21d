# SPDX-License-Identifier: Apache-2.0
"""How far a store holds the operations of each origin: the last place of each stretch proves all beneath it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, and_, func, select

from app.journal.chain import Place
from app.journal.operation import OpId
from app.records.branches import standing
from app.records.journal_tables import branch
from app.records.journal_tables import operation as journal


def frontier(connection: Connection) -> list[Place]:
    """The last operation of each stretch in the journal, under the name that it was written under."""
    last = select(journal.c.origin, func.max(journal.c.seq).label("seq")).group_by(journal.c.origin).subquery()
    here = and_(journal.c.origin == last.c.origin, journal.c.seq == last.c.seq)
    found = connection.execute(select(journal.c.origin, journal.c.seq, journal.c.hash).join(last, here)).all()
    written_as = {row.id: row.origin for row in connection.execute(select(branch.c.id, branch.c.origin))}
    return sorted(
        (Place(written_as.get(row.origin, row.origin), row.seq, row.hash) for row in found),
        key=lambda one: (one.origin, one.seq, one.hash),
    )


def beneath(connection: Connection, places: Iterable[Place]) -> dict[bytes, int]:
    """For each stretch of this journal, up to which number another store holds it that holds these places.

    A place that is not in this journal says nothing: the other store is further than this one, or parted from it.
    """
    wanted = list(places)
    known = standing(connection, {OpId(one.origin, one.seq) for one in wanted})
    found: dict[bytes, int] = {}
    parts = {row.id: row for row in connection.execute(select(branch.c.id, branch.c.parent, branch.c.first))}
    for one in wanted:
        stood = known.get(OpId(one.origin, one.seq), {}).get(one.hash)
        stretch, seq = (stood.origin, stood.seq) if stood else (b"", 0)
        while seq:
            found[stretch] = max(seq, found.get(stretch, 0))
            part = parts.get(stretch)
            stretch, seq = (part.parent, part.first - 1) if part else (b"", 0)
    return found


def lacking(held: Mapping[bytes, int], one: OpId) -> bool:
    """Whether a store that holds stretches so far lacks the operation that stands here."""
    return one.seq > held.get(one.origin, 0)
