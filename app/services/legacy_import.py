# SPDX-License-Identifier: Apache-2.0
"""Bringing in what was before: learners, results and certificates of a workbook, all or none, in one command."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.dates import DateOrder
from app.domain.rights import Command
from app.records.queries import learners as learner_rows
from app.records.queries.subjects import keys_of_all
from app.records.unit_of_work import Act, Fact, Work
from app.services.brought_facts import certificate_fact, result_fact
from app.services.brought_plan import PlannedEntry, PlannedSheet, plan_certificates, plan_results
from app.services.import_plan import Choices, ImportPlan, PlannedRow, Rule, State
from app.services.import_planning import plan_rows
from app.services.known_names import KnownNames
from app.services.matching import Matcher
from app.services.planned_writing import changed_meanwhile, write_rows
from app.services.progress import OnProgress
from app.services.whose import Known, Whose
from app.store.fitness import check_copy
from app.translation import later, tr

if TYPE_CHECKING:
    from app.spreadsheets.brought_reading import BroughtBook
    from app.spreadsheets.cells import CellProblem

_STEP: Final = 500
_DOUBTFUL: Final = later(
    "{name} may be the same person. Write the Learner ID into the row, or import such rows as learners of their own."
)


@dataclass(frozen=True, slots=True)
class LegacyWish:
    """A workbook to bring in; ``translations`` is the folder of catalogues, for headers in any language. ``rule``: what
    becomes of rows on its sheet of learners that may be about somebody known. ``dates``: how figures are meant.

    ``report`` is where a copy with the refused cells marked goes; ``seen`` what the person was shown before.
    """

    path: Path
    translations: Path
    dry_run: bool = False
    rule: Rule = Rule.ASK
    dates: DateOrder | None = None
    password: str = ""
    report: Path | None = None
    seen: "LegacyResult | None" = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many rows of one sheet are new, change something, or say nothing new."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        """Rows that write something."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """One row that is new or changes something: its sheet and number, whose it is, and the unit or the number."""

    sheet: str
    row: int
    name: str
    what: str
    state: State


@dataclass(frozen=True, slots=True)
class LegacyResult:
    """What the import did, or would do. ``act`` is None when nothing was written: a trial, refused cells, or a file
    that says nothing new. ``doubtful``: rows of learners that were refused because they may be somebody known;
    ``rows`` those that are written."""

    act: bytes | None = None
    learners: Numbers = Numbers()
    results: Numbers = Numbers()
    certificates: Numbers = Numbers()
    refused: "tuple[CellProblem, ...]" = ()
    warnings: "tuple[CellProblem, ...]" = ()
    doubtful: int = 0
    rows: tuple[LegacyRow, ...] = ()

    @property
    def numbers(self) -> tuple[Numbers, Numbers, Numbers]:
        """Learners, results, certificates."""
        return self.learners, self.results, self.certificates


@dataclass(frozen=True, slots=True)
class _Plan:
    learners: ImportPlan | None
    sheets: tuple[PlannedSheet, ...]
    names: Mapping[Known, str]

    def result(self, act: bytes | None = None) -> LegacyResult:
        of = {one.sheet.kind: _numbers(one) for one in self.sheets}
        known = self.learners
        counted = [len(known.of(state)) if known else 0 for state in (State.NEW, State.CHANGED, State.UNCHANGED)]
        return LegacyResult(
            act,
            Numbers(*counted),
            of.get("results", Numbers()),
            of.get("certificates", Numbers()),
            (*_refused_learners(known), *(problem for one in self.sheets for problem in one.refused)),
            (*(known.warnings if known else ()), *(problem for one in self.sheets for problem in one.sheet.warnings)),
            len(known.of(State.DOUBTFUL)) if known else 0,
            tuple(_rows(self)),
        )


def import_legacy(work: Work, wish: LegacyWish, progress: OnProgress = lambda done, of: None) -> LegacyResult:
    """Bring in what a workbook says of before. Cells that cannot be used refuse all of it and are named; the same file
    again changes nothing; an empty cell leaves what is known.

    Raises NotAllowed, BadInput for a file that holds nothing of the kind or "which-dates", StorageTrouble, RuleBroken
    "changed-meanwhile" where it would not do what the person has ``seen``.
    """
    work.allow(Command.IMPORT_LEGACY)
    if wish.report is not None:
        check_copy(wish.report, wish.path)
    from app.spreadsheets.brought_reading import read_brought
    from app.spreadsheets.reading.reader import read_sheets
    from app.spreadsheets.report import write_reports

    sheets = read_sheets(wish.path, wish.password, progress=progress)
    book = read_brought(sheets, wish.translations, work.today(), wish.dates)
    result = work.read(_plan, book, wish.rule, work).result() if wish.dry_run else _bring_in(work, book, wish, progress)
    if wish.report is not None:
        write_reports(sheets, result.refused, wish.report)
    return result


def _bring_in(work: Work, book: "BroughtBook", wish: LegacyWish, progress: OnProgress) -> LegacyResult:
    with work.act() as act:
        plan = _plan(act.connection, book, wish.rule, work)
        found = plan.result()
        if wish.seen is not None and (found.numbers, found.refused) != (wish.seen.numbers, wish.seen.refused):
            raise changed_meanwhile()
        if found.refused:
            return found
        _write(act, work, plan, progress)
        return plan.result(act.id if act.place != work.records.place else None)


def _plan(connection: Connection, book: "BroughtBook", rule: Rule, work: Work) -> _Plan:
    from app.spreadsheets.brought_columns import RESULTS
    from app.spreadsheets.cohort_reading import read_learners

    known = KnownNames()
    learners = None
    if book.learners is not None:
        listed = read_learners(*book.learners, work.today())
        learners = plan_rows(connection, listed, Choices(rule=rule), known) if listed.rows else None
    named = [(row.learner_id, row.learner) for sheet in book.sheets for row in sheet.rows]
    brought_first = learners.taken if learners else ()
    whose = Whose(connection, Matcher(connection, named), brought_first, lambda: known.now(connection))
    planned = tuple(
        (plan_results if sheet.kind == RESULTS else plan_certificates)(connection, sheet, whose)
        for sheet in book.sheets
    )
    return _Plan(learners, planned, _names(connection, planned, brought_first))


def _names(connection: Connection, sheets: Sequence[PlannedSheet], new: Sequence[PlannedRow]) -> Mapping[Known, str]:
    """What the learners of all rows are called."""
    known = {one.learner for sheet in sheets for one in sheet.entries if isinstance(one.learner, bytes)}
    named: dict[Known, str] = {row.row: row.details.full_name for row in new if not row.learner}
    named.update(learner_rows.names(connection, sorted(known)).items())
    return named


def _rows(plan: _Plan) -> Iterable[LegacyRow]:
    known = plan.learners
    if known is not None:
        for row in known.of(State.NEW, State.CHANGED):
            yield LegacyRow(known.sheet.sheet, row.row, row.details.full_name, "", row.state)
    for sheet in plan.sheets:
        for one in sheet.of(State.NEW, State.CHANGED):
            said = one.said or {}
            what = " · ".join(filter(None, (said.get("number"), said["code"], said["title"])))
            yield LegacyRow(sheet.sheet.sheet.name, one.row, plan.names.get(one.learner, ""), what, one.state)


def _write(act: Act, work: Work, plan: _Plan, progress: OnProgress) -> None:
    """Learners first, then what is said about them."""
    new = write_rows(act, work, plan.learners.taken) if plan.learners else {}
    entries = [(sheet.sheet.kind, one) for sheet in plan.sheets for one in sheet.of(State.NEW, State.CHANGED)]
    for start in range(0, len(entries), _STEP):
        step = [(kind, one, _id(one.learner, new)) for kind, one in entries[start : start + _STEP]]
        act.write_all(_facts(act.connection, step))
        progress(start + len(step), len(entries))


def _facts(connection: Connection, entries: Sequence[tuple[str, PlannedEntry, bytes]]) -> list[Fact]:
    ids = [learner for *_, learner in entries]
    keys, names = keys_of_all(connection, ids), learner_rows.names(connection, ids)
    facts = []
    for kind, one, learner in entries:
        said = dict(one.said or {})
        if kind == "certificates":
            said["name"] = said["name"] or names[learner]
            facts.append(certificate_fact(learner, one.known, said, keys[learner], one.replaces))
        else:
            facts.append(result_fact(learner, one.known, said, keys[learner], one.replaces))
    return facts


def _id(learner: Known, new: dict[int, bytes]) -> bytes:
    return new[learner] if isinstance(learner, int) else learner


def _numbers(sheet: PlannedSheet) -> Numbers:
    return Numbers(*(len(sheet.of(state)) for state in (State.NEW, State.CHANGED, State.UNCHANGED)))


def _refused_learners(plan: ImportPlan | None) -> "Iterable[CellProblem]":
    if plan is None:
        return
    yield from plan.refused
    for row in plan.of(State.DOUBTFUL):
        names = ", ".join(one.name for one in row.alikes[:3])
        yield plan.sheet.problem(row.row, "full_name", tr(_DOUBTFUL, name=names))
