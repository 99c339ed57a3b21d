# SPDX-License-Identifier: Apache-2.0
"""What the centre's laptops said they hold: so each learns, by whatever way, what of its own has reached another.

A laptop's newest word is kept and passed on as it was signed. Only this laptop's journal says what it means: a place
that is not in it counts for nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from app.exchange.carried_files import short_ids
from app.exchange.said import Holding, holding_bytes, read_holding
from app.journal.operation import OpId
from app.records import peers, positions, tables
from app.records.frontier import beneath, frontier
from app.records.journal_tables import branch, local
from app.records.journal_tables import operation as journal
from app.records.queries.registries import registries
from app.records.unit_of_work import Records
from app.services.laptop import Laptop, get_local, read_class_keys, set_local, sign_own_head

_KEPT: Final = "holding:"
_RECEIVED: Final = "received"
_SENT: Final = "sent"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far this laptop's own entries have come, by stretch: received by another laptop, written to a stick."""

    own: frozenset[bytes]
    received: Mapping[bytes, int]
    sent: Mapping[bytes, int]

    def of(self, place: OpId) -> str:
        """``waiting``, ``sent`` or ``received``; what another laptop wrote has been received by this one."""
        if place.origin not in self.own or place.seq <= self.received.get(place.origin, 0):
            return "received"
        return "sent" if place.seq <= self.sent.get(place.origin, 0) else "waiting"


def stamped(records: Records, laptop: Laptop) -> int:
    """Sign where this laptop's entries stand; returns the stamp of what it says of itself now."""
    with records.transaction() as batch:
        at = records.clock.tick().number()
        sign_own_head(batch, records, laptop)
    return at


def own_holding(connection: Connection, centre: bytes, laptop: Laptop, at: int, files: Iterable[str]) -> Holding:
    """This laptop's word on what it holds; ``files`` are the SHA-256 of those that are here."""
    held = frozenset(short_ids(files, read_class_keys(connection)))
    return Holding(centre, laptop.device, at, tuple(frontier(connection)), held).signed(laptop.keys.sign)


def kept_holdings(connection: Connection) -> dict[bytes, Holding]:
    """The newest word of each other laptop that may still speak, by laptop."""
    query = select(local.c.value).where(local.c.name.startswith(_KEPT)).order_by(local.c.name)
    said = (read_holding(value) for value in connection.execute(query).scalars())
    trusted = speaking(connection)
    return {one.device: one for one in said if one.device in trusted}


def keep_holdings(records: Records, own: bytes, said: Iterable[Holding]) -> None:
    """Keep what laptops of the centre said, where it is newer than what they said before, and signed by them."""
    with records.transaction() as batch:
        connection = batch.connection
        keys, known = speaking(connection), kept_holdings(connection)
        for one in said:
            before = known.get(one.device)
            if one.device == own or one.device not in keys or one.centre != records.centre:
                continue
            if (before is None or before.at < one.at) and one.is_signed(keys[one.device]):
                set_local(connection, _KEPT + one.device.hex(), holding_bytes(one))
                known[one.device] = one
        _write(connection, _RECEIVED, _received(connection, known.values()))
        batch.touched.add("carried", [own])


def note_sent(connection: Connection, own: bytes, places: Mapping[bytes, int]) -> None:
    """Note that this laptop's entries were written to a stick up to these places."""
    mine = _own_stretches(connection, own)
    before = _read(connection, _SENT)
    sent = {name: max(seq, before.get(name, 0)) for name, seq in places.items() if name in mine}
    _write(connection, _SENT, {**before, **sent})


def reached(connection: Connection, own: bytes) -> Reached:
    """How far the entries of this laptop have come."""
    mine = frozenset(_own_stretches(connection, own))
    received = _read(connection, _RECEIVED)
    for stretch in mine:
        received[stretch] = max(received.get(stretch, 0), *_acknowledged(connection, stretch))
    return Reached(mine, received, _read(connection, _SENT))


def held_by(connection: Connection, device: bytes) -> tuple[dict[bytes, int], frozenset[bytes]]:
    """What a laptop surely holds by its own word: stretches up to a number, and files by their short ids."""
    said = kept_holdings(connection).get(device)
    return (beneath(connection, said.places), said.files) if said else ({}, frozenset())


def speaking(connection: Connection) -> dict[bytes, bytes]:
    """The signing keys of those whose word on what they hold counts: registries, laptops that were not shut out."""
    return {one.id: one.sign_key for one in registries(connection)} | laptops(connection)


def laptops(connection: Connection) -> dict[bytes, bytes]:
    """The signing keys of the laptops that were not shut out."""
    table = tables.device
    query = select(table.c.id, table.c.sign_key).where(table.c.revoked == 0)
    return {row.id: row.sign_key for row in connection.execute(query)}


def _received(connection: Connection, said: Iterable[Holding]) -> dict[bytes, int]:
    """By stretch, how far any other laptop holds it: each for itself, so that what one lacks another may hold."""
    found: dict[bytes, int] = {}
    for one in said:
        for stretch, seq in beneath(connection, one.places).items():
            found[stretch] = max(seq, found.get(stretch, 0))
    return found


def _acknowledged(connection: Connection, stretch: bytes) -> Iterator[int]:
    """Up to which number of a stretch each peer of an exchange over the network has all of it."""
    yield 0
    stands, here = positions.standing(connection), journal.c.origin == stretch
    if stands is None:
        return
    for one in peers.peers(connection):
        lacking = peers.lacking(connection, peers.GIVEN, one.id, stands.top)
        gaps = [journal.c.pos.is_(None), *(journal.c.pos.between(gap.first, gap.last) for gap in lacking)]
        firsts = [connection.execute(select(func.min(journal.c.seq)).where(here, gap)).scalar() for gap in gaps]
        last = connection.execute(select(func.max(journal.c.seq)).where(here)).scalar() or 0
        yield min((first - 1 for first in firsts if first is not None), default=last)


def _own_stretches(connection: Connection, own: bytes) -> set[bytes]:
    origin = tables.origin
    mine = set(connection.execute(select(origin.c.id).where(origin.c.device == own)).scalars())
    parted = connection.execute(select(branch.c.id, branch.c.origin)).all()
    return mine | {row.id for row in parted if row.origin in mine}


def _read(connection: Connection, name: str) -> dict[bytes, int]:
    kept = get_local(connection, name)
    return {bytes.fromhex(stretch): seq for stretch, seq in json.loads(kept).items()} if kept else {}


def _write(connection: Connection, name: str, places: Mapping[bytes, int]) -> None:
    kept = {stretch.hex(): seq for stretch, seq in sorted(places.items())}
    set_local(connection, name, json.dumps(kept).encode())
