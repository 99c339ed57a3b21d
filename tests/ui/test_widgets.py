# SPDX-License-Identifier: Apache-2.0
"""The shared widgets, as people and screen readers meet them."""

from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.background.runner import Runner
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import FONT_SCALES
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.choice_tile import ChoiceTile
from app.ui.widgets.form import Form
from app.ui.widgets.messages import Choice, EmptyState, MessagePage
from app.ui.widgets.nav_rail import NavButton, NavItem, NavRail
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.toast import Toast, WayBack
from app.ui.widgets.work_progress import WorkProgress, time_left
from tests.ui.screen_checks import dress, nameless, press, shared_mnemonics, tab_order


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    dress()


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A page with these under each other; the test must hold it, or its widgets are gone."""
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for widget in widgets:
        column.addWidget(widget)
    page.resize(900, 600)
    page.show()
    return page


def seen(root: QWidget) -> list[str]:
    return [words.text() for words in root.findChildren(QLabel) if words.isVisibleTo(root) and words.text()]


def test_everything_has_a_name_and_no_letter_is_wanted_twice(qtbot: QtBot) -> None:
    header = PageHeader("Learners", "246")
    header.add(button("&New learner", kind="primary", drawing=Icon.USER_PLUS), icon_button(Icon.MENU, "More"))
    form = Form()
    form.add("name", "&Name in full", QLineEdit())
    form.add("seats", "&Seats", QLineEdit())
    page = shown(
        qtbot,
        header,
        SearchField("Search learners", "Name or ID"),
        form,
        PassphraseField("Passphrase"),
        ChoiceTile("Join", "Another laptop is in use.", Icon.LAPTOP),
        EmptyState("No learners yet.", Choice("&Import...", print), Choice("&Load sample data", print)),
        MessagePage("Stick removed", "Nothing is lost.", "Put it back.", (Choice("&Continue", print),), "GM-STICK-07"),
    )
    assert nameless(page) == []
    assert shared_mnemonics(page) == ["N"]
    assert shared_mnemonics(form) == []


def test_the_keyboard_goes_from_top_to_bottom(qtbot: QtBot) -> None:
    form = Form()
    fields = [QLineEdit() for _ in range(3)]
    for n, each in enumerate(fields):
        form.add(str(n), f"Field {n}", each)
    go_on = button("Go on")
    page = shown(qtbot, form, go_on)
    fields[0].setFocus()
    assert tab_order(page, 3) == [fields[1], fields[2], go_on]


def test_a_form_says_what_is_wrong_and_goes_there(qtbot: QtBot) -> None:
    form = Form()
    name, birth = QLineEdit(), QLineEdit()
    form.add("name", "Name", name, "As in the identity document")
    form.add("birth", "Birth date", birth)
    page = shown(qtbot, form)
    form.show_errors({"birth": "This date is in the future."})
    assert "This date is in the future." in seen(page)
    assert birth.accessibleDescription() == "This date is in the future."
    assert page.focusWidget() is birth
    form.show_errors({})
    assert "This date is in the future." not in seen(page)
    assert name.accessibleDescription() == "As in the identity document"


def test_typing_asks_once_after_a_pause_and_at_once_on_enter(qtbot: QtBot) -> None:
    search = SearchField("Search", "Name")
    page = shown(qtbot, search)
    assert nameless(page) == []
    asked: list[str] = []
    search.asked.connect(asked.append)
    QTest.keyClicks(search, "sok")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["sok"])
    QTest.keyClicks(search, " d")
    press(search, Qt.Key.Key_Return)
    assert asked == ["sok", "sok d"]
    press(search, Qt.Key.Key_Escape)
    assert asked[-1] == ""


def test_a_passphrase_can_be_shown_and_caps_lock_is_noticed(qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    page = shown(qtbot, field)

    def type_letter(letter: str, modifiers: Qt.KeyboardModifier) -> None:
        QApplication.sendEvent(field.edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, letter))

    type_letter("A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock is on" in seen(page)
    type_letter("A", Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock is on" not in seen(page)
    type_letter("ស", Qt.KeyboardModifier.NoModifier)
    assert field.text() == "AAស"
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    field._eye.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    field.clear()
    assert (field.text(), field.edit.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_a_toast_takes_back_once_and_the_offer_outlives_it(qtbot: QtBot) -> None:
    page = shown(qtbot)
    toast = Toast(page)
    undone: list[str] = []
    toast.say("Sok Dara was removed.", lambda: undone.append("Sok"))
    assert toast.isVisible()
    assert nameless(toast) == []
    assert page.rect().contains(toast.geometry())
    press(toast, Qt.Key.Key_Escape)
    assert not toast.isVisible()
    toast.say("Saved.")
    toast.undo()
    toast.undo()
    assert undone == ["Sok"]


def test_what_a_page_says_itself_is_only_offered_in_the_menu(qtbot: QtBot) -> None:
    toast = Toast(shown(qtbot))
    undone: list[bytes] = []
    toast.say("Saved.", WayBack(b"older", undone.append))
    toast.say("", WayBack(b"newer", undone.append))
    assert not toast.isVisible()
    toast.undo()
    assert undone == [b"newer"]


def test_what_was_taken_back_otherwise_is_offered_no_more(qtbot: QtBot) -> None:
    toast = Toast(shown(qtbot))
    offered: list[bool] = []
    toast.undo_offered.connect(offered.append)
    toast.say("12 learners are new.", WayBack(b"import", print))
    toast.withdraw(b"another")
    assert (toast.isVisible(), offered) == (True, [True])
    toast.withdraw(b"import")
    assert (toast.isVisible(), offered) == (False, [True, False])


def test_a_long_toast_wraps_inside_the_window(qtbot: QtBot) -> None:
    page = shown(qtbot)
    toast = Toast(page)
    toast.say("The workbook was read and these learners were added: " + "Aigerim Toktogulova, " * 20, print)
    assert page.rect().contains(toast.geometry())
    page.resize(500, 400)
    assert page.rect().contains(toast.geometry())


@pytest.mark.parametrize("scale", FONT_SCALES)
def test_a_tile_shows_all_its_words(qtbot: QtBot, scale: int) -> None:
    dress(scale=scale)
    tile = ChoiceTile("Restore a backup", "You have a backup file, for instance on a stick. " * 3, Icon.USB)
    page = shown(qtbot, tile)
    assert page.rect().contains(tile.geometry())
    for part in tile.findChildren(QLabel):
        assert tile.rect().contains(part.geometry())
        assert part.heightForWidth(part.width()) <= part.height()


def test_long_work_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot) -> None:
    runner = Runner()
    progress = WorkProgress()
    pause = Event()
    page = shown(qtbot, progress)

    def work(control: object) -> None:
        from app.ui.background.task import Control

        assert isinstance(control, Control)
        while True:
            control.progress(38, 120)
            pause.wait(0.001)

    progress.watch(runner.long(work), "Reading the workbook")
    qtbot.waitUntil(lambda: any(text.startswith("38 of 120") for text in seen(page)))
    progress._cancel.click()
    qtbot.waitUntil(lambda: not progress.isVisible())
    assert runner.drain(2)
    assert runner.stop()


def test_time_left_is_told_only_when_it_can_be_known() -> None:
    assert time_left(500, 10, 100) == ""
    assert time_left(10_000, 50, 100) == "about 10 seconds left"
    assert time_left(60_000, 10, 40) == "about 3 minutes left"
    assert time_left(60_000, 40, 40) == ""


@pytest.mark.parametrize("scale", FONT_SCALES)
def test_the_rail_is_wide_enough_for_the_words_of_any_language(qtbot: QtBot, scale: int) -> None:
    dress(scale=scale)
    rail = NavRail("Osh Vocational Centre", [NavItem("observe", "Наблюдение за практикой", Icon.CLIPBOARD_CHECK)])
    page = shown(qtbot, rail)
    rail.set_current("observe")
    [place] = rail.findChildren(NavButton)
    assert place.text() == "  Наблюдение за практикой"
    assert place.sizeHint().width() <= place.width() <= page.width()
