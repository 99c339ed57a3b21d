# SPDX-License-Identifier: Apache-2.0
"""Learners: pages of a table of any length, search in any script, and all about one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Connection, TextualSelect, bindparam, func, select, text, tuple_

from app.domain import searching
from app.domain.assessing import current_attempt
from app.domain.learners import FIELD_CLASSES, LearnerDetails
from app.domain.refusals import NotFound
from app.journal.operation import ID_BYTES
from app.records import rows, tables
from app.records.queries import standards
from app.records.queries.attempts import attempts
from app.records.queries.merging import no_such_learner, where_it_went
from app.translation import later

_TABLE: Final = tables.learner
_DETAILS: Final = select(*(_TABLE.c[name] for name in FIELD_CLASSES)).where(_TABLE.c.id == bindparam("learner"))
SORTED_BY: Final[dict[str, Column[str]]] = {
    "name": _TABLE.c.sort_name,
    "birth_date": _TABLE.c.birth_date,
    "id_number": _TABLE.c.id_number,
}
_SHOWN: Final = (
    _TABLE.c.id, _TABLE.c.full_name, _TABLE.c.latin_name, _TABLE.c.sex, _TABLE.c.birth_date, _TABLE.c.id_number,
    _TABLE.c.row, _TABLE.c.sort_name,
)  # fmt: skip
_FIELDS: Final = 6
"""The first of the shown are those of ``LearnerRow``."""
_MOST_FOUND: Final = 500


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """A learner in a list. ``key`` is the place in the order that was asked for: sort value and row number;
    ``more`` are the further fields that were asked for."""

    id: bytes
    name: str
    latin_name: str
    sex: str
    birth_date: str
    id_number: str
    key: tuple[Any, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows: sorted by ``column`` ("name", "birth_date", "id_number"), from ``key`` on, leaving out ``skip``.

    Forward: rows with their key at or after ``key``; ``backwards``: rows before it, in reverse order. ``more`` names
    further fields to read.
    """

    column: str = "name"
    descending: bool = False
    key: tuple[Any, ...] | None = None
    skip: int = 0
    backwards: bool = False
    n: int = 100
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitResult:
    """Where a learner stands in a unit that they are enrolled in; ``outcome`` is empty until it is judged."""

    unit_id: bytes
    code: str
    title: str
    attempt: int
    outcome: str
    signed: bool


def count(connection: Connection) -> int:
    """How many learners there are."""
    n: int = connection.execute(text("SELECT n FROM learner_count")).scalar_one()
    return n


def beginning_with(connection: Connection, start: bytes) -> bytes:
    """The learner whose id begins so, as numbers of cards do. Raises NotFound "no-such-learner"."""
    last = start.ljust(ID_BYTES, b"\xff")
    found = connection.execute(select(_TABLE.c.id).where(_TABLE.c.id.between(start, last)).limit(1)).scalar()
    if found is None:
        raise no_such_learner(connection, start)
    learner: bytes = found
    return learner


def page(connection: Connection, wanted: Page) -> list[LearnerRow]:
    """One page of the table, found by its key: as quick at the end of a million rows as at the beginning."""
    column = SORTED_BY[wanted.column]
    down = wanted.descending != wanted.backwards
    query = select(*_SHOWN, *(_TABLE.c[field] for field in wanted.more)).where(tables.LIVING)
    if wanted.key is not None:
        place, key = tuple_(column, _TABLE.c.row), tuple_(*wanted.key)
        within = (place < key if wanted.backwards else place <= key) if down else _upwards(place, key, wanted.backwards)
        query = query.where(within)
    order = (column.desc(), _TABLE.c.row.desc()) if down else (column, _TABLE.c.row)
    query = query.order_by(*order).limit(wanted.n).offset(wanted.skip)
    return [_row(row, column.name) for row in connection.execute(query)]


def keys(connection: Connection, column: str, descending: bool, every: int) -> list[tuple[Any, ...]]:
    """The keys of rows ``every``, 2 * ``every`` and so on in this order: it walks through one whole index."""
    place = (SORTED_BY[column], _TABLE.c.row)
    order = [one.desc() for one in place] if descending else list(place)
    numbered = select(*place, func.row_number().over(order_by=order).label("n")).where(tables.LIVING).subquery()
    query = select(numbered.c[0], numbered.c[1]).where(numbered.c.n > 1, numbered.c.n % every == 1)
    return [tuple(row) for row in connection.execute(query.order_by(numbered.c.n))]


def numbered(
    connection: Connection, numbers: Sequence[int], column: str, more: tuple[str, ...] = ()
) -> list[LearnerRow]:
    """The rows of these numbers, in that order; those that are gone are left out."""
    query = select(*_SHOWN, *(_TABLE.c[field] for field in more)).where(tables.LIVING, _TABLE.c.row.in_(numbers))
    found = {row.row: row for row in connection.execute(query)}
    name = SORTED_BY[column].name
    return [_row(found[number], name) for number in numbers if number in found]


def find(connection: Connection, text: str, limit: int = _MOST_FOUND, more: tuple[str, ...] = ()) -> list[LearnerRow]:
    """The learners with all words of the text somewhere in names, identifiers or phone number; by name.

    One or two letters find beginnings of words, three or more anything within. At most ``limit`` of them.
    """
    wanted = searching.query(text)
    if wanted is None:
        return []
    whole = {f"whole_{n}": word for n, word in enumerate(wanted.whole)}
    found = connection.execute(_finding(len(whole), more), {"wanted": wanted.expression, "most": limit, **whole})
    return [_row(row, "sort_name") for row in found.all()]


@cache
def _finding(whole: int, more: tuple[str, ...]) -> TextualSelect:
    """The query for text with so many words to look for in the records; composed once, since a key waits for it."""
    columns = (*_SHOWN, *(_TABLE.c[field].label(f"more_{field}") for field in more))
    shown = ", ".join([*(f"learner.{one.name}" for one in _SHOWN), *(f"learner.{one} AS more_{one}" for one in more)])
    checks = "".join(f" AND instr(learner.search, :whole_{n})" for n in range(whole))
    # MATERIALIZED: else all that match are sorted before the first of them are taken
    return text(
        f"WITH found AS MATERIALIZED (SELECT {shown} FROM learner_search "
        "CROSS JOIN learner ON learner.row = learner_search.rowid "
        f"WHERE learner_search MATCH :wanted{checks} LIMIT :most) SELECT * FROM found ORDER BY sort_name, row"
    ).columns(*columns)


def details(connection: Connection, learner: bytes) -> LearnerDetails:
    """All that is known of a learner. Raises NotFound "no-such-learner", RuleBroken "merged"."""
    found = rows.run(connection, _DETAILS, learner=learner)
    if not found:
        raise no_such_learner(connection, learner)
    return LearnerDetails(**dict(zip(FIELD_CLASSES, found[0], strict=True)))


def fields_of(connection: Connection, ids: Sequence[bytes], fields: Sequence[str]) -> dict[bytes, dict[str, str]]:
    """These fields of many learners, as they are kept; a learner who is not in the records is left out."""
    found: dict[bytes, dict[str, str]] = {}
    columns = [_TABLE.c[field] for field in fields]
    for chunk in rows.chunks(ids):
        for id_, *texts in connection.execute(select(_TABLE.c.id, *columns).where(_TABLE.c.id.in_(chunk))):
            found[id_] = dict(zip(fields, texts, strict=True))
    return found


def known(connection: Connection, id_text: str) -> bytes:
    """The learner with this id, written in hexadecimal as lists print it.

    Raises NotFound "no-such-learner", RuleBroken "merged" where the record went into another one.
    """
    try:
        id_ = bytes.fromhex(id_text)
    except ValueError:
        id_ = b""
    if connection.execute(select(_TABLE.c.id).where(_TABLE.c.id == id_)).first() is None:
        if where_it_went(connection, id_):
            raise no_such_learner(connection, id_)
        raise NotFound("no-such-learner", later("There is no learner with the id “{id}”."), id=id_text)
    return id_


def names(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, str]:
    """The names of these learners."""
    query = select(_TABLE.c.id, _TABLE.c.full_name)
    found: dict[bytes, str] = {}
    for chunk in rows.chunks(ids):
        found |= {row.id: row.full_name for row in connection.execute(query.where(_TABLE.c.id.in_(chunk)))}
    return found


def routes(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, str]:
    """The route that is written down about each of these learners; an empty text where none is."""
    found: dict[bytes, str] = {}
    for chunk in rows.chunks(ids):
        query = select(_TABLE.c.id, _TABLE.c.route).where(_TABLE.c.id.in_(chunk))
        found |= dict(connection.execute(query).all())
    return found


def cohorts_of(connection: Connection, learner: bytes) -> list[str]:
    """The codes of the cohorts that the learner is in."""
    member, cohort = tables.member, tables.cohort
    query = select(cohort.c.code, member.c.value).join(cohort, cohort.c.id == member.c.cohort)
    query = query.where(member.c.learner == learner, member.c.current == 1)
    query = query.order_by(cohort.c.code, member.c.at, member.c.origin)
    last = dict(connection.execute(query).all())
    return [code for code, value in last.items() if value == "in"]


def results(connection: Connection, learner: bytes) -> list[UnitResult]:
    """Where the learner stands in each unit of their enrolment, by code."""
    enrolment = tables.enrolment
    query = select(enrolment.c.unit).where(enrolment.c.learner == learner).distinct()
    codes = standards.codes(connection)
    found = []
    for unit in connection.execute(query).scalars():
        attempt = current_attempt(attempts(connection, learner, unit))
        code, title = codes.get(unit, ("", ""))
        found.append(UnitResult(unit, code, title, attempt.number, attempt.outcome, attempt.signed))
    return sorted(found, key=lambda one: one.code)


def _upwards(place: Any, key: Any, backwards: bool) -> Any:
    return place > key if backwards else place >= key


def _row(row: Any, column: str) -> LearnerRow:
    fields = (*row[:_FIELDS], (getattr(row, column), row.row), tuple(row[len(_SHOWN) :]))
    return LearnerRow(*fields)
