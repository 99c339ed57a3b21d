# SPDX-License-Identifier: Apache-2.0
"""In the records of which centre a number is to be looked for.

The numbers of entries are written down as they arrive, before they are known to be sound: whoever looks one up looks
into the centre's records themselves.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from app.credentials.numbers import number_key
from app.records import rows
from app.records.tables import certificate
from app.registry.accounts import accounts
from app.registry.registry import Registry
from app.registry.staff_book import number_index

MOST_CENTRES: Final = 4
"""A number is the number of one document. Whoever writes down another's number is one more place to look, and no more
than so many are."""


def note_numbers(registry: Registry, centre: bytes, numbers: Iterable[str]) -> int:
    """Write down that these numbers stand in a centre's records; returns how many are new."""
    named = sorted({key for number in numbers if (key := number_key(number))})
    if not named:
        return 0
    return registry.stores.write_book(partial(_note, centre=centre, named=named))


def centres_with(connection: Connection, number: str) -> Sequence[bytes]:
    """The centres in whose records the number may stand."""
    query = select(number_index.c.centre).where(number_index.c.named == number_key(number))
    return connection.execute(query.order_by(number_index.c.centre).limit(MOST_CENTRES)).scalars().all()


def note_all_numbers(registry: Registry, centre: bytes | None = None) -> int:
    """The same for all that lies in the records of one centre, or of all; returns how many are new."""
    served = registry.stores.read_book(accounts)
    found = 0
    for one in served:
        if one.centre and centre in (None, one.centre):
            numbers = registry.stores.read(one.centre, _numbers)
            found += note_numbers(registry, one.centre, numbers)
    return found


def _note(connection: Connection, centre: bytes, named: Sequence[str]) -> int:
    new = 0
    for chunk in rows.chunks(named):
        here = (number_index.c.centre == centre, number_index.c.named.in_(chunk))
        known = set(connection.execute(select(number_index.c.named).where(*here)).scalars())
        values = [(one, centre) for one in chunk if one not in known]
        rows.insert(connection, number_index, values, ("named", "centre"), ignore=True)
        new += len(values)
    return new


def _numbers(connection: Connection) -> Sequence[str]:
    return connection.execute(select(certificate.c.number)).scalars().all()
