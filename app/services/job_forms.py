# SPDX-License-Identifier: Apache-2.0
"""The forms of a print job: which ones it takes, which document stands on which, and what becomes of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.domain.names import clean_text
from app.domain.printing import RunResult, left
from app.domain.refusals import RuleBroken
from app.domain.stationery import IN_STOCK, LOADED, PRINTED, SPOILED, next_serials
from app.records.queries import print_jobs, stationery
from app.records.queries.print_jobs import PrintJob
from app.records.queries.stationery import StationeryRow
from app.records.unit_of_work import Act, Work
from app.services.stationery import LONGEST_REASON, SheetMove, move, second_person
from app.translation import later

NO_FORMS: Final = later(
    "No form of “{name}” is left from {form} on. Put in other ones and say which, or stop the job: what was printed "
    "stays."
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
class EarlierSheet:
    """A form that holds a document already."""

    number: str
    name: str
    form: str
    stationery: bytes
    serial: int


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One sheet of a run: its place in the job, what is on it, for whom, and the number of its form (empty: plain)."""

    place: int
    number: str
    name: str
    pages: tuple[int, ...]
    form: str
    serial: int


def run_of(connection: Connection, job: PrintJob, sheets: int) -> tuple[RunSheet, ...]:
    """The sheets that are printed next, each with its form. Raises RuleBroken "no-forms-left"."""
    coming = job.left[: sheets or job.run]
    names = print_jobs.names_on(connection, {one.number for one in coming})
    if not job.stationery:
        return tuple(RunSheet(one.place, one.number, names.get(one.number, ""), one.pages, "", 0) for one in coming)
    row = stationery.by_id(connection, job.stationery)
    free = stationery.free_serials(connection, row, job.id)
    serials = next_serials(free, job.form, len(coming), descending=job.descending)
    if coming and not serials:
        raise RuleBroken("no-forms-left", NO_FORMS, name=row.name, form=row.stock.written(job.form))
    return tuple(
        RunSheet(one.place, one.number, names.get(one.number, ""), one.pages, row.stock.written(serial), serial)
        for one, serial in zip(coming, serials, strict=False)
    )


def forms_for(
    connection: Connection, named: str, first: str, sheets: int, *, descending: bool
) -> tuple[StationeryRow, tuple[int, ...]]:
    """The delivery of this name or id, and the forms of it for a job of so many sheets, beginning with ``first``.

    Raises NotFound, BadInput, RuleBroken "not-in-stock" or "not-enough-forms".
    """
    row = stationery.find(connection, named)
    serials = free_from(connection, row, first, sheets, descending=descending)
    if len(serials) < sheets:
        start = first or row.stock.written(serials[0] if serials else row.stock.first)
        raise RuleBroken("not-enough-forms", _FEW, n=sheets, name=row.name, free=len(serials), form=start)
    return row, serials


def free_from(
    connection: Connection, row: StationeryRow, first: str, wanted: int, *, descending: bool
) -> tuple[int, ...]:
    """Up to so many forms that can be printed on, beginning with ``first``, or with the first one there is."""
    free = stationery.free_serials(connection, row)
    start = row.stock.read(first) if first else (row.stock.last if descending else row.stock.first)
    if first and start not in free:
        sentence = later("Form {form} is not in stock any more. Look at the page of the forms.")
        raise RuleBroken("not-in-stock", sentence, form=row.stock.written(start))
    return next_serials(free, start, wanted, descending=descending)


def load(act: Act, work: Work, row: StationeryRow, serials: Sequence[int], job: bytes) -> None:
    """Lay forms into the printer; those that lie there for no job stay."""
    known = stationery.sheets(act.connection, row.id)
    moves = [one for one in serials if one not in known or known[one].state == IN_STOCK]
    move(act, work, row, [SheetMove(one, LOADED, job=job) for one in moves])


def unload(act: Act, work: Work, job: bytes) -> None:
    """What lies in the printer for a job lies in stock again."""
    for id_, serials in stationery.loaded_for(act.connection, job).items():
        row = stationery.by_id(act.connection, id_)
        move(act, work, row, [SheetMove(one, IN_STOCK) for one in serials])


@dataclass(frozen=True, slots=True)
class Came:
    """How a run came out, why sheets are spoiled, and the name of the second person who has seen them."""

    run: Sequence[RunSheet]
    result: RunResult
    reason: str
    second: str


def bind(act: Act, work: Work, job: PrintJob, came: Came) -> int:
    """Bind the forms that were used to their documents; the number that the next sheet takes."""
    if not job.stationery:
        return 0
    row = stationery.by_id(act.connection, job.stationery)
    good = [SheetMove(one.serial, PRINTED, one.number, job=job.id) for one in came.run if one.place in came.result.good]
    said = (clean_text(came.reason, LONGEST_REASON), second_person(act.connection, came.second), job.id)
    bad = [SheetMove(one.serial, SPOILED, one.number, *said) for one in came.run if one.place in came.result.spoiled]
    move(act, work, row, [*good, *bad])
    if not (good or bad):
        return job.form
    last = came.run[came.result.sheets - 1].serial
    form = max(0, last - 1 if job.descending else last + 1)
    free = stationery.free_serials(act.connection, row, job.id)
    rest = len(left(job.sheets, job.good | set(came.result.good)))
    serials = next_serials(free, form, rest, descending=job.descending)
    loaded = set(stationery.loaded_for(act.connection, job.id).get(row.id, ()))
    load(act, work, row, [one for one in serials if one not in loaded], job.id)
    return form


def earlier_on(connection: Connection, numbers: Sequence[str]) -> list[EarlierSheet]:
    """The forms on which these documents stand already."""
    names = print_jobs.names_on(connection, numbers)
    found = []
    for number in numbers:
        for row, serial in stationery.holding(connection, number):
            form = row.stock.written(serial)
            found.append(EarlierSheet(number, names.get(number, ""), form, row.id, serial))
    return found


def settle_earlier(act: Act, work: Work, numbers: Sequence[str], word: Earlier | None) -> None:
    """A document that is printed again on a form: what became of the earlier one is written down first."""
    found = earlier_on(act.connection, numbers)
    if not found:
        return
    if word is None:
        raise RuleBroken("earlier-sheet", _EARLIER, number=found[0].number, form=found[0].form)
    said = (clean_text(word.reason, LONGEST_REASON), second_person(act.connection, word.second))
    for id_ in dict.fromkeys(one.stationery for one in found):
        row = stationery.by_id(act.connection, id_)
        mine = [SheetMove(one.serial, word.state, one.number, *said) for one in found if one.stationery == id_]
        move(act, work, row, mine)
