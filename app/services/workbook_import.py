# SPDX-License-Identifier: Apache-2.0
"""A workbook of learners as people and scripts bring it: opened, laid out, planned, and imported in one go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.dates import DateOrder
from app.domain.rights import Command
from app.records.unit_of_work import Work
from app.services.cohort_import import Imported, Into, Source, apply_import, plan_import
from app.services.import_plan import Choices, ImportPlan, Rule, State
from app.services.known_names import KnownNames
from app.services.progress import OnProgress
from app.store.fitness import check_writable

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem
    from app.spreadsheets.cohort_mapping import CohortMapping


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
class Opening:
    """How to open a workbook: its password, the sheet (the one most like a list of learners if empty), how dates are
    written, and what is known of sources. ``translations`` is the folder of catalogues, for headers in any language."""

    translations: Path
    password: str = ""
    sheet: str = ""
    dates: DateOrder | None = None
    mappings: tuple["CohortMapping", ...] = ()


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A workbook to bring in: where to, whether only as a trial, what becomes of doubtful rows and of refused ones,
    and where a copy with the refused cells marked goes."""

    path: Path
    opening: Opening
    into: Into = Into()
    dry_run: bool = False
    rule: Rule = Rule.OWN
    leave_out_refused: bool = False
    report: Path | None = None


def open_source(path: Path, opening: Opening, today: date, progress: OnProgress = lambda done, of: None) -> Source:
    """The sheet of learners in a file and how it seems to be laid out.

    Raises BadInput in words for a file that is no usable workbook, StorageTrouble for one that cannot be read.
    """
    from app.spreadsheets.reading.reader import read_sheets

    return choose_sheet(read_sheets(path), opening, today)


def import_cohort(work: Work, wish: ImportWish, progress: OnProgress = lambda done, of: None) -> ImportResult:
    """Bring the learners of a workbook in, at once. Cells that cannot be used refuse the whole file and are named,
    unless their rows are to be left out.

    An empty cell leaves what is known. Raises NotAllowed, NotFound "no-such-cohort", BadInput for a file that is no
    such workbook or lacks a column for names, StorageTrouble.
    """
    from app.spreadsheets.cohort_layout import require_usable

    work.allow(Command.IMPORT_COHORT)
    if wish.report is not None:
        check_writable(wish.report.parent)
    source = open_source(wish.path, wish.opening, work.today(), progress)
    require_usable(source.sheet, source.layout.header, source.layout.columns)
    known, choices = KnownNames(), Choices(rule=wish.rule)
    plan = plan_import(work, source, choices, known)
    result = ImportResult(refused=plan.refused, warnings=plan.warnings)
    if not plan.refused or wish.leave_out_refused:
        done = None if wish.dry_run else apply_import(work, source, choices, plan, wish.into, known, progress)
        result = _result(plan, done)
    if wish.report is not None:
        _write_report(wish.report, source, plan)
    return result
