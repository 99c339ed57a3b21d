# SPDX-License-Identifier: Apache-2.0
"""Whose a row from before is: a learner of the records, or one whom the same workbook brings in. Never by likeness."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from app.domain.learners import LearnerDetails
from app.domain.names import sort_key
from app.domain.searching import words
from app.services.import_plan import PlannedRow
from app.services.known_names import Alike, Names
from app.services.matching import Matcher
from app.translation import later, tr

_NOBODY = later(
    "Nobody of this name and birth date is in the records. Write them on the sheet of learners too, or give the "
    "Learner ID or the ID number."
)
_PERHAPS = later("It is not sure who this is. Perhaps: {names}. Give the Learner ID, the ID number or the birth date.")
_UNNAMED = later("The row does not say whose it is. Give the Learner ID, the ID number, or the name and birth date.")
_SHOWN = 3

Known = bytes | int
"""A learner of the records by id, or a new one by the row of the sheet of learners."""


@dataclass(frozen=True, slots=True)
class Found:
    """The learner that a row is about; or why that is not known, and at which field."""

    learner: Known = b""
    refused: str = ""
    field: str = "full_name"


@dataclass
class Whose:
    """Answers for each row of a workbook whose it is; ``rows`` are the learners that it brings in first."""

    connection: Connection
    matcher: Matcher
    rows: Sequence[PlannedRow]
    names: Callable[[], Names]
    _asked: dict[tuple[str, LearnerDetails], Found] = field(default_factory=dict)
    _by_number: dict[str, Known] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], set[Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            key: Known = row.learner or row.row
            if row.details.id_number:
                self._by_number[row.details.id_number] = key
            if row.details.birth_date:
                place = sort_key(row.details.full_name), row.details.birth_date
                self._by_name.setdefault(place, set()).add(key)

    def find(self, id_text: str, details: LearnerDetails) -> Found:
        """The learner whom the row names beyond doubt."""
        asked = (id_text, details)
        if asked not in self._asked:
            self._asked[asked] = self._found(id_text, details)
        return self._asked[asked]

    def _found(self, id_text: str, details: LearnerDetails) -> Found:
        if not (id_text or details.id_number or details.full_name):
            return Found(refused=tr(_UNNAMED))
        known = self.matcher.meant(id_text, details)
        if known.refused:
            return Found(refused=known.refused, field=known.field)
        here = self._in_workbook(details) if not id_text else set()
        meant: set[Known] = {known.learner, *here} if known.learner else here
        if not meant and details.full_name:
            return self._by_other_spelling(details)
        return Found(meant.pop()) if len(meant) == 1 else Found(refused=self._why(details, []))

    def _in_workbook(self, details: LearnerDetails) -> set[Known]:
        named = self._by_name.get((sort_key(details.full_name), details.birth_date), set())
        numbered = self._by_number.get(details.id_number) if details.id_number else None
        return named if numbered is None else {*named, numbered}

    def _by_other_spelling(self, details: LearnerDetails) -> Found:
        """Who has this birth date and, as their name in Latin letters or in another order, just this name."""
        names = self.names()
        alike = names.alike(replace(details, birth_date=""))  # a date that is mistyped hides nobody
        same = [
            one
            for one in alike
            if one.birth_date == details.birth_date != ""
            and (one.id_number == details.id_number or "" in (one.id_number, details.id_number))
            and _is_named(details.full_name, (one.name, names.people[one.learner].latin_name))
        ]
        return Found(same[0].learner) if len(same) == 1 else Found(refused=self._why(details, alike))

    def _why(self, details: LearnerDetails, alike: Sequence[Alike]) -> str:
        named = sort_key(details.full_name)
        rows = [row.details for row in self.rows if not row.learner and sort_key(row.details.full_name) == named]
        people = [(one.name, one.birth_date) for one in alike[:_SHOWN]]
        people += [(one.full_name, one.birth_date) for one in rows]
        called = [f"{name} ({born})" if born else name for name, born in people]
        return tr(_PERHAPS, names=", ".join(dict.fromkeys(called))) if called else tr(_NOBODY)


def _is_named(name: str, names: Iterable[str]) -> bool:
    return sorted(words(name)) in [sorted(words(one)) for one in names if one]
