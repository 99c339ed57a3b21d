# SPDX-License-Identifier: Apache-2.0
"""``stationery``: pre-printed forms, what became of each, and the stock of a month."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import NEW_FILE
from app.cli.session import Session
from app.domain.stationery import DESTROYED, IN_STOCK, LOADED, LOST, RETURNED, SPOILED, STATE_WORDS
from app.records.queries import stationery as queries
from app.records.queries.stationery import StationeryRow
from app.services.stationery import MoveWish, StationeryWish, export_stock, month_report, move_sheets
from app.services.stationery import receive_stationery as receive_forms
from app.translation import tr, trn


@click.group()
def stationery() -> None:
    """Pre-printed forms with numbers: what came, what became of each, what is left."""


@stationery.command()
@click.argument("name")
@click.option("--first", required=True, help="The number on the first form, as it is written: AB-004401.")
@click.option("--last", required=True, help="The number on the last form.")
@click.option("--document", default="", help="For which kind of document they are.")
@click.pass_obj
def receive(session: Session, name: str, first: str, last: str, document: str) -> Answer:
    """Take forms into stock under a name."""
    made = receive_forms(session.work(), StationeryWish(name, first, last, document))
    row = session.work().read(queries.by_id, made)
    words = trn("{n} form is in stock.", "{n} forms are in stock.", row.size)
    return Answer({"id": made.hex(), "name": row.name, "forms": row.size}, words)


@stationery.command("list")
@click.argument("name", default="")
@click.pass_obj
def list_(session: Session, name: str) -> Answer:
    """All forms with how many are in which state; with NAME every form of it about which something was said."""
    work = session.work()
    if name:
        return _sheets(session, work.read(queries.find, name))
    rows = work.read(queries.deliveries)
    words = lines((row.name, row.stock.written(row.stock.first), row.stock.written(row.stock.last), row.free,
                   row.day) for row in rows)  # fmt: skip
    return Answer({"stationery": [_row(row) for row in rows]}, words)


@stationery.command()
@click.argument("number")
@click.pass_obj
def find(session: Session, number: str) -> Answer:
    """Every form that a document was ever printed on, and what became of it."""
    found = session.work().read(queries.sheets_of, number.strip().upper())
    document = [
        {"stationery": one.stationery, "form": one.form, "state": one.state, "day": one.day, "stands": one.stands}
        for one in found
    ]
    words = lines((one.stationery, one.form, tr(STATE_WORDS[one.state]), one.day) for one in found)
    return Answer({"number": number, "sheets": document}, words)


def _moving(name: str, state: str, told: str) -> None:
    """A command that says one thing of forms."""

    @stationery.command(name, help=told)
    @click.argument("forms_of", metavar="NAME")
    @click.argument("forms", metavar="FORMS")
    @click.option("--reason", default="", help="Why.")
    @click.option("--second", default="", help="The name of a second person who has seen the forms.")
    @click.pass_obj
    def command(session: Session, forms_of: str, forms: str, reason: str, second: str) -> Answer:
        act = move_sheets(session.work(), MoveWish(forms_of, forms, state, reason, second))
        row = session.work().read(queries.find, forms_of)
        return Answer({"act": act.hex(), **_row(row)}, tr("Written down. {n} forms are left.", n=row.free))


_moving("load", LOADED, "Forms lie in the printer.")
_moving("unload", IN_STOCK, "Forms lie in stock again, or were found.")
_moving("spoil", SPOILED, "Forms are spoiled. Needs --reason and --second, somebody else.")
_moving("lose", LOST, "Forms are lost. Needs --reason.")
_moving("return", RETURNED, "Forms were given back to whoever issues them. Needs --reason.")
_moving("destroy", DESTROYED, "Spoiled or unused forms were destroyed. Needs --reason and --second, somebody else.")


@stationery.command()
@click.option("--month", default="", help="As 2026-11; this month if none is named.")
@click.option("--out", type=NEW_FILE, help="Write it as a workbook too.")
@click.pass_obj
def report(session: Session, month: str, out: Path | None) -> Answer:
    """What a month came to: at the start, received, used, spoiled, lost, given back, at the end."""
    work = session.work()
    wanted = month or work.today().isoformat()[:7]
    found = month_report(work, wanted)
    if out is not None:
        export_stock(work, wanted, out)
    rows = [{"id": one.stationery.id.hex(), "name": one.stationery.name, **asdict(one.month)} for one in found]
    heads = (tr("Forms"), tr("In stock at the start"), tr("Received"), tr("Used"), tr("Spoiled"), tr("Lost"),
             tr("Given back"), tr("In stock at the end"))  # fmt: skip
    cells = [
        (one.stationery.name, one.month.opening, one.month.received, one.month.used, one.month.spoiled, one.month.lost,
         one.month.returned, one.month.closing)
        for one in found
    ]  # fmt: skip
    return Answer({"month": wanted, "stationery": rows, "file": str(out) if out else None}, lines([heads, *cells]))


def _row(row: StationeryRow) -> dict[str, Any]:
    return {
        "id": row.id.hex(),
        "name": row.name,
        "document": row.document,
        "first": row.stock.written(row.stock.first),
        "last": row.stock.written(row.stock.last),
        "received_on": row.day,
        "free": row.free,
        "states": {state: n for state, n in row.counts.items() if n},
        "disputed": row.disputed,
    }


def _sheets(session: Session, row: StationeryRow) -> Answer:
    known = sorted(session.work().read(queries.sheets, row.id).items())
    sheets = [
        {"form": row.stock.written(serial), "state": one.state, "certificate": one.certificate, "day": one.day,
         "reason": one.reason, "disputed": one.disputed}
        for serial, one in known
    ]  # fmt: skip
    words = lines((one["form"], tr(STATE_WORDS[str(one["state"])]), one["certificate"], one["day"], one["reason"])
                  for one in sheets)  # fmt: skip
    return Answer({**_row(row), "sheets": sheets}, words)
