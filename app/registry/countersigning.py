# SPDX-License-Identifier: Apache-2.0
"""The registry puts its own word under where the records of a centre stand, at least once a day.

Laptops keep it: so a centre can show that the registry changed nothing, and when it held what. It stands under no award
that is doubtful, nor under anything that the same laptop wrote after it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from app.journal.chain import Place
from app.journal.operation import OpId
from app.journal.signing import sign_head
from app.records import positions, rows
from app.records.branches import standing
from app.records.frontier import frontier
from app.records.journal_tables import head
from app.registry.accounts import accounts
from app.registry.book import countersigned
from app.registry.registry import Registry
from app.registry.sightings import DOUBT, sightings

DAY_MS: Final = 24 * 60 * 60 * 1000
MOST_BETWEEN: Final = 500
_HEAD: Final = ("origin", "seq", "hash", "device", "sig")
_ALL: Final = b""
"""In the place of an origin: the last position that was looked at."""


def countersign_all(registry: Registry) -> int:
    """Countersign for every centre; returns how many words were given."""
    served = registry.stores.read_book(accounts)
    return sum(countersign(registry, one.centre) for one in served if one.centre)


def countersign(registry: Registry, centre: bytes) -> int:
    """Put the registry's word under all that came since the last one; returns how many words were given."""
    last, doubtful = registry.stores.read_book(partial(_known, centre=centre))
    now = registry.stores.read(centre, positions.standing)
    if now is None or now.top == last.get(_ALL, (0, 0))[0]:
        return 0
    deed = partial(_sign, registry=registry, last=last, doubtful=doubtful)
    places, top = registry.stores.write(centre, deed)
    seen = [(one.origin, one.seq) for one in places]
    at = registry.wall()
    registry.stores.write_book(partial(_note, centre=centre, seen=[*seen, (_ALL, top)], at=at))
    return len(places)


def _known(connection: Connection, centre: bytes) -> tuple[Mapping[bytes, tuple[int, int]], Mapping[bytes, int]]:
    """By origin, what was countersigned last and when; and the first doubtful award."""
    query = select(countersigned).where(countersigned.c.centre == centre)
    last = {row.origin: (row.seq, row.at) for row in connection.execute(query)}
    doubtful: dict[bytes, int] = {}
    for one in sightings(connection, centre):
        if one.what == DOUBT and not one.settled_at:
            doubtful[one.place.origin] = min(one.place.seq, doubtful.get(one.place.origin, one.place.seq))
    return last, doubtful


def _sign(
    connection: Connection,
    registry: Registry,
    last: Mapping[bytes, tuple[int, int]],
    doubtful: Mapping[bytes, int],
) -> tuple[Sequence[Place], int]:
    due = [one for one in _bounded(connection, doubtful) if _is_due(one, last, registry.wall())]
    words = [sign_head(one, registry.identity.id, registry.identity.sign) for one in due]
    values = [(one.origin, one.seq, one.hash, one.device, one.sig) for one in words]
    rows.insert(connection, head, values, _HEAD, ignore=True)
    return due, positions.allot(connection)


def _bounded(connection: Connection, doubtful: Mapping[bytes, int]) -> list[Place]:
    """Where each origin stands, or the last place before what is doubtful."""
    tips = frontier(connection)
    found = [one for one in tips if one.seq < doubtful.get(one.origin, one.seq + 1)]
    before = {OpId(origin, seq - 1) for origin, seq in doubtful.items() if seq > 1}
    for place, hashes in standing(connection, before).items():
        found += [Place(place.origin, place.seq, hash_) for hash_ in hashes]
    return found


def _is_due(one: Place, last: Mapping[bytes, tuple[int, int]], now: int) -> bool:
    seq, at = last.get(one.origin, (0, 0))
    return one.seq > seq and (one.seq - seq >= MOST_BETWEEN or now - at >= DAY_MS)


def _note(connection: Connection, centre: bytes, seen: Sequence[tuple[bytes, int]], at: int) -> None:
    for origin, seq in seen:
        place = (countersigned.c.centre == centre, countersigned.c.origin == origin)
        connection.execute(delete(countersigned).where(*place))
        connection.execute(insert(countersigned).values(centre=centre, origin=origin, seq=seq, at=at))
