# SPDX-License-Identifier: Apache-2.0
"""An awkward workbook from the drop on the window to its learners and back, by keyboard alone and by mouse alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox

from app.paths import resources
from app.records.queries import learners
from app.services.sample import USERS, make_sample
from app.spreadsheets.sample import sample_learners
from app.store.folder import DataFolder
from app.ui.importing.import_page import ImportPage
from app.ui.importing.plan_model import Part
from tests.journeys import eyes, main_job
from tests.journeys.answers import Answers
from tests.journeys.awkward import CHANGED, LATIN, NEW_NAME, NEW_PHONE, WRONG_NAME, awkward_workbook
from tests.journeys.conftest import Found
from tests.journeys.hands import Hands, type_text
from tests.journeys.keyboard import Keyboard
from tests.journeys.laptop import Laptop
from tests.journeys.mouse import Mouse
from tests.journeys.test_screens import faults_of
from tests.ui.sitting_room import quick_machine

ROWS = "Rows of the sheet"
LATIN_NAME = "Semionova"
RIGHT_DATE = "28.02.2003"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    make_sample(DataFolder(place / "centre"), quick_machine(place), resources())
    return place / "centre"


def seated(made: Path, laptop: Laptop, hands: Hands) -> None:
    """The administrator at the sample centre."""
    shutil.copytree(made, laptop.folder.path)
    laptop.switch_on()
    hands.choose("People of this centre", USERS[0].name)
    main_job.sign_in(hands, USERS[0].passphrase)


def importing(laptop: Laptop) -> ImportPage:
    page = laptop.window.page("import")
    assert isinstance(page, ImportPage)
    return page


def wait_for(hands: Hands, words: str) -> None:
    hands.laptop.until(lambda: eyes.shows(hands.laptop.look_here(), words), words)


def phone_of(laptop: Laptop, name: str) -> str:
    work = laptop.sitting.context.centre.work
    [found] = work.read(learners.find, name)
    return work.read(learners.details, found.id).phone


def known(laptop: Laptop, name: str) -> int:
    return len(laptop.sitting.context.centre.work.read(learners.find, name))


def choose_row(hands: Hands, name: str) -> None:
    """Go to the row of this name; the mouse keeps away from its tick box."""
    if not isinstance(hands, Mouse):
        hands.choose(ROWS, name)
        return
    rows = eyes.find(hands.laptop.look_here(), QAbstractItemView, ROWS)
    hands.click(rows.viewport(), hands.turn_to(rows, eyes.row_of(rows, name).siblingAtColumn(Part.NAME)))


def from_plan_to_undo(hands: Hands, put_right: Callable[[], None]) -> None:
    """The plan: what is new, changed, wrong, perhaps known; then the import, and the way back."""
    laptop, known_before = hands.laptop, sample_learners(resources())
    latin, changed = known_before[LATIN].full_name, known_before[CHANGED]
    wait_for(hands, "&Import 3 learners; 2 rows stay out")
    assert faults_of(laptop, "plan") == []
    choose_row(hands, WRONG_NAME)
    put_right()
    wait_for(hands, "&Import 4 learners; 1 row stays out")
    choose_row(hands, LATIN_NAME)
    assert eyes.shows(laptop.look_here(), latin)
    hands.press("Same person")
    wait_for(hands, "&Import 5 learners")
    assert known(laptop, NEW_NAME) == 0
    hands.press("Import 5 learners")
    wait_for(hands, "3 learners are new. 2 learners were changed.")
    assert (known(laptop, NEW_NAME), known(laptop, WRONG_NAME)) == (1, 1)
    assert phone_of(laptop, changed.full_name) == NEW_PHONE
    assert known(laptop, latin) == 1
    hands.press("Take it back...")
    wait_for(hands, "3 learners would be gone. 2 learners would be as before.")
    hands.press("Take it back")
    wait_for(hands, "The import was taken back")
    assert known(laptop, NEW_NAME) == 0
    assert phone_of(laptop, changed.full_name) == changed.phone


@pytest.mark.long
def test_an_awkward_workbook_by_keyboard_alone(made: Path, laptops: Found, answers: Answers, tmp_path: Path) -> None:
    laptop = laptops("office")
    hands = Keyboard(laptop)
    seated(made, laptop, hands)
    hands.go_to("Cohorts")
    hands.press("Import from Excel...")
    answers.next.append(awkward_workbook(tmp_path / "Список.xlsx", resources()))
    hands.press("Choose a file...")
    wait_for(hands, "Show &what would change")
    assert faults_of(laptop, "columns") == []
    number = eyes.find(laptop.look_here(), QComboBox, "Документ номер goes into")
    hands.reach(number)
    while number.currentText() != "ID number":
        hands.key(Qt.Key.Key_Down)
    hands.press("Show what would change")

    def put_right() -> None:
        hands.key(Qt.Key.Key_F2)
        type_text(RIGHT_DATE)
        hands.key(Qt.Key.Key_Return)

    from_plan_to_undo(hands, put_right)


@pytest.mark.long
def test_an_awkward_workbook_by_mouse_alone(made: Path, laptops: Found, tmp_path: Path) -> None:
    laptop = laptops("office")
    hands = Mouse(laptop)
    seated(made, laptop, hands)
    drop(laptop, awkward_workbook(tmp_path / "Список.xlsx", resources()))
    wait_for(hands, "Show &what would change")
    number = eyes.find(laptop.look_here(), QComboBox, "Документ номер goes into")
    hands.click(number)
    listed = number.view()
    at = hands.turn_to(listed, eyes.row_of(listed, "ID number"))
    QTest.qWait(QApplication.doubleClickInterval() + 50)  # a list that has just opened takes no click
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert number.currentData() == "id_number"
    hands.press("Show what would change")

    def put_right() -> None:
        hands.write("Birth date", RIGHT_DATE)
        choose_row(hands, NEW_NAME)

    from_plan_to_undo(hands, put_right)
    assert importing(laptop).draft is None


@pytest.mark.long
def test_a_range_is_pasted_without_a_mouse(made: Path, laptops: Found) -> None:
    from PySide6.QtGui import QGuiApplication

    laptop = laptops("office")
    hands = Keyboard(laptop)
    seated(made, laptop, hands)
    QGuiApplication.clipboard().setText("Full name\tPhone\nPasted One SAMPLE\t012\n")
    hands.go_to("Cohorts")
    hands.press("Import from Excel...")
    hands.press("Paste a range")
    wait_for(hands, "&Import 1 learner")
    rows = eyes.find(laptop.look_here(), QAbstractItemView, ROWS)
    assert any("Pasted One SAMPLE" in row for row in eyes.rows(rows))
    hands.press("Import 1 learner")
    wait_for(hands, "1 learner is new.")
    QGuiApplication.clipboard().clear()


def drop(laptop: Laptop, path: Path) -> None:
    """A file is held over the middle of the window and let go."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    handle, at = laptop.window.windowHandle(), QPoint(600, 400)
    left, plain, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QCoreApplication.sendEvent(handle, QDragEnterEvent(at, copy, content, left, plain))
    QCoreApplication.sendEvent(handle, QDropEvent(QPointF(at), copy, content, left, plain))
    laptop.settle()
