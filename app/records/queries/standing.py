# SPDX-License-Identifier: Apache-2.0
"""Where one learner stands in one unit, in one question: every mark waits for its answer."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, bindparam, literal_column, select, union_all

from app.domain.assessing import Standing, current_attempt
from app.journal.operation import OpId
from app.records import rows, tables
from app.records.queries.attempts import DOUBT, attempts_of
from app.records.queries.merging import Place, no_such_learner, place_of
from app.records.queries.subjects import erased


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the learner stands, how an entry names the attempt, and the entries that stand for the criterion that was
    asked about."""

    standing: Standing
    place: Place
    marks: tuple[OpId, ...]


def standing_in(connection: Connection, learner: bytes, unit_id: bytes, criterion: str = "") -> Stood:
    """Where the learner stands in this version of the unit, as the rules want to know it.

    Raises NotFound "no-such-learner", RuleBroken "erased" or "merged".
    """
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, rows.run(connection, _EVERYTHING, learner=learner, unit=unit_id, criterion=criterion)):
        found[row.what].append(row)
    if not found["learner"]:
        raise no_such_learner(connection, learner)
    if not found["learner"][0].value:
        raise erased()
    attempt = current_attempt(attempts_of(found["judgement"], found["signoff"]))
    absent = any(row.attempt == attempt.number and row.value == "1" for row in found["absence"])
    standing = Standing(found["learner"][0].value, attempt, bool(found["enrolment"]), absent)
    marks = tuple(OpId(row.origin, row.seq) for row in found["mark"] if row.attempt == attempt.number)
    place = (
        place_of(connection, learner, unit_id, attempt.number) if found["joined"] else Place(learner, attempt.number)
    )
    return Stood(standing, place, marks)


class _Row(NamedTuple):
    what: str
    attempt: int
    value: str
    origin: bytes
    seq: int
    at: int
    doubt: int


def _slot(table: Table) -> Any:
    doubt = DOUBT if table is tables.signoff else literal_column("0")
    columns = (table.c.attempt, table.c.value, table.c.origin, table.c.seq, table.c.at, doubt.label("doubt"))
    here = (table.c.learner == bindparam("learner"), table.c.unit == bindparam("unit"), table.c.current == 1)
    return select(literal_column(f"'{table.name}'").label("what"), *columns).where(*here)


def _everything() -> Any:
    nothing: Any = literal_column("0")
    learner, enrolment, joined = tables.learner, tables.enrolment, tables.joined
    named = select(
        literal_column("'learner'").label("what"), nothing.label("attempt"), learner.c.full_name.label("value"),
        learner.c.id.label("origin"), nothing.label("seq"), nothing.label("at"), nothing.label("doubt"),
    ).where(learner.c.id == bindparam("learner"))  # fmt: skip
    enrolled = select(
        literal_column("'enrolment'"),
        nothing,
        enrolment.c.route,
        enrolment.c.origin,
        enrolment.c.seq,
        enrolment.c.at,
        nothing,
    ).where(enrolment.c.learner == bindparam("learner"), enrolment.c.unit == bindparam("unit"))
    went = select(
        literal_column("'joined'"), nothing, joined.c.name, joined.c.learner, nothing, nothing, nothing
    ).where(joined.c.survivor == bindparam("learner"))
    marked = _slot(tables.mark).where(tables.mark.c.criterion == bindparam("criterion"))
    parts = (_slot(table) for table in (tables.judgement, tables.signoff, tables.absence))
    together = union_all(named, enrolled, *parts, went, marked).subquery()
    return select(together).order_by(together.c.at, together.c.origin)


_EVERYTHING: Final = _everything()
