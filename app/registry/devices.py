# SPDX-License-Identifier: Apache-2.0
"""Which laptops may ask for a centre: those that its own records admit, and none that they shut out."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select, update

from app.journal.operation import ID_BYTES
from app.records import tables
from app.registry.barring import is_barred
from app.registry.book import contact, enrolled
from app.registry.registry import Registry
from app.registry.stores import NoSuchCentre

_ANOTHER_TIME_MS: Final = 60 * 1000
"""How long a laptop's last contact may be told late: not each request writes into the book."""


class NotAdmitted(ValueError):
    """The laptop may not ask for this centre; the word says why: unknown, revoked."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a laptop said of itself: up to which position of ours it took, how many of its entries wait there, its clock
    (ms since 1970), its program."""

    pushed: int = 0
    pulled: int = 0
    waiting: int = 0
    clock: int = 0
    program: str = ""


def device_key(registry: Registry, centre: bytes, device: bytes) -> bytes:
    """The key with which the laptop's requests are proven. Raises NotAdmitted, also where there is no such centre."""
    if len(centre) != ID_BYTES:
        raise NotAdmitted("unknown")
    if registry.stores.read_book(lambda connection: is_barred(connection, centre, device)):
        raise NotAdmitted("revoked")
    try:
        found = registry.stores.read(centre, lambda connection: _known(connection, device))
    except NoSuchCentre:
        raise NotAdmitted("unknown") from None
    return found or registry.stores.read_book(lambda connection: _enrolled(connection, centre, device))


def require_not_revoked(connection: Connection, device: bytes) -> None:
    """Raise NotAdmitted where the laptop was shut out meanwhile; inside the transaction of what it asks for."""
    _known(connection, device)


def note_contact(registry: Registry, centre: bytes, device: bytes, heard: Heard) -> None:
    """Remember that a laptop was heard of."""
    now = registry.wall()
    place = (contact.c.centre == centre, contact.c.device == device)
    last = registry.stores.read_book(lambda connection: connection.execute(select(contact).where(*place)).first())
    positions = (heard.pushed, heard.pulled)
    if last:
        positions = (max(heard.pushed, last.pushed), max(heard.pulled, last.pulled))
    if last and now - last.last_at < _ANOTHER_TIME_MS and positions == (last.pushed, last.pulled):
        return
    off = heard.clock - now if heard.clock else (last.clock_off if last else 0)
    said = {"last_at": now, "pushed": positions[0], "pulled": positions[1], "waiting": heard.waiting}
    values = said | {"clock_off": off, "program": heard.program}

    def write(connection: Connection) -> None:
        if not connection.execute(update(contact).where(*place).values(values)).rowcount:
            connection.execute(insert(contact).values(centre=centre, device=device, first_at=now, **values))

    registry.stores.write_book(write)


def _known(connection: Connection, device: bytes) -> bytes:
    """The key of a laptop that the centre's records name; empty for one that they do not know. Raises NotAdmitted."""
    table = tables.device
    row = connection.execute(select(table.c.sign_key, table.c.revoked).where(table.c.id == device)).first()
    if row is not None and row.revoked:
        raise NotAdmitted("revoked")
    return b"" if row is None else row.sign_key


def _enrolled(connection: Connection, centre: bytes, device: bytes) -> bytes:
    place = (enrolled.c.centre == centre, enrolled.c.device == device)
    key: bytes | None = connection.execute(select(enrolled.c.sign_key).where(*place)).scalar()
    if key is None:
        raise NotAdmitted("unknown")
    return key
