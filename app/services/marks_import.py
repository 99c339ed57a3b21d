# SPDX-License-Identifier: Apache-2.0
"""Bringing marks in from a workbook: all of them or none, and the same file again changes nothing."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.domain import assessing as rules
from app.domain.refusals import BadInput, Refused
from app.domain.rights import Command
from app.domain.standards import Unit
from app.records.queries import assessing, learners, standards
from app.records.unit_of_work import Work
from app.services.assessing import Desk, MarkWish, desk_of_learner, record_marks, standing_of
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem
    from app.spreadsheets.marks import MarksRow, MarksSheet

_WHICH_UNIT = later(
    "The workbook fits {n} units of its learners. Nothing was changed. Say which unit it is, "
    "or use the workbook that this program made for the unit."
)


@dataclass(frozen=True, slots=True)
class MarksImport:
    """How many marks are new and how many stood before; ``act`` is None when nothing was written."""

    act: bytes | None
    new: int
    unchanged: int
    refused: tuple["CellProblem", ...]


@dataclass(slots=True)
class _Plan:
    """What the rows that were read so far come to."""

    wishes: list[MarkWish] = field(default_factory=list)
    unchanged: int = 0
    refused: list["CellProblem"] = field(default_factory=list)


def import_marks(work: Work, path: Path, translations: Path, unit: str = "") -> MarksImport:
    """Bring in the marks of a workbook made from the marks template. A refused cell refuses all, and is named.

    ``unit`` is needed only where the workbook does not tell it. ``translations`` is the folder of catalogues, for
    headers in any language. Raises NotAllowed, NotFound, BadInput "which-unit" and as ``read_marks``, StorageTrouble.
    """
    from app.spreadsheets.marks import read_marks

    work.allow(Command.IMPORT_MARKS)
    sheet = read_marks(path, translations)
    if not sheet.rows:
        return MarksImport(None, 0, 0, sheet.problems)
    at = work.read(_desk, sheet, unit)
    plan = work.read(_plan, at, sheet)
    if plan.refused or not plan.wishes:
        return MarksImport(None, 0, plan.unchanged, tuple(plan.refused))
    return MarksImport(record_marks(work, at, plan.wishes), len(plan.wishes), plan.unchanged, ())


def _desk(connection: Connection, sheet: "MarksSheet", unit: str) -> Desk:
    """The unit that the workbook is about: of those of its first learner, the one with its criteria and its title."""
    first = learners.known(connection, sheet.rows[0].learner_id)
    if unit:
        return desk_of_learner(connection, first, unit)
    found = {
        one.unit_id: standards.unit_version(connection, one.unit_id) for one in learners.results(connection, first)
    }
    fitting = {id_: one for id_, one in found.items() if _has_all(one, sheet.criteria)}
    titled = {id_: one for id_, one in fitting.items() if _is_titled(one, sheet.title)} or fitting
    if len(titled) != 1:
        raise BadInput("which-unit", _WHICH_UNIT, n=len(titled))
    return next(Desk(id_, one) for id_, one in titled.items())


def _has_all(unit: Unit, criteria: tuple[str, ...]) -> bool:
    return {one.code for one in unit.criteria()}.issuperset(criteria)


def _is_titled(unit: Unit, title: str) -> bool:
    from app.spreadsheets.writing import sheet_title

    return sheet_title(unit.title) == title


def _plan(connection: Connection, at: Desk, sheet: "MarksSheet") -> _Plan:
    plan = _Plan(refused=list(sheet.problems))
    for row in sheet.rows:
        try:
            learner = learners.known(connection, row.learner_id)
        except Refused as reason:
            plan.refused.append(_problem(sheet, row, "", reason))
            continue
        _plan_row(connection, at, (sheet, row, learner), plan)
    return plan


def _plan_row(connection: Connection, at: Desk, place: tuple["MarksSheet", "MarksRow", bytes], plan: _Plan) -> None:
    sheet, row, learner = place
    standing = standing_of(connection, at, learner)
    before = assessing.marks_of(connection, learner, at.unit_id, standing.attempt.number)
    for criterion, letter in row.marks.items():
        mark = rules.mark_of_letter(letter)
        if before.get(criterion) == mark:
            plan.unchanged += 1
            continue
        try:
            rules.may_mark(at.unit, criterion, mark, standing)
        except Refused as reason:
            plan.refused.append(_problem(sheet, row, criterion, reason))
            continue
        plan.wishes.append(MarkWish(learner, criterion, mark))


def _problem(sheet: "MarksSheet", row: "MarksRow", criterion: str, reason: Refused) -> "CellProblem":
    from app.spreadsheets.cells import CellProblem

    return CellProblem(sheet.title, f"{sheet.columns[criterion]}{row.row}", str(reason))
