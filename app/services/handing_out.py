# SPDX-License-Identifier: Apache-2.0
"""Handing documents out: who took them, when, and on which identity paper; the list to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.domain.learners import PRIVATE
from app.domain.names import clean_text
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.rights import Command
from app.journal.operation import OpId
from app.journal.sealing import SubjectKey
from app.records.queries import cohorts, handing_out
from app.records.queries.handing_out import HandOutRow
from app.records.queries.people import centre
from app.records.queries.subjects import keys_of_all
from app.records.unit_of_work import Fact, Work
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import later

IDENTITY_WORDS: Final = {
    "id-card": later("identity card"),
    "passport": later("passport"),
    "driving-licence": later("driving licence"),
    "known": later("known personally"),
    "other": later("another paper"),
}
"""What was looked at when a document was handed out."""
LONGEST_NAME: Final = 120
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of one learner, or of several for one proxy, handed out together. ``taken_by`` names the proxy, empty
    for the learners themselves; ``digits`` are the last ones of the paper; ``day`` is ISO, empty for today."""

    numbers: Sequence[str]
    identity: str = "id-card"
    digits: str = ""
    taken_by: str = ""
    day: str = ""


def record_collection(work: Work, wish: Collection) -> bytes:
    """Write down that documents were handed out; returns the command's id. Who took them is kept as long as the learner
    is.

    Raises NotAllowed, BadInput "identity", "digits" or "day", NotFound "no-such-certificate", RuleBroken "collected".
    """
    work.allow(Command.HAND_OUT)
    day, digits = _day(wish.day, work.today()), wish.digits.strip()
    if wish.identity not in IDENTITY_WORDS:
        raise BadInput("identity", later("Say which identity paper was seen."))
    if len(digits) > _DIGITS or (not digits.isalnum() and digits):
        sentence = later("Only the last {n} signs of the paper are kept, letters and digits.")
        raise BadInput("digits", sentence, n=_DIGITS)
    taken_by = clean_text(wish.taken_by, LONGEST_NAME)
    with work.act() as act:
        known = {row.number: row for row in handing_out.hand_outs(act.connection)}
        rows = [_waiting(known, number) for number in dict.fromkeys(wish.numbers)]
        if not rows:
            raise BadInput("no-documents", later("Say which documents were handed out."))
        keys = keys_of_all(act.connection, {row.learner for row in rows})
        private = {"taken_by": taken_by, "digits": digits}
        said = {"day": day, "identity": wish.identity, "proxy": int(bool(taken_by))}
        for row in rows:
            key = keys.get(row.learner, {}).get(PRIVATE)
            act.write(_fact(row.learner, {**said, "number": row.number}, key, private))
    return act.id


def correct_collection(work: Work, number: str, day: str) -> bytes:
    """Where laptops wrote different days for a hand-out, or a wrong one: the day on which it was. Raises as
    ``record_collection``, and RuleBroken "not-collected"."""
    work.allow(Command.HAND_OUT)
    with work.act() as act:
        row = _known(act.connection, number)
        if not row.collected:
            raise RuleBroken("not-collected", later("{number} was not handed out yet."), number=row.number)
        key = keys_of_all(act.connection, [row.learner]).get(row.learner, {}).get(PRIVATE)
        said = {"day": _day(day, work.today()), "identity": row.identity, "proxy": int(row.proxy), "number": row.number}
        private = {"taken_by": row.taken_by, "digits": row.digits}
        act.write(_fact(row.learner, said, key, private, row.ids))
    return act.id


def signature_list(work: Work, cohort: str, language: str) -> bytes:
    """The list on which the learners of a cohort sign for their documents, as a PDF; of all learners for an empty code.

    Raises NotAllowed, NotFound "no-such-cohort", RuleBroken "nothing-to-sign".
    """
    from app.documents.signature_list import ListLine, draw_signature_list

    work.allow(Command.HAND_OUT)

    def ask(connection: Connection) -> tuple[str, str, list[HandOutRow]]:
        title = cohorts.cohort(connection, cohort).code if cohort else ""
        return centre(connection).name, title, handing_out.hand_outs(connection, cohort)

    name, title, rows = work.read(ask)
    lines = [ListLine(row.name, row.number, row.title) for row in rows if not row.collected]
    if not lines:
        raise RuleBroken("nothing-to-sign", later("There is no document that waits to be handed out."))
    return draw_signature_list(name, title, work.today().isoformat(), lines, language)


def write_signature_list(work: Work, cohort: str, language: str, path: Path) -> None:
    """Write that list as a file. Raises as ``signature_list``, and StorageTrouble."""
    content = signature_list(work, cohort, language)
    with storage_errors():
        write_whole(path, content)


def _fact(
    learner: bytes,
    said: dict[str, object],
    key: SubjectKey | None,
    private: dict[str, str],
    base: tuple[OpId, ...] = (),
) -> Fact:
    sealed = ((key, private),) if key is not None else ()
    return Fact("document.collected", learner, said, sealed, {"slot": base} if base else {})


def _waiting(known: dict[str, HandOutRow], number: str) -> HandOutRow:
    row = known.get(number.strip().upper())
    if row is None:
        raise NotFound("no-such-certificate", later("No certificate {number} was issued here."), number=number)
    if row.collected:
        sentence = later("{number} was handed out on {day} already. Nothing was changed.")
        raise RuleBroken("collected", sentence, number=row.number, day=row.day)
    return row


def _known(connection: Connection, number: str) -> HandOutRow:
    for row in handing_out.hand_outs(connection):
        if row.number == number.strip().upper():
            return row
    raise NotFound("no-such-certificate", later("No certificate {number} was issued here."), number=number)


def _day(text: str, today: date) -> str:
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError:
        raise BadInput("day", later("Write the day as 2026-03-31.")) from None
    if found > today:
        raise BadInput("day", later("{day} has not come yet."), day=found.isoformat())
    return found.isoformat()
