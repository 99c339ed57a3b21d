# SPDX-License-Identifier: Apache-2.0
"""The learners of a cohort before documents are issued, as rows of a table and in words."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.services.preflight import ATTENTION, ISSUED, READY, Need, Place, Readiness
from app.translation import later, tr
from app.ui.learner_columns import shown_date
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import CellKind, Coded, Column, Status

_WAYS: Final = {
    "learner": later("Open the learner"),
    "question": later("Open the questions"),
    "unit": later("See the assessment"),
    "template": later("Open the rules"),
    "policy": later("Open the rules"),
    "claim": later("Go to the claim"),
    "register": later("Show it in the register"),
    "person": later("Open the people"),
}
"""What leads to the place where a thing is put right."""


def way_words(need: Need) -> str:
    """What the button says that leads to the place; empty where there is none."""
    return tr(_WAYS[need.place.kind]) if need.place.kind else ""


def reason(row: Readiness) -> str:
    """What stands about one learner, in whole sentences."""
    told = [need.words for need in row.needs]
    if row.state == ISSUED:
        told.insert(0, tr("Certificate {number} was issued already. It is in the register.", number=row.number))
    return " ".join(told)


def what_to_tell(row: Readiness) -> tuple[Need, ...]:
    """What to attend to first, before what only is to be known; and where what was issued stands."""
    if row.state == ISSUED:
        return (Need(ISSUED, reason(row), Place("register", row.number), blocks=False),)
    needs = tuple(sorted(row.needs, key=lambda need: not need.blocks))
    ready = Need(READY, tr("Ready. The number is given when you issue."), Place(""), blocks=False)
    return needs if row.state == ATTENTION else (ready, *needs)


def readiness_list(rows: Mapping[bytes, Readiness], late: Iterable[bytes]) -> ListSource:
    """The learners, by their ids, as rows of a table; ``late`` are those whose document is past its day."""
    columns = [
        Column("state", tr("Check"), 130, CellKind.STATUS),
        Column("name", tr("Learner"), 150, grows=True),
        Column("due", tr("Due by"), 108, CellKind.DATE),
        Column("why", tr("Remarks"), 150, grows=True, sortable=False),
    ]
    known = frozenset(late)
    return ListSource(columns, [(key, _cells(row, key in known)) for key, row in rows.items()])


def _cells(row: Readiness, late: bool) -> list[object]:
    due = Coded(row.due_on, shown_date(row.due_on)) if row.due_on else Coded("", "")
    told = row.number or " ".join(need.words for need in row.needs)
    return [_state(row, late), row.name, due, told]


def _state(row: Readiness, late: bool) -> Status:
    if row.state == READY:
        return Status(tr("Ready, overdue"), "warn") if late else Status(tr("Ready"), "met")
    if row.state == ISSUED:
        return Status(tr("Issued"), "accent")
    return Status(tr("Needs attention"), "not_yet")
