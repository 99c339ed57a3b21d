# SPDX-License-Identifier: Apache-2.0
"""The learners that the filters of a list let through, and the values that a filter can be set to."""

from array import array
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select, text

from app.domain import searching
from app.domain.filtering import Filter, says
from app.records import tables
from app.records.queries.learners import SORTED_BY

_TABLE: Final = tables.learner
_FIELD_OF: Final = {"name": "full_name"}
SEARCHED: Final = frozenset({"full_name", "latin_name", "id_number", "phone"})
"""The fields whose words the search index holds."""


def matching(connection: Connection, column: str, descending: bool, wishes: Sequence[Filter]) -> "array[int]":
    """The numbers of all rows that these wishes let through, in this order.

    It may walk through the whole table: for a reader that nobody waits for in front of a key.
    """
    # In other words than LIVING, and coalesce: by an index each row would be looked up in another place of the file.
    query = select(_TABLE.c.row, *(_TABLE.c[_field(wish)] for wish in wishes if wish.contains))
    query = query.where(func.coalesce(_TABLE.c.erased, 0) == 0)
    for wish in wishes:
        query = query.where(*_conditions(wish))
    place = (func.coalesce(SORTED_BY[column], ""), _TABLE.c.row)
    rows_ = connection.execute(query.order_by(*(one.desc() if descending else one for one in place)))
    words = [wish.contains for wish in wishes if wish.contains]
    if not words:
        return array("q", rows_.scalars())
    found = (row for row, *texts in rows_ if all(map(says, words, texts)))
    return array("q", found)


def values(connection: Connection, field: str, most: int) -> list[str]:
    """The different values of a field, in order; none where there are more than ``most``."""
    column = _TABLE.c[_FIELD_OF.get(field, field)]
    query = select(column).where(tables.LIVING, column != "").distinct().limit(most + 1)
    found = list(connection.execute(query).scalars())
    return sorted(found) if len(found) <= most else []


def _field(wish: Filter) -> str:
    return _FIELD_OF.get(wish.column, wish.column)


def _conditions(wish: Filter) -> list[Any]:
    column, asked = _TABLE.c[_field(wish)], []
    if wish.filled is not None:
        asked.append(column != "" if wish.filled else column == "")
    if wish.among:
        asked.append(column.in_(wish.among))
    if wish.first:
        asked.append(column >= wish.first)
    if wish.last:
        asked.append(and_(column != "", column <= wish.last))
    if _field(wish) in SEARCHED and (wanted := searching.query(wish.contains)) is not None:
        by_index = text("SELECT rowid FROM learner_search WHERE learner_search MATCH :wanted").columns(_TABLE.c.row)
        asked.append(_TABLE.c.row.in_(by_index.bindparams(wanted=wanted.expression)))
    return asked
