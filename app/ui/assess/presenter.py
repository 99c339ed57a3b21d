# SPDX-License-Identifier: Apache-2.0
"""Between the views and the desk: what a key or click asks becomes a wish, an answer becomes what is shown.

No rule of assessment is here: the desk refuses, and its sentence is shown.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.assessing import CLEARED, MET, gaps
from app.domain.refusals import Refused
from app.translation import tr
from app.ui.assess.desk import AssessDesk, CellKey, Changed, Done, Outcome
from app.ui.assess.keys import CYCLE, Order, Wish
from app.ui.assess.model import GridModel

BUSY_SECONDS: Final = 300
"""A session counts as under way so long after the last wish."""

Clock = Callable[[], float]
"""Seconds that never go back."""


class Presenter(QObject):
    """Holds the current cell and the wishes in flight.

    ``moved`` tells the current cell, ``saved`` a commit, ``said`` a sentence for the person; ``note_wanted``,
    ``view_switch_wanted`` and ``key_sheet_wanted`` are wishes that concern only the page.
    """

    moved = Signal(int, int)
    saved = Signal()
    undone = Signal()
    said = Signal(str)
    in_flight_changed = Signal(int)
    note_wanted = Signal()
    view_switch_wanted = Signal()
    key_sheet_wanted = Signal()

    def __init__(self, desk: AssessDesk, model: GridModel, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._model, self._clock = desk, model, clock
        self.row = self.column = 0
        self.in_flight = 0
        self._last_wish: float | None = None
        self._orders: dict[Wish, Callable[[Order], None]] = {
            Wish.MARK: self._on_mark,
            Wish.CYCLE: lambda _: self.cycle(self.row, self.column),
            Wish.REMAINING_OF_CRITERION: lambda _: self._remaining(self.key[1], None),
            Wish.REMAINING_OF_LEARNER: lambda _: self._remaining(None, self.key[0]),
            Wish.NOTE: lambda _: self.note_wanted.emit(),
            Wish.NEXT_GAP: lambda _: self.next_gap(),
            Wish.SEAT: lambda command: self.move_to(self.row, command.seat),
            Wish.NEXT_CRITERION: lambda _: self.move_to(self.row + 1, self.column),
            Wish.PREVIOUS_CRITERION: lambda _: self.move_to(self.row - 1, self.column),
            Wish.UNDO: lambda _: self.undo(),
            Wish.ABSENT: lambda _: self._turn_absent(),
            Wish.SWITCH_VIEW: lambda _: self.view_switch_wanted.emit(),
            Wish.KEY_SHEET: lambda _: self.key_sheet_wanted.emit(),
        }

    @property
    def key(self) -> CellKey:
        """The current cell."""
        return self._model.key_at(self.row, self.column)

    @Slot(object)
    def obey(self, command: Order) -> None:
        """Do what a key or button asked for."""
        if self._model.criteria and self._model.seats:
            self._orders[command.wish](command)

    @Slot(int, int)
    def move_to(self, row: int, column: int) -> None:
        """Make this the current cell; a place outside the sheet changes nothing."""
        if 0 <= row < self._model.rowCount() and 0 <= column < self._model.columnCount():
            self.row, self.column = row, column
            self.moved.emit(row, column)

    def go_on_after(self, key: CellKey) -> None:
        """Make the cell the current one that follows a mark of this cell."""
        place = self._model.place_of(key)
        if place is not None:
            self.move_to(*place)
            self._advance()

    @Slot(int, int)
    def cycle(self, row: int, column: int) -> None:
        """A click: the mark after the one that the cell has or is about to have."""
        self.move_to(row, column)
        wished = self._model.wished(self.key)
        self.mark(self.key, CYCLE[(CYCLE.index(wished) + 1) % len(CYCLE)])

    def mark(self, key: CellKey, mark: str) -> None:
        """Wish this mark; the cell shows it after the commit."""
        self._model.wish(key, mark)
        self._desk.record_mark(key[0], key[1], mark, self._when_done(partial(self._model.settle, key)))

    def _on_mark(self, command: Order) -> None:
        self.mark(self.key, command.mark)
        if command.with_note:
            self.note_wanted.emit()
        elif command.mark != CLEARED:
            self._advance()

    def _advance(self) -> None:
        """On to the next learner who is here and not signed; after the last one to the next criterion."""
        columns = self._model.columnCount()
        here = self.row * columns + self.column
        for place in range(here + 1, columns * self._model.rowCount()):
            seat = self._model.seats[place % columns]
            if not seat.absent and not seat.signed:
                self.move_to(*divmod(place, columns))
                return

    def _remaining(self, criterion: str | None, learner: bytes | None) -> None:
        wished = [
            key
            for key in self._cells_of(criterion, learner)
            if self._model.wished(key) == CLEARED and not self._model.seat(key[0]).absent
        ]
        for key in wished:
            self._model.wish(key, MET)

        def settle() -> None:
            for key in wished:
                self._model.settle(key)

        self._desk.record_remaining(criterion, learner, self._when_done(settle))

    def _cells_of(self, criterion: str | None, learner: bytes | None) -> list[CellKey]:
        seats = [seat.learner for seat in self._model.seats if learner is None or seat.learner == learner]
        codes = [known.code for known in self._model.criteria if criterion is None or known.code == criterion]
        return [(seat, code) for code in codes for seat in seats]

    @Slot(object, str)
    def write_note(self, key: CellKey, text: str) -> None:
        """Replace the note of a cell."""
        self._desk.write_note(key[0], key[1], text, self._when_done())

    def _turn_absent(self) -> None:
        seat = self._model.seats[self.column]
        self._desk.set_absent(seat.learner, not seat.absent, self._when_done())

    @Slot()
    def undo(self) -> None:
        """Take back the last wish."""
        self._desk.undo(self._when_done(after=self.undone.emit))

    def judge(self, learner: bytes, outcome: str) -> None:
        """Write down a judgement."""
        self._desk.judge(learner, outcome, self._when_done())

    def sign(self, learners: tuple[bytes, ...], secret: str, heard: Done) -> None:
        """Sign these learners; ``heard`` gets the answer after it is shown, and tells a refusal itself."""

        def done(outcome: Outcome) -> None:
            shown(outcome)
            heard(outcome)

        shown = self._when_done(tells=False)
        self._desk.sign(learners, secret, done)

    def next_gap(self) -> None:
        """To the next unmarked cell in reading order; when none is left, to the next that is not yet met."""
        columns = self._model.columnCount()
        total, here = columns * self._model.rowCount(), self.row * columns + self.column
        order = [divmod((here + step) % total, columns) for step in range(1, total + 1)]
        open_places = [place for place in order if not self._model.seats[place[1]].absent]
        unmarked = (place for place in open_places if self._model.wished(self._model.key_at(*place)) == CLEARED)
        found = next(unmarked, None) or self._next_unmet(open_places)
        if found:
            self.move_to(*found)
        else:
            self.said.emit(tr("There are no gaps: every criterion is met or not applicable."))

    def _next_unmet(self, places: list[tuple[int, int]]) -> tuple[int, int] | None:
        unit, seats = self._model.sheet.unit, self._model.seats
        unmet = {seat.learner: set(gaps(unit, self._model.marks_of(seat.learner))) for seat in seats}
        keys = ((place, self._model.key_at(*place)) for place in places)
        return next((place for place, (learner, code) in keys if code in unmet[learner]), None)

    @property
    def busy(self) -> bool:
        """Whether someone is assessing just now: a wish in flight, or one in the last minutes."""
        recent = self._last_wish is not None and self._clock() - self._last_wish < BUSY_SECONDS
        return self.in_flight > 0 or recent

    def _when_done(
        self,
        settle: Callable[[], None] | None = None,
        after: Callable[[], None] | None = None,
        *,
        tells: bool = True,
    ) -> Done:
        self._last_wish = self._clock()
        self._count(+1)

        def done(outcome: Outcome) -> None:
            self._count(-1)
            if settle:
                settle()
            self._hear(outcome, tells)
            if after and isinstance(outcome, Changed):
                after()

        return done

    def _hear(self, outcome: Outcome, tells: bool) -> None:
        if isinstance(outcome, Refused):
            if tells:
                self.said.emit(str(outcome))
            return
        self._model.apply(outcome)
        self.saved.emit()

    def _count(self, step: int) -> None:
        self.in_flight += step
        self.in_flight_changed.emit(self.in_flight)
