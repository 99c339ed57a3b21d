# SPDX-License-Identifier: Apache-2.0
"""The window: places, remembered where one was, take back, lock, language, closing."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.translation import later, tr, use_language
from app.ui import main_window
from app.ui.background.runner import Runner
from app.ui.idle_lock import IdleLock
from app.ui.main_window import MainWindow
from app.ui.pages import Page, pages_for
from app.ui.settings_keeper import SettingsKeeper
from app.ui.status_line import Status, StatusLine, words_of
from app.ui.tables.desk import desk_of
from app.ui.tables.views import View, Views, from_settings
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import Density, Mode
from app.ui.ui_settings import UiSettings, load_settings, save_settings
from app.ui.widgets.nav_rail import NavButton
from app.ui.widgets.row_source import Order
from tests.ui.screen_checks import RESOURCES, dress, nameless, press


class Screen(QLabel):
    """A page that remembers a place and may be in the middle of a practical."""

    made = 0

    def __init__(self, context: object) -> None:
        super().__init__(tr("Learners"))
        Screen.made += 1
        self.where = ""
        self.busy = False

    def place(self) -> str:
        return self.where

    def go_to(self, place: str) -> None:
        self.where = place

    def busy_assessing(self) -> bool:
        return self.busy


PAGES = (
    Page("home", later("Home"), Icon.HOUSE, lambda context: QWidget()),
    Page("learners", later("Learners"), Icon.USER, Screen),
    Page("devices", later("Devices"), Icon.LAPTOP, Screen, frozenset({"administrator"}), at_foot=True),
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    dress()
    Screen.made = 0
    runner = Runner()
    made = MainWindow("Osh Centre", PAGES, None, runner, UiSettings(), RESOURCES / "translations")
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    yield made
    use_language("en", RESOURCES / "translations")
    assert runner.drain(2)
    runner.stop()


def screen(window: MainWindow) -> Screen:
    page = window.page("learners")
    assert isinstance(page, Screen)
    return page


def test_a_page_is_made_on_its_first_visit_only(window: MainWindow) -> None:
    assert (window.current, Screen.made) == ("home", 0)
    window.show_page("learners")
    window.show_page("home")
    window.show_page("learners")
    assert Screen.made == 1


def test_a_person_sees_the_pages_of_their_roles() -> None:
    assert [page.key for page in pages_for(frozenset({"assessor"}), PAGES)] == ["home", "learners"]
    assert len(pages_for(frozenset({"administrator"}), PAGES)) == 3


def test_ctrl_and_a_number_goes_to_a_page(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitActive(window).__enter__()
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "learners"
    assert [b.item.key for b in window.findChildren(NavButton) if b.isChecked()] == ["learners"]


def test_everything_in_the_window_has_a_name_wide_and_narrow(window: MainWindow) -> None:
    assert nameless(window) == []
    window.resize(1000, 700)
    assert {button.text() for button in window.findChildren(NavButton)} == {""}
    assert nameless(window) == []
    window.resize(1366, 728)
    assert "  Home" in {button.text() for button in window.findChildren(NavButton)}


def test_another_language_is_shown_at_the_same_place(window: MainWindow) -> None:
    window.show_page("learners")
    screen(window).where = "row 12"
    window.say("Removed.", lambda: None)
    before = screen(window)
    window.choose_language("km")
    assert screen(window) is not before
    assert (window.current, screen(window).where) == ("learners", "row 12")
    assert window.settings.language == "km"
    assert window.toast.offer is not None


def test_the_look_is_chosen_while_running(window: MainWindow) -> None:
    kept: list[UiSettings] = []
    window.settings_changed.connect(kept.append)
    window.choose_theme("dark")
    window.choose_density("compact")
    window.choose_scale(130)
    assert (look().tokens.mode, look().scale, look().density) == (Mode.DARK, 130, Density.COMPACT)
    assert kept[-1] == UiSettings(Mode.DARK, 130, Density.COMPACT, page="home")


def test_undo_is_offered_by_toast_and_menu_alike(window: MainWindow) -> None:
    undone: list[int] = []
    undo = window._undo
    assert undo is not None
    assert not undo.isEnabled()
    window.say("Removed.", lambda: undone.append(1))
    window.toast.hide()
    undo.trigger()
    assert undone == [1]
    assert not undo.isEnabled()


def test_a_refusal_that_nobody_hears_is_told(qtbot: QtBot, window: MainWindow) -> None:
    from app.domain.refusals import RuleBroken

    def refuse() -> None:
        raise RuleBroken("full", "The cohort is full. Nothing was changed.")

    window._runner.command(refuse)
    qtbot.waitUntil(window.toast.isVisible)
    assert "The cohort is full. Nothing was changed." in [words.text() for words in window.toast.findChildren(QLabel)]


def test_the_window_stays_open_while_work_is_being_saved(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_window, "CLOSE_SECONDS", 0.05)
    hold = Event()
    window._runner.command(lambda: hold.wait(2))
    assert not window.close()
    hold.set()
    monkeypatch.setattr(main_window, "CLOSE_SECONDS", 2)
    assert window.close()


def test_idleness_locks_but_never_in_the_middle_of_a_practical(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("learners")
    screen(window).busy = True
    lock = IdleLock(window.busy_assessing, window, minutes=0.0005)
    with qtbot.assertNotEmitted(lock.lock_requested, wait=120):
        pass
    screen(window).busy = False
    with qtbot.waitSignal(lock.lock_requested):
        pass


def test_the_foot_tells_in_plain_words() -> None:
    assert words_of(Status()) == ["All saved on this laptop"]
    told = words_of(Status(False, "3 hours ago", 14))
    assert told == ["Saving...", "Last exchange 3 hours ago", "14 changes waiting to be sent"]


def test_settings_come_back_and_unusable_ones_are_left_out(tmp_path: Path) -> None:
    mine = UiSettings(Mode.DARK, 130, Density.TOUCH, "km", "learners", {"learners": "row 12"})
    assert save_settings(tmp_path / "state", mine, "Асанов/../B")
    assert load_settings(tmp_path / "state", "Асанов/../B") == mine
    assert load_settings(tmp_path / "state", "other") == UiSettings()
    [file] = (tmp_path / "state").iterdir()
    file.write_text('{"theme": "pink", "scale": 115, "language": 7, "places": {"a": 1, "b": "x"}}', encoding="utf-8")
    assert load_settings(tmp_path / "state", "Асанов/../B") == UiSettings(scale=115, places={"b": "x"})
    file.write_text("[", encoding="utf-8")
    assert load_settings(tmp_path / "state", "Асанов/../B") == UiSettings()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    assert not save_settings(tmp_path / "state", UiSettings())


def test_what_lists_tell_stands_at_the_foot_until_another_page_is_shown(window: MainWindow) -> None:
    page = window.page("home")
    assert page is not None
    desk = desk_of(page)
    assert desk is window.desk
    desk.selected.emit("3 rows · 9 cells selected")
    foot = window.findChild(StatusLine)
    assert isinstance(foot, StatusLine)
    assert "3 rows · 9 cells selected" in [each.text() for each in foot.findChildren(QLabel)]
    window.show_page("learners")
    assert "3 rows · 9 cells selected" not in [each.text() for each in foot.findChildren(QLabel)]


def test_views_of_lists_are_kept_for_their_person_alone(window: MainWindow, tmp_path: Path) -> None:
    views = Views((View("Mine", ("name",), Order("name")),), "Mine")
    window.desk.keep_views("learners", views)
    assert window.desk.views("learners") == views
    keeper = SettingsKeeper(tmp_path)
    keeper.keep("Dara", window.settings)
    keeper.stop()
    assert from_settings(SettingsKeeper(tmp_path).of("Dara").tables["learners"]) == views
    assert SettingsKeeper(tmp_path).of("Lena").tables == {}
