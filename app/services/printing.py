# SPDX-License-Identifier: Apache-2.0
"""Print jobs: begun once, printed in runs, asked about after each run, until every sheet came out well."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.printing import (
    ASCENDING,
    BY_TEMPLATE,
    DESCENDING,
    DONE,
    LEFT_OUT,
    MOST_DOCUMENTS,
    ON_FORMS_ALREADY,
    PARTS,
    PRINTED_TOO,
    STOPPED,
    USUAL_RUN,
    WHOLE,
    left,
    planned,
    run_result,
)
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import Command
from app.domain.stationery import LOST, SPOILED, runs
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES
from app.records.queries import certificates, print_jobs, stationery
from app.records.queries.print_jobs import PrintJob
from app.records.queries.stationery import StationeryRow
from app.records.unit_of_work import Act, Fact, Work
from app.services.job_forms import (
    NO_FORMS,
    Came,
    Earlier,
    EarlierSheet,
    RunSheet,
    bind,
    earlier_on,
    forms_for,
    free_from,
    load,
    run_of,
    settle_earlier,
    unload,
)
from app.services.opening import OpenCentre
from app.services.papers import marked_duplicate
from app.services.printed_again import AgainWish, mark_again, to_be_marked
from app.services.progress import OnProgress
from app.services.reprinting import pages_for_forms, pages_of
from app.translation import later


@dataclass(frozen=True, slots=True)
class JobWish:
    """What is to be printed where. ``stationery`` is the name or id of forms, empty for plain paper, ``first`` the form
    that comes first (the next free one if empty). ``descending``: the numbers of the forms go down from sheet to sheet.
    ``last_first``: the documents come in reverse order. ``run`` sheets at a time; ``manual``: one by one.

    ``preprinted`` (one of ``ON_FORMS_ALREADY``) says what becomes of what is on the forms already. Where the rules mark
    duplicates, a document that was printed before is marked as one; with ``duplicate`` all are. ``words`` say why."""

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
    preprinted: str = BY_TEMPLATE
    duplicate: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a run of so many sheets came out: the last good one (its place, 0: none), and those that came out badly."""

    sheets: int
    last_good: int
    spoiled: Collection[int] = ()
    reason: str = ""
    second: str = ""


def begin_job(centre: OpenCentre, wish: JobWish, progress: OnProgress = lambda done, of: None) -> PrintJob:
    """Write down what is to be printed; the forms for it lie in the printer from now on.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "no-pages", "not-enough-forms" or "earlier-sheet".
    """
    work = centre.work
    work.allow(Command.PRINT_DOCUMENTS)
    _check(wish)
    numbers = [one.strip().upper() for one in (reversed(wish.numbers) if wish.last_first else wish.numbers)]
    documents = _with_pages(centre, numbers, progress)
    sheets = planned(documents, wish.part, duplex=wish.duplex)
    with work.act() as act:
        id_ = work.random(ID_BYTES)
        row: StationeryRow | None = None
        serials: tuple[int, ...] = ()
        if wish.stationery:
            how = (wish.stationery, wish.first, len(sheets))
            row, serials = forms_for(act.connection, *how, descending=wish.descending)
            settle_earlier(act, work, numbers, wish.earlier)
        marked = mark_again(act, work.today().isoformat(), AgainWish(numbers, wish.part, wish.duplicate, wish.words))
        body = {
            "numbers": numbers, "pages": [pages for _, pages in documents], "part": wish.part,
            "order": DESCENDING if wish.descending else ASCENDING, "printer": wish.printer, "tray": wish.tray,
            "duplex": int(wish.duplex), "manual": int(wish.manual), "run": 1 if wish.manual else wish.run,
            "stationery": to_text(row.id) if row else "", "form": serials[0] if serials else 0,
            "preprinted": wish.preprinted, "duplicates": [marked.get(one, 0) for one in numbers] if marked else [],
            "marked_on": work.today().isoformat() if marked else "",
        }  # fmt: skip
        act.write(Fact("job.begun", id_, body))
        if row is not None:
            load(act, work, row, serials, id_)
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
    return work.read(run_of, job, sheets)


def run_parts(
    centre: OpenCentre, job: PrintJob, run: Sequence[RunSheet], progress: OnProgress = lambda done, of: None
) -> list[tuple[bytes, tuple[int, ...]]]:
    """The documents of a run as files with the pages (from 0) that are printed: on forms without what is on these
    already, duplicates with their mark. Raises NotAllowed, NotFound, StorageTrouble."""
    centre.work.allow(Command.PRINT_DOCUMENTS)
    kept: dict[str, bytes] = {}
    parts: list[tuple[bytes, tuple[int, ...]]] = []
    for done, sheet in enumerate(run, start=1):
        if sheet.number not in kept:
            kept = {sheet.number: _to_print(centre, job, sheet)}
        parts.append((kept[sheet.number], sheet.pages))
        progress(done, len(run))
    return parts


def _to_print(centre: OpenCentre, job: PrintJob, sheet: RunSheet) -> bytes:
    if sheet.form and job.preprinted != PRINTED_TOO:
        pages = pages_for_forms(centre, sheet.number, always=job.preprinted == LEFT_OUT)
    else:
        pages = pages_of(centre, sheet.number)
    count = job.duplicates.get(sheet.number, 0)
    if not count:
        return pages
    return marked_duplicate(pages, centre.work.read(certificates.certificate, sheet.number), count, job.marked_on)


def printed_again(work: Work, numbers: Sequence[str]) -> tuple[str, ...]:
    """Which of these documents the rules mark as duplicates, because they were printed before."""
    return work.read(to_be_marked, [one.strip().upper() for one in numbers])


def answer_run(work: Work, id_: bytes, answer: Answer) -> PrintJob:
    """Write down how a run came out: which document stands on which form, which forms are spoiled. The job is done when
    every sheet came out well.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "job-ended" or "same-person".
    """
    work.allow(Command.PRINT_DOCUMENTS)
    with work.act() as act:
        job = _open_job(act, work, id_)
        run = run_of(act.connection, job, answer.sheets)
        came = run_result([one.place for one in run], answer.last_good, set(answer.spoiled))
        form = bind(act, work, job, Came(run, came, answer.reason, answer.second))
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
        unload(act, work, id_)
        row = stationery.find(act.connection, named)
        serials = free_from(act.connection, row, first, len(job.left), descending=job.descending)
        if not serials:
            raise RuleBroken("no-forms-left", NO_FORMS, name=row.name, form=first)
        body = {"good": [], "spoiled": [], "stationery": to_text(row.id), "form": serials[0]}
        act.write(Fact("job.sheets", id_, body))
        load(act, work, row, serials, id_)
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
    return work.read(earlier_on, [one.strip().upper() for one in numbers])


def _check(wish: JobWish) -> None:
    if not wish.numbers or len(wish.numbers) > MOST_DOCUMENTS:
        sentence = later("A print job has 1 to {n} documents. Print more of them in several jobs.")
        raise BadInput("no-documents", sentence, n=MOST_DOCUMENTS)
    if wish.part not in PARTS or wish.run < 1:
        raise BadInput("no-such-part", later("Say what is printed, and how many sheets at a time."))
    if wish.preprinted not in ON_FORMS_ALREADY:
        raise BadInput("no-such-part", later("Say what is printed, and how many sheets at a time."))
    if wish.earlier is not None and wish.earlier.state not in (SPOILED, LOST):
        raise BadInput("no-such-state", later("Forms cannot become “{state}”."), state=wish.earlier.state)


def _with_pages(centre: OpenCentre, numbers: Sequence[str], progress: OnProgress) -> list[tuple[str, int]]:
    from app.documents.preview import page_count

    found = []
    for done, number in enumerate(numbers, start=1):
        found.append((number, page_count(pages_of(centre, number))))
        progress(done, len(numbers))
    return found


def _end(act: Act, work: Work, job: bytes, how: str) -> None:
    unload(act, work, job)
    act.write(Fact("job.ended", job, {"how": how}))


def _open_job(act: Act, work: Work, id_: bytes) -> PrintJob:
    job = print_jobs.job(act.connection, id_, work.records.device)
    if job.ended:
        raise RuleBroken("job-ended", later("This print job has ended. Begin another one."))
    return job


def _text(id_: bytes) -> str:
    return to_text(id_) if id_ else ""
