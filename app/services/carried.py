# SPDX-License-Identifier: Apache-2.0
"""What this laptop knows of its own safety: when it was backed up, what of it another laptop has not been given yet."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy import Connection

from app.records.queries.people import devices
from app.records.unit_of_work import Work
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
    """What the window tells: the moments, how many entries wait to be given, how many other laptops there are."""

    carried: Carried
    waiting: int
    other_laptops: int


def safety(connection: Connection, device: bytes) -> Safety:
    """How safe this laptop's entries are."""
    known = _read(connection)
    laptops = devices(connection, device)
    own = sum(laptop.operations for laptop in laptops if laptop.own)
    return Safety(known, max(0, own - known.given), sum(not laptop.own and not laptop.revoked for laptop in laptops))


def note_backup(work: Work) -> None:
    """A backup was made just now."""
    _note(work, backed_up_at=work.records.clock.wall())


def note_written(work: Work) -> None:
    """All entries were written to a stick just now."""
    device = work.records.device
    own = sum(laptop.operations for laptop in work.read(devices, device) if laptop.own)
    _note(work, written_at=work.records.clock.wall(), given=own)


def note_read(work: Work) -> None:
    """The entries of another laptop were read just now."""
    _note(work, read_at=work.records.clock.wall())


def _note(work: Work, **facts: int) -> None:
    with work.records.transaction() as batch:
        fresh = replace(_read(batch.connection), **facts)
        set_local(batch.connection, _NAME, json.dumps(asdict(fresh)).encode())
        batch.touched.add(_NAME, [work.records.device])


def _read(connection: Connection) -> Carried:
    kept = get_local(connection, _NAME)
    return Carried(**json.loads(kept)) if kept else Carried()
