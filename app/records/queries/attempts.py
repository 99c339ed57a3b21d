# SPDX-License-Identifier: Apache-2.0
"""The attempts of a learner at a unit: what was judged and signed, and whether what was signed still stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, literal, select

from app.domain.assessing import Attempt
from app.records import tables

_SIGNED: Final = tables.signoff
_JUDGED: Final = tables.judgement

DOUBT: Final[ColumnElement[int]] = 1 - _SIGNED.c.matches + _SIGNED.c.contested
"""Above zero for a sign-off under which the marks are others now, or that another one contradicts."""

CONTRADICTED: Final = (
    select(_JUDGED.c.seq)
    .where(*(_JUDGED.c[name] == _SIGNED.c[name] for name in ("learner", "unit", "attempt")))
    .where(_JUDGED.c.current == 1, _JUDGED.c.value != _SIGNED.c.value)
    .exists()
)
"""A judgement stands that says otherwise than the sign-off."""


def attempts(connection: Connection, learner: bytes, unit: bytes) -> list[Attempt]:
    """The attempts that were judged or signed, in their order."""
    judged, signed = (_rows(connection, table, unit, table.c.learner == learner) for table in (_JUDGED, _SIGNED))
    return attempts_of(judged, signed)


def attempts_at(connection: Connection, unit: bytes) -> dict[bytes, list[Attempt]]:
    """The attempts of everybody who was judged or signed in this version of a unit, by learner."""
    found: dict[bytes, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for place, table in enumerate((_JUDGED, _SIGNED)):
        for row in _rows(connection, table, unit):
            found[row.learner][place].append(row)
    return {learner: attempts_of(*both) for learner, both in found.items()}


def _rows(connection: Connection, table: Table, unit: bytes, *more: ColumnElement[bool]) -> Sequence[Any]:
    doubt = DOUBT if table is _SIGNED else literal(0)
    columns = (table.c.learner, table.c.attempt, table.c.value, doubt.label("doubt"))
    query = select(*columns).where(table.c.unit == unit, table.c.current == 1, *more)
    return connection.execute(query.order_by(table.c.at, table.c.origin)).all()


def attempts_of(judged: Iterable[Any], signed: Iterable[Any]) -> list[Attempt]:
    """The attempts behind the judgements and sign-offs that stand for one learner and unit, the latest last."""
    said: dict[int, list[str]] = defaultdict(list)
    for row in judged:
        said[row.attempt].append(row.value)
    found = {number: Attempt(number, values[-1]) for number, values in said.items()}
    for row in signed:
        overruled = set(said[row.attempt]) not in (set(), {row.value}) and len(set(said[row.attempt])) == 1
        found[row.attempt] = Attempt(row.attempt, row.value, True, row.doubt > 0 or overruled)
    return [found[number] for number in sorted(found)]


def is_doubtful(connection: Connection, learner: bytes, unit: bytes, number: int) -> bool:
    """Whether this attempt is signed, and what stands there now is not what was signed."""
    return any(one.number == number and one.doubtful for one in attempts(connection, learner, unit))


def last_signed(connection: Connection) -> dict[tuple[bytes, bytes], int]:
    """The number of the last attempt that was signed, by learner and unit."""
    query = select(_SIGNED.c.learner, _SIGNED.c.unit, _SIGNED.c.attempt).where(_SIGNED.c.current == 1)
    return {(row.learner, row.unit): row.attempt for row in connection.execute(query.order_by(_SIGNED.c.attempt))}
