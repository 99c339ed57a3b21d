# SPDX-License-Identifier: Apache-2.0
"""The stock of pre-printed forms: receiving them, saying what became of each, and what a month came to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.names import clean_text
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.rights import Command
from app.domain.stationery import STATES, MonthStock, delivery, may_move, month_stock, require_reason, serials_in
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES, OpId
from app.records.queries import people, stationery
from app.records.queries.questions import Question
from app.records.queries.stationery import SheetNow, StationeryRow
from app.records.unit_of_work import Act, Fact, Work
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.stock_export import StockRow

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 200
_AT_ONCE: Final = 500
"""Sheets with a document each that one entry can hold."""
_KNOWN: Final = later("Forms with these numbers were received before, as “{name}”: {first} to {last}.")


@dataclass(frozen=True, slots=True)
class StationeryWish:
    """Forms that came: what they are called, their first and last number as it is written, and for which documents."""

    name: str
    first: str
    last: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class MoveWish:
    """What became of some forms: ``forms`` such as ``4417, 4420-4425``; ``second`` is the name of a second person."""

    stationery: str
    forms: str
    state: str
    reason: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class SheetMove:
    """What becomes of one sheet; ``certificate`` is the number of the document on it."""

    serial: int
    state: str
    certificate: str = ""
    reason: str = ""
    second: bytes = b""
    job: bytes = b""


@dataclass(frozen=True, slots=True)
class StockLine:
    """The stock of one delivery in a month."""

    stationery: StationeryRow
    month: MonthStock


def receive_stationery(work: Work, wish: StationeryWish) -> bytes:
    """Take forms into stock; returns the id of the delivery. Raises NotAllowed, BadInput, RuleBroken "name-taken" or
    "forms-known"."""
    work.allow(Command.KEEP_STATIONERY)
    name, stock = clean_text(wish.name, LONGEST_NAME), delivery(wish.first, wish.last)
    if not name:
        raise BadInput("no-name", later("Say what these forms are called."))
    with work.act() as act:
        for known in stationery.deliveries(act.connection):
            if known.name.casefold() == name.casefold():
                raise RuleBroken("name-taken", later("There are forms called “{name}” already."), name=known.name)
            if known.stock.overlaps(stock):
                ends = {"first": known.stock.written(known.stock.first), "last": known.stock.written(known.stock.last)}
                raise RuleBroken("forms-known", _KNOWN, name=known.name, **ends)
        made = work.random(ID_BYTES)
        numbers = {"prefix": stock.prefix, "first": stock.first, "last": stock.last, "width": stock.width}
        said = {"name": name, "document": wish.document, "day": work.today().isoformat()}
        act.write(Fact("stationery.received", made, {**said, **numbers}))
    return made


def move_sheets(work: Work, wish: MoveWish) -> bytes:
    """Write down what became of forms; returns the command's id.

    Raises NotAllowed, NotFound "no-such-stationery" or "no-such-person", BadInput "no-such-sheet", "no-reason" or
    "no-second-person", RuleBroken "no-such-move", "used" or "same-person".
    """
    work.allow(Command.KEEP_STATIONERY)
    if wish.state not in STATES:
        raise BadInput("no-such-state", later("Forms cannot become “{state}”."), state=wish.state)
    with work.act() as act:
        row = stationery.find(act.connection, wish.stationery)
        second = second_person(act.connection, wish.second)
        reason = clean_text(wish.reason, LONGEST_REASON)
        serials = serials_in(wish.forms, row.stock)
        said = SheetMove(0, wish.state, reason=reason, second=second)
        move(act, work, row, [replace(said, serial=one) for one in serials])
    return act.id


def move(act: Act, work: Work, row: StationeryRow, moves: Sequence[SheetMove]) -> None:
    """Write what becomes of these sheets of a delivery, each once. Raises as ``move_sheets``."""
    known = stationery.sheets(act.connection, row.id)
    blank = SheetNow()
    for one in moves:
        now = known.get(one.serial, blank)
        may_move(row.stock.written(one.serial), now.state, one.state, used=now.used)
        require_reason(one.state, one.reason, one.second, work.person)
    day = work.today().isoformat()
    ordered = sorted(moves, key=lambda one: one.serial)
    act.write_all([_fact(row.id, run, known.get(run[0].serial, blank).ids, day) for run in _runs(ordered, known)])


def said_again(connection: Connection, question: Question, chosen: OpId, rivals: tuple[OpId, ...]) -> Fact:
    """The word ``chosen`` on the forms of a question, in place of all that stand."""
    first, last = (int(one) for one in question.id.split("-")[-2:])
    rows = stationery.words_of(connection, question.about, chosen, first, last)
    said = SheetMove(first, rows[0].state, rows[0].certificate, rows[0].reason, rows[0].second or b"")
    run = [replace(said, serial=row.serial, certificate=row.certificate, job=row.job or b"") for row in rows]
    return _fact(question.about, run, rivals, rows[0].day)


def second_person(connection: Connection, name: str) -> bytes:
    """The id of the person of this name, who works here; empty for an empty name. Raises NotFound "no-such-person"."""
    if not name.strip():
        return b""
    found = people.person(connection, name)
    if found.disabled:
        raise NotFound("no-such-person", later("{name} no longer works here."), name=found.name)
    return found.id


def month_report(work: Work, month: str) -> list[StockLine]:
    """What each delivery came to in a month (``2026-11``). Raises NotAllowed, BadInput "not-a-month"."""
    work.allow(Command.VIEW)
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadInput("not-a-month", later("Write the month as 2026-11.")) from None

    def ask(connection: Connection) -> list[StockLine]:
        lines = []
        for row in stationery.deliveries(connection):
            moved = stationery.history(connection, row.id).values()
            lines.append(StockLine(row, month_stock(row.day, row.size, moved, month)))
        return [one for one in lines if one.stationery.day <= f"{month}-99"]

    return work.read(ask)


def export_stock(work: Work, month: str, path: Path) -> int:
    """Write the month's stock as a workbook; returns how many deliveries. Raises as ``month_report``, and NotAllowed,
    StorageTrouble."""
    from app.spreadsheets.stock_export import write_stock

    work.allow(Command.EXPORT_REGISTER)
    return write_stock(path, month, [_stock_row(one) for one in month_report(work, month)])


def _stock_row(one: StockLine) -> "StockRow":
    from app.spreadsheets.stock_export import StockRow

    row, month = one.stationery, one.month
    named = (row.name, row.stock.written(row.stock.first), row.stock.written(row.stock.last))
    came = (month.opening, month.received, month.used, month.spoiled, month.lost, month.returned, month.closing)
    return StockRow(*named, *came, month.destroyed)


def _runs(moves: Sequence[SheetMove], known: dict[int, SheetNow]) -> Iterator[list[SheetMove]]:
    """Moves of neighbours that say the same and stand in place of the same words: one entry each."""
    run: list[SheetMove] = []
    for one in moves:
        if run and not (_follows(run[-1], one, known) and len(run) < (_AT_ONCE if one.certificate else len(moves))):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _follows(one: SheetMove, other: SheetMove, known: dict[int, SheetNow]) -> bool:
    blank = SheetNow()
    alike = replace(other, serial=one.serial, certificate=one.certificate) == one
    same = known.get(one.serial, blank).ids == known.get(other.serial, blank).ids
    return other.serial == one.serial + 1 and alike and same and bool(one.certificate) == bool(other.certificate)


def _fact(stock: bytes, run: Sequence[SheetMove], base: tuple[OpId, ...], day: str) -> Fact:
    first = run[0]
    body = {
        "first": first.serial,
        "last": run[-1].serial,
        "state": first.state,
        "reason": first.reason,
        "second": to_text(first.second) if first.second else "",
        "certificates": [one.certificate for one in run] if first.certificate else [],
        "job": to_text(first.job) if first.job else "",
        "day": day,
    }
    return Fact("sheet.moved", stock, body, base={"slot": base} if base else {})
