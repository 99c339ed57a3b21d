# SPDX-License-Identifier: Apache-2.0
"""Bringing learners in from a sheet: wholly or not at all, and the same sheet again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.records.queries.cohorts import CohortRow
from app.records.queries.cohorts import cohort as find_cohort
from app.records.unit_of_work import Act, Work
from app.services.cohorts import enrol_in_units_of, join
from app.services.exporting import edited_cells
from app.services.import_plan import Choices, ImportPlan
from app.services.import_planning import plan_rows
from app.services.known_names import KnownNames, as_it_stands
from app.services.planned_writing import changed_meanwhile, write_rows
from app.services.progress import OnProgress
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.cohort_layout import Layout
    from app.spreadsheets.reading.book import Sheet, Value

_STEP: Final = 500
_NO_LEARNERS: Final = later(
    "The workbook holds no learners. Nothing was changed. "
    "Write one learner into each row below the headers, then import it again."
)
_WHICH_DATES: Final = later(
    "Dates of birth such as {example} may be day and month, or month and day. Say which of the two they are."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet of learners and how it is laid out; ``keys`` are what this program wrote beside it, if it did."""

    sheet: "Sheet"
    layout: "Layout"
    keys: "Sequence[Sequence[Value]]" = ()


@dataclass(frozen=True, slots=True)
class Into:
    """Where the learners of the rows go: into a cohort (its code; none if empty), and enrolled in its units."""

    cohort: str = ""
    enrol: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``act`` is None when the rows say nothing new; ``rows`` the learner of each row taken."""

    act: bytes | None
    rows: tuple[tuple[int, bytes], ...]


def plan_import(
    work: Work,
    source: Source,
    choices: Choices,
    known: KnownNames,
    progress: OnProgress = lambda done, of: None,
) -> ImportPlan:
    """What importing these rows would change; nothing is written. What ``progress`` raises ends it.

    Raises NotAllowed, BadInput "no-learners", or "which-dates" where dates of birth may be meant either way.
    """
    work.allow(Command.IMPORT_COHORT)
    return work.read(_plan, work, source, choices, known, progress)


def apply_import(
    work: Work,
    source: Source,
    choices: Choices,
    seen: ImportPlan,
    into: Into,
    progress: OnProgress = lambda done, of: None,
) -> Imported:
    """Write the rows of a plan that are taken, as one command.

    Raises NotAllowed, NotFound "no-such-cohort", RuleBroken "changed-meanwhile" where the records have changed so
    that the plan would not be what the person has ``seen``.
    """
    work.allow(Command.IMPORT_COHORT)
    with work.act() as act:
        if as_it_stands(act.connection) != seen.as_of:
            again = _plan(act.connection, work, source, choices, KnownNames())
            if again.rows != seen.rows:
                raise changed_meanwhile()
        cohort = find_cohort(act.connection, into.cohort) if into.cohort else None
        steps = 1 + (cohort is not None) + (cohort is not None and into.enrol)
        ids = write_rows(act, work, seen.taken, lambda done, of: progress(done, of * steps))
        if cohort is not None:
            _put_into(act, cohort, list(dict.fromkeys(ids.values())), into, progress)
        changed = act.place != work.records.place
        return Imported(act.id if changed else None, tuple(ids.items()))


def _plan(
    connection: Connection,
    work: Work,
    source: Source,
    choices: Choices,
    known: KnownNames,
    progress: OnProgress = lambda done, of: None,
) -> ImportPlan:
    from app.spreadsheets.cohort_reading import read_learners

    _require_order(source)
    sheet = read_learners(source.sheet, source.layout, work.today(), choices.edits)
    if not sheet.rows:
        raise BadInput("no-learners", _NO_LEARNERS)
    edited = edited_cells(connection, work.centre, source.keys, source.sheet, source.layout)
    return plan_rows(connection, sheet, choices, known, edited, progress)


def _require_order(source: Source) -> None:
    if source.layout.date_order is None:
        column = next(column for column in source.layout.columns if column.field == "birth_date")
        raise BadInput("which-dates", _WHICH_DATES, example=column.samples[0] if column.samples else "?")


def _put_into(act: Act, cohort: CohortRow, ids: Sequence[bytes], into: Into, progress: OnProgress) -> None:
    """Into the cohort and its units, step by step; the rows that are written before count as done."""
    whole = len(ids) * (3 if into.enrol else 2)
    join(act, cohort, ids, lambda done, of: progress(len(ids) + done, whole))
    if into.enrol:
        for start in range(0, len(ids), _STEP):
            progress(2 * len(ids) + start, whole)
            enrol_in_units_of(act, cohort, ids[start : start + _STEP])
    progress(whole, whole)
