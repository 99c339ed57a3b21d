# SPDX-License-Identifier: Apache-2.0
"""The one list of cells that would change says whose, which and what, however many there are."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.differences import Difference, RefusedCell
from app.ui.theme.tokens import Mode
from app.ui.widgets.differences import DifferenceList
from tests.ui.screen_checks import dress, nameless, press

CELLS = (
    RefusedCell(b"a", "Sok", "email", "nowhere", "“nowhere” is no email address."),
    Difference(b"a", "Sok", "phone", "1", "2"),
    Difference(b"b", "Айгүл", "phone", "3", ""),
    Difference(b"", "", "phone", "", "4"),
)


def shown(qtbot: QtBot) -> DifferenceList:
    dress()
    made = DifferenceList(str.upper, lambda field, text: text)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def rows(shown: DifferenceList) -> list[list[str]]:
    cells = shown.cells
    return [[str(cells.index(row, n).data() or "") for n in range(4)] for row in range(cells.rowCount())]


def test_cells_are_told_in_words_and_a_record_is_named_once(qtbot: QtBot) -> None:
    made = shown(qtbot)
    tester = QAbstractItemModelTester(made.cells, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.set_differences(CELLS)
    assert rows(made) == [
        ["Sok", "EMAIL", "stays as it is", "“nowhere” is no email address."],
        ["", "PHONE", "1", "2"],
        ["Айгүл", "PHONE", "3", "empty"],
        ["New", "PHONE", "", "4"],
    ]
    made.set_differences(CELLS, grouped=False)
    assert rows(made)[1][0] == "Sok"
    assert nameless(made) == []
    assert tester.model() is made.cells


def test_what_goes_is_struck_through_and_the_whole_is_read_aloud(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.set_differences(CELLS)
    assert made.cells.index(1, 2).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert not made.cells.index(1, 3).data(Qt.ItemDataRole.FontRole).strikeOut()
    spoken = made.cells.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Sok, PHONE: “1” becomes “2”"
    assert made.cells.sentence(2) == "Айгүл, PHONE: “3” goes, the cell becomes empty"
    assert made.cells.index(2, 3).data(Qt.ItemDataRole.FontRole) is None, "nothing that comes"
    made.selectAll()
    press(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().count("\n") == 3


def test_ten_thousand_cells_are_shown_without_delay(qtbot: QtBot) -> None:
    made = shown(qtbot)
    many = [Difference(n.to_bytes(16), f"Learner {n}", "phone", str(n), str(n + 1)) for n in range(10_000)]
    before = time.process_time()
    made.set_differences(many)
    made.grab()
    made.scrollToBottom()
    made.grab()
    assert time.process_time() - before < 0.5


def test_it_can_be_looked_at_in_every_mode_and_from_right_to_left(qtbot: QtBot) -> None:
    made = shown(qtbot)
    made.set_differences(CELLS)
    for mode in (Mode.DARK, Mode.HIGH_CONTRAST, Mode.LIGHT):
        dress(mode)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        assert not made.grab().isNull()
