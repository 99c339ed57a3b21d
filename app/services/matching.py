# SPDX-License-Identifier: Apache-2.0
"""Which learner of the records a row of a workbook is about."""

from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, select

from app.domain.learners import FIELD_CLASSES, LearnerDetails
from app.domain.names import sort_key
from app.records import rows, tables
from app.records.queries.merging import where_they_went
from app.translation import later, tr


class Match(NamedTuple):
    """The learner found (empty id for a new one), and what is known of them.

    ``exact``: the row names them by their Learner ID. ``refused`` says in words why the row cannot be used as it
    stands; ``field`` is the field that the reason is about. Both a learner and a refusal: the row has the id of a
    record that was merged into theirs, so it is of use only where it says nothing new.
    """

    learner: bytes = b""
    known: LearnerDetails | None = None
    exact: bool = False
    refused: str = ""
    field: str = ""


_ASKED: Final = tuple(f"value_{n}" for n in range(rows.CHUNK))
NO_SUCH_ID = later("No learner has this Learner ID. Leave the cell empty for a new learner.")
MERGED_AWAY = later(
    "This record was merged into that of {name}. Write a correction into their row, and leave this one out."
)
OTHER_NAME = later("The learner with this ID number is called {name} in the records. One of the two is wrong.")
OTHER_LEARNER = later("{name} has this ID number in the records. One of the two is wrong.")
OTHER_NAMED = later("The learner with this Learner ID is called {name} in the records. One of the two is wrong.")
SAME_LEARNER = later("Another row of this file is about the same learner. One of the two rows is wrong.")


class Matcher:
    """Finds learners by what a workbook says of them; everything that it needs is read at once."""

    def __init__(self, connection: Connection, wanted: Sequence[tuple[str, LearnerDetails]]) -> None:
        table = tables.learner
        ids = {_id(text) for text, _ in wanted if text}
        numbers = {details.id_number for _, details in wanted if details.id_number}
        self._name = cache(sort_key)
        names = {self._name(details.full_name) for _, details in wanted}
        self._by_id = {row.id: row for row in _read(connection, table.c.id, ids)}
        self._by_number = {row.id_number: row for row in _read(connection, table.c.id_number, numbers)}
        went = where_they_went(connection, ids.difference(self._by_id))
        survivors = {row.id: row for row in _read(connection, table.c.id, set(went.values()))}
        self._went = {id_: survivors[survivor] for id_, survivor in went.items() if survivor in survivors}
        self._taken = {row.id for row in (*self._by_id.values(), *self._by_number.values())}
        self._met: set[bytes] = set()
        self._by_name: dict[str, list[Any]] = {}
        for row in _read(connection, table.c.sort_name, names):
            self._by_name.setdefault(row.sort_name, []).append(row)

    def match(self, id_text: str, details: LearnerDetails) -> Match:
        """The learner that this row is about: by id, by ID number, else by name and birth date.

        To be asked once for each row, in their order: two rows are never about one learner unless both say so.
        """
        number = self._by_number.get(details.id_number) if details.id_number else None
        if id_text:
            return self._by_id_text(id_text, number, details)
        if number is None:
            return self._by_name_and_birth(details)
        same = self._name(details.full_name) == number.sort_name or details.birth_date == number.birth_date != ""
        if not same:
            return _refused(OTHER_NAME, "id_number", name=number.full_name)
        return self._once(number, "id_number")

    def meant(self, id_text: str, details: LearnerDetails) -> Match:
        """The learner whom a row names beyond doubt: by id, by ID number, or by name and birth date. Other than with
        ``match``, many rows may name one learner, and a name may be left out where a number says it."""
        number = self._by_number.get(details.id_number) if details.id_number else None
        row: Any = self._by_id.get(_id(id_text)) if id_text else number
        if id_text and row is None:
            return self._gone(id_text)
        if id_text and number is not None and number.id != row.id:
            return _refused(OTHER_LEARNER, "id_number", name=number.full_name)
        if row is not None:
            if not self._may_be(row, details):
                field, why = ("learner_id", OTHER_NAMED) if id_text else ("id_number", OTHER_NAME)
                return _refused(why, field, name=row.full_name)
            return _found(row)
        called = self._by_name.get(self._name(details.full_name), []) if details.birth_date else []
        same = [one for one in called if one.birth_date == details.birth_date and _agrees(one, details)]
        return _found(same[0]) if len(same) == 1 else Match()

    def _may_be(self, row: Any, details: LearnerDetails) -> bool:
        """The row says nothing of the name, one that the learner has, or has their birth date beside another one."""
        names = {self._name(text) for text in (row.full_name, row.latin_name) if text}
        known = not details.full_name or self._name(details.full_name) in names
        return known or row.birth_date == details.birth_date != ""

    def decided(self, connection: Connection, learner: bytes) -> Match:
        """The match of a row that a person says is about this learner, if no other row names them."""
        if learner in self._taken:
            return _refused(SAME_LEARNER, "full_name")
        found = _read(connection, tables.learner.c.id, {learner})
        self._taken.add(learner)
        return self._once(found[0], "full_name") if found else _refused(NO_SUCH_ID, "full_name")

    def _by_id_text(self, id_text: str, number: Any, details: LearnerDetails) -> Match:
        row = self._by_id.get(_id(id_text))
        if row is None:
            return self._gone(id_text)
        if number is not None and number.id != row.id:
            return _refused(OTHER_LEARNER, "id_number", name=number.full_name)
        if not self._may_be(row, details) and self._is_somebody_else(row, details):
            return _refused(OTHER_NAMED, "learner_id", name=row.full_name)
        return self._once(row, "learner_id")._replace(exact=True)

    def _is_somebody_else(self, row: Any, details: LearnerDetails) -> bool:
        """The row has name and birth date of another learner: ids were moved to other rows, as by sorting them."""
        called = self._by_name.get(self._name(details.full_name), [])
        return any(one.id != row.id and _agrees(one, details) for one in called)

    def _gone(self, id_text: str) -> Match:
        """Nobody has this id now; of a record that was merged it is said whose it is, too."""
        survivor = self._went.get(_id(id_text))
        if survivor is None:
            return _refused(NO_SUCH_ID, "learner_id")
        refused = _refused(MERGED_AWAY, "learner_id", name=survivor.full_name)
        return _found(survivor)._replace(exact=True, refused=refused.refused, field=refused.field)

    def _once(self, row: Any, field: str) -> Match:
        if row.id in self._met:
            return _refused(SAME_LEARNER, field)
        self._met.add(row.id)
        return _found(row)

    def _by_name_and_birth(self, details: LearnerDetails) -> Match:
        name = self._name(details.full_name)
        called = self._by_name.get(name, [])
        row = _only([row for row in called if row.id not in self._taken and _agrees(row, details)], details)
        if row is not None:
            self._taken.add(row.id)
            return _found(row)
        return Match()


def _only(same: list[Any], details: LearnerDetails) -> Any:
    """The one of these learners that is meant: of several, the one most like the row, of whom it says nothing new."""
    if len(same) > 1:
        same = sorted((row for row in same if not _changes(row, details)), key=lambda row: _unlike(row, details))[:1]
    return same[0] if same else None


def _changes(row: Any, details: LearnerDetails) -> bool:
    written = ((getattr(details, name), getattr(row, name)) for name in FIELD_CLASSES)
    return any(value and value != known for value, known in written)


def _unlike(row: Any, details: LearnerDetails) -> int:
    return sum(getattr(details, name) != getattr(row, name) for name in FIELD_CLASSES)


def _agrees(row: Any, details: LearnerDetails) -> bool:
    """Name and birth date are the same; without a birth date the name must be so to the letter."""
    born, number = str(row.birth_date), str(row.id_number)
    same = born == details.birth_date and (born or row.full_name.casefold() == details.full_name.casefold())
    return bool(same) and (not number or details.id_number in ("", number))


def _found(row: Any) -> Match:
    return Match(row.id, LearnerDetails(**{name: getattr(row, name) for name in FIELD_CLASSES}))


def _refused(why: str, field: str, **facts: str) -> Match:
    return Match(refused=tr(why, **facts), field=field)


def _read(connection: Connection, column: Any, values: set[Any]) -> list[Any]:
    found: list[Any] = []
    names = tables.learner.columns.keys()
    for chunk in rows.chunks(sorted(values)):
        asked = dict(zip_longest(_ASKED, chunk, fillvalue=chunk[-1]))
        answer = rows.run(connection, _having_one_of(column), **asked)
        found += [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in answer]
    return found


@cache
def _having_one_of(column: Any) -> Any:
    """The learners of whom this column is one of a chunk of values. Built once: a workbook asks it dozens of times."""
    query = select(tables.learner).where(column.in_([bindparam(name) for name in _ASKED]), tables.LIVING)
    return query.order_by(tables.learner.c.id)


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
