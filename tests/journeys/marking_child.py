# SPDX-License-Identifier: Apache-2.0
"""The program in a process of its own, in which an assessor marks by key until somebody ends it.

Run as ``python -m tests.journeys.marking_child DATA STATE PASSPHRASE SEED``. It writes a line for each thing
that could be seen: the place where the person was let in, each cell that was current, each mark that was painted.
"""

import json
import os
import random
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from app.domain.assessing import CLEARED
from app.store.folder import DataFolder
from app.ui.application import Application, every_page
from app.ui.assess.assess_page import AssessPage
from app.ui.assess.choose_page import AssessHome
from app.ui.assess.delegate import CellDelegate
from app.ui.assess.desk import Cell, CellKey
from app.ui.assess.model import CELL, PENDING, GridModel, Index
from app.ui.sign_in.sign_in_page import SignInPage
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.paged_model import ValueRole
from app.ui.widgets.row_source import Share
from tests.journeys.hands import type_text, with_keyboard
from tests.ui.sitting_room import quick_machine

SLOWEST_MS = 40
KEYS = "yyyyynx"
MANY = 20
"""With fewer cells than this left the assessor goes on to another unit."""


def tell(what: str, **facts: object) -> None:
    """Write it where whoever watches finds it, even if the next moment is the last."""
    os.write(1, json.dumps({"what": what, "now": time.monotonic(), **facts}).encode() + b"\n")


def watch_paint() -> None:
    """Tell of every mark as soon as it is painted."""
    paint = CellDelegate.paint
    told: dict[tuple[str, str, str], str] = {}

    def watched(self: CellDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paint(self, painter, option, index)
        cell, model = index.data(CELL), index.model()
        if isinstance(cell, Cell) and isinstance(model, GridModel) and cell.mark != CLEARED and not index.data(PENDING):
            learner, criterion = model.key_at(index.row(), index.column())
            place = (model.sheet.unit.code, learner.hex(), criterion)
            if told.get(place) != cell.mark:
                told[place] = cell.mark
                tell("painted", unit=place[0], learner=place[1], criterion=place[2], mark=cell.mark)

    CellDelegate.paint = watched  # type: ignore[method-assign]  # the one place where paint can be watched


class Assessor:
    """Does the next thing at each turn; every turn is one key or one look."""

    def __init__(self, program: Application, passphrase: str, chance: random.Random) -> None:
        self._program, self._passphrase, self._chance = program, passphrase, chance
        self._page: AssessPage | None = None
        self._typed = False

    def turn(self) -> None:
        """One turn; the next comes after a moment."""
        self._act()
        QTimer.singleShot(self._chance.randint(0, SLOWEST_MS), self.turn)

    def _act(self) -> None:
        sitting = self._program.sitting
        if sitting is None:
            self._sign_in()
        elif self._page is not None:
            self._mark(self._page)
        elif not self._program.runner.busy:
            page = sitting.window.page("assess")
            if isinstance(page, AssessHome) and page.session is not None:
                self._come_back(page.session, page)
            elif sitting.window.current != "assess":
                tell("elsewhere", page=sitting.window.current)
                key_click("4", ctrl=True)
            elif isinstance(page, AssessHome) and page.units.rows.rowCount():
                self._choose(page.units)

    def _sign_in(self) -> None:
        if not self._typed and QApplication.focusWidget() is not None:
            self._typed = True
            type_text(self._passphrase)
            key_click("\r")

    def _choose(self, units: DataTable) -> None:
        """A unit in which there is something left to do."""
        shares = [units.rows.index(row, 2).data(ValueRole) for row in range(units.rows.rowCount())]
        left = [row for row, share in enumerate(shares) if isinstance(share, Share) and share.m - share.n >= MANY]
        units.setFocus()
        units.selectRow(self._chance.choice(left))
        key_click("\r")

    def _come_back(self, session: AssessPage, home: AssessHome) -> None:
        """Say where the person finds themselves and what they see."""
        self._page = session
        shown = [[key[0].hex(), key[1], cell.mark] for key, cell in session.model.cells.items() if cell.mark != CLEARED]
        order = [key for key in all_keys(session.model) if not closed(session.model, key)]
        cells = [f"{learner.hex()} {criterion}" for learner, criterion in order]
        tell("back", page="assess", place=home.place(), marks=shown, cells=cells)
        session.presenter.moved.connect(lambda row, column: tell("at", place=home.place()))
        tell("at", place=home.place())

    def _mark(self, page: AssessPage) -> None:
        if page.presenter.in_flight > 2:
            return
        if page.model.progress().unmarked < MANY:
            self._page = None
            tell("left")
            page.left.emit()
            return
        if page.model.wished(page.presenter.key) != CLEARED:
            key_click("g")
        key_click(self._chance.choice(KEYS))


def all_keys(model: GridModel) -> list[CellKey]:
    """The cells in reading order."""
    return [model.key_at(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]


def closed(model: GridModel, key: CellKey) -> bool:
    """Whether nobody can mark here."""
    seat = model.seat(key[0])
    return bool(seat.absent or seat.signed)


def key_click(letter: str, *, ctrl: bool = False) -> None:
    """One key by its letter."""
    key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.sendKeyEvent(QTest.KeyAction.Click, with_keyboard(), key, "" if ctrl else letter, held)


def give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An assessor who is stuck shall not keep anybody waiting."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)


def main() -> None:
    """Start the program and let the assessor work until the process ends."""
    sys.excepthook = give_up
    data, place, passphrase, seed = sys.argv[1:]
    watch_paint()
    app = QApplication(["Guildmark"])
    program = Application(app, DataFolder(Path(data)), quick_machine(Path(place)), every_page)
    program.start()
    page = program.gate.page()
    assert isinstance(page, SignInPage)
    chosen = page.people.entry()
    tell("started", chosen=chosen.name if chosen else "")
    assessor = Assessor(program, passphrase, random.Random(seed))
    QTimer.singleShot(0, assessor.turn)
    app.exec()


if __name__ == "__main__":
    main()
