# SPDX-License-Identifier: Apache-2.0
"""A list is worked in as a spreadsheet: ranges, filters, columns, views, sums, and what is seen as a workbook."""

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.domain.filtering import Filter
from app.ui.background.runner import Runner
from app.ui.tables.columns import ColumnChooser, choose_columns
from app.ui.tables.desk import TableDesk
from app.ui.tables.exporting import shown_rows, write_shown
from app.ui.tables.filter_popup import FilterPopup
from app.ui.tables.keeping import keep_view
from app.ui.tables.menu import table_menu
from app.ui.tables.selected import words_of
from app.ui.tables.views import View, Views, as_settings, from_settings
from app.ui.ui_settings import UiSettings, load_settings, save_settings
from app.ui.widgets.data_table import COPY_LIMIT, DataTable
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import CellKind, Coded, Column, Order
from tests.ui.screen_checks import dress, nameless, press
from tests.ui.test_data_table import Numbers

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
COLUMNS = (
    Column("name", "Name", grows=True),
    Column("units", "Units", 80, CellKind.NUMBER),
    Column("born", "Born", 100, CellKind.DATE),
    Column("town", "Town", 100, hidden=True),
)
PEOPLE = (
    ("Sok", 3, Coded("2001-05-03", "3 May 2001"), "Takeo"),
    ("Nguyễn", 5, Coded("1999-01-02", "2 Jan 1999"), "Huế"),
    ("Айгүл", 4, Coded("", ""), ""),
)


class Home(QWidget):
    """A window with a foot that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = UiSettings()
        self.runner = Runner()
        self.desk = TableDesk(lambda: self.settings, self.runner, self)
        self.selected: list[str] = []
        self.said: list[str] = []
        self.desk.selected.connect(self.selected.append)
        self.desk.said.connect(self.said.append)
        self.desk.views_kept.connect(self._keep)

    def _keep(self, settings: UiSettings) -> None:
        self.settings = settings


def people() -> ListSource:
    return ListSource(COLUMNS, [(bytes([n]), cells) for n, cells in enumerate(PEOPLE)])


def shown(qtbot: QtBot, home: QWidget | None = None) -> DataTable:
    dress()
    table = DataTable("People", people(), Order("name"), home, key="people")
    if home is None:
        qtbot.addWidget(table)
    table.resize(800, 400)
    (home or table).show()
    table.show()
    table.rows.count_now()
    return table


def at_home(qtbot: QtBot) -> tuple[DataTable, Home]:
    home = Home()
    qtbot.addWidget(home)
    return shown(qtbot, home), home


def select(table: DataTable, first: tuple[int, int], last: tuple[int, int]) -> None:
    table.setCurrentIndex(table.rows.index(*first))
    cells = QItemSelection(table.rows.index(*first), table.rows.index(*last))
    table.selectionModel().select(cells, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def names(table: DataTable) -> list[str]:
    return [str(table.rows.index(n, 0).data()) for n in range(table.rows.rowCount())]


def clipboard() -> str:
    return QGuiApplication.clipboard().mimeData().text()


def test_exactly_the_selected_cells_are_copied(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.rows.index(0, 0))
    press(table, Qt.Key.Key_Right, SHIFT)
    press(table, Qt.Key.Key_Down, SHIFT)
    press(table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "Nguyễn\t5\nSok\t3"
    assert len(table.selected_ids()) == 2


def test_a_copy_follows_the_eyes_and_leaves_hidden_columns_out(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.header.moveSection(0, 2)
    press(table, Qt.Key.Key_A, CONTROL)
    press(table, Qt.Key.Key_C, CONTROL | SHIFT)
    assert clipboard().split("\n")[:2] == ["Units\tBorn\tName", "5\t1999-01-02\tNguyễn"]


def test_whole_rows_are_selected_by_shift_and_space(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.rows.index(1, 1))
    press(table, Qt.Key.Key_Space, SHIFT)
    press(table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "Sok\t3\t2001-05-03"


def test_cells_between_two_ranges_stay_empty_in_the_copy(qtbot: QtBot) -> None:
    table = shown(qtbot)
    select(table, (0, 0), (0, 0))
    table.selectionModel().select(table.rows.index(1, 1), QItemSelectionModel.SelectionFlag.Select)
    press(table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "Nguyễn\t\n\t3"


def test_a_million_rows_are_selected_and_told_at_once_and_ten_thousand_copied(qtbot: QtBot) -> None:
    dress()
    home = Home()
    qtbot.addWidget(home)
    source = Numbers(1_000_000)
    table = DataTable("Numbers", source, Order("name"), home)
    table.rows.count_now()
    asked = len(source.asked)
    press(table, Qt.Key.Key_A, CONTROL)
    assert home.selected[-1] == "1000000 rows · 4000000 cells selected"
    assert len(source.asked) == asked
    with qtbot.waitSignal(table.copied) as copied:
        table.copy_selection()
    assert copied.args == [COPY_LIMIT, 1_000_000]


def test_the_foot_counts_what_is_selected_and_adds_up_numbers(qtbot: QtBot) -> None:
    table, home = at_home(qtbot)
    select(table, (0, 1), (2, 1))
    assert home.selected[-1] == "3 rows · 3 cells selected · sum 12"
    select(table, (0, 0), (1, 1))
    assert home.selected[-1] == "2 rows · 4 cells selected"
    select(table, (0, 0), (0, 0))
    assert (home.selected[-1], words_of(table)) == ("", "")


def test_a_filter_says_how_many_rows_are_shown_and_is_cleared_by_a_key(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.filters.set_wish(Filter("name", contains="nguyen"))
    table.rows.count_now()
    assert names(table) == ["Nguyễn"]
    assert table.header.strip.words.text() == "1 of 3 shown."
    assert table.header.strip.isVisible()
    assert table.header.active == {0}
    press(table, Qt.Key.Key_L, CONTROL | SHIFT)
    table.rows.count_now()
    assert len(names(table)) == 3
    assert not table.header.strip.isVisible()
    assert table.header.active == frozenset()


def test_a_filter_stays_when_the_page_shows_other_rows(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.filters.set_wish(Filter("units", among=("5",)))
    table.show_source(ListSource(COLUMNS, [(b"n", ("New", 5, Coded("", ""), "")), (b"o", ("Other", 6, "", ""))]))
    table.rows.count_now()
    assert names(table) == ["New"]


def test_days_are_filtered_as_days_and_empty_cells_as_empty(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.filters.set_wish(Filter("born", first="2000-01-01"))
    assert names(table) == ["Sok"]
    table.filters.set_wish(Filter("born", filled=False))
    assert names(table) == ["Айгүл"]


def popup_of(table: DataTable) -> FilterPopup:
    return next(each for each in table.findChildren(FilterPopup) if each.isVisible())


def test_the_popup_is_opened_by_alt_and_down_and_asks_by_enter(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.rows.index(0, 0))
    press(table, Qt.Key.Key_Down, ALT)
    popup = popup_of(table)
    assert nameless(popup) == []
    assert popup.values.count() == 3
    QTest.keyClicks(popup.contains, "sok")
    press(popup.contains, Qt.Key.Key_Return)
    assert names(table) == ["Sok"]


def test_values_are_ticked_in_the_popup_of_a_mark(qtbot: QtBot) -> None:
    table = shown(qtbot)
    section = table.header.sectionViewportPosition(1)
    mark = QPoint(section + table.columnWidth(1) - 10, table.header.height() // 2)
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    popup = popup_of(table)
    popup.values.item(0).setCheckState(Qt.CheckState.Checked)
    popup.apply_button.click()
    assert names(table) == ["Sok"]
    assert table.rows.order == Order("name"), "a press on the mark does not sort"


def test_a_day_that_cannot_be_read_is_told_in_the_popup(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.filters.ask(2)
    popup = popup_of(table)
    popup.first.setText("31.2.2001")
    popup.choose()
    assert popup.isVisible()
    popup.first.setText("1.1.2000")
    popup.choose()
    assert table.filters.wishes == (Filter("born", first="2000-01-01"),)


def test_alt_and_up_sorts_by_the_column_and_again_the_other_way(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.setCurrentIndex(table.rows.index(0, 1))
    press(table, Qt.Key.Key_Up, ALT)
    assert names(table) == ["Sok", "Айгүл", "Nguyễn"]
    press(table, Qt.Key.Key_Up, ALT)
    assert names(table) == ["Nguyễn", "Айгүл", "Sok"]


def test_columns_are_chosen_moved_and_set_back(qtbot: QtBot) -> None:
    table = shown(qtbot)
    chooser = choose_columns(table)
    assert isinstance(chooser, ColumnChooser)
    assert nameless(chooser) == []
    chooser.list.setCurrentRow(3)
    chooser.list.item(3).setCheckState(Qt.CheckState.Checked)
    chooser.up.click()
    chooser.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    chooser.keep.click()
    assert [COLUMNS[n].key for n in table.columns_shown()] == ["units", "town", "born"]
    again = choose_columns(table)
    assert isinstance(again, ColumnChooser)
    again.reset.click()
    again.keep.click()
    assert [COLUMNS[n].key for n in table.columns_shown()] == ["name", "units", "born"]


def test_a_view_is_kept_chosen_opened_with_and_deleted(qtbot: QtBot) -> None:
    table, home = at_home(qtbot)
    table.show_columns(["town", "name"])
    table.filters.set_wish(Filter("town", filled=True))
    table.sort_by(3, Qt.SortOrder.DescendingOrder)
    asked = keep_view(table, home.desk)
    asked.keep.click()
    assert asked.isVisible(), "a view needs a name"
    asked.name.setText("By town")
    asked.first.setChecked(True)
    asked.keep.click()
    table.show_usual()
    assert names(table) == ["Nguyễn", "Sok", "Айгүл"]
    view = home.desk.views("people").named("By town")
    assert view is not None
    table.show_view(view)
    assert table.view_now("By town") == view
    assert names(table) == ["Sok", "Nguyễn"]
    other = shown(qtbot, home)
    assert other.view_now("By town") == view, "a list opens with its first view"
    home.desk.keep_views("people", home.desk.views("people").without("By town"))
    assert home.desk.views("people") == Views()


def test_views_are_in_the_file_of_settings_and_what_is_broken_there_is_left_out(tmp_path: Path) -> None:
    view = View("A", ("name",), Order("name", True), (Filter("name", "so", ("x",), False, "2001-01-01", ""),))
    views = Views((view,), "A")
    save_settings(tmp_path, replace(UiSettings(), tables={"people": as_settings(views)}), "Dara")
    assert from_settings(load_settings(tmp_path, "Dara").tables["people"]) == views
    broken = json.loads(json.dumps(as_settings(views)))
    broken["kept"].append({"name": "B"})
    assert from_settings(broken) == views
    assert from_settings({"kept": 5}) == from_settings(None) == Views()


def test_everything_stands_in_the_menu_of_the_button(qtbot: QtBot) -> None:
    table, _ = at_home(qtbot)
    table.setCurrentIndex(table.rows.index(0, 0))
    table.header.menu_button.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert words[:3] == ["Copy", "Copy with titles", "Select whole rows"]
    assert "Filter by Name..." in words
    assert "Write what I see to Excel..." in words
    menu.close()


def test_a_list_that_nobody_may_change_offers_no_paste(qtbot: QtBot) -> None:
    table = shown(qtbot)
    menu = table_menu(table, 0)
    assert not any("Paste" in action.text() for action in menu.actions())
    press(table, Qt.Key.Key_V, CONTROL)
    assert not [each for each in table.findChildren(QDialog) if each.isVisible()]


def test_what_is_seen_is_written_as_it_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    table, home = at_home(qtbot)
    table.header.moveSection(1, 0)
    table.filters.set_wish(Filter("units", among=("3", "5")))
    table.sort_by(0, Qt.SortOrder.DescendingOrder)
    write_shown(table, tmp_path / "people.xlsx")
    qtbot.waitUntil(lambda: not home.runner.busy)
    rows = list(load_workbook(tmp_path / "people.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[:2] for row in rows] == [("Units", "Name"), (3, "Sok"), (5, "Nguyễn")]
    assert str(rows[1][2]).startswith("2001-05-03")
    assert home.said == ["2 rows are in people.xlsx."]
    home.runner.stop()


def test_any_number_of_rows_is_written_a_few_at_a_time() -> None:
    source = Numbers(1_234)
    rows = list(shown_rows(source, Order("name", descending=True), [1, 3]))
    assert rows[0] == [1233, "Active"]
    assert len(rows) == 1_234


def test_stopping_the_writing_leaves_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    dress()
    home = Home()
    qtbot.addWidget(home)
    table = DataTable("Numbers", Numbers(300_000), Order("name"), home)
    table.rows.count_now()
    writing = write_shown(table, tmp_path / "numbers.xlsx")
    assert isinstance(writing, QDialog)
    writing.reject()
    qtbot.waitUntil(lambda: not home.runner.busy, timeout=20_000)
    assert list(tmp_path.iterdir()) == []
    assert home.said == []
    home.runner.stop()


def test_a_selection_does_not_slip_to_other_records_when_the_list_is_read_again(qtbot: QtBot) -> None:
    table = shown(qtbot)
    select(table, (0, 0), (0, 2))
    table.update_source(people())
    assert table.selected_ids() == [bytes([1])]
    table.update_source(ListSource(COLUMNS, [(b"x", ("Aa", 1, "", "")), (b"y", ("Bb", 1, "", ""))]))
    assert table.selected_ids() == []
