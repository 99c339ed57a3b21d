# SPDX-License-Identifier: Apache-2.0
"""A workbook of learners as people and scripts bring it: opened, laid out, planned, and imported in one go."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.dates import DateOrder
from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.records.queries.cohorts import cohort as find_cohort
from app.records.unit_of_work import Work
from app.services.cohort_import import Imported, Into, Source, apply_import, plan_import
from app.services.import_plan import Choices, ImportPlan, PlannedRow, Rule, State
from app.services.known_names import KnownNames
from app.services.progress import OnProgress
from app.spreadsheets.cohort_columns import LEARNER_ID
from app.store.fitness import check_copy
from app.translation import later, tr

if TYPE_CHECKING:
    from app.spreadsheets.cells import CellProblem
    from app.spreadsheets.cohort_mapping import CohortMapping
    from app.spreadsheets.reading.book import Sheet, TextForm, Value


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
    written, how a text file is read, and what is known of sources. ``translations`` is the folder of catalogues, for
    headers in any language."""

    translations: Path
    password: str = ""
    sheet: str = ""
    dates: DateOrder | None = None
    mappings: tuple["CohortMapping", ...] = ()
    text_form: "TextForm | None" = None


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A workbook to bring in: where to, whether only as a trial, what becomes of doubtful rows and of refused ones,
    and where a copy with the refused cells marked goes."""

    path: Path
    opening: Opening
    into: Into = field(default_factory=Into)
    dry_run: bool = False
    rule: Rule = Rule.OWN
    leave_out_refused: bool = False
    report: Path | None = None


def open_source(path: Path, opening: Opening, today: date, progress: OnProgress = lambda done, of: None) -> Source:
    """The sheet of learners in a file and how it seems to be laid out.

    Raises BadInput in words for a file that is no usable workbook, StorageTrouble for one that cannot be read.
    """
    from app.spreadsheets.reading.reader import read_sheet, read_sheets

    if opening.sheet:
        sheets: Sequence[Sheet] = [read_sheet(path, opening.sheet, opening.password, opening.text_form, progress)]
    else:
        sheets = read_sheets(path, opening.password, opening.text_form, progress)
    source = choose_sheet(sheets, opening, today)
    return replace(source, keys=_keys(path, opening, source))


def _keys(path: Path, opening: Opening, source: Source) -> "Sequence[Sequence[Value]]":
    """What this program wrote beside the learners, where the sheet is one that it may have written."""
    from app.spreadsheets.edited_cells import KEYS_SHEET
    from app.spreadsheets.reading.reader import read_sheet

    at = source.layout.fields().get(LEARNER_ID)
    rows = source.sheet.rows[source.layout.data :]
    if at is None or not source.layout.known or all(row[at] == "" for row in rows):
        return ()
    with suppress(BadInput):
        return read_sheet(path, KEYS_SHEET, opening.password).rows
    return ()


def import_cohort(work: Work, wish: ImportWish, progress: OnProgress = lambda done, of: None) -> ImportResult:
    """Bring the learners of a workbook in, at once. Cells that cannot be used refuse the whole file and are named,
    unless their rows are to be left out.

    An empty cell leaves what is known. Raises NotAllowed, NotFound "no-such-cohort", BadInput for a file that is no
    such workbook or lacks a column for names, StorageTrouble.
    """
    from app.spreadsheets.cohort_layout import require_usable
    from app.spreadsheets.report import write_report

    work.allow(Command.IMPORT_COHORT)
    if wish.into.cohort:
        work.read(find_cohort, wish.into.cohort)
    if wish.report is not None:
        check_copy(wish.report, wish.path)
    source = open_source(wish.path, wish.opening, work.today(), progress)
    require_usable(source.sheet, source.layout.header, source.layout.columns)
    choices = Choices(rule=wish.rule)
    plan = plan_import(work, source, choices, KnownNames())
    result = ImportResult(refused=plan.refused, warnings=plan.warnings)
    if not plan.refused or wish.leave_out_refused:
        done = None if wish.dry_run else apply_import(work, source, choices, plan, wish.into, progress)
        result = _result(plan, done)
    if wish.report is not None:
        write_report(source.sheet, plan.refused, wish.report, wish.path)
    return result


def choose_sheet(sheets: Sequence["Sheet"], opening: Opening, today: date) -> Source:
    """Of these sheets the one that is most like a list of learners, laid out by what is known of its source."""
    from app.spreadsheets.cohort_layout import find_layout, with_order
    from app.spreadsheets.cohort_mapping import mapped

    if not sheets:
        raise BadInput("empty-workbook", later("The workbook is empty: its first sheet holds no rows."))
    found = [(sheet, find_layout(sheet, opening.translations, today)) for sheet in sheets]
    sheet, layout = max(found, key=lambda one: one[1].likeness)
    layout = mapped(sheet, layout, opening.mappings)
    return Source(sheet, with_order(layout, opening.dates) if opening.dates else layout)


def _result(plan: ImportPlan, done: Imported | None) -> ImportResult:
    rows = done.rows if done else tuple((one.row, one.learner) for one in plan.taken)
    ids = dict(rows)
    alike = [one for one in plan.of(State.NEW) if one.alikes]
    return ImportResult(
        act=done.act if done else None,
        new=len(plan.of(State.NEW)),
        changed=len(plan.of(State.CHANGED)),
        unchanged=len(plan.of(State.UNCHANGED)),
        rows=rows,
        duplicates=tuple(Duplicate(one.row, ids.get(one.row, b""), one.details.full_name, _why(one)) for one in alike),
        refused=plan.refused,
        warnings=plan.warnings,
    )


def _why(row: PlannedRow) -> str:
    first = row.alikes[0]
    if first.learner:
        sentence = later("{name} is in the records already: {why}. The row was taken as a learner of its own.")
        return tr(sentence, name=first.name, why=first.why)
    sentence = later("Row {row} is about {name}: {why}. Both were taken as learners of their own.")
    return tr(sentence, row=first.row, name=first.name, why=first.why)
