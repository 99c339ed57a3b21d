# SPDX-License-Identifier: Apache-2.0
"""What is known of others with whom records are exchanged: which of our positions they hold, which of theirs we hold.

Both are stretches of positions, joined where they touch. They change in the transaction of what they speak of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, Table, delete, insert, select

from app.records.journal_tables import covered_key, given, peer, receipt, taken
from app.records.positions import Range

GIVEN: Final = given
TAKEN: Final = taken


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A registry, a hub or another laptop. ``epoch`` names its numbering, ``mark`` what stood at its position
    ``marked``; ``met_at`` is when an exchange with it last came to its end (ms since 1970, 0 for never)."""

    id: bytes
    name: str
    url: str
    sign_key: bytes
    epoch: bytes = b""
    marked: int = 0
    mark: bytes = b""
    met_at: int = 0


def peers(connection: Connection) -> list[PeerRow]:
    """All others that are known here."""
    return [PeerRow(*row) for row in connection.execute(select(peer).order_by(peer.c.id))]


def find(connection: Connection, peer_id: bytes) -> PeerRow | None:
    """One of them."""
    row = connection.execute(select(peer).where(peer.c.id == peer_id)).first()
    return None if row is None else PeerRow(*row)


def keep(connection: Connection, one: PeerRow) -> None:
    """Keep what is known of a peer, in place of what was known before."""
    connection.execute(delete(peer).where(peer.c.id == one.id))
    connection.execute(
        insert(peer).values(
            id=one.id, name=one.name, url=one.url, sign_key=one.sign_key, epoch=one.epoch, marked=one.marked,
            mark=one.mark, met_at=one.met_at,
        )
    )  # fmt: skip


def forget(connection: Connection, peer_id: bytes) -> None:
    """Nothing is known any more of what a peer holds, as when it counts anew."""
    for table in (given, taken):
        connection.execute(delete(table).where(table.c.peer == peer_id))


def add(connection: Connection, side: Table, peer_id: bytes, one: Range) -> None:
    """Note one more stretch; ``side`` is GIVEN (ours that the peer holds) or TAKEN (the peer's that are here)."""
    if one.last < one.first:
        return
    theirs = side.c.peer == peer_id
    touching = (theirs, side.c.first <= one.last + 1, side.c.last >= one.first - 1)
    found = connection.execute(select(side.c.first, side.c.last).where(*touching)).all()
    connection.execute(delete(side).where(*touching))
    first, last = min([one.first, *(row.first for row in found)]), max([one.last, *(row.last for row in found)])
    connection.execute(insert(side).values(peer=peer_id, first=first, last=last))


def add_all(connection: Connection, side: Table, peer_id: bytes, positions: Iterable[int]) -> None:
    """Note many single positions."""
    for one in stretches(positions):
        add(connection, side, peer_id, one)


def known(connection: Connection, side: Table, peer_id: bytes) -> list[Range]:
    """All stretches that were noted."""
    query = select(side.c.first, side.c.last).where(side.c.peer == peer_id).order_by(side.c.first)
    return [Range(*row) for row in connection.execute(query)]


def lacking(connection: Connection, side: Table, peer_id: bytes, top: int) -> list[Range]:
    """The stretches up to ``top`` that were not noted."""
    ends = [Range(0, 0), *known(connection, side, peer_id), Range(top + 1, top + 1)]
    between = (Range(one.last + 1, min(other.first - 1, top)) for one, other in pairwise(ends))
    return [one for one in between if one.first <= one.last]


def stretches(positions: Iterable[int]) -> Sequence[Range]:
    """Positions as stretches of those that follow one another."""
    found: list[Range] = []
    for one in sorted(set(positions)):
        if found and found[-1].last == one - 1:
            found[-1] = Range(found[-1].first, one)
        else:
            found.append(Range(one, one))
    return found


def keep_receipt(connection: Connection, peer_id: bytes, batch: bytes, top: int, sig: bytes, at: int) -> None:
    """Keep a peer's signed word that it holds a batch."""
    connection.execute(delete(receipt).where(receipt.c.peer == peer_id, receipt.c.batch == batch))
    connection.execute(insert(receipt).values(peer=peer_id, batch=batch, top=top, sig=sig, at=at))


def any_covered(connection: Connection) -> bool:
    """Whether keys lie here that could not be opened when they came."""
    return connection.execute(select(covered_key.c.id).limit(1)).first() is not None
