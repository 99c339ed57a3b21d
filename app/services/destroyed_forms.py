# SPDX-License-Identifier: Apache-2.0
"""The record of destroyed forms, from what is written down of each form."""

from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.documents.words import words
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput, RuleBroken
from app.domain.stationery import DESTROYED, SPOILED, STATE_WORDS
from app.records.queries import people, stationery
from app.records.queries.stationery import SheetNow, StationeryRow
from app.services.cohort_papers import member_rows
from app.services.paper_wish import Content, PaperWish, day_of, require_number
from app.translation import later

WITNESS: Final = later("Second person")
_NONE: Final = later("No form of “{name}” is spoiled or destroyed. There is nothing to record.")
_NO_BATCH: Final = later("Name the forms that the record is about.")


def destruction_record(connection: Connection, wish: PaperWish, today: date, language: str) -> Content:
    """The forms of a delivery that are spoiled or destroyed, with the reason and the day of each. Where no members are
    named, those who saw it as second persons are.

    Raises NotFound, BadInput "no-number", "no-batch", "no-members" or "day", RuleBroken "nothing-destroyed".
    """
    if not wish.batch:
        raise BadInput("no-batch", _NO_BATCH)
    row, number = stationery.find(connection, wish.batch), require_number(wish.said)
    known = sorted(stationery.sheets(connection, row.id).items())
    gone = [(serial, now) for serial, now in known if now.state in (SPOILED, DESTROYED)]
    if not gone:
        raise RuleBroken("nothing-destroyed", _NONE, name=row.name)
    say, names = words(language), people.names(connection)
    seen = dict.fromkeys(names[now.second] for _, now in gone if now.second in names)
    members = wish.said.members or tuple((name, say(WITNESS)) for name in seen)
    facts = {"decision.number": number, "decision.date": day_of(wish.said.day, today)}
    rows = {"sheets": tuple(_row(row, *one, language) for one in gone), "members": member_rows(members)}
    return Content(language, "", facts, rows)


def _row(row: StationeryRow, serial: int, now: SheetNow, language: str) -> dict[str, str]:
    say = words(language)
    kind = DOCUMENT_TYPES.get(row.document)
    return {
        "sheet.form_number": row.stock.written(serial),
        "sheet.kind": " · ".join(filter(None, (row.name, say(kind.words) if kind else ""))),
        "sheet.state": say(STATE_WORDS[now.state]),
        "sheet.reason": now.reason,
        "sheet.date": now.day,
    }
