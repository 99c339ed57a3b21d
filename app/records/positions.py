# SPDX-License-Identifier: Apache-2.0
"""Every store numbers what it holds, in the order in which it came there, so that others can ask for what came since.

Positions are dense, and given out under the lock of the centre's row in ``stream`` until the transaction ends. So
nothing ever appears below a position that somebody has read, also where many write at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, Connection, Table, and_, bindparam, func, insert, select, update

from app.journal.operation import OpId
from app.journal.sealing import CoveredKey, SubjectKey
from app.journal.signing import Head
from app.records.journal_tables import NUMBERED, covered_key, erased, head, operation, stream, subject_key
from app.records.rows import at

MOST_THINGS: Final = 500
MOST_BYTES: Final = 1024 * 1024
"""How much is read at once; one thing is always given, however large it is."""
_BEFORE: Final[BindParameter[int]] = bindparam("before")
_ALLOTTED: Final = update(stream).values(head=stream.c.head + bindparam("count")).returning(stream.c.head)
_TOP: Final = select(stream.c.head)


class Range(NamedTuple):
    """Positions from ``first`` to ``last``, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a store stands: the name of its numbering, its last position, and a mark of what stands there."""

    epoch: bytes
    top: int
    mark: bytes


@dataclass(slots=True)
class Things:
    """What stands at the positions after ``after`` up to ``to``. Some positions are vacant: keys can be destroyed."""

    after: int
    to: int
    keys: list[tuple[SubjectKey, int]] = field(default_factory=list)
    covered: list[CoveredKey] = field(default_factory=list)
    erased: list[bytes] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    operations: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        small = len(self.keys) + len(self.covered) + len(self.erased) + len(self.heads)
        return small + len(self.operations)


def begin(connection: Connection, centre: bytes, epoch: bytes) -> None:
    """Number under this random name (16 bytes) from now on, unless something is numbered already."""
    if not connection.execute(select(stream.c.head)).first():
        connection.execute(insert(stream).values(centre=centre, epoch=epoch, head=0))


def renew(connection: Connection, epoch: bytes) -> None:
    """Number under another random name, after the store was put back: whoever has read it asks for everything."""
    connection.execute(update(stream).values(epoch=epoch))


def lock(connection: Connection) -> None:
    """Let nobody else write for this centre until the transaction ends; for stores with many writers at once."""
    connection.execute(select(stream.c.head).with_for_update()).first()


def allot(connection: Connection) -> int:
    """Give a position to whatever has none yet, and return the last one. Raises LookupError before ``begin``."""
    counts = [_unnumbered(connection, table) for table in NUMBERED]
    query = _ALLOTTED if any(counts) else _TOP
    top = connection.execute(query, {"count": sum(counts)}).scalar()
    if top is None:
        raise LookupError("nothing is numbered here")
    before = int(top) - sum(counts)
    for table, count, place in zip(NUMBERED, counts, accumulate(counts, initial=before), strict=False):
        if count:
            connection.execute(_NUMBERING[table], {"before": place})
    return int(top)


def standing(connection: Connection) -> Standing | None:
    """Where this store stands; None for one that nobody ever exchanged anything with."""
    row = connection.execute(select(stream.c.epoch, stream.c.head)).first()
    return None if row is None else Standing(row.epoch, row.head, mark_at(connection, row.head))


def mark_at(connection: Connection, position: int) -> bytes:
    """What tells the thing at a position from all others; empty for a vacant one."""
    for table, column in _MARKS.items():
        found = connection.execute(select(column).where(table.c.pos == position)).scalar()
        if found is not None:
            return bytes(found[:16])
    return b""


def things(connection: Connection, ranges: Sequence[Range], most: int = MOST_THINGS, size: int = MOST_BYTES) -> Things:
    """What stands in these ranges of positions, in their order, until ``most`` things or ``size`` bytes are reached.

    ``to`` is the last position that is covered.
    """
    found = Things(ranges[0].first - 1, ranges[-1].last) if ranges else Things(0, 0)
    left = _Left(most, size)
    for one in ranges:
        end = _add(connection, found, one, left)
        if end is not None:
            found.to = end
            return found
    return found


def places_of(
    connection: Connection, operations: Iterable[OpId], heads: Iterable[Head], ids: Iterable[bytes]
) -> list[int]:
    """The positions of these operations, heads, and keys or erasures, as far as they are here and have one."""
    wanted = list(ids)
    signed = [(one.origin, one.seq, one.hash) for one in heads]
    found = [*at(connection, [operation.c.pos], [operation.c.origin, operation.c.seq], operations)]
    found += at(connection, [head.c.pos], [head.c.origin, head.c.seq, head.c.hash], signed)
    for table, column in _SMALL:
        found += at(connection, [table.c.pos], [column], [(one,) for one in wanted])
    return [int(position) for (position,) in found if position is not None]


@dataclass(slots=True)
class _Left:
    """How much may still be read."""

    things: int
    bytes: int


def _add(connection: Connection, found: Things, wanted: Range, left: _Left) -> int | None:
    """Add what stands in a range; where more stands there than may be read, the last position that was added."""
    rows = sorted(
        ((row[0], table, row) for table in NUMBERED for row in _rows(connection, table, wanted, left.things + 1)),
        key=lambda one: one[0],
    )
    end = wanted.first - 1
    for position, table, row in rows:
        size = len(row.raw) if table is operation else 256
        if not left.things or (left.bytes < size and len(found)):
            return end
        left.things -= 1
        left.bytes -= size
        _keep(found, table, row)
        end = position
    return None


def _rows(connection: Connection, table: Table, wanted: Range, most: int) -> Sequence[Any]:
    return connection.execute(_READING[table], {"from": wanted.first, "up_to": wanted.last, "most": most}).all()


def _keep(found: Things, table: Table, row: Any) -> None:
    if table is operation:
        found.operations.append(row.raw)
    elif table is head:
        found.heads.append(Head(*row[1:]))
    elif table is subject_key:
        found.keys.append((SubjectKey(*row[1:5]), row[5]))
    elif table is covered_key:
        found.covered.append(CoveredKey(*row[1:]))
    else:
        found.erased.append(row.subject)


def _unnumbered(connection: Connection, table: Table) -> int:
    return connection.execute(_COUNTING[table]).scalar_one()


def _numbering(table: Table, order: Sequence[Any]) -> Any:
    names = [column.name for column in table.primary_key]
    place = (_BEFORE + func.row_number().over(order_by=order)).label("place")
    placed = select(*(table.c[name] for name in names), place).where(table.c.pos.is_(None)).subquery("placed")
    same = and_(*(table.c[name] == placed.c[name] for name in names))
    return update(table).values(pos=placed.c.place).where(same)


def _reading(table: Table, *columns: str) -> Any:
    within = table.c.pos.between(bindparam("from"), bindparam("up_to"))
    read = [table.c[name] for name in ("pos", *columns)]
    return select(*read).where(within).order_by(table.c.pos).limit(bindparam("most"))


_SMALL: Final = ((subject_key, subject_key.c.id), (covered_key, covered_key.c.id), (erased, erased.c.subject))
_MARKS: Final = {
    operation: operation.c.hash, head: head.c.sig, subject_key: subject_key.c.id, covered_key: covered_key.c.id,
    erased: erased.c.subject,
}  # fmt: skip
_COUNTING: Final = {table: select(func.count()).select_from(table).where(table.c.pos.is_(None)) for table in NUMBERED}
_NUMBERING: Final = {
    table: _numbering(table, (operation.c.at, operation.c.origin, operation.c.seq))
    if table is operation
    else _numbering(table, tuple(table.primary_key))
    for table in NUMBERED
}
"""Operations are numbered by their stamps, which grow from what rests on something to what it rests on: what was
written first is sent first, also from a file whose entries are all numbered at once."""
_READING: Final = {
    subject_key: _reading(subject_key, "id", "subject", "class", "key", "epoch"),
    covered_key: _reading(covered_key, "id", "subject", "class", "epoch", "boxed"),
    erased: _reading(erased, "subject"),
    head: _reading(head, "origin", "seq", "hash", "device", "sig"),
    operation: _reading(operation, "raw"),
}
