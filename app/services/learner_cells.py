# SPDX-License-Identifier: Apache-2.0
"""Cells of a list of learners, changed as a spreadsheet is: looked at first, then all of them in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.domain.differences import Difference, RefusedCell
from app.domain.learner_fields import check_together, clean_field
from app.domain.refusals import NotFound, Refused
from app.domain.rights import Command
from app.domain.routes import route_key
from app.records.queries import learners
from app.records.queries.subjects import erased, keys_of_all
from app.records.unit_of_work import Fact, Work
from app.services.learners import change
from app.spreadsheets.cell_words import ROUTE_WORDS, SEX_WORDS
from app.translation import later

Cells = Mapping[bytes, Mapping[str, str]]
"""What was written, by learner and field."""


@dataclass(frozen=True, slots=True)
class CellsAhead:
    """What a change of cells would do: ``differences`` with the texts as they would be kept, cells that are
    ``refused``, and how many say already what is ``unchanged``."""

    differences: tuple[Difference, ...]
    refused: tuple[RefusedCell, ...]
    unchanged: int

    def wishes(self) -> dict[bytes, dict[str, str]]:
        """What is left to do, as ``set_learners`` takes it."""
        found: dict[bytes, dict[str, str]] = {}
        for cell in self.differences:
            found.setdefault(cell.record, {})[cell.field] = cell.after
        return found


def written(field: str, text: str, today: date) -> str:
    """What is kept of a cell: as ``clean_field`` says, and words for a choice in the languages of the centres."""
    if field == "sex":
        text = SEX_WORDS.get(text.strip().casefold().rstrip("."), text)
    elif field == "route":
        text = ROUTE_WORDS.get(route_key(text), text)
    return clean_field(field, text, today)


def differences_of(connection: Connection, cells: Cells, today: date) -> CellsAhead:
    """What these cells would change, in their order; nothing is written."""
    known = learners.fields_of(connection, list(cells), ("full_name", *_fields(cells)))
    differences: list[Difference] = []
    refused: list[RefusedCell] = []
    unchanged = 0
    for learner, wished in cells.items():
        now = known.get(learner, {})
        name = now.get("full_name", "")
        for field, text in wished.items():
            try:
                if not name:
                    raise erased()
                after = written(field, text, today)
            except Refused as reason:
                refused.append(RefusedCell(learner, name, field, text, str(reason)))
                continue
            if after == now[field]:
                unchanged += 1
            else:
                differences.append(Difference(learner, name, field, now[field], after))
    return CellsAhead(tuple(differences), tuple(refused), unchanged)


def set_learners(work: Work, cells: Cells) -> bytes | None:
    """Correct fields of many learners as one act, all or none; answers the act, None where all was so already.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "erased".
    """
    work.allow(Command.SET_LEARNER)
    today = work.today()
    cleaned = {learner: {f: written(f, text, today) for f, text in wished.items()} for learner, wished in cells.items()}
    with work.act() as act:
        known = learners.fields_of(act.connection, list(cleaned), ("full_name", *_fields(cleaned)))
        keys = keys_of_all(act.connection, cleaned)
        facts: list[Fact] = []
        for learner, fields in cleaned.items():
            if learner not in known:
                raise NotFound("no-such-learner", later("This learner is not in the records."))
            changed = {field: text for field, text in fields.items() if known[learner][field] != text}
            if not changed:
                continue
            if not known[learner]["full_name"] or len(keys.get(learner, ())) < 2:
                raise erased()
            named = {"full_name": known[learner]["full_name"]} if "printed_name" in changed else {}
            check_together({**named, **changed})
            facts.append(change(act, learner, changed, keys[learner]))
        if facts:
            act.write_all(facts)
    return act.id if facts else None


def _fields(cells: Cells) -> Sequence[str]:
    fields = dict.fromkeys(field for wished in cells.values() for field in wished)
    return [field for field in fields if field != "full_name"]
