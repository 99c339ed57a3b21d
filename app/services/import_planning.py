# SPDX-License-Identifier: Apache-2.0
"""Planning an import: who each row is about, and what it would change in the records as they stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sqlalchemy import Connection

from app.domain.differences import Difference, between
from app.domain.identifiers import doubts
from app.domain.learner_fields import check_together, filled, texts_of
from app.domain.learners import LearnerDetails
from app.domain.names import sort_key
from app.domain.refusals import BadInput
from app.domain.searching import words
from app.records.queries import people
from app.services.import_plan import Choices, Edited, ImportPlan, PlannedCell, PlannedRow, Rule, State
from app.services.known_names import Alike, KnownNames, Names, as_it_stands, in_other_letters, names_of
from app.services.matching import Match, Matcher
from app.services.progress import OnProgress
from app.spreadsheets.cohort_columns import LEARNER_ID
from app.spreadsheets.cohort_reading import CohortSheet, LearnerRow

_NONE: Final[Mapping[str, str]] = {}
_STEP: Final = 50
"""Rows between two reports of how far it is."""

_WHOLE: Final[Edited] = {}


def plan_rows(
    connection: Connection,
    sheet: CohortSheet,
    choices: Choices,
    known: KnownNames,
    edited: Edited = _WHOLE,
    progress: OnProgress = lambda done, of: None,
) -> ImportPlan:
    """What the rows of a sheet would change in the records as they stand now. ``edited`` tells of rows that
    this program wrote what people changed in them since. What ``progress`` raises passes through."""
    planned: list[PlannedRow] = []
    ground = _Ground(connection, sheet, choices, known, edited, told=lambda: progress(len(planned), len(sheet.rows)))
    for n, row in enumerate(sheet.rows):
        if n % _STEP == 0:
            progress(n, len(sheet.rows))
        one = _planned(ground, row)
        if one.state is State.NEW and not one.left_out:
            ground.new.add(row.row, row.details)
        planned.append(one)
    return ImportPlan(sheet, tuple(planned), as_it_stands(connection))


@dataclass(frozen=True)
class _Ground:
    """What planning a row looks at. ``new``: the names of the rows so far that are new learners."""

    connection: Connection
    sheet: CohortSheet
    choices: Choices
    known: KnownNames
    edited: Edited
    told: Callable[[], None]
    new: Names = field(default_factory=lambda: names_of({}))

    @cached_property
    def country(self) -> str:
        """The centre's country, whose identifiers are the likeliest."""
        return people.centre(self.connection).country

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.connection, [(row.learner_id, row.details) for row in self.sheet.rows])

    @cached_property
    def names(self) -> Names:
        return self.known.now(self.connection, self.told)


def _planned(ground: _Ground, row: LearnerRow) -> PlannedRow:
    left_out = row.row in ground.choices.left_out
    refused = _refused_cells(ground, row)
    if refused:
        return PlannedRow(row.row, State.REFUSED, row.details, refused=refused, written=row.written, left_out=left_out)
    match = ground.matcher.match(row.learner_id, row.details)
    alikes: tuple[Alike, ...] = ()
    if not match.learner and not match.refused:
        alikes = _alikes(ground, row)
        match, doubtful = _decided(ground, row, match, alikes)
    else:
        doubtful = False
    if match.refused and (not match.learner or _differences(ground, row, match)):
        return _refused(row, match.field, match.refused, left_out)
    try:
        return _matched(ground, row, match, alikes, doubtful)
    except BadInput as reason:
        return _refused(row, "full_name", str(reason), left_out)


def _refused_cells(ground: _Ground, row: LearnerRow) -> Mapping[str, str]:
    """The reasons at cells that cannot be used; a cell that this program wrote so, and nobody changed, is left."""
    changed = ground.edited.get(row.learner_id) if row.refused else None
    return row.refused if changed is None else {name: why for name, why in row.refused.items() if name in changed}


def _refused(row: LearnerRow, name: str, reason: str, left_out: bool) -> PlannedRow:
    standing = row.learner_id if name == LEARNER_ID else getattr(row.details, name)
    written = {name: standing}
    return PlannedRow(row.row, State.REFUSED, row.details, refused={name: reason}, written=written, left_out=left_out)


def _alikes(ground: _Ground, row: LearnerRow) -> tuple[Alike, ...]:
    """Who may be the person of this row: learners, also those of other rows, and earlier rows that are new."""
    known = ground.names.alike(row.details)
    earlier = ground.new.alike(row.details, row.row)
    return tuple(sorted((*known, *earlier), key=lambda one: -one.score))


def _decided(ground: _Ground, row: LearnerRow, match: Match, alikes: Sequence[Alike]) -> tuple[Match, bool]:
    """Who the row is about by what a person said, or by the rule; and whether that is open."""
    choices = ground.choices
    said = choices.same_as.get(row.row)
    if said:
        return ground.matcher.decided(ground.connection, said), False
    if said is not None or not alikes:
        return match, False
    first = alikes[0].learner
    if first and (choices.rule is Rule.SAME or _is_known_so(ground, row, first)):
        return ground.matcher.decided(ground.connection, first), False
    return match, choices.rule is not Rule.OWN


def _is_known_so(ground: _Ground, row: LearnerRow, learner: bytes) -> bool:
    """The row has the birth date and, as their name, the name in Latin letters that is written down of this learner."""
    known, details = ground.names.people[learner], row.details
    same_name = known.latin_name and sort_key(details.full_name) == sort_key(known.latin_name)
    same_number = "" in (known.id_number, details.id_number) or known.id_number == details.id_number
    return bool(same_name and same_number and details.birth_date == known.birth_date != "")


def _matched(ground: _Ground, row: LearnerRow, match: Match, alikes: tuple[Alike, ...], doubtful: bool) -> PlannedRow:
    warnings = _warnings(row.details, ground.country)
    left_out = row.row in ground.choices.left_out
    if match.known is None:
        state = State.DOUBTFUL if doubtful else State.NEW
        return PlannedRow(
            row.row, state, row.details, fields=filled(row.details), warnings=warnings, alikes=alikes, left_out=left_out
        )
    cells = tuple(
        PlannedCell(one, ground.choices.cells.get((row.row, one.field), _is_taken(one, match)))
        for one in _differences(ground, row, match)
    )
    fields = {cell.difference.field: cell.difference.after for cell in cells if cell.taken}
    check_together(fields)
    state = State.CHANGED if fields else State.UNCHANGED
    return PlannedRow(
        row.row, state, row.details, match.learner, fields, cells, warnings=warnings, alikes=alikes, left_out=left_out
    )


def _differences(ground: _Ground, row: LearnerRow, match: Match) -> list[Difference]:
    """The cells in which the row says something else of a learner than is known."""
    assert match.known is not None
    return between(match.learner, match.known.full_name, texts_of(match.known), _said(ground, row, match))


def _said(ground: _Ground, row: LearnerRow, match: Match) -> dict[str, str]:
    """What the row says about a learner who is known: its filled cells; of a sheet that this program wrote only the
    cells that somebody changed since, the emptied ones too."""
    said = texts_of(row.details)
    edited = ground.edited.get(row.learner_id) if match.exact else None
    if edited is not None:
        return {name: text for name, text in said.items() if name in edited}
    found = {name: text for name, text in said.items() if text}
    if match.known and not match.exact and _is_latin_form(row.details.full_name, match.known):
        found.setdefault("latin_name", row.details.full_name)
    return found


def _is_latin_form(name: str, known: LearnerDetails) -> bool:
    return not known.latin_name and name.isascii() and in_other_letters(known.full_name, name)


def _is_taken(one: Difference, match: Match) -> bool:
    """A name in other letters or order, or without its accents, says who is meant and not what they are called: what
    is known stays, unless a person wants the other."""
    return match.exact or one.field != "full_name" or not _says_less(one.before, one.after)


def _says_less(known: str, written: str) -> bool:
    if written.isascii() and not known.isascii():
        return True
    ours, theirs = words(known), words(written)
    if sorted(ours) != sorted(theirs):
        return in_other_letters(known, written)
    fewer_accents = sum(map(str.isascii, written)) > sum(map(str.isascii, known))
    return ours != theirs or fewer_accents or (written.isupper() and not known.isupper())


def _warnings(details: LearnerDetails, country: str) -> Mapping[str, str]:
    if not details.id_number:
        return _NONE
    doubt = doubts(details.id_type, details.id_number, details.birth_date, details.sex, country)
    return {"id_number": doubt} if doubt else _NONE
