# SPDX-License-Identifier: Apache-2.0
"""Print jobs: begun once, printed in runs, asked about after each run, until every sheet came out well."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.domain.names import clean_text
from app.domain.printing import (
    ASCENDING,
    DESCENDING,
    DONE,
    MOST_DOCUMENTS,
    PARTS,
    STOPPED,
    USUAL_RUN,
    WHOLE,
    RunResult,
    left,
    planned,
    run_result,
)
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import Command
from app.domain.stationery import IN_STOCK, LOADED, LOST, PRINTED, SPOILED, next_serials, runs
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES
from app.records.queries import print_jobs, stationery
from app.records.queries.print_jobs import PrintJob
from app.records.queries.stationery import StationeryRow
from app.records.unit_of_work import Act, Fact, Work
from app.services.certificates import reprint
from app.services.progress import OnProgress
from app.services.stationery import LONGEST_REASON, SheetMove, move, second_person
from app.translation import later

_NO_FORMS: Final = later(
    "No form of “{name}” is left from {form} on. Put in other ones and say which, or stop the job: what was printed stays."
)
_FEW: Final = later("{n} forms are needed, and of “{name}” only {free} are left from {form} on. Nothing was begun.")
_EARLIER: Final = later(
    "There is an earlier sheet of {number}: form {form}. Say whether it is here and spoiled, or lost, with the reason."
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What became of sheets on which the same documents were printed before: ``SPOILED`` (it is here and is made
    useless before a second person) or ``LOST``, with the reason."""

    state: str
    reason: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class JobWish:
    """What is to be printed where. ``stationery`` is the name or id of forms, empty for plain paper, ``first`` the form
    that comes first (the next free one if empty). ``descending``: the numbers of the forms go down from sheet to sheet.
    ``last_first``: the documents come in reverse order. ``run`` sheets at a time; ``manual``: one by one."""

    numbers: Sequence[str]
    printer: str
    tray: str = ""
    part: str = WHOLE
    stationery: str = ""
    first: str = ""
    descending: bool = False
    last_first: bool = False
    duplex: bool = False
    manual: bool = False
    run: int = USUAL_RUN
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One sheet of a run: its place in the job, what is on it, for whom, and the number of its form (empty: plain)."""

    place: int
    number: str
    name: str
    pages: tuple[int, ...]
    form: str
    serial: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How a run of so many sheets came out: the last good one (its place, 0 for none), and those that came out badly."""

    sheets: int
    last_good: int
    spoiled: Collection[int] = ()
    reason: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """A form that holds a document already."""

    number: str
    name: str
    form: str
    stationery: bytes
    serial: int


def begin_job(work: Work, wish: JobWish, progress: OnProgress = lambda done, of: None) -> PrintJob:
    """Write down what is to be printed; the forms for it lie in the printer from now on.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "no-pages", "not-enough-forms" or "earlier-sheet".
    """
    work.allow(Command.PRINT_DOCUMENTS)
    _check(wish)
    numbers = [one.strip().upper() for one in (reversed(wish.numbers) if wish.last_first else wish.numbers)]
    documents = _with_pages(work, numbers, progress)
    sheets = planned(documents, wish.part, duplex=wish.duplex)
    with work.act() as act:
        id_ = work.random(ID_BYTES)
        forms = _forms_for(act.connection, wish, len(sheets))
        if forms is not None:
            _settle_earlier(act, work, wish, numbers)
        row, serials = forms or (None, ())
        body = {
            "numbers": numbers, "pages": [pages for _, pages in documents], "part": wish.part,
            "order": DESCENDING if wish.descending else ASCENDING, "printer": wish.printer, "tray": wish.tray,
            "duplex": int(wish.duplex), "manual": int(wish.manual), "run": 1 if wish.manual else wish.run,
            "stationery": to_text(row.id) if row else "", "form": serials[0] if serials else 0,
        }  # fmt: skip
        act.write(Fact("job.begun", id_, body))
        if row is not None:
            _load(act, work, row, serials, id_)
    return job_of(work, id_)


def job_of(work: Work, id_: bytes) -> PrintJob:
    """The job as it stands now. Raises NotFound "no-such-job"."""
    return work.read(print_jobs.job, id_, work.records.device)


def unfinished(work: Work) -> list[PrintJob]:
    """The jobs of this laptop that wait to be resumed, the latest first."""
    return work.read(print_jobs.unfinished, work.records.device)


def next_run(work: Work, job: PrintJob, sheets: int = 0) -> tuple[RunSheet, ...]:
    """The sheets that are printed next, up to so many (the job's own number if 0), as far as there are forms.

    Raises RuleBroken "no-forms-left".
    """
    return work.read(_next_run, job, sheets)


def run_parts(
    work: Work, run: Sequence[RunSheet], progress: OnProgress = lambda done, of: None
) -> list[tuple[bytes, tuple[int, ...]]]:
    """The documents of a run as files with the pages (from 0) that are printed. Raises NotAllowed, NotFound."""
    work.allow(Command.PRINT_DOCUMENTS)
    kept: dict[str, bytes] = {}
    parts: list[tuple[bytes, tuple[int, ...]]] = []
    for done, sheet in enumerate(run, start=1):
        if sheet.number not in kept:
            kept = {sheet.number: reprint(work, sheet.number)}
        parts.append((kept[sheet.number], sheet.pages))
        progress(done, len(run))
    return parts


def answer_run(work: Work, id_: bytes, answer: Answer) -> PrintJob:
    """Write down how a run came out: which document stands on which form, which forms are spoiled. The job is done when
    every sheet came out well.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "job-ended" or "same-person".
    """
    work.allow(Command.PRINT_DOCUMENTS)
    with work.act() as act:
        job = _open_job(act, work, id_)
        run = _next_run(act.connection, job, answer.sheets)
        came = run_result([one.place for one in run], answer.last_good, set(answer.spoiled))
        form = _move_forms(act, work, job, run, came, answer)
        good = [list(one) for one in runs(came.good)]
        body = {"good": good, "spoiled": list(came.spoiled), "stationery": _text(job.stationery), "form": form}
        act.write(Fact("job.sheets", id_, body))
        if not left(job.sheets, job.good | set(came.good)):
            _end(act, work, id_, DONE)
    return job_of(work, id_)


def change_forms(work: Work, id_: bytes, named: str, first: str = "") -> PrintJob:
    """The job goes on with these forms. Raises as ``begin_job``, and RuleBroken "job-ended"."""
    work.allow(Command.PRINT_DOCUMENTS)
    with work.act() as act:
        job = _open_job(act, work, id_)
        if not job.stationery:
            raise RuleBroken("plain-job", later("This job prints on plain paper."))
        _unload(act, work, id_)
        row = stationery.find(act.connection, named)
        serials = _free(act.connection, row, first, len(job.left), descending=job.descending)
        if not serials:
            raise RuleBroken("no-forms-left", _NO_FORMS, name=row.name, form=first)
        body = {"good": [], "spoiled": [], "stationery": to_text(row.id), "form": serials[0]}
        act.write(Fact("job.sheets", id_, body))
        _load(act, work, row, serials, id_)
    return job_of(work, id_)


def stop_job(work: Work, id_: bytes) -> PrintJob:
    """End a job before all of it is printed; forms that are left lie in stock again. Raises NotAllowed, NotFound,
    RuleBroken "job-ended"."""
    work.allow(Command.PRINT_DOCUMENTS)
    with work.act() as act:
        _open_job(act, work, id_)
        _end(act, work, id_, STOPPED)
    return job_of(work, id_)


def earlier_sheets(work: Work, numbers: Sequence[str]) -> list[EarlierSheet]:
    """The forms on which these documents stand already."""
    return work.read(_earlier, [one.strip().upper() for one in numbers])


def _check(wish: JobWish) -> None:
    if not wish.numbers or len(wish.numbers) > MOST_DOCUMENTS:
        sentence = later("A print job has 1 to {n} documents. Print more of them in several jobs.")
        raise BadInput("no-documents", sentence, n=MOST_DOCUMENTS)
    if wish.part not in PARTS or wish.run < 1:
        raise BadInput("no-such-part", later("Say what is printed, and how many sheets at a time."))
    if wish.earlier is not None and wish.earlier.state not in (SPOILED, LOST):
        raise BadInput("no-such-state", later("Forms cannot become “{state}”."), state=wish.earlier.state)


def _with_pages(work: Work, numbers: Sequence[str], progress: OnProgress) -> list[tuple[str, int]]:
    from app.documents.preview import page_count

    found = []
    for done, number in enumerate(numbers, start=1):
        found.append((number, page_count(reprint(work, number))))
        progress(done, len(numbers))
    return found


def _forms_for(connection: Connection, wish: JobWish, sheets: int) -> tuple[StationeryRow, tuple[int, ...]] | None:
    if not wish.stationery:
        return None
    row = stationery.find(connection, wish.stationery)
    serials = _free(connection, row, wish.first, sheets, descending=wish.descending)
    if len(serials) < sheets:
        first = wish.first or row.stock.written(serials[0] if serials else row.stock.first)
        raise RuleBroken("not-enough-forms", _FEW, n=sheets, name=row.name, free=len(serials), form=first)
    return row, serials


def _free(connection: Connection, row: StationeryRow, first: str, wanted: int, *, descending: bool) -> tuple[int, ...]:
    free = stationery.free_serials(connection, row)
    start = row.stock.read(first) if first else (row.stock.last if descending else row.stock.first)
    if first and start not in free:
        sentence = later("Form {form} is not in stock any more. Look at the page of the forms.")
        raise RuleBroken("not-in-stock", sentence, form=row.stock.written(start))
    return next_serials(free, start, wanted, descending=descending)


def _next_run(connection: Connection, job: PrintJob, sheets: int) -> tuple[RunSheet, ...]:
    coming = job.left[: sheets or job.run]
    names = print_jobs.names_on(connection, {one.number for one in coming})
    if not job.stationery:
        return tuple(RunSheet(one.place, one.number, names.get(one.number, ""), one.pages, "", 0) for one in coming)
    row = stationery.by_id(connection, job.stationery)
    free = stationery.free_serials(connection, row, job.id)
    serials = next_serials(free, job.form, len(coming), descending=job.descending)
    if coming and not serials:
        raise RuleBroken("no-forms-left", _NO_FORMS, name=row.name, form=row.stock.written(job.form))
    return tuple(
        RunSheet(one.place, one.number, names.get(one.number, ""), one.pages, row.stock.written(serial), serial)
        for one, serial in zip(coming, serials, strict=False)
    )


def _move_forms(act: Act, work: Work, job: PrintJob, run: Sequence[RunSheet], came: RunResult, answer: Answer) -> int:
    """Bind the forms that were used to their documents; the number that the next sheet takes."""
    if not job.stationery:
        return 0
    row = stationery.by_id(act.connection, job.stationery)
    good = [SheetMove(one.serial, PRINTED, one.number, job=job.id) for one in run if one.place in came.good]
    said = (clean_text(answer.reason, LONGEST_REASON), second_person(act.connection, answer.second), job.id)
    bad = [SheetMove(one.serial, SPOILED, one.number, *said) for one in run if one.place in came.spoiled]
    move(act, work, row, [*good, *bad])
    if not (good or bad):
        return job.form
    last = run[came.sheets - 1].serial
    form = max(0, last - 1 if job.descending else last + 1)
    free = stationery.free_serials(act.connection, row, job.id)
    rest = len(left(job.sheets, job.good | set(came.good)))
    serials = next_serials(free, form, rest, descending=job.descending)
    loaded = set(stationery.loaded_for(act.connection, job.id).get(row.id, ()))
    _load(act, work, row, [one for one in serials if one not in loaded], job.id)
    return form


def _load(act: Act, work: Work, row: StationeryRow, serials: Sequence[int], job: bytes) -> None:
    """Lay forms into the printer; those that lie there for no job stay."""
    known = stationery.sheets(act.connection, row.id)
    moves = [one for one in serials if one not in known or known[one].state == IN_STOCK]
    move(act, work, row, [SheetMove(one, LOADED, job=job) for one in moves])


def _unload(act: Act, work: Work, job: bytes) -> None:
    for id_, serials in stationery.loaded_for(act.connection, job).items():
        row = stationery.by_id(act.connection, id_)
        move(act, work, row, [SheetMove(one, IN_STOCK) for one in serials])


def _end(act: Act, work: Work, job: bytes, how: str) -> None:
    _unload(act, work, job)
    act.write(Fact("job.ended", job, {"how": how}))


def _open_job(act: Act, work: Work, id_: bytes) -> PrintJob:
    job = print_jobs.job(act.connection, id_, work.records.device)
    if job.ended:
        raise RuleBroken("job-ended", later("This print job has ended. Begin another one."))
    return job


def _earlier(connection: Connection, numbers: Sequence[str]) -> list[EarlierSheet]:
    names = print_jobs.names_on(connection, numbers)
    found = []
    for number in numbers:
        for row, serial in stationery.holding(connection, number):
            form = row.stock.written(serial)
            found.append(EarlierSheet(number, names.get(number, ""), form, row.id, serial))
    return found


def _settle_earlier(act: Act, work: Work, wish: JobWish, numbers: Sequence[str]) -> None:
    """A document that is printed again on a form: what became of the earlier one is written down first."""
    found = _earlier(act.connection, numbers)
    if not found:
        return
    if wish.earlier is None:
        raise RuleBroken("earlier-sheet", _EARLIER, number=found[0].number, form=found[0].form)
    said = (clean_text(wish.earlier.reason, LONGEST_REASON), second_person(act.connection, wish.earlier.second))
    for id_ in dict.fromkeys(one.stationery for one in found):
        row = stationery.by_id(act.connection, id_)
        mine = [SheetMove(one.serial, wish.earlier.state, one.number, *said) for one in found if one.stationery == id_]
        move(act, work, row, mine)


def _text(id_: bytes) -> str:
    return to_text(id_) if id_ else ""
