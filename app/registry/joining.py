# SPDX-License-Identifier: Apache-2.0
"""A small mailbox in which a new laptop and an administrator's meet: a request under a code, and the answer to it.

The registry knows a code only by its hash and can read neither side's word as its own: the request is stamped with the
code, the answer is sealed for the new laptop and stamped too. What lies here goes after a day.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from app.domain.refusals import BadInput
from app.exchange.join_request import read_request
from app.exchange.joining_by_code import read_asking
from app.journal.canonical import NotCanonical
from app.registry.accounts import CODE_LASTS_MS, NotEnrolled
from app.registry.book import joining
from app.registry.registry import Registry

MOST_CODES: Final = 50
"""So many codes of one centre may lie here at once, answered or not."""


class TooManyCodes(ValueError):
    """The centre has as many codes here as it may."""


def open_joining(registry: Registry, centre: bytes, device: bytes, code: bytes) -> int:
    """Take a request under this code (its hash) from now on; until when (ms since 1970). Raises TooManyCodes,
    NotEnrolled "used" where it is known already."""
    now = registry.wall()

    def write(connection: Connection) -> int:
        _forget(connection, now)
        known = _held(connection, code)
        if known is not None:
            return _again(known, centre, device)
        count = select(func.count()).select_from(joining).where(joining.c.centre == centre)
        if connection.execute(count).scalar_one() >= MOST_CODES:
            raise TooManyCodes
        until = now + CODE_LASTS_MS
        connection.execute(insert(joining).values(id=code, centre=centre, device=device, expires_at=until))
        return until

    return registry.stores.write_book(write)


def asking_there(registry: Registry, centre: bytes, device: bytes) -> Sequence[bytes]:
    """What was asked under codes of this laptop and is not answered yet, as it came."""
    query = select(joining.c.asked).where(
        joining.c.centre == centre, joining.c.device == device, joining.c.asked.is_not(None),
        joining.c.answer.is_(None), joining.c.expires_at >= registry.wall(),
    )  # fmt: skip
    return registry.stores.read_book(
        lambda connection: connection.execute(query.order_by(joining.c.id)).scalars().all()
    )


def answer_joining(registry: Registry, asked: tuple[bytes, bytes], code: bytes, answer: bytes) -> int:
    """Leave the answer of a laptop (centre, device) under its code for another day; the first one stays.

    Raises NotEnrolled "unknown", "used" where there is another answer.
    """
    until = registry.wall() + CODE_LASTS_MS

    def write(connection: Connection) -> int:
        row = _held(connection, code)
        if row is None or (row.centre, row.device) != asked or row.asked is None or row.expires_at < registry.wall():
            raise NotEnrolled("unknown")
        if row.answer not in (None, answer):
            raise NotEnrolled("used")
        connection.execute(update(joining).where(joining.c.id == code).values(answer=answer, expires_at=until))
        return until

    return registry.stores.write_book(write)


def ask_to_join(registry: Registry, data: bytes) -> bytes:
    """Keep the request of a new laptop, and give the answer to it; empty where there is none yet.

    Raises NotCanonical; NotEnrolled "unknown", "expired", "used" where another laptop asked under this code.
    """
    asking = read_asking(data)
    try:
        asker = read_request(asking.request).device
    except BadInput as error:
        raise NotCanonical("not a request to join") from error
    row = registry.stores.read_book(lambda connection: _mine(registry, _of(connection, asking.code), asker))
    if row.asked == data or row.answer is not None:
        return bytes(row.answer or b"")

    def write(connection: Connection) -> bytes:
        now = _mine(registry, _held(connection, asking.code), asker)
        if now.answer is None:
            values = {"asked": data, "asker": asker}
            connection.execute(update(joining).where(joining.c.id == asking.code).values(values))
        return bytes(now.answer or b"")

    return registry.stores.write_book(write)


def forget_old_joinings(registry: Registry) -> None:
    """Delete what lay here for a day."""
    registry.stores.write_book(lambda connection: _forget(connection, registry.wall()))


def _forget(connection: Connection, now: int) -> None:
    connection.execute(delete(joining).where(joining.c.expires_at < now))


def _again(row: Any, centre: bytes, device: bytes) -> int:
    """The same laptop asks for the same once more."""
    if (row.centre, row.device) != (centre, device) or row.asked is not None:
        raise NotEnrolled("used")
    return int(row.expires_at)


def _mine(registry: Registry, row: Any, asker: bytes) -> Any:
    if row is None:
        raise NotEnrolled("unknown")
    if row.expires_at < registry.wall():
        raise NotEnrolled("expired")
    if row.asker not in (None, asker):
        raise NotEnrolled("used")
    return row


def _of(connection: Connection, code: bytes) -> Any:
    return connection.execute(select(joining).where(joining.c.id == code)).first()


def _held(connection: Connection, code: bytes) -> Any:
    """The row, which nobody else changes until the transaction ends."""
    return connection.execute(select(joining).where(joining.c.id == code).with_for_update()).first()
