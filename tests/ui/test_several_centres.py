# SPDX-License-Identifier: Apache-2.0
"""One assessor, several centres on one laptop: a switcher at the sign-in, each centre with its own file and people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from app.services.founding import CentreWish, found_centre
from app.services.machine import Machine
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.ui.application import Application, every_page
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.known_centres import KnownCentre, free_folder, known_centres, last_folder, note_centre, titles
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from tests.ui.screen_checks import dress, nameless, shared_mnemonics
from tests.ui.sitting_room import PATIENCE, copied, quick_machine

PATIENCE_MS = round(PATIENCE * 1000)
ANI, WORDS = "Ani SAMPLE", "three brown bowls"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return quick_machine(tmp_path)


@pytest.fixture
def second(tmp_path: Path, machine: Machine) -> DataFolder:
    folder = DataFolder(tmp_path / "centre-2")
    found_centre(folder, CentreWish("Workshop of Ani SAMPLE", "AM01", "AM", ANI, "Yerevan"), WORDS, "Laptop", machine)
    return folder


@pytest.fixture
def program(sample: Path, tmp_path: Path, machine: Machine, qtbot: QtBot) -> Iterator[Application]:
    made = Application(dress(), copied(sample, tmp_path), machine, every_page)
    made.start()
    yield made
    made.end()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page_of(program: Application) -> SignInPage:
    page = program.gate.page()
    assert isinstance(page, SignInPage)
    return page


def people(program: Application) -> list[str]:
    listed = page_of(program).people
    return [listed.item(n).text() for n in range(listed.count())]


def let_in(qtbot: QtBot, program: Application, name: str, words: str) -> None:
    with qtbot.waitSignal(program.opened, timeout=PATIENCE_MS):
        program.attempt(Attempt(name, words))


def doors_of(program: Application) -> FirstRunPage:
    page = program.gate.page()
    assert isinstance(page, FirstRunPage)
    return page


def test_one_centre_has_no_switcher(program: Application) -> None:
    page = page_of(program)
    assert not page.centre.isVisible()
    assert page.another.isVisible()
    assert (nameless(page), shared_mnemonics(page)) == ([], [])


def test_a_second_centre_comes_beside_the_first_and_the_assessor_goes_from_one_to_the_other(
    qtbot: QtBot, program: Application, second: DataFolder, machine: Machine
) -> None:
    let_in(qtbot, program, USERS[1].name, USERS[1].passphrase)
    program.lock()
    page_of(program).another.click()
    qtbot.waitUntil(lambda: isinstance(program.gate.page(), FirstRunPage), timeout=PATIENCE_MS)
    assert program.sitting is None, "the records of the first centre are closed"
    doors = doors_of(program)
    assert doors._ground.folder.path.name == "centre-3"
    doors.doors.left.emit()
    assert USERS[1].name in people(program)
    program.add_centre()
    doors_of(program).ready.emit(second)
    assert people(program) == [ANI]
    let_in(qtbot, program, ANI, WORDS)
    assert program.sitting is not None
    assert program.sitting.window.windowTitle().endswith("Workshop of Ani SAMPLE")
    program.keeper.wait(5)
    assert known_centres(machine.state)[0].name == "Workshop of Ani SAMPLE"
    program.lock()
    page = page_of(program)
    assert page.centre.itemText(0) == "Workshop of Ani SAMPLE"
    assert page.centre.isVisible()
    assert (nameless(page), shared_mnemonics(page)) == ([], [])
    page.centre.activated.emit(1)
    qtbot.waitUntil(lambda: USERS[1].name in people(program), timeout=PATIENCE_MS)
    let_in(qtbot, program, USERS[1].name, USERS[1].passphrase)
    assert program.sitting.window.windowTitle().endswith("SAMPLE Training Centre")


def test_a_passphrase_of_one_centre_opens_no_other(
    qtbot: QtBot, program: Application, second: DataFolder, machine: Machine
) -> None:
    note_centre(machine.state, KnownCentre("Workshop of Ani SAMPLE", second))
    program.change_centre(second)
    program.attempt(Attempt(ANI, USERS[1].passphrase))
    part = page_of(program)._parts["secret"]
    qtbot.waitUntil(lambda: bool(part._error.text()), timeout=PATIENCE_MS)
    assert program.sitting is None


def test_the_last_centre_is_opened_first_the_next_time(second: DataFolder, sample: Path, tmp_path: Path) -> None:
    state, usual = tmp_path / "state", tmp_path / "usual"
    assert last_folder(state, usual) == usual
    first = copied(sample, tmp_path)
    for name, folder in (("A", first), ("B", second), ("A", first)):
        assert note_centre(state, KnownCentre(name, folder))
    assert [one.name for one in known_centres(state)] == ["A", "B"]
    assert last_folder(state, usual) == first.path
    first.database.unlink()
    assert last_folder(state, usual) == second.path, "what is gone is offered no more"
    (state / "centres.json").write_text('[1, {}, {"name": 5}]', encoding="utf-8")
    assert known_centres(state) == ()


def test_places_and_titles_never_meet(tmp_path: Path) -> None:
    for name in ("centre", "centre-2", "centre-sample"):
        (tmp_path / name).mkdir()
    for name in ("centre", "centre-2", "centre-sample"):
        assert free_folder(DataFolder(tmp_path / name)).path == tmp_path / "centre-3"
    same = [KnownCentre("A", DataFolder(Path("x"))), KnownCentre("A", DataFolder(Path("y")))]
    assert titles(same) == ["A (x)", "A (y)"]


def test_notes_that_cannot_be_written_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not note_centre(tmp_path / "file", KnownCentre("A", DataFolder(tmp_path)))
