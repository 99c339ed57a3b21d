# SPDX-License-Identifier: Apache-2.0
"""A desk in memory that answers later, as the real one does, and a SAMPLE sheet with names in several scripts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer

from app.domain.assessing import (
    CLEARED,
    COMPETENT,
    MET,
    NOT_YET_COMPETENT,
    Attempt,
    Standing,
    may_judge,
    may_mark,
    may_sign,
    remaining,
)
from app.domain.refusals import BadInput, Refused, RuleBroken
from app.domain.standards import Criterion, Element, Unit
from app.ui.assess.desk import EMPTY, Cell, CellKey, Changed, Done, Seat, Sheet

NOW = datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
SECRET = "correct horse"

NAMES = (
    ("Aigerim", "Aigerim Toktogulova"),
    ("Hoa", "Nguyễn Thị Hoa"),
    ("សុខ ដារ៉ា", "សុខ ដារ៉ា"),
    ("Արմեն", "Արմեն Պետրոսյան"),
    ("Farrukh", "Farrukh Rahimov"),
    ("Айбек", "Айбек Токтогулов"),
    ("Priya", "Priya Nair"),
    ("ចាន់ ស្រីមុំ", "ចាន់ ស្រីមុំ"),
    ("Бакыт", "Бакыт Асанов"),
    ("Lê Minh", "Lê Văn Minh"),
    ("Oyuna", "Oyuna Bat"),
    ("James", "James Okoro"),
)
ACTIONS = (
    "Wears the protective clothing of the procedure and checks the screen shade",
    "Inspects leads, clamps and regulator",
    "Sets amperage to the procedure sheet",
    "Cleans and degreases joint faces",
    "Tacks at both ends and checks squareness",
)


def unit(elements: int = 5, criteria: int = 5, critical: frozenset[str] = frozenset({"1.1"})) -> Unit:
    """A SAMPLE unit of 25 criteria."""
    return Unit(
        "MEM-204",
        "Weld a fillet joint",
        tuple(
            Element(
                str(e),
                f"Prepare and carry out step {e}",
                tuple(
                    Criterion(f"{e}.{c}", ACTIONS[(e + c) % len(ACTIONS)], f"{e}.{c}" in critical)
                    for c in range(1, criteria + 1)
                ),
            )
            for e in range(1, elements + 1)
        ),
    )


def sheet(learners: int = 12, of: Unit | None = None, **facts: object) -> Sheet:
    """An empty SAMPLE sheet."""
    seats = tuple(Seat(f"learner-{n:02}".encode(), str(n + 1), *NAMES[n % len(NAMES)]) for n in range(learners))
    return replace(Sheet("WELD-26A", of or unit(), seats), **facts)  # type: ignore[arg-type]  # facts are Sheet's own


class MemoryDesk(QObject):
    """Keeps the rules of the domain; each wish is carried out and answered ``delay_ms`` later, in order."""

    def __init__(self, start: Sheet, delay_ms: int = 0) -> None:
        super().__init__()
        self.state = start
        self.delay_ms = delay_ms
        self.commits = 0
        self.calls: list[tuple[object, ...]] = []
        self._past: list[Sheet] = []
        self._queue: list[tuple[Callable[[], Changed], Done]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def sheet(self) -> Sheet:
        return self.state

    def record_mark(self, learner: bytes, criterion: str, mark: str, done: Done) -> None:
        self._later(lambda: self._mark(learner, criterion, mark), done, "mark", learner, criterion, mark)

    def record_remaining(self, criterion: str | None, learner: bytes | None, done: Done) -> None:
        self._later(lambda: self._remaining(criterion, learner), done, "remaining", criterion, learner)

    def write_note(self, learner: bytes, criterion: str, text: str, done: Done) -> None:
        def write() -> Changed:
            return self._put({(learner, criterion): replace(self.cell(learner, criterion), note=text)})

        self._later(write, done, "note", learner, criterion, text)

    def set_absent(self, learner: bytes, absent: bool, done: Done) -> None:
        self._later(lambda: self._seat(replace(self.seat(learner), absent=absent)), done, "absent", learner, absent)

    def undo(self, done: Done) -> None:
        self._later(self._undo, done, "undo")

    def judge(self, learner: bytes, outcome: str, done: Done) -> None:
        def judge() -> Changed:
            may_judge(self.state.unit, self.marks(learner), outcome, self._standing(learner))
            return self._seat(replace(self.seat(learner), outcome=outcome))

        self._later(judge, done, "judge", learner, outcome)

    def sign(self, learners: tuple[bytes, ...], secret: str, done: Done) -> None:
        self._later(lambda: self._sign(learners, secret), done, "sign", learners)

    def seat(self, learner: bytes) -> Seat:
        return next(seat for seat in self.state.seats if seat.learner == learner)

    def cell(self, learner: bytes, criterion: str) -> Cell:
        return self.state.cells.get((learner, criterion), EMPTY)

    def marks(self, learner: bytes) -> dict[str, str]:
        return {known.code: self.cell(learner, known.code).mark for known in self.state.unit.criteria()}

    def _later(self, work: Callable[[], Changed], done: Done, *call: object) -> None:
        self.calls.append(call)
        self._queue.append((work, done))
        if not self._timer.isActive():
            self._timer.start(self.delay_ms)

    def _next(self) -> None:
        work, done = self._queue.pop(0)
        if self._queue:
            self._timer.start(self.delay_ms)
        before = self.state
        try:
            changed = work()
        except Refused as refused:
            self.state = before
            done(refused)
            return
        self.commits += 1
        done(changed)

    def _standing(self, learner: bytes) -> Standing:
        seat = self.seat(learner)
        return Standing(seat.full_name, Attempt(seat.attempt, seat.outcome, seat.signed), absent=seat.absent)

    def _mark(self, learner: bytes, criterion: str, mark: str) -> Changed:
        may_mark(self.state.unit, criterion, mark, self._standing(learner))
        cell = self.cell(learner, criterion)
        return self._put({(learner, criterion): replace(cell, mark=mark, batch=False, at=NOW, by="B. Asanov")})

    def _remaining(self, criterion: str | None, learner: bytes | None) -> Changed:
        criteria = [known for known in self.state.unit.criteria() if criterion in (None, known.code)]
        seats = [seat for seat in self.state.seats if learner in (None, seat.learner)]
        here = [seat for seat in seats if not seat.absent and not seat.signed]
        allow = self.state.batch_critical
        keys = [
            (seat.learner, code)
            for seat in here
            for code in remaining(criteria, self.marks(seat.learner), allow_critical=allow)
        ]
        if not keys:
            raise RuleBroken("none-left", "Nothing is left to be marked together here. Nothing was changed.")
        return self._put({key: replace(self.cell(*key), mark=MET, batch=True, at=NOW) for key in keys})

    def _sign(self, learners: tuple[bytes, ...], secret: str) -> Changed:
        if secret != SECRET:
            raise BadInput("wrong-secret", "The passphrase does not fit. Nothing was signed.")
        for learner in learners:
            may_sign(self.state.unit, self.marks(learner), self._standing(learner))
        return self._seat(*(replace(self.seat(learner), signed=True) for learner in learners))

    def _undo(self) -> Changed:
        if not self._past:
            raise RuleBroken("nothing-to-undo", "There is nothing to undo.")
        now, self.state = self.state, self._past.pop()
        keys = [key for key in now.cells if now.cells[key] != self.cell(*key)]
        changed = {key: self.cell(*key) for key in keys}
        return Changed(changed, tuple(seat for seat in self.state.seats if seat not in now.seats))

    def _put(self, cells: dict[CellKey, Cell]) -> Changed:
        self._past.append(self.state)
        self.state = replace(self.state, cells={**self.state.cells, **cells})
        return Changed(cells)

    def _seat(self, *changed: Seat) -> Changed:
        self._past.append(self.state)
        by_id = {seat.learner: seat for seat in changed}
        self.state = replace(self.state, seats=tuple(by_id.get(seat.learner, seat) for seat in self.state.seats))
        return Changed({}, changed)


def judged(of: Sheet) -> Sheet:
    """The sheet with every criterion met, ready to be signed; the last learner has a gap."""
    codes = [known.code for known in of.unit.criteria()]
    cells = {(seat.learner, code): Cell(MET, at=NOW) for seat in of.seats for code in codes}
    cells[of.seats[-1].learner, codes[-1]] = Cell(CLEARED)
    outcomes = [COMPETENT] * (len(of.seats) - 1) + [NOT_YET_COMPETENT]
    seats = tuple(replace(seat, outcome=outcome) for seat, outcome in zip(of.seats, outcomes, strict=True))
    return replace(of, cells=cells, seats=seats)
