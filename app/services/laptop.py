# SPDX-License-Identifier: Apache-2.0
"""What a laptop knows of itself, inside the encrypted file: its name among the others, its keys, the centre's keys."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from app.domain.learners import KEY_CLASSES
from app.exchange.class_keys import read_class_keys as read_class_keys
from app.exchange.class_keys import write_class_keys as write_class_keys
from app.exchange.join_request import DeviceKeys
from app.exchange.key_cover import ClassKeys, Random
from app.journal.chain import Place
from app.journal.clock import HybridClock
from app.journal.operation import ID_BYTES, OpId
from app.journal.signing import sign_head
from app.records import positions, rows
from app.records.fold.batch import Batch
from app.records.journal_tables import head, local
from app.records.journal_tables import operation as journal
from app.records.unit_of_work import Author, Fact, Records
from app.services.machine import Machine
from app.store.keys import KEY_BYTES

MILESTONE: Final = 100
"""An origin's head is signed at least so often."""
_HEAD: Final = ("origin", "seq", "hash", "device", "sig")


@dataclass(frozen=True, slots=True)
class Laptop:
    """One installation: its id for notes on this computer, its id in the centre, its keys, the name it writes under."""

    installation: bytes
    device: bytes
    keys: DeviceKeys
    origin: bytes


def write_laptop(connection: Connection, laptop: Laptop) -> None:
    """Keep what a new laptop knows of itself."""
    for name, value in (
        ("installation", laptop.installation),
        ("device", laptop.device),
        ("sign-key", laptop.keys.sign),
        ("box-key", laptop.keys.box),
        ("origin", laptop.origin),
    ):
        set_local(connection, name, value)


def read_laptop(connection: Connection) -> Laptop:
    """What the laptop knows of itself."""
    found = dict(connection.execute(select(local.c.name, local.c.value)).all())
    keys = DeviceKeys(found["sign-key"], found["box-key"])
    return Laptop(found["installation"], found["device"], keys, found["origin"])


def get_local(connection: Connection, name: str) -> bytes | None:
    """A thing that this laptop alone knows."""
    return connection.execute(select(local.c.value).where(local.c.name == name)).scalar()


def set_local(connection: Connection, name: str, value: bytes) -> None:
    """Keep a thing that this laptop alone knows, in place of what it knew before."""
    forget_local(connection, name)
    rows.insert(connection, local, [(name, value)], ("name", "value"))


def forget_local(connection: Connection, name: str) -> None:
    """Forget a thing that this laptop alone knew."""
    connection.execute(delete(local).where(local.c.name == name))


def first_class_keys(random: Random) -> ClassKeys:
    """Fresh keys of a new centre, one for each class of what learners' records hold."""
    return {(name, 1): random(KEY_BYTES) for name in KEY_CLASSES}


def newest_epoch(connection: Connection) -> int:
    """The epoch of the centre's newest keys."""
    return max(epoch for _, epoch in read_class_keys(connection))


def last_place(connection: Connection, origin: bytes) -> Place:
    """Where the records of one origin stand in this file."""
    row = _last(connection, origin)
    return Place(origin) if row is None else Place(origin, row.seq, row.hash)


def clock_of(connection: Connection, origin: bytes, machine: Machine) -> HybridClock:
    """The laptop's clock, which goes on from the last entry written here."""
    row = _last(connection, origin)
    kept = int.from_bytes(get_local(connection, "clock") or b"", "big")
    return HybridClock(machine.wall, max(kept, 0 if row is None else row.at))


def hash_at(connection: Connection, origin: bytes, seq: int) -> bytes | None:
    """The hash of one operation, or None where it is not in this file."""
    place = (journal.c.origin == origin, journal.c.seq == seq)
    return connection.execute(select(journal.c.hash).where(*place)).scalar()


def begin_origin(records: Records, author: Author, reason: str) -> None:
    """Write on under a fresh name from now on, so that nothing written here contradicts what exists elsewhere.

    What was written under the old name is signed first: without that no other laptop would take it in. The numbering
    gets a new name too: what others have read of it may have been something else.
    """
    before = records.place
    records.begin_at(Place(records.random(len(before.origin))))
    try:
        with records.act(author) as act:
            _sign_head(act.connection, before, read_laptop(act.connection))
            set_local(act.connection, "origin", records.place.origin)
            positions.renew(act.connection, records.random(ID_BYTES))
            act.write(origin_begun(records.device, reason, before))
    except BaseException:
        records.begin_at(before)
        raise


def origin_begun(device: bytes, reason: str, before: Place | None = None) -> Fact:
    """The fact that a laptop writes under a new name."""
    previous = OpId(before.origin, before.seq).text() if before and before.seq else ""
    return Fact("origin.begun", device, {"reason": reason, "previous": previous})


def sign_own_head(batch: Batch, records: Records, laptop: Laptop) -> None:
    """Sign where this laptop's own entries stand, so that any other laptop can trust them; and keep the clock."""
    _sign_head(batch.connection, records.place, laptop)
    set_local(batch.connection, "clock", records.clock.last.to_bytes(8, "big"))


def _sign_head(connection: Connection, place: Place, laptop: Laptop) -> None:
    """Sign where an origin stands, and the milestones before: so an arrival is proven wherever it was cut.

    Earlier heads stay: where two copies of a laptop wrote on, each one's entries need their own.
    """
    own = (head.c.origin == place.origin, head.c.device == laptop.device)
    if not place.seq or connection.execute(select(head.c.seq).where(*own, head.c.hash == place.hash)).first():
        return
    places = (*_milestones(connection, place, laptop.device), place)
    signed = [sign_head(one, laptop.device, laptop.keys.sign) for one in places]
    values = [(one.origin, one.seq, one.hash, one.device, one.sig) for one in signed]
    rows.insert(connection, head, values, _HEAD, ignore=True)


def _milestones(connection: Connection, place: Place, device: bytes) -> list[Place]:
    """The places below this one that get a signed head of their own and have none yet."""
    own = (head.c.origin == place.origin, head.c.device == device)
    signed = select(func.max(head.c.seq)).where(*own, head.c.seq % MILESTONE == 0)
    last = connection.execute(signed).scalar() or 0
    found: list[Place] = []
    for chunk in rows.chunks(range(last + MILESTONE, place.seq, MILESTONE)):
        query = select(journal.c.origin, journal.c.seq, journal.c.hash).where(journal.c.origin == place.origin)
        found += [Place(*row) for row in connection.execute(query.where(journal.c.seq.in_(chunk)))]
    return found


def _last(connection: Connection, origin: bytes) -> Any:
    query = select(journal.c.seq, journal.c.hash, journal.c.at).where(journal.c.origin == origin)
    return connection.execute(query.order_by(journal.c.seq.desc()).limit(1)).first()
