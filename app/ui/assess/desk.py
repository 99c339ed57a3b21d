# SPDX-License-Identifier: Apache-2.0
"""What the assessment screen needs from the rest of the program, and the values that pass between them.

Every wish is asynchronous: ``done`` is called in the GUI thread, once, after the commit. It gets what changed, or the
refusal; the screen shows a mark only after that, so "Saved" is true.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domain.assessing import CLEARED, COMPETENT, MET, NOT_APPLICABLE, NOT_YET, NOT_YET_COMPETENT
from app.domain.refusals import Refused
from app.domain.standards import Unit
from app.translation import later, tr

LearnerId = bytes
CellKey = tuple[LearnerId, str]
"""A learner and the code of a criterion."""

WAITING, SENT, RECEIVED = "waiting", "sent", "received"

MARK_WORDS = {
    MET: later("Met"),
    NOT_YET: later("Not yet met"),
    NOT_APPLICABLE: later("Not applicable"),
    CLEARED: later("No mark"),
}
OUTCOME_WORDS = {COMPETENT: later("Competent"), NOT_YET_COMPETENT: later("Not yet competent")}
CARRIED_WORDS = {
    WAITING: later("waiting to be sent"),
    SENT: later("sent"),
    RECEIVED: later("received"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known about one learner and one criterion.

    ``batch`` says that the mark came from "all remaining"; ``contested`` that two people marked differently.
    ``carried`` is ``WAITING``, ``SENT``, ``RECEIVED`` or empty.
    """

    mark: str = CLEARED
    note: str = ""
    batch: bool = False
    carried: str = ""
    contested: bool = False
    at: datetime | None = None
    by: str = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Seat:
    """One learner of the session. ``photo`` is a small encoded picture; ``outcome`` is empty until it is judged.

    ``before`` says in words that the unit was achieved before, and where that stands; empty where it was not.
    """

    learner: LearnerId
    bib: str
    short_name: str
    full_name: str
    photo: bytes | None = None
    attempt: int = 1
    absent: bool = False
    signed: bool = False
    outcome: str = ""
    before: str = ""


def states(seat: Seat, cell: Cell) -> list[str]:
    """What is special about a cell, in words."""
    told = (
        (cell.batch, tr("marked together with others")),
        (cell.contested, tr("two people marked differently")),
        (bool(cell.carried), tr(CARRIED_WORDS.get(cell.carried, ""))),
        (seat.absent, tr("absent")),
        (seat.signed, tr("signed")),
        (bool(seat.before), seat.before),
    )
    return [words for holds, words in told if holds]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The checklist of one cohort for one unit; a missing cell is an empty one."""

    cohort: str
    unit: Unit
    seats: tuple[Seat, ...]
    cells: Mapping[CellKey, Cell] = field(default_factory=dict)
    batch_critical: bool = False
    """Whether "all remaining" may mark critical criteria."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What one commit changed: the new state of these cells and of these seats."""

    cells: Mapping[CellKey, Cell] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()


Outcome = Changed | Refused
Done = Callable[[Outcome], None]


class AssessDesk(Protocol):
    """The assessor's desk: the sheet as it stands, and the wishes a person may have about it."""

    def sheet(self) -> Sheet:
        """The sheet as it was last committed."""

    def record_mark(self, learner: LearnerId, criterion: str, mark: str, done: Done) -> None:
        """Mark one cell (``CLEARED`` takes a mark back)."""

    def record_remaining(self, criterion: str | None, learner: LearnerId | None, done: Done) -> None:
        """Mark as met, as one batch, what is unmarked for this criterion or for this learner: exactly one is given.

        Absent and signed learners are left out, and critical criteria where the policy forbids it.
        """

    def write_note(self, learner: LearnerId, criterion: str, text: str, done: Done) -> None:
        """Replace the note of one cell; an empty text removes it."""

    def set_absent(self, learner: LearnerId, absent: bool, done: Done) -> None:
        """Say that a learner is not here, or is here again."""

    def undo(self, done: Done) -> None:
        """Take back the last wish of this session that is not yet taken back."""

    def judge(self, learner: LearnerId, outcome: str, done: Done) -> None:
        """Write down the judgement: ``COMPETENT`` or ``NOT_YET_COMPETENT``."""

    def sign(self, learners: tuple[LearnerId, ...], secret: str, done: Done) -> None:
        """Sign these learners' marks and judgements with the person's passphrase or PIN; they are locked afterwards."""
