# SPDX-License-Identifier: Apache-2.0
"""The journal in the file: appending operations, and reading them back from the bytes on disk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_

from app.journal.operation import NOBODY, Operation, OpId, read, under
from app.records import branches, rows
from app.records.journal_tables import operation as journal

_COLUMNS: Final = ("origin", "seq", "kind", "ver", "centre", "about", "act", "actor", "at", "hash", "raw")
_PLACED: Final = (journal.c.origin, journal.c.seq, journal.c.raw)
_IN_ORDER: Final = select(*_PLACED).order_by(journal.c.origin, journal.c.seq)
_ABOUT: Final = _IN_ORDER.where(journal.c.about.in_(bindparam("records", expanding=True)))
_FOUNDING: Final = _IN_ORDER.where(journal.c.kind == "centre.founded")


def append(connection: Connection, centre: bytes, operations: Sequence[Operation]) -> None:
    """Write operations to the journal, in their order."""
    written = [
        (one.origin, one.seq, one.kind, one.ver, centre, one.about, one.act, one.actor, one.at.number(), one.hash,
         one.raw)
        for one in operations
    ]  # fmt: skip
    rows.insert(connection, journal, written, _COLUMNS)


def about(connection: Connection, records: Iterable[bytes]) -> Iterator[Operation]:
    """Every operation that concerns one of these records."""
    for chunk in rows.chunks(sorted(records)):
        yield from _placed(connection, connection.execute(_ABOUT, {"records": chunk}))


def where(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Operation]:
    """The operations for which these conditions hold, by origin and place."""
    yield from _placed(connection, connection.execute(_IN_ORDER.where(*conditions)))


def by_id(connection: Connection, ids: Iterable[OpId]) -> dict[OpId, Operation]:
    """The operations of these ids that are here."""
    found: dict[OpId, Operation] = {}
    for chunk in rows.chunks(sorted(ids)):
        for one in where(connection, rows.among(connection, (journal.c.origin, journal.c.seq), chunk)):
            found[one.id] = one
    return found


def everything(connection: Connection, size: int = 2_000) -> Iterator[list[Operation]]:
    """The whole journal in stretches, read from the bytes on disk."""
    after = OpId(b"", 0)
    while True:
        place = tuple_(journal.c.origin, journal.c.seq) > tuple_(*after)
        stretch = _placed(connection, connection.execute(_IN_ORDER.where(place).limit(size)))
        if not stretch:
            return
        yield stretch
        after = stretch[-1].id


def founding(connection: Connection) -> Operation | None:
    """The operation with which the centre began, once it has come."""
    return next(iter(_placed(connection, connection.execute(_FOUNDING))), None)


def has_begun(connection: Connection, records: Iterable[bytes], creating: Sequence[str]) -> set[bytes]:
    """Those of the records whose first operation is in the journal, whether it stands or was undone."""
    found: set[bytes] = {NOBODY}
    for chunk in rows.chunks(sorted(records)):
        query = select(journal.c.about).where(journal.c.about.in_(chunk), journal.c.kind.in_(creating))
        found.update(connection.execute(query).scalars())
    return found


def _placed(connection: Connection, found: Iterable[tuple[bytes, int, bytes]]) -> list[Operation]:
    return branches.resolved(connection, [under(read(raw), origin) for origin, _, raw in found])
