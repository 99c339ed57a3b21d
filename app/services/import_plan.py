# SPDX-License-Identifier: Apache-2.0
"""The plan of an import: what each row of a sheet would change, before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.domain.differences import Difference
from app.domain.learners import LearnerDetails
from app.services.known_names import Alike
from app.spreadsheets.cells import CellProblem
from app.spreadsheets.cohort_reading import CohortSheet

Edited = Mapping[str, frozenset[str]]
"""Of learners whose row this program wrote: the fields that people changed in it since, by learner id."""


class State(StrEnum):
    """What a row is. A doubtful one may be about somebody who is known; a person says who it is."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class Rule(StrEnum):
    """What becomes of all doubtful rows that nobody decided: they wait, or each is a learner of its own, or each is
    the learner who is most like it."""

    ASK = "ask"
    OWN = "own"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about the rows, each by its number.

    ``edits`` are texts typed into cells, by row and field; ``left_out`` rows that are not imported; ``same_as`` the
    learner that a doubtful row is about (empty: one of its own); ``cells`` whether a changed cell is taken over.
    """

    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    same_as: Mapping[int, bytes] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], bool] = field(default_factory=dict)
    rule: Rule = Rule.ASK


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell that says something else than the records; ``taken``: it will be written."""

    difference: Difference
    taken: bool


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: what it is, whose, and what it would write.

    ``learner`` is empty for a new one. ``refused`` and ``warnings`` are sentences by field, ``written`` what stands in
    refused cells. ``alikes`` are the learners who may be the same person, the most alike first.
    """

    row: int
    state: State
    details: LearnerDetails
    learner: bytes = b""
    fields: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[PlannedCell, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
    alikes: tuple[Alike, ...] = ()
    left_out: bool = False

    @property
    def taken(self) -> bool:
        """The row is imported as it stands."""
        return not self.left_out and self.state not in (State.REFUSED, State.DOUBTFUL)


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do to the records as they stood, which ``as_of`` tells."""

    sheet: CohortSheet
    rows: tuple[PlannedRow, ...]
    as_of: int

    @cached_property
    def refused(self) -> tuple[CellProblem, ...]:
        """The cells that keep rows out, from top to bottom."""
        found = [(row, name, why) for row in self.rows if not row.left_out for name, why in row.refused.items()]
        return tuple(self.sheet.problem(row.row, name, why) for row, name, why in found)

    @cached_property
    def warnings(self) -> tuple[CellProblem, ...]:
        """What looks wrong and hinders nothing: columns that are not known, numbers that cannot be right."""
        found = [(row, name, why) for row in self.rows for name, why in row.warnings.items()]
        return (*self.sheet.warnings, *(self.sheet.problem(row.row, name, why) for row, name, why in found))

    def of(self, *states: State) -> tuple[PlannedRow, ...]:
        """The rows of these states that are not left out."""
        return tuple(row for row in self.rows if row.state in states and not row.left_out)

    @cached_property
    def taken(self) -> tuple[PlannedRow, ...]:
        """The rows that are imported."""
        return tuple(row for row in self.rows if row.taken)
