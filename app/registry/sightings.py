# SPDX-License-Identifier: Apache-2.0
"""What staff of the registry must look at: laptops that were copied, awards that the rules do not bear out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select, update

from app.journal.operation import OpId
from app.registry.book import sighting
from app.registry.registry import Registry

CLONE: Final = "clone"
DOUBT: Final = "doubt"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing to look at: where it was seen, in words for staff, and when (ms since 1970; 0 for not settled)."""

    centre: bytes
    what: str
    place: OpId
    words: str
    at: int
    settled_at: int = 0


def note(registry: Registry, centre: bytes, what: str, seen: Iterable[tuple[OpId, str]]) -> int:
    """Write down what was seen for the first time; returns how many there were."""
    found = dict(seen)
    if not found:
        return 0

    def write(connection: Connection) -> int:
        known = {one.place for one in sightings(connection, centre) if one.what == what}
        new = {place: words for place, words in found.items() if place not in known}
        for place, words in new.items():
            values = {"origin": place.origin, "seq": place.seq, "words": words, "at": registry.wall()}
            connection.execute(insert(sighting).values(centre=centre, what=what, **values))
        return len(new)

    return registry.stores.write_book(write)


def settle(registry: Registry, centre: bytes, what: str, seen: OpId) -> None:
    """It is well: staff looked at it, or what was missing came."""
    place = (sighting.c.centre == centre, sighting.c.what == what)
    at = (sighting.c.origin == seen.origin, sighting.c.seq == seen.seq)
    change = update(sighting).where(*place, *at).values(settled_at=registry.wall())
    registry.stores.write_book(lambda connection: connection.execute(change).rowcount)


def sightings(connection: Connection, centre: bytes | None = None) -> Sequence[Sighting]:
    """All that was seen, of one centre or of all, the newest first."""
    query = select(sighting).order_by(sighting.c.at.desc(), sighting.c.centre, sighting.c.origin, sighting.c.seq)
    rows = connection.execute(query if centre is None else query.where(sighting.c.centre == centre))
    return [
        Sighting(row.centre, row.what, OpId(row.origin, row.seq), row.words, row.at, row.settled_at or 0)
        for row in rows
    ]


def open_doubts(connection: Connection, centre: bytes) -> set[OpId]:
    """The awards of a centre that are doubtful, and that nobody settled yet."""
    place = (sighting.c.centre == centre, sighting.c.what == DOUBT, sighting.c.settled_at.is_(None))
    query = select(sighting.c.origin, sighting.c.seq).where(*place)
    return {OpId(row.origin, row.seq) for row in connection.execute(query)}
