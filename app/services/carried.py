# SPDX-License-Identifier: Apache-2.0
"""What this laptop knows of its own safety: when it was backed up, what has reached another laptop, what waits."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy import Connection, func, select

from app.records.fold.batch import Batch
from app.records.journal_tables import operation as journal
from app.records.queries.people import devices
from app.records.unit_of_work import Work
from app.services.holdings import note_sent, reached
from app.services.laptop import get_local, set_local

_NAME: Final = "carried"


@dataclass(frozen=True, slots=True)
class Carried:
    """Moments in ms since 1970, 0 for never. ``given``: how many of this laptop's entries were written to a stick."""

    backed_up_at: int = 0
    written_at: int = 0
    read_at: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Safety:
    """What the window tells: the moments, how many entries wait to be given, how many other laptops there are; how many
    entries are under way, written to a stick of which nobody has said yet that it was read, and how many others said
    they received."""

    carried: Carried
    waiting: int
    other_laptops: int
    under_way: int = 0
    received: int = 0


def safety(connection: Connection, device: bytes) -> Safety:
    """How safe this laptop's entries are."""
    known = _read(connection)
    laptops = devices(connection, device)
    own = sum(laptop.operations for laptop in laptops if laptop.own)
    there = reached(connection, device)
    received = _count(connection, there.own, there.received)
    given = max(received, known.given)
    others = sum(not laptop.own and not laptop.revoked for laptop in laptops)
    return Safety(known, max(0, own - given), others, given - received, received)


def note_backup(work: Work) -> None:
    """A backup was made just now."""
    _note(work, backed_up_at=work.records.clock.wall())


def note_written(work: Work, places: Mapping[bytes, int]) -> None:
    """All entries up to these places were written to a stick just now."""
    with work.records.transaction() as batch:
        note_sent(batch.connection, work.records.device, places)
        there = reached(batch.connection, work.records.device)
        given = _count(batch.connection, there.own, there.sent)
        _put(batch, work, written_at=work.records.clock.wall(), given=given)


def note_read(work: Work) -> None:
    """The entries of another laptop were read just now."""
    _note(work, read_at=work.records.clock.wall())


def _note(work: Work, **facts: int) -> None:
    with work.records.transaction() as batch:
        _put(batch, work, **facts)


def _put(batch: Batch, work: Work, **facts: int) -> None:
    fresh = replace(_read(batch.connection), **facts)
    set_local(batch.connection, _NAME, json.dumps(asdict(fresh)).encode())
    batch.touched.add(_NAME, [work.records.device])


def _count(connection: Connection, own: frozenset[bytes], places: Mapping[bytes, int]) -> int:
    """How many of this laptop's entries stand up to these places."""
    found = 0
    for origin in sorted(own & places.keys()):
        upto = (
            select(func.count()).select_from(journal).where(journal.c.origin == origin, journal.c.seq <= places[origin])
        )
        found += connection.execute(upto).scalar_one()
    return found


def _read(connection: Connection) -> Carried:
    kept = get_local(connection, _NAME)
    return Carried(**json.loads(kept)) if kept else Carried()
