# SPDX-License-Identifier: Apache-2.0
"""Bringing a cohort in from a workbook: wholly or not at all, and the same file again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.learner_fields import filled
from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.records.queries.cohorts import CohortRow
from app.records.queries.cohorts import cohort as find_cohort
from app.records.queries.subjects import keys_of_all
from app.records.unit_of_work import Act, Fact, Work
from app.services.cohorts import join
from app.services.learners import change, write_new
from app.services.matching import Match, Matcher
from app.services.progress import OnProgress
from app.store.fitness import check_writable
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem
    from app.spreadsheets.cohort_reading import CohortSheet, LearnerRow

_STEP: Final = 500
_NO_LEARNERS: Final = later(
    "The workbook holds no learners. Nothing was changed. "
    "Write one learner into each row below the headers, then import it again."
)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that may be about somebody who is in the records already. It was taken as a new learner."""

    row: int
    id: bytes
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What the import did, or would do. ``rows`` gives the learner of each row of the workbook.

    ``act`` is None when nothing was written: a trial, refused cells, or a file that says nothing new.
    """

    act: bytes | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rows: tuple[tuple[int, bytes], ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    refused: tuple["CellProblem", ...] = ()
    warnings: tuple["CellProblem", ...] = ()


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A workbook to bring in: into which cohort (none if empty), whether only as a trial, and where a copy with the
    refused cells marked goes. ``translations`` is the folder of catalogues, for headers in any language."""

    path: Path
    translations: Path
    cohort: str = ""
    dry_run: bool = False
    report: Path | None = None


class _Planned(NamedTuple):
    """One row: its learner if known, and the fields that are new."""

    row: int
    match: Match
    name: str
    fields: dict[str, str]


def import_cohort(work: Work, wish: ImportWish, progress: OnProgress = lambda done, of: None) -> ImportResult:
    """Bring the learners of a workbook in. Cells that cannot be used refuse the whole file and are named.

    An empty cell leaves what is known. Raises NotAllowed, NotFound "no-such-cohort", BadInput for a file that is no
    such workbook, StorageTrouble.
    """
    from app.spreadsheets.cohort_reading import read_cohort

    work.allow(Command.IMPORT_COHORT)
    if wish.report is not None:
        check_writable(wish.report.parent)
    sheet = read_cohort(wish.path, work.today(), wish.translations)
    if not sheet.rows and not sheet.problems:
        raise BadInput("no-learners", _NO_LEARNERS)
    with work.act() as act:
        group = find_cohort(act.connection, wish.cohort) if wish.cohort else None
        planned, refused = _plan(act, work, sheet)
        if refused:
            result = ImportResult(refused=refused, warnings=sheet.warnings)
        else:
            ids = {} if wish.dry_run else _write(act, work, planned, group, progress)
            result = _result(planned, ids, act.id if act.place != work.records.place else None, sheet)
    if wish.report is not None:
        _write_report(wish, result)
    return result


def _plan(act: Act, work: Work, sheet: "CohortSheet") -> tuple[list[_Planned], tuple["CellProblem", ...]]:
    from app.spreadsheets.cells import CellProblem

    matcher = Matcher(act.connection, [(row.learner_id, row.details) for row in sheet.rows])
    planned, refused = [], list(sheet.problems)
    for row in sheet.rows:
        match = matcher.match(row.learner_id, row.details)
        if match.refused:
            refused.append(CellProblem(sheet.sheet, _cell(sheet, match.field, row), match.doubt))
            continue
        try:
            planned.append(_Planned(row.row, match, row.details.full_name, _new_fields(row, match)))
        except BadInput as reason:
            refused.append(CellProblem(sheet.sheet, _cell(sheet, "full_name", row), str(reason)))
    return planned, tuple(refused)


def _new_fields(row: "LearnerRow", match: Match) -> dict[str, str]:
    fields = filled(row.details)
    if match.known is None:
        return fields
    return {name: value for name, value in fields.items() if getattr(match.known, name) != value}


def _write(
    act: Act, work: Work, planned: Sequence[_Planned], group: CohortRow | None, progress: OnProgress
) -> dict[int, bytes]:
    ids = {one.row: one.match.learner for one in planned if one.match.learner}
    new = [one for one in planned if not one.match.learner]
    for start in range(0, len(new), _STEP):
        step = new[start : start + _STEP]
        written = write_new(act, [one.fields for one in step], work.random)
        ids |= {one.row: learner for one, learner in zip(step, written, strict=True)}
        progress(start + len(step), len(new))
    act.write_all(_corrections(act, [one for one in planned if one.match.learner and one.fields]))
    if group is not None:
        join(act, group, [ids[one.row] for one in planned])
    return ids


def _corrections(act: Act, planned: Sequence[_Planned]) -> list[Fact]:
    keys = keys_of_all(act.connection, [one.match.learner for one in planned])
    return [change(act, one.match.learner, one.fields, keys[one.match.learner]) for one in planned]


def _result(
    planned: Sequence[_Planned], ids: dict[int, bytes], act: bytes | None, sheet: "CohortSheet"
) -> ImportResult:
    new = [one for one in planned if not one.match.learner]
    known = [one for one in planned if one.match.learner]
    changed = sum(bool(one.fields) for one in known)
    doubtful = (Duplicate(one.row, ids.get(one.row, b""), one.name, one.match.doubt) for one in new if one.match.doubt)
    rows = tuple((one.row, ids.get(one.row, one.match.learner)) for one in planned)
    return ImportResult(act, len(new), changed, len(known) - changed, rows, tuple(doubtful), (), sheet.warnings)


def _write_report(wish: ImportWish, result: ImportResult) -> None:
    from app.spreadsheets.report import write_report

    if wish.report is not None:
        write_report(wish.path, result.refused, wish.report)


def _cell(sheet: "CohortSheet", field: str, row: "LearnerRow") -> str:
    return f"{sheet.columns.get(field, 'A')}{row.row}"
