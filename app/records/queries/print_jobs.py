# SPDX-License-Identifier: Apache-2.0
"""Print jobs: what each one prints, which sheets came out well, and which jobs are not finished."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.printing import DESCENDING, OTHER_PAGES, PlannedSheet, left, places, planned
from app.domain.refusals import NotFound
from app.journal.clock import COUNTER_BITS
from app.records import rows, tables
from app.records.queries.people import names
from app.translation import later


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job: its documents (number, pages) in the order of printing, and how far it is.

    ``form`` is the number of the form that the next sheet takes, of the delivery ``stationery`` (empty: plain paper).
    ``ended`` is empty while it is not finished; ``own``: it was begun on this laptop. ``at`` is ms since 1970.
    ``preprinted`` is one of ``ON_FORMS_ALREADY``. ``duplicates`` are the documents that are marked, each with the how
    manieth it is, as of the day ``marked_on`` (ISO).
    """

    id: bytes
    at: int
    who: str
    printer: str
    tray: str
    part: str
    descending: bool
    duplex: bool
    manual: bool
    run: int
    documents: tuple[tuple[str, int], ...]
    stationery: bytes
    form: int
    good: frozenset[int]
    spoiled: int
    ended: str
    own: bool
    preprinted: str
    duplicates: Mapping[str, int]
    marked_on: str

    @property
    def sheets(self) -> tuple[PlannedSheet, ...]:
        """All its sheets."""
        return planned(self.documents, self.part, duplex=self.duplex)

    @property
    def left(self) -> tuple[PlannedSheet, ...]:
        """Those that are still to be printed."""
        return left(self.sheets, self.good)


def jobs(connection: Connection, device: bytes) -> list[PrintJob]:
    """All jobs, the latest first; ``device`` is this laptop."""
    table = tables.print_job
    found = connection.execute(select(table).order_by(table.c.at.desc(), table.c.id))
    return _made(connection, list(found), device)


def unfinished(connection: Connection, device: bytes) -> list[PrintJob]:
    """The jobs that were begun on this laptop and have not ended, the latest first."""
    table, done, begun = tables.print_job, tables.print_end, tables.origin
    query = select(table).join(begun, begun.c.id == table.c.origin).where(begun.c.device == device)
    query = query.where(table.c.id.not_in(select(done.c.job)))
    return _made(connection, list(connection.execute(query.order_by(table.c.at.desc(), table.c.id))), device)


def job(connection: Connection, id_: bytes, device: bytes) -> PrintJob:
    """The job of this id. Raises NotFound "no-such-job"."""
    table = tables.print_job
    found = _made(connection, list(connection.execute(select(table).where(table.c.id == id_))), device)
    if not found:
        raise NotFound("no-such-job", later("There is no such print job here."))
    return found[0]


def find(connection: Connection, named: str, device: bytes) -> PrintJob:
    """The job whose id begins so; the latest unfinished one for an empty text. Raises NotFound "no-such-job"."""
    listed = jobs(connection, device) if named else unfinished(connection, device)
    for one in listed:
        if one.id.hex().startswith(named.strip().lower()):
            return one
    raise NotFound("no-such-job", later("There is no such print job here."))


def on_plain_paper(connection: Connection) -> frozenset[str]:
    """The documents whose first page came out well on plain paper."""
    return frozenset(
        sheet.number
        for one in jobs(connection, b"")
        if not one.stationery and one.part != OTHER_PAGES
        for sheet in one.sheets
        if 0 in sheet.pages and sheet.place in one.good
    )


def last_marks(connection: Connection) -> dict[str, int]:
    """For each document whose first page was printed, the how manieth duplicate it was the last time; 0 for none."""
    return {
        number: one.duplicates.get(number, 0)
        for one in reversed(jobs(connection, b""))
        if one.part != OTHER_PAGES
        for number, _ in one.documents
    }


def names_on(connection: Connection, numbers: Iterable[str]) -> dict[str, str]:
    """Whose each document is, as it says."""
    table, found = tables.certificate, dict[str, str]()
    for chunk in rows.chunks(numbers):
        query = select(table.c.number, table.c.name).where(table.c.number.in_(chunk))
        found.update((row.number, row.name) for row in connection.execute(query))
    return found


def _made(connection: Connection, found: list[Any], device: bytes) -> list[PrintJob]:
    if not found:
        return []
    run, end, begun = tables.print_run, tables.print_end, tables.origin
    runs: dict[bytes, list[Any]] = defaultdict(list)
    for row in connection.execute(select(run).order_by(run.c.at, run.c.origin, run.c.seq)):
        runs[row.job].append(row)
    ends = {row.job: row.how for row in connection.execute(select(end).order_by(end.c.at.desc(), end.c.origin))}
    devices = {row.id: row.device for row in connection.execute(select(begun.c.id, begun.c.device))}
    who = names(connection)
    return [
        _job(row, runs[row.id], ends.get(row.id, ""), who.get(row.actor, ""), devices.get(row.origin) == device)
        for row in found
    ]


def _job(row: Any, runs: list[Any], ended: str, who: str, own: bool) -> PrintJob:
    """Which sheets are good follows from all words; where the forms go on, from the last one."""
    numbers = json.loads(row.numbers)
    documents = tuple(zip(numbers, json.loads(row.pages), strict=True))
    marked = {number: n for number, n in zip(numbers, json.loads(row.duplicates), strict=False) if n}
    last = runs[-1] if runs else row
    how = (row.printer, row.tray, row.part, row.direction == DESCENDING, bool(row.duplex), bool(row.manual), row.run)
    good = frozenset[int]().union(*(places(json.loads(one.good)) for one in runs))
    spoiled = sum(len(json.loads(one.spoiled)) for one in runs)
    state = (last.stationery or b"", last.form, good, spoiled, ended, own)
    paper = (row.preprinted, marked, row.marked_on)
    return PrintJob(row.id, row.at >> COUNTER_BITS, who, *how, documents, *state, *paper)
