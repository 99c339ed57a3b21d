# SPDX-License-Identifier: Apache-2.0
"""``print``: documents on paper, sheet by sheet, so that it is known what came out."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.answer import Answer, lines, moment
from app.cli.parameters import NEW_FILE
from app.cli.session import Session
from app.domain.printing import BY_TEMPLATE, LEFT_OUT, PARTS, PRINTED_TOO, USUAL_RUN, WHOLE
from app.domain.register import ISSUED
from app.domain.stationery import LOST, SPOILED
from app.records.queries import certificates, cohorts, print_jobs
from app.records.queries.print_jobs import PrintJob
from app.records.unit_of_work import Work
from app.services.printing import Answer as Came
from app.services.printing import JobWish, answer_run, begin_job, change_forms, next_run, stop_job
from app.store.durable import write_whole
from app.translation import language, tr, trn

if TYPE_CHECKING:
    from app.services.job_forms import Earlier, RunSheet


@click.group("print")
def print_() -> None:
    """Documents on paper, sheet by sheet, so that it is known what came out."""


@print_.command()
@click.option("--numbers", multiple=True, help="The number of a document. Again for each, in the order of printing.")
@click.option("--cohort", default="", help="All documents of the learners of a cohort instead.")
@click.option("--printer", default="", help="The name of the printer; without one, --out is needed.")
@click.option("--tray", default="", help="Its tray, as the printer calls it.")
@click.option("--part", type=click.Choice(PARTS), default=WHOLE, help="What of each document.")
@click.option("--batch", "stationery", default="", help="The name of pre-printed forms; plain paper if none is named.")
@click.option("--first", default="", help="The number of the form that comes first; the next free one otherwise.")
@click.option(
    "--stationery/--no-stationery",
    "on_forms",
    default=None,
    help="Leave out what is on the forms already, or print it too; by the template's background otherwise.",
)
@click.option("--duplicate", is_flag=True, help="Mark all as duplicates, also those not known to be printed before.")
@click.option("--why", "words", default="", help="Why they are printed again.")
@click.option("--descending", is_flag=True, help="The numbers of the forms go down from sheet to sheet.")
@click.option("--last-first", is_flag=True, help="The last document is printed first.")
@click.option("--duplex", is_flag=True, help="Both sides of the paper.")
@click.option("--manual", is_flag=True, help="One sheet at a time.")
@click.option("--run", type=click.IntRange(1), default=USUAL_RUN, help="So many sheets before it is asked.")
@click.option("--earlier", type=click.Choice((SPOILED, LOST)), help="What became of forms that hold them already.")
@click.option("--reason", default="", help="Why.")
@click.option("--second", default="", help="A second person who has seen that they are spoiled.")
@click.option("--out", type=NEW_FILE, help="Write the pages as a file instead of printing them.")
@click.pass_obj
def begin(
    session: Session, /, numbers: Sequence[str], cohort: str, out: Path | None, on_forms: bool | None, **how: Any
) -> Answer:
    """Begin a print job and print its first sheets."""
    if bool(numbers) == bool(cohort) or not (how["printer"] or out):
        raise click.UsageError("Give either --numbers or --cohort, and --printer or --out.")
    work = session.work()
    chosen = numbers or _of_cohort(work, cohort)
    earlier = _earlier(how.pop("earlier"), how.pop("reason"), how.pop("second"))
    preprinted = {None: BY_TEMPLATE, True: LEFT_OUT, False: PRINTED_TOO}[on_forms]
    wish = JobWish(chosen, earlier=earlier, preprinted=preprinted, **how)
    job = begin_job(session.centre(), wish, session.progress())
    return _print(session, job, out)


@print_.command()
@click.argument("job", default="")
@click.option("--last-good", type=click.IntRange(0), required=True, help="The last good sheet; 0 if none came out.")
@click.option("--spoiled", type=int, multiple=True, help="A sheet that came out badly. Again for each.")
@click.option("--sheets", type=click.IntRange(0), default=0, help="How many were printed, where it is not the run.")
@click.option("--reason", default="", help="Why forms are spoiled.")
@click.option("--second", default="", help="A second person who has seen them.")
@click.option("--batch", "stationery", default="", help="Go on with these forms.")
@click.option("--first", default="", help="Beginning with this one.")
@click.option("--out", type=NEW_FILE, help="Write the pages as a file instead of printing them.")
@click.pass_obj
def resume(session: Session, /, job: str, stationery: str, first: str, out: Path | None, **came: Any) -> Answer:
    """Say how the sheets printed last came out, and print the next ones. Without JOB: the last unfinished one."""
    work = session.work()
    known = work.read(print_jobs.find, job, work.records.device)
    told = Came(came["sheets"], came["last_good"], came["spoiled"], came["reason"], came["second"])
    now = answer_run(work, known.id, told)
    if stationery and not now.ended:
        now = change_forms(work, now.id, stationery, first)
    return _print(session, now, out)


@print_.command()
@click.argument("job", default="")
@click.pass_obj
def stop(session: Session, job: str) -> Answer:
    """End a job before all is printed; forms that are left are in stock again."""
    work = session.work()
    ended = stop_job(work, work.read(print_jobs.find, job, work.records.device).id)
    return Answer(_job(ended), tr("The job is stopped. {n} sheets were not printed.", n=len(ended.left)))


@print_.command()
@click.option("--all", "every", is_flag=True, help="Those that are finished, and those of other laptops, too.")
@click.pass_obj
def jobs(session: Session, every: bool) -> Answer:
    """The print jobs of this laptop that are not finished."""
    work = session.work()
    found = work.read(print_jobs.jobs if every else print_jobs.unfinished, work.records.device)
    words = lines((one.id.hex()[:8], one.printer, len(one.good), len(one.sheets), one.ended) for one in found)
    return Answer({"jobs": [_job(one) for one in found]}, words)


@print_.command()
@click.pass_obj
def printers(session: Session) -> Answer:
    """The printers of this computer with their trays, the usual one first."""
    from app.services import spooling

    found = [(name, spooling.trays(spooling.run_program, name)) for name in spooling.printers(spooling.run_program)]
    document = [{"printer": name, "trays": list(trays)} for name, trays in found]
    return Answer({"printers": document}, lines((name, *trays) for name, trays in found))


@print_.command()
@click.argument("request")
@click.pass_obj
def state(session: Session, request: str) -> Answer:
    """What the printing system says of sheets that were sent: waiting, printed (let go of) or unknown."""
    from app.services import spooling

    found = spooling.state(spooling.run_program, request)
    return Answer({"request": request, "state": found}, found)


@print_.command("test-page")
@click.argument("printer")
@click.option("--tray", default="", help="The tray that it comes from.")
@click.option("--lying", is_flag=True, help="For pages that lie on their side.")
@click.option("--out", type=NEW_FILE, help="Write it as a file instead of printing it.")
@click.pass_obj
def test_page(session: Session, printer: str, tray: str, lying: bool, out: Path | None) -> Answer:
    """Print the page that is measured to calibrate a printer."""
    from app.services.printers import LYING, UPRIGHT, measuring_page
    from app.services.sending import paper_of
    from app.services.spooling import Spool, run_program, spool

    pdf = measuring_page(printer, language(), LYING if lying else UPRIGHT)
    if out is not None:
        write_whole(out, pdf)
        return Answer({"file": str(out)}, tr("{file} is written.", file=out))
    request = spool(run_program, pdf, Spool(printer, "Guildmark", paper_of(pdf), tray))
    return Answer({"request": request}, tr("The page is on its way. Measure it, then say “print calibrate”."))


@print_.command()
@click.argument("printer")
@click.argument("numbers", nargs=5, type=float)
@click.option("--tray", default="", help="The tray that the page came from.")
@click.option("--lying", is_flag=True, help="The page lay on its side.")
@click.pass_obj
def calibrate(session: Session, printer: str, numbers: Sequence[float], tray: str, lying: bool) -> Answer:
    """Say what was measured on the test page, in mm: left edge to A, top edge to A, top edge to B, A to B, A to C."""
    from app.services.printers import LYING, UPRIGHT, load_printers, measured, save_printers

    state, lies = session.machine().state, LYING if lying else UPRIGHT
    found = measured(numbers, lies)
    save_printers(state, load_printers(state).calibrated(printer, tray, lies, found))
    return Answer({"printer": printer, "tray": tray, "lies": lies, **asdict(found)}, tr("The printer is calibrated."))


def _print(session: Session, job: PrintJob, out: Path | None) -> Answer:
    """Send the next run, if there is one."""
    from app.services.printers import load_printers
    from app.services.sending import run_file, send_file
    from app.services.spooling import run_program

    if job.ended:
        return Answer({**_job(job), "printing": []}, tr("All sheets came out well. The job is done."))
    run = next_run(session.work(), job)
    pdf = run_file(session.centre(), job, run, load_printers(session.machine().state), session.progress())
    request = ""
    if out is not None:
        write_whole(out, pdf)
    else:
        request = send_file(pdf, job, run, run_program)
    words = trn("{n} sheet is on its way.", "{n} sheets are on their way.", len(run))
    told = lines((one.place, one.form, one.number, one.name) for one in run)
    more = {"request": request, "file": str(out) if out else None}
    return Answer({**_job(job), "printing": [_sheet(one) for one in run], **more}, f"{words}\n{told}")


def _of_cohort(work: Work, code: str) -> list[str]:
    """The documents of a cohort, in its order."""
    group = work.read(cohorts.cohort, code)
    places = {one.learner: at for at, one in enumerate(work.read(cohorts.members, group.id))}
    rows = [row for row in work.read(certificates.register) if row.state == ISSUED]
    mine = sorted((row for row in rows if row.learner in places), key=lambda row: places[row.learner])
    return [row.number for row in mine]


def _earlier(state: str | None, reason: str, second: str) -> "Earlier | None":
    from app.services.job_forms import Earlier

    return Earlier(state, reason, second) if state else None


def _sheet(one: "RunSheet") -> dict[str, Any]:
    return {"sheet": one.place, "form": one.form, "number": one.number, "name": one.name, "pages": list(one.pages)}


def _job(job: PrintJob) -> dict[str, Any]:
    return {
        "job": job.id.hex(),
        "begun_at": moment(job.at),
        "printer": job.printer,
        "part": job.part,
        "sheets": len(job.sheets),
        "good": sorted(job.good),
        "spoiled": job.spoiled,
        "left": [one.place for one in job.left],
        "duplicates": dict(job.duplicates),
        "ended": job.ended,
        "own": job.own,
    }
