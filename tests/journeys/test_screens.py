# SPDX-License-Identifier: Apache-2.0
"""Every screen of every role: each control has a name and is reached without a mouse, and no letter is wanted twice."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.paths import resources
from app.records.queries import cohorts
from app.services.sample import USERS, make_sample
from app.store.folder import DataFolder
from app.translation import LANGUAGES
from app.ui.first_run.doors import DOORS
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.ui_settings import UiSettings, save_settings
from app.ui.widgets.texts import label
from tests.journeys import eyes, main_job, scenes
from tests.journeys.conftest import Found
from tests.journeys.keyboard import ALT, Keyboard
from tests.journeys.laptop import Laptop
from tests.journeys.scenes import OF_ROLES, Scenes, Stage
from tests.ui.screen_checks import clipped, nameless, shared_mnemonics
from tests.ui.sitting_room import quick_machine

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTabBar)
INNER: dict[str, tuple[str, ...]] = {
    "learners": ("", "LEARNER", "merge LEARNER OTHER", "twice"),
    "cohorts": ("", "WELD-1", "?new"),
    "import": ("into",),
    "assess": ("", "WELD-1 MEF201-EN"),
    "certificates": ("", "register", "hand-out", "forms", "check", "rules"),
    "people": ("", "new"),
}
"""Places of pages that look otherwise than the page itself."""

MEASURED = tuple(LANGUAGES) if os.environ.get("GUILDMARK_LANGUAGES") == "all" else ("ru", "km")
"""The longest words, and the highest lines."""
PAINTED_MS = 30
"""After so long everything that was asked to take another size has taken it."""
MOST_LINKS = 60
"""Nothing holds more links than this; whatever keeps the keyboard longer never lets it go."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    make_sample(DataFolder(place / "centre"), quick_machine(place), resources())
    return place


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, with a practical that is half done."""
    place = tmp_path_factory.mktemp("worked")
    scenes.work_in(DataFolder(place / "centre"), quick_machine(place))
    return place / "centre"


def test_the_first_start_needs_no_mouse_and_no_guessing(laptops: Found) -> None:
    laptop = laptops("new")
    laptop.switch_on()
    assert faults_of(laptop, "doors") == []
    page = laptop.program.gate.page()
    assert isinstance(page, FirstRunPage)
    for door in DOORS:
        page.open_door(door)
        laptop.settle()
        assert faults_of(laptop, door) == []
        page.show_doors()


@pytest.mark.parametrize("who", range(len(USERS)), ids=[user.roles[0] for user in USERS])
def test_no_screen_of_a_role_needs_a_mouse_or_guessing(who: int, made: Path, laptops: Found) -> None:
    laptop = laptops("office")
    shutil.copytree(made / "centre", laptop.folder.path)
    laptop.switch_on()
    hands = Keyboard(laptop)
    assert faults_of(laptop, "sign-in") == []
    hands.choose("People of this centre", USERS[who].name)
    main_job.sign_in(hands, USERS[who].passphrase)
    assert [fault for screen in screens(laptop) for fault in faults_of(laptop, screen)] == []


def screens(laptop: Laptop) -> Iterator[str]:
    """Each page of the person and each place on it, one after the other before their eyes."""
    work = laptop.sitting.context.centre.work
    members = work.read(cohorts.members, work.read(cohorts.cohorts)[0].id)
    learner, other = (member.learner.hex() for member in members[:2])
    for key in laptop.window._pages:
        for place in INNER.get(key, ("",)):
            laptop.window.show_page(key, place.replace("LEARNER", learner).replace("OTHER", other))
            laptop.settle()
            yield f"{key} {place}".strip()
            if place.startswith("WELD-1 "):
                hands = Keyboard(laptop)
                hands.key(Qt.Key.Key_F6)
                yield "assess: tiles"
                hands.press("Finish and sign...")
                yield "assess: finish"


def faults_of(laptop: Laptop, screen: str) -> list[str]:
    """What a person without a mouse, or without sight, could not do on the screen that is shown."""
    seen = laptop.look_here()
    reached = tab_round(laptop, seen)
    lost = [each for each in controls(seen) if each not in reached and not otherwise(each, reached)]
    faults = [f"no name: {line}" for line in nameless(seen)]
    faults += [f"letter wanted twice: {letter}" for letter in shared_mnemonics(seen)]
    faults += [f"not reached by Tab: {type(each).__name__} {eyes.words_of(each)!r}" for each in lost]
    return [f"{screen}: {fault}" for fault in faults]


def tab_round(laptop: Laptop, seen: QWidget) -> set[QWidget]:
    """Everything that gets the keyboard while Tab is pressed until it is back where it began.

    A text with links keeps the keyboard from link to link, and then lets it go.
    """
    hands, reached, stays = Keyboard(laptop), set[QWidget](), 0
    here = seen.window().focusWidget()
    while stays < MOST_LINKS:
        reached.add(here)
        hands.key(Qt.Key.Key_Tab, wait=False)
        there = seen.window().focusWidget()
        stays = stays + 1 if there is here else 0
        if there in reached and not stays:
            break
        here = there
    return reached


def controls(seen: QWidget) -> list[QWidget]:
    """What a person can click on: labels only where they are links."""
    shown = [each for each in seen.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    return [each for each in shown if isinstance(each, CONTROLS) or (isinstance(each, QLabel) and has_links(each))]


def has_links(words: QLabel) -> bool:
    return words.textFormat() == Qt.TextFormat.RichText and "<a " in words.text()


def otherwise(control: QWidget, reached: set[QWidget]) -> bool:
    """Whether a control is reached by other keys: arrows within a group, a shortcut, or as part of another control."""
    if isinstance(control, QAbstractButton):
        group = group_of(control)
        in_group = group is not None and any(each in reached for each in group.buttons())
        if in_group or not control.shortcut().isEmpty():
            return True
    around = control.parentWidget()
    if isinstance(around, QLineEdit):  # the drawing in a search field, which does nothing
        return True
    part_of = isinstance(around, QComboBox | QTabBar | QAbstractItemView) or control.objectName().startswith("qt_")
    return part_of or (isinstance(control, QAbstractItemView) and isinstance(around, QAbstractItemView))


def group_of(button: QAbstractButton) -> QButtonGroup | None:
    return button.group()


@pytest.mark.long
@pytest.mark.parametrize("language", MEASURED)
def test_no_word_is_cut_off_on_any_screen(language: str, worked_in: Path, laptops: Found) -> None:
    laptop = laptops(language)
    shown: list[Callable[[Stage], Scenes]] = [scenes.first_start, scenes.sign_in]
    shown += [partial(scenes.of_person, user=user, shown=scene) for user, scene in zip(USERS, OF_ROLES, strict=True)]
    cut = []
    for each in shown:
        if each is not scenes.first_start:
            shutil.copytree(worked_in, laptop.folder.path, dirs_exist_ok=True)
        save_settings(laptop.machine.state, UiSettings(language=language, page="sign_in"))
        laptop.switch_on()
        place = laptop.folder.path.parent
        for scene in each(Stage(laptop.program, place, laptop.settle)):
            laptop.settle()
            QTest.qWait(PAINTED_MS)
            cut += [f"{scene}: {words}" for window in windows(laptop) for words in clipped(window)]
        laptop.switch_off()
        shutil.rmtree(place)
    assert cut == []


def windows(laptop: Laptop) -> list[QWidget]:
    """The window, and the dialogs over it."""
    over = [each for each in QApplication.topLevelWidgets() if each.isVisible() and isinstance(each, QDialog)]
    return [laptop.look_here(), *over]


def test_a_word_that_is_cut_off_would_be_seen(qtbot: QtBot) -> None:
    narrow = QWidget()
    qtbot.addWidget(narrow)
    words = label("Every word of this", parent=narrow)
    words.setFixedWidth(40)
    narrow.show()
    assert clipped(narrow) == ["QLabel: Every word of this"]


def test_a_list_is_sorted_without_a_mouse(made: Path, laptops: Found) -> None:
    laptop = laptops("office")
    shutil.copytree(made / "centre", laptop.folder.path)
    laptop.switch_on()
    hands = Keyboard(laptop)
    hands.choose("People of this centre", USERS[0].name)
    main_job.sign_in(hands, USERS[0].passphrase)
    hands.go_to("Cohorts")
    hands.key(Qt.Key.Key_Return)
    members = eyes.find(laptop.look_here(), QAbstractItemView, "Members of the cohort")
    hands.reach(members)
    by_bib = eyes.rows(members)
    hands.key(Qt.Key.Key_Up, ALT)
    assert eyes.rows(members) == by_bib[::-1]
    hands.key(Qt.Key.Key_Up, ALT)
    assert eyes.rows(members) == by_bib


def test_a_control_that_only_a_mouse_reaches_would_be_seen(laptops: Found) -> None:
    laptop = laptops("new")
    laptop.switch_on()
    stray = QToolButton(laptop.program.gate)
    stray.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    stray.show()
    assert faults_of(laptop, "doors") == ["doors: not reached by Tab: QToolButton ''"]
