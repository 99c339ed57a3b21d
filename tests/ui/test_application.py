# SPDX-License-Identifier: Apache-2.0
"""The program with a window: first paint, sign-in, lock, another person, coming back after a power cut."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.paths import resources
from app.services.machine import Machine
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.translation import language, later, use_language
from app.ui import application
from app.ui.all_pages import PAGES
from app.ui.application import Application
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.main_window import MainWindow
from app.ui.pages import Page
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from app.ui.theme.icons import Icon
from app.ui.ui_settings import load_settings
from app.ui.widgets.messages import MessagePage
from tests.ui.screen_checks import dress, nameless
from tests.ui.sitting_room import ADMIN, ASSESSOR, copied, quick_machine

PATIENCE_MS = 20_000
FORBIDDEN = ("sqlalchemy", "alembic", "sqlcipher3", "reportlab", "openpyxl", "python_calamine", "httpx", "fastapi")
FIRST_PAINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.services.machine import this_machine
from app.store.folder import DataFolder
from app.ui.application import Application, every_page
app = QApplication(["Guildmark"])
program = Application(app, DataFolder(Path(sys.argv[1])), this_machine(Path(sys.argv[2])), every_page)
program.gate.resize(1366, 768)
program.show_entrance()
program.gate.show()
program.gate.grab()
print(*sorted(name.partition(".")[0] for name in sys.modules))
program.end()
"""

QUICK = """
import builtins, gc
from app.ui.quick_start import quick_application, settle
plain = builtins.__import__
app = quick_application()
print(app.style().name(), gc.isenabled(), builtins.__import__ is plain)
settle()
print(gc.isenabled())
"""


class Screen(QLabel):
    """A page with a place."""

    def __init__(self, context: object) -> None:
        super().__init__("SAMPLE")
        self.where = ""

    def place(self) -> str:
        return self.where

    def go_to(self, place: str) -> None:
        self.where = place


def few_pages() -> list[Page]:
    return [
        Page("home", later("Home"), Icon.HOUSE, lambda context: QWidget()),
        Page("screen", later("Learners"), Icon.USER, Screen),
        Page("people", later("People"), Icon.USERS, Screen, frozenset({"administrator"})),
    ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return quick_machine(tmp_path)


@pytest.fixture
def programs(qtbot: QtBot) -> Iterator[list[Application]]:
    """Programs that were started in a test; those still running are ended after it."""
    started: list[Application] = []
    yield started
    for program in started:
        program.end()
    use_language("en", resources() / "translations")


def start(programs: list[Application], folder: DataFolder, machine: Machine) -> Application:
    program = Application(dress(), folder, machine, few_pages)
    programs.append(program)
    program.start()
    return program


def sign_in(qtbot: QtBot, program: Application, who: int = ADMIN) -> MainWindow:
    with qtbot.waitSignal(program.opened, timeout=PATIENCE_MS):
        program.attempt(Attempt(USERS[who].name, USERS[who].passphrase))
    assert program.sitting is not None
    return program.sitting.window


def page_of(program: Application) -> SignInPage:
    page = program.gate.page()
    assert isinstance(page, SignInPage)
    return page


def test_the_first_paint_needs_no_database_and_no_documents(sample: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST_PAINT, str(sample / "centre"), str(tmp_path / "state")]
    painted = subprocess.run(command, capture_output=True, text=True, check=True, cwd=resources().parent)
    loaded = set(painted.stdout.split())
    assert "PySide6" in loaded
    assert loaded.isdisjoint(FORBIDDEN)


def test_rubbish_is_searched_for_again_once_the_first_page_is_shown() -> None:
    started = subprocess.run(
        [sys.executable, "-c", QUICK], capture_output=True, text=True, check=True, cwd=resources().parent
    )
    assert started.stdout.split() == ["fusion", "False", "True", "True"]


def test_the_database_layer_comes_while_the_passphrase_is_typed(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[bool] = []
    monkeypatch.setattr(application, "_warm_up", lambda: warmed.append(True))
    start(programs, copied(sample, tmp_path), quick_machine(tmp_path))
    assert warmed == [], "the page is painted first"
    qtbot.waitUntil(lambda: warmed == [True])


def test_a_passphrase_opens_the_window_of_that_person(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, copied(sample, tmp_path), machine)
    page = page_of(program)
    page.people.choose(USERS[ASSESSOR].name)
    page.secret.edit.setText("not the passphrase")
    page.secret.entered.emit()
    qtbot.waitUntil(lambda: page._parts["secret"].editor.property("wrong") == "true", timeout=PATIENCE_MS)
    assert program.sitting is None
    window = sign_in(qtbot, program, ASSESSOR)
    assert window.isVisible()
    assert not program.gate.isVisible()
    assert window._title == "SAMPLE Training Centre"
    assert list(window._pages) == ["home", "screen"], "no pages of other roles"


def test_the_same_person_unlocks_the_same_window(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, copied(sample, tmp_path), machine)
    window = sign_in(qtbot, program)
    window.show_page("screen")
    window.lock_requested.emit()
    assert not window.isVisible()
    assert program.gate.isVisible()
    assert page_of(program).people.entry() is not None
    assert sign_in(qtbot, program) is window
    assert window.isVisible()
    assert window.current == "screen"


def test_another_person_gets_a_window_of_their_own_over_the_open_records(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, copied(sample, tmp_path), machine)
    first = sign_in(qtbot, program)
    first.say("Removed.", lambda: None)
    program.lock()
    other = sign_in(qtbot, program, ASSESSOR)
    assert other is not first
    assert other.toast.offer is None, "nobody takes back what another person did"
    assert "people" not in other._pages


def test_nothing_stays_open_over_a_locked_window(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, copied(sample, tmp_path), machine)
    sign_in(qtbot, program)
    stray = QLabel("Aigerim SAMPLE")
    qtbot.addWidget(stray)
    stray.show()
    program.lock()
    assert not stray.isVisible()


def test_after_a_power_cut_the_person_finds_the_same_page_and_place(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    folder = copied(sample, tmp_path)
    program = start(programs, folder, machine)
    window = sign_in(qtbot, program)
    window.show_page("screen")
    screen = window.page("screen")
    assert isinstance(screen, Screen)
    screen.where = "row 12, criterion 3.1"

    def kept() -> bool:
        return load_settings(machine.state, USERS[ADMIN].name).places.get("screen") == screen.where

    qtbot.waitUntil(kept, timeout=PATIENCE_MS)  # nobody closed anything
    program.end()
    again = start(programs, folder, machine)
    assert page_of(again).people.entry() is not None
    window = sign_in(qtbot, again)
    found = window.page("screen")
    assert isinstance(found, Screen)
    assert (window.current, found.where) == ("screen", "row 12, criterion 3.1")


def test_an_empty_folder_shows_four_doors(programs: list[Application], tmp_path: Path, machine: Machine) -> None:
    program = start(programs, DataFolder(tmp_path / "none"), machine)
    page = program.gate.page()
    assert isinstance(page, FirstRunPage)
    assert nameless(program.gate) == []


def test_another_language_cannot_throw_away_what_is_being_typed(
    programs: list[Application], tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, DataFolder(tmp_path / "none"), machine)
    program.gate.language_chosen.emit("km")
    assert language() == "km"
    page = program.gate.page()
    assert isinstance(page, FirstRunPage)
    page.open_door("new")
    assert not program.gate._box.isEnabled()
    page.show_doors()
    assert program.gate._box.isEnabled()


def test_a_person_goes_straight_in_from_the_sample_door(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    folder = copied(sample, tmp_path)
    program = start(programs, DataFolder(tmp_path / "none"), machine)
    page = program.gate.page()
    assert isinstance(page, FirstRunPage)
    with qtbot.waitSignal(program.opened, timeout=PATIENCE_MS):
        page.entered.emit(folder, USERS[ASSESSOR].name, USERS[ASSESSOR].passphrase)
    assert program.sitting is not None


def test_records_that_cannot_be_opened_are_told_with_a_way_on(
    programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    folder = copied(sample, tmp_path)
    kept = folder.people.read_bytes()
    folder.people.unlink()
    program = start(programs, folder, machine)
    assert isinstance(program.gate.page(), MessagePage)
    folder.people.write_bytes(kept)
    program.show_entrance()
    assert isinstance(program.gate.page(), SignInPage)


def test_an_unforeseen_error_is_told_and_its_place_written_down_without_its_words(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    program = start(programs, copied(sample, tmp_path), machine)
    window = sign_in(qtbot, program)

    def fail() -> None:
        raise ZeroDivisionError("Aigerim SAMPLE")

    program.runner.command(fail)
    qtbot.waitUntil(window.toast.isVisible, timeout=PATIENCE_MS)
    [report] = (machine.state / "reports").iterdir()
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "Aigerim" not in text


def test_closing_the_window_closes_the_records(
    qtbot: QtBot, programs: list[Application], sample: Path, tmp_path: Path, machine: Machine
) -> None:
    folder = copied(sample, tmp_path)
    program = start(programs, folder, machine)
    sign_in(qtbot, program).close()
    again = start(programs, folder, machine)
    sign_in(qtbot, again)


def test_the_rail_begins_with_home_and_no_page_is_listed_twice() -> None:
    keys = [page.key for page in PAGES]
    assert [page.key for page in PAGES if not page.in_rail] == ["import", "templates", "help"]
    assert [page.key for page in PAGES if page.when_needed] == ["conflicts"]
    assert [page.key for page in PAGES if page.in_rail][:6] == [
        "home",
        "learners",
        "cohorts",
        "assess",
        "certificates",
        "standards",
    ]
    assert len(set(keys)) == len(keys)
    assert [page.key for page in PAGES if page.at_foot] == ["exchange", "devices", "people", "settings"]


def test_the_program_ends_by_itself_when_it_was_only_to_be_shown(
    qtbot: QtBot, tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = dress()
    started: list[Application] = []

    def remember(*args: object) -> Application:
        program = Application(*args)  # type: ignore[arg-type]  # the four things that a program is made from
        started.append(program)
        QTimer.singleShot(100, program.gate.close)
        return program

    monkeypatch.setattr(application, "Application", remember)
    assert application.run_window(app, DataFolder(tmp_path / "none"), machine, few_pages) == 0
    assert started
