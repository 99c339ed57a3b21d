# SPDX-License-Identifier: Apache-2.0
"""Lists: any number of rows, read a page at a time, copied to a spreadsheet."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.ui.tables.selected import content
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.paged_model import FAR, KEPT_PAGES, PAGE, PagedModel
from app.ui.widgets.row_source import CellKind, Column, Key, Order, Row, Seek, Share, Status
from tests.ui.screen_checks import dress, nameless, press

COLUMNS = (
    Column("name", "Name", grows=True),
    Column("units", "Units", 80, CellKind.NUMBER),
    Column("progress", "Progress", 160, CellKind.PROGRESS),
    Column("status", "Status", 120, CellKind.STATUS),
)


@dataclass
class Numbers:
    """A source of ``n`` rows that notes what it was asked."""

    n: int
    columns: Sequence[Column] = COLUMNS
    asked: list[tuple[Order, Seek, int]] = field(default_factory=list)
    counts: int = 0
    surveys: int = 0

    def count(self) -> int:
        self.counts += 1
        return self.n

    def page(self, order: Order, seek: Seek, n: int) -> Sequence[Row]:
        self.asked.append((order, seek, n))
        place = seek.key[0] if seek.key is not None else (self.n if seek.backwards else 0)
        assert isinstance(place, int)
        if seek.backwards:
            places = range(place - 1 - seek.skip, max(-1, place - 1 - seek.skip - n), -1)
        else:
            places = range(place + seek.skip, min(self.n, place + seek.skip + n))
        return [self._row(at, order) for at in places]

    def survey(self, order: Order, every: int, then: Callable[[Sequence[Key]], object]) -> None:
        self.surveys += 1
        then([(at,) for at in range(every, self.n, every)])

    def _row(self, at: int, order: Order) -> Row:
        who = self.n - 1 - at if order.descending else at
        return Row(who.to_bytes(16), (at,), (f"Learner {who}", who, Share(who % 5, 4), Status("Active", "met")))


def words(model: PagedModel, row: int) -> str:
    return str(model.index(row, 0).data())


def test_the_model_keeps_the_rules_of_qt(qtbot: QtBot) -> None:
    model = PagedModel(Numbers(300), Order("name"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.count_now()
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_source(Numbers(20))
    model.count_now()
    model.refresh()
    assert tester.model() is model


def test_the_first_paint_reads_one_page_and_does_not_count(qtbot: QtBot) -> None:
    dress()
    source = Numbers(1_000_000)
    table = DataTable("Learners", source, Order("name"))
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.grab()
    assert [(seek, n) for _, seek, n in source.asked] == [(Seek(), PAGE)]
    assert source.counts == 0
    with qtbot.waitSignal(table.rows.counted) as counted:
        pass
    assert counted.args == [1_000_000]
    assert table.rows.rowCount() == 1_000_000


def test_a_far_jump_and_a_sort_read_single_pages(qtbot: QtBot) -> None:
    source = Numbers(1_000_000)
    model = PagedModel(source, Order("name"))
    model.count_now()
    source.asked.clear()
    assert words(model, 999_999) == "Learner 999999"
    assert words(model, 999_950) == "Learner 999950"
    assert words(model, 500_000) == "Learner 500000"
    assert words(model, 500_070) == "Learner 500070"
    assert max(seek.skip for _, seek, _ in source.asked[:2]) <= PAGE
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert words(model, 0) == "Learner 999999"
    assert len(source.asked) == 5
    assert source.counts == 1


def test_after_the_first_far_jump_every_other_reads_from_nearby(qtbot: QtBot) -> None:
    source = Numbers(1_000_000)
    model = PagedModel(source, Order("name"))
    model.count_now()
    assert words(model, 400_000) == "Learner 400000"
    source.asked.clear()
    for row in range(12_345, 1_000_000, 54_321):
        assert words(model, row) == f"Learner {row}"
    assert max(seek.skip for _, seek, _ in source.asked) < FAR
    assert source.surveys == 1
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert words(model, 400_000) == "Learner 599999"
    assert words(model, 600_000) == "Learner 399999"
    assert source.surveys == 2


def test_a_short_list_is_never_surveyed(qtbot: QtBot) -> None:
    source = Numbers(FAR)
    model = PagedModel(source, Order("name"))
    model.count_now()
    assert words(model, FAR // 2) == f"Learner {FAR // 2}"
    assert source.surveys == 0


@given(
    n=st.integers(0, 700),
    jumps=st.lists(st.tuples(st.integers(0, 699), st.booleans()), max_size=30),
)
def test_any_walk_shows_the_right_rows(n: int, jumps: list[tuple[int, bool]]) -> None:
    model = PagedModel(Numbers(n), Order("name"))
    model.count_now()
    down = False
    for row, turn in jumps:
        if turn:
            down = not down
            model.sort(0, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
        if row < n:
            assert words(model, row) == f"Learner {n - 1 - row if down else row}"


def test_only_a_few_pages_are_kept(qtbot: QtBot) -> None:
    model = PagedModel(Numbers(100_000), Order("name"))
    model.count_now()
    for row in range(0, 100_000, PAGE):
        model.index(row, 0).data()
    assert len(model._pages) == KEPT_PAGES


def test_a_list_that_became_shorter_is_shown_shorter(qtbot: QtBot) -> None:
    source = Numbers(200)
    model = PagedModel(source, Order("name"))
    model.count_now()
    source.n = 70
    model.refresh()
    assert model.rowCount() == 70
    assert words(model, 69) == "Learner 69"


def test_a_hidden_table_reads_again_only_when_shown(qtbot: QtBot) -> None:
    dress()
    source = Numbers(10)
    table = DataTable("Learners", source, Order("name"))
    qtbot.addWidget(table)
    source.n = 12
    asked = len(source.asked)
    table.refresh()
    assert len(source.asked) == asked
    table.show()
    assert table.rows.rowCount() == 12


def test_cells_can_be_read_aloud(qtbot: QtBot) -> None:
    model = PagedModel(Numbers(5), Order("name"))
    spoken = [model.index(2, n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(4)]
    assert spoken == ["Name: Learner 2", "Units: 2", "Progress: 50 %", "Status: Active"]


def test_selected_rows_are_copied_for_spreadsheets_and_documents(qtbot: QtBot) -> None:
    dress()
    table = DataTable("Learners", Numbers(200), Order("name"))
    qtbot.addWidget(table)
    for row in (1, 130):
        table.rows.count_now()
        table.selectionModel().select(
            table.rows.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        )
    with qtbot.waitSignal(table.copied) as copied:
        press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == [2, 2]
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "Learner 1\t1\t25 %\tActive\nLearner 130\t130\t0 %\tActive"
    assert "<td>Learner 130</td><td class=n>130</td>" in content.html()
    assert table.selected_ids() == [(1).to_bytes(16), (130).to_bytes(16)]


def test_a_cell_with_markup_and_line_breaks_stays_one_cell() -> None:
    made = content([["<b>Tan</b>\nWei", "2"]])
    assert made.text() == '"<b>Tan</b>\nWei"\t2'
    assert "&lt;b&gt;Tan" in made.html()


def test_enter_opens_the_current_record(qtbot: QtBot) -> None:
    dress()
    table = DataTable("Learners", Numbers(5), Order("name"))
    qtbot.addWidget(table)
    table.selectRow(3)
    with qtbot.waitSignal(table.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args == [(3).to_bytes(16)]
    assert nameless(table) == []


def test_a_click_on_a_head_sorts(qtbot: QtBot) -> None:
    dress()
    table = DataTable("Learners", Numbers(100), Order("name"))
    qtbot.addWidget(table)
    table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert words(table.rows, 0) == "Learner 99"


def test_a_short_list_is_sorted_by_value(qtbot: QtBot) -> None:
    rows = [(bytes([n]), (f"L{n}", n, Share(n, 12), Status("x"))) for n in (10, 9, 2)]
    model = PagedModel(ListSource(COLUMNS, rows), Order("units"))
    assert [words(model, n) for n in range(3)] == ["L2", "L9", "L10"]
    model.count_now()
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [words(model, n) for n in range(3)] == ["L10", "L9", "L2"]


def test_reading_cells_does_not_use_up_none(qtbot: QtBot) -> None:
    model = PagedModel(Numbers(3), Order("name"))
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(5000):
        index.data(Qt.ItemDataRole.DecorationRole)
    assert sys.getrefcount(None) > before - 1000


def test_a_growing_column_takes_free_room_and_keeps_its_own_width(qtbot: QtBot) -> None:
    dress()
    table = DataTable("Learners", Numbers(5), Order("name"))
    qtbot.addWidget(table)
    table.show()
    for width in (1200, 300):
        table.resize(width, 400)
        total = sum(table.columnWidth(n) for n in range(4))
        assert table.columnWidth(0) >= 120
        assert total == table.viewport().width() or table.columnWidth(0) == 120
