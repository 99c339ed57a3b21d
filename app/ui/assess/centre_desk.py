# SPDX-License-Identifier: Apache-2.0
"""The assessor's desk over the centre's records: each wish is a command, its answer what stands after the commit."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.brought import from_before
from app.domain.names import short_name
from app.domain.refusals import Refused, RuleBroken, StorageTrouble
from app.records.queries import assessing as records
from app.records.queries.assessing import AssessmentSheet, CellRow, SeatRow
from app.records.unit_of_work import Work
from app.services import assessing
from app.services.assessing import Desk, MarkWish
from app.services.signing import sign
from app.services.undo import undo
from app.translation import later, tr
from app.ui.assess.desk import EMPTY, OUTCOME_WORDS, Cell, CellKey, Changed, Done, LearnerId, Seat, Sheet
from app.ui.background.change_bus import Changes
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.learner_columns import shown_date

PAUSE_MS: Final = 250
_TABLES: Final = ("mark", "note", "absence", "judgement", "signoff", "enrolment", "member", "learner", "brought_result")
_Written = tuple[LearnerId | None, AssessmentSheet]
"""Whose part of the sheet was read after a commit (None: all of it), and that part."""


class CentreDesk(QObject):
    """One cohort and one unit, by their codes. ``arrived`` carries what others changed, ``reshaped`` tells that the
    learners or the unit are others than before."""

    arrived = Signal(object)
    reshaped = Signal()

    def __init__(self, context: Context, read: AssessmentSheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.cohort, self.unit = read.cohort.code, read.unit.code
        self._cohort_id = read.cohort.id
        self._at = Desk(read.unit_id, read.unit, read.cohort.code)
        self._sheet = shown_sheet(read)
        self._acts: list[bytes] = []  # touched on the writer thread only, where wishes are carried out in order
        self._turn = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._read_again)
        context.bus.changed.connect(self._on_changed)

    def sheet(self) -> Sheet:
        """See ``AssessDesk``; as it was last read."""
        return self._sheet

    def record_mark(self, learner: LearnerId, criterion: str, mark: str, done: Done) -> None:
        """See ``AssessDesk``."""
        wish = MarkWish(learner, criterion, mark)
        self._wish(lambda: assessing.record_mark(self._work, self._at, wish), learner, done)

    def record_remaining(self, criterion: str | None, learner: LearnerId | None, done: Done) -> None:
        """See ``AssessDesk``."""
        ids = [learner] if learner is not None else [seat.learner for seat in self._sheet.seats]
        self._wish(lambda: assessing.record_remaining(self._work, self._at, ids, criterion or ""), learner, done)

    def write_note(self, learner: LearnerId, criterion: str, text: str, done: Done) -> None:
        """See ``AssessDesk``."""
        self._wish(lambda: assessing.write_note(self._work, self._at, learner, criterion, text), learner, done)

    def set_absent(self, learner: LearnerId, absent: bool, done: Done) -> None:
        """See ``AssessDesk``."""
        self._wish(lambda: assessing.set_absence(self._work, self._at, learner, absent), learner, done)

    def judge(self, learner: LearnerId, outcome: str, done: Done) -> None:
        """See ``AssessDesk``."""
        self._wish(lambda: assessing.judge(self._work, self._at, learner, outcome), learner, done)

    def sign(self, learners: tuple[LearnerId, ...], secret: str, done: Done) -> None:
        """See ``AssessDesk``. A signature is not taken back by undo."""
        centre = self._context.centre

        def carry_out(_: Control) -> _Written:
            centre.confirm(secret)
            signed = sign(centre.work, self._at, learners)
            if signed.refused:
                raise _not_all_signed(len(signed.signed), [f"{one.name}: {one.why}" for one in signed.refused])
            return None, self._read(None)

        self._do(carry_out, done)

    def undo(self, done: Done) -> None:
        """See ``AssessDesk``."""

        def carry_out(_: Control) -> _Written:
            if not self._acts:
                raise RuleBroken("nothing-to-undo", later("There is nothing to undo."))
            act = self._acts.pop()  # what can no longer be taken back must not stand before what can
            try:
                undo(self._work, act)
            except StorageTrouble:
                self._acts.append(act)
                raise
            return None, self._read(None)

        self._do(carry_out, done)

    @property
    def _work(self) -> Work:
        return self._context.centre.work

    def _wish(self, act: Callable[[], bytes], learner: LearnerId | None, done: Done) -> None:
        def carry_out(_: Control) -> _Written:
            self._acts.append(act())
            return learner, self._read(learner)

        self._do(carry_out, done)

    def _read(self, learner: LearnerId | None) -> AssessmentSheet:
        place = (self.cohort, self.unit)
        if learner is None:
            return self._work.read(records.sheet, *place)
        return self._work.read(records.seat, *place, learner)

    def _do(self, carry_out: Callable[[Control], _Written], done: Done) -> None:
        self._turn += 1

        def heard(written: _Written) -> None:
            done(self._take(*written))

        def refused(refusal: Refused) -> None:
            done(refusal)
            self._pause.start()  # part of it may have been written, such as some of many signatures

        self._context.do(carry_out, heard, refused=refused, owner=self)

    def _take(self, learner: LearnerId | None, read: AssessmentSheet) -> Changed:
        """Keep what was read, and say what of it is new."""
        fresh = shown_sheet(read)
        self._at = Desk(read.unit_id, read.unit, read.cohort.code)
        if learner is not None:
            fresh = _joined(self._sheet, fresh, learner)
        changed = difference(self._sheet, fresh)
        self._sheet = fresh
        return changed

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        here = {seat.learner for seat in self._sheet.seats}
        touched: set[bytes] = set().union(*(changes.touches(table) for table in _TABLES))
        if touched & here or "member" in changes.tables or self._cohort_id in changes.touches("cohort"):
            self._turn += 1
            self._pause.start()

    @Slot()
    def _read_again(self) -> None:
        turn = self._turn

        def heard(read: AssessmentSheet) -> None:
            if turn != self._turn:  # something was written since this was asked: the answer may be too old
                self._pause.start()
            else:
                self._show(read)

        self._context.read(records.sheet, self.cohort, self.unit, then=heard, key="assess.sheet", owner=self)

    def _show(self, read: AssessmentSheet) -> None:
        before = self._sheet
        changed = self._take(None, read)
        same = [seat.learner for seat in before.seats] == [seat.learner for seat in self._sheet.seats]
        if not same or before.unit != self._sheet.unit:
            self.reshaped.emit()
        elif changed != Changed():
            self.arrived.emit(changed)


def shown_sheet(read: AssessmentSheet) -> Sheet:
    """The sheet as the screen shows it."""
    names = [seat.name for seat in read.seats]
    seats = tuple(_seat(seat, names) for seat in read.seats)
    return Sheet(read.cohort.code, read.unit, seats, {key: _cell(row) for key, row in read.cells.items()})


def difference(before: Sheet, after: Sheet) -> Changed:
    """What stands otherwise in the later sheet."""
    keys = before.cells.keys() | after.cells.keys()
    cells = {key: after.cells.get(key, EMPTY) for key in keys}
    known = {seat.learner: seat for seat in before.seats}
    changed = {key: cell for key, cell in cells.items() if cell != before.cells.get(key, EMPTY)}
    return Changed(changed, tuple(seat for seat in after.seats if seat != known.get(seat.learner)))


def _joined(whole: Sheet, part: Sheet, learner: LearnerId) -> Sheet:
    """The sheet with the part of one learner replaced. The short name stays: it depends on who else is there."""
    fresh = {seat.learner: seat for seat in part.seats}
    seats = tuple(
        replace(fresh[seat.learner], short_name=seat.short_name) if seat.learner in fresh else seat
        for seat in whole.seats
    )
    others: dict[CellKey, Cell] = {key: cell for key, cell in whole.cells.items() if key[0] != learner}
    return replace(whole, seats=seats, cells={**others, **part.cells})


def _seat(row: SeatRow, names: list[str]) -> Seat:
    others = [name for name in names if name != row.name]
    called = short_name(row.name, others, row.bib)
    try:
        photo = b64decode(row.photo) if row.photo else None
    except NotBase64:
        photo = None
    said = (row.attempt, row.absent, row.signed, row.outcome, _before(row))
    return Seat(row.learner, str(row.bib), called, row.name, photo, *said)


def _before(row: SeatRow) -> str:
    """That the unit was achieved before, in words."""
    if row.brought is None:
        return ""
    said = (tr(OUTCOME_WORDS[row.brought.outcome]), shown_date(row.brought.achieved_on))
    return f"{', '.join(filter(None, said))}; {from_before(row.brought.source)}"


def _cell(row: CellRow) -> Cell:
    at = datetime.fromtimestamp(row.at / 1000, UTC) if row.at else None
    return Cell(row.mark, row.note, row.batch, "", row.contested, at, row.by)


def _not_all_signed(signed: int, reasons: list[str]) -> RuleBroken:
    text = later("Signed: {n}. Not signed: {reasons}")
    return RuleBroken("not-signed", text, n=signed, reasons=" ".join(reasons))
