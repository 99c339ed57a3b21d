# SPDX-License-Identifier: Apache-2.0
"""The registries with which this laptop exchanges records by itself, and how far each of them has what is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from app.domain.refusals import RuleBroken
from app.exchange.http import Asker, HttpPeer
from app.records import peers, positions
from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal
from app.records.peers import GIVEN, PeerRow
from app.records.queries.registries import registries
from app.records.unit_of_work import Records
from app.services.after_arrival import after_arrival
from app.services.meeting import Meeting, Own
from app.services.mending import Mended, mend
from app.services.opening import OpenCentre
from app.services.syncing import Manner, Synced, asking_beside, sync
from app.translation import later

if TYPE_CHECKING:
    import httpx

_NONE: Final = later(
    "This laptop knows of no registry. Nothing was sent. If another laptop of the centre shares the records already, "
    "read a stick from it first; otherwise ask the registry for a code and enrol."
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A registry: when an exchange with it last came to its end (ms since 1970, 0 for never), and how many entries
    that are here it is not known to hold."""

    id: bytes
    name: str
    url: str
    met_at: int
    waiting: int


def partners(connection: Connection) -> list[Partner]:
    """All registries that the centre shares its records with, whether they can be reached by network or not."""
    return [Partner(row.id, row.name, row.url, row.met_at, waiting(connection, row.id)) for row in _rows(connection)]


def waiting(connection: Connection, peer: bytes) -> int:
    """How many entries that are here the peer is not known to hold."""
    query = select(func.count()).select_from(journal)
    count = int(connection.execute(query.where(journal.c.pos.is_(None))).scalar_one())
    standing = positions.standing(connection)
    for one in peers.lacking(connection, GIVEN, peer, standing.top if standing else 0):
        count += int(connection.execute(query.where(journal.c.pos.between(one.first, one.last))).scalar_one())
    return count


def telling(records: Records, peer: bytes) -> dict[str, str]:
    """What a laptop tells a registry of itself with each request: how many of its entries wait, and its clock."""
    return {"Guildmark-Waiting": str(records.read(waiting, peer)), "Guildmark-Clock": str(records.clock.wall())}


def exchange(centre: OpenCentre, client: "httpx.Client", manner: Manner | None = None) -> dict[str, Synced]:
    """Exchange records with every registry that has an address; what came of it, by the registry's name.

    Work on the records is done in turn. Raises RuleBroken "no-registry".
    """
    manner = manner or Manner()
    found = manner.turn(lambda: _reachable(centre))
    with asking_beside(manner) as beside:
        done = {row.name: sync(_own(centre), _peer(centre, client, row), row, beside) for row in found}
    manner.turn(lambda: after_arrival(centre))
    return done


def exchange_with(centre: OpenCentre, peer: HttpPeer, manner: Manner) -> Synced:
    """Exchange records with one of ``registry_peers``."""
    rows = manner.turn(lambda: _reachable(centre))
    row = next(one for one in rows if one.sign_key == peer.server_key)
    with asking_beside(manner) as beside:
        done = sync(_own(centre), peer, row, beside)
    manner.turn(lambda: after_arrival(centre))
    return done


def compare(centre: OpenCentre, client: "httpx.Client") -> dict[str, Mended]:
    """After an exchange: compare byte by byte what both hold, and mend it on both sides.

    Raises RuleBroken "no-registry", a trouble.
    """
    found = _reachable(centre)
    return {row.name: mend(Meeting(_own(centre), _peer(centre, client, row), row)) for row in found}


def registry_peers(centre: OpenCentre, client: "httpx.Client") -> list[HttpPeer]:
    """The registries that have an address, to be asked for something else. Raises RuleBroken "no-registry"."""
    return [_peer(centre, client, row) for row in _reachable(centre)]


def _reachable(centre: OpenCentre) -> Sequence[PeerRow]:
    with centre.work.records.transaction() as batch:
        found = _kept(batch)
    if not found:
        raise RuleBroken("no-registry", _NONE)
    return found


def _kept(batch: Batch) -> list[PeerRow]:
    """The rows of registries that have an address, with what the centre says of each now."""
    found = [row for row in _rows(batch.connection) if row.url]
    for row in found:
        if peers.find(batch.connection, row.id) != row:
            peers.keep(batch.connection, row)
    return found


def _rows(connection: Connection) -> list[PeerRow]:
    rows = []
    for one in registries(connection):
        known = peers.find(connection, one.id) or PeerRow(one.id, one.name, one.url, one.sign_key)
        rows.append(replace(known, name=one.name, url=one.url))
    return rows


def _own(centre: OpenCentre) -> Own:
    return Own(centre.work.records, centre.laptop, centre.work.author)


def _peer(centre: OpenCentre, client: "httpx.Client", row: PeerRow) -> HttpPeer:
    records, machine = centre.work.records, centre.machine
    asker = Asker(records.centre, centre.laptop.device, centre.laptop.keys.sign, machine.wall, machine.random)
    return HttpPeer(client, row.url, row.sign_key, asker, partial(telling, records, row.id))
