# SPDX-License-Identifier: Apache-2.0
"""This laptop: carrying records, backups, letting a laptop join, checking."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.services.joining import accept, join_request
from app.services.opening import OpenCentre, open_centre
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.store.keyring import WEAKEST
from app.ui.devices.devices_page import DevicesPage
from app.ui.widgets.question import Question
from tests.ui.screen_checks import nameless, press, shared_mnemonics
from tests.ui.sitting_room import Room, quick_machine


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


def shown(room: Room) -> DevicesPage:
    return room.show(DevicesPage(room.context))


def admitted(room: Room, page: DevicesPage, place: Path) -> OpenCentre:
    """Another laptop of the centre, open."""
    request, answer = place / "w.guildmark-request", place / "w.guildmark-answer"
    folder, machine = DataFolder(place / "workshop" / "centre"), quick_machine(place / "workshop")
    join_request(folder, "Workshop", request, machine)
    page.admit.open(request)
    room.settle()
    page.admit.admit(answer)
    room.settle()
    accept(folder, answer, machine)
    return open_centre(folder, USERS[0].name, USERS[0].passphrase, machine)


def test_this_laptop_is_the_only_one_at_first(room: Room) -> None:
    page = shown(room)
    assert page.laptops.table.rows.rowCount() == 1
    assert "No backup" in page.backup._words.text()


def test_a_laptop_joins_after_the_words_were_compared(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    machine = quick_machine(tmp_path / "new")
    words = join_request(DataFolder(tmp_path / "new" / "centre"), "Workshop", tmp_path / "w.request", machine)
    page.admit.open(tmp_path / "w.request")
    room.settle()
    assert page.admit.words.text() == words
    assert page.admit.same.isVisible()
    assert page.laptops.table.rows.rowCount() == 1, "nothing is written before the words are compared"
    page.admit.admit(tmp_path / "w.answer")
    room.settle()
    assert "Workshop may join" in page.admit.result.text()
    assert page.admit.codes is not None
    assert all(user.name in page.admit.codes.code for user in USERS[1:])
    assert page.laptops.table.rows.rowCount() == 2


def test_other_words_let_nobody_in(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    machine = quick_machine(tmp_path / "new")
    join_request(DataFolder(tmp_path / "new" / "centre"), "Workshop", tmp_path / "w.request", machine)
    page.admit.open(tmp_path / "w.request")
    room.settle()
    page.admit.other.click()
    assert not page.admit.same.isVisible()
    assert page.admit.open_button.isVisible()
    assert page.laptops.table.rows.rowCount() == 1


def test_a_file_that_is_no_request_is_told(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    (tmp_path / "x").write_bytes(b"not a request")
    page.admit.open(tmp_path / "x")
    room.settle()
    assert page.admit.result.property("role") == "error"
    assert not page.admit.same.isVisible()


def states(page: DevicesPage) -> dict[str, str]:
    rows = page.laptops.table.rows
    return {str(rows.index(n, 0).data()): str(rows.index(n, 3).data()) for n in range(rows.rowCount())}


def choose(page: DevicesPage, name: str) -> None:
    table, how = page.laptops.table, QItemSelectionModel.SelectionFlag
    row = table.rows.index(list(states(page)).index(name), 0)
    table.selectionModel().select(row, how.ClearAndSelect | how.Rows)


def asked(page: DevicesPage) -> Question:
    page.laptops.gone_button.click()
    found = page.findChild(Question)
    assert found is not None
    return found


def test_a_lost_laptop_is_shut_out_after_one_question(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    admitted(room, page, tmp_path).close()
    own = next(name for name, state in states(page).items() if state == "This laptop")
    assert not page.laptops.gone_button.isEnabled(), "nothing is selected"
    choose(page, own)
    assert not page.laptops.gone_button.isEnabled(), "this laptop cannot shut itself out"
    choose(page, "Workshop")
    question = asked(page)
    assert (nameless(question), shared_mnemonics(question)) == ([], [])
    assert "for ever" in " ".join(each.text() for each in question.findChildren(QLabel))
    press(question, Qt.Key.Key_Return)
    room.settle()
    assert states(page)["Workshop"] == "Belongs to the centre", "Enter keeps it"
    button = next(each for each in asked(page).findChildren(QPushButton) if each.text() == "&Shut it out for ever")
    button.click()
    room.settle()
    assert room.said[-1] == "Workshop is shut out. What it wrote stays."
    assert states(page)["Workshop"] == "Shut out"
    choose(page, "Workshop")
    assert not page.laptops.gone_button.isEnabled(), "it is shut out already"


def test_a_backup_is_made_and_remembered(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    page.backup.back_up(tmp_path / "b.guildmark-backup")
    room.settle()
    assert (tmp_path / "b.guildmark-backup").exists()
    assert "written and checked" in page.backup.result.text()
    assert "just now" in page.backup._words.text()


def test_a_backup_that_cannot_be_written_is_told_on_its_card(room: Room, tmp_path: Path) -> None:
    page = shown(room)
    page.backup.back_up(tmp_path / "missing" / "b.guildmark-backup")
    room.settle()
    assert page.backup.result.property("role") == "error"
    assert page.backup.backup_button.isEnabled()


def test_sound_records_are_found_sound(room: Room) -> None:
    page = shown(room)
    page.check.check_button.click()
    room.settle()
    assert page.check.result.text() == "Everything is as it should be."


def test_an_assessor_lets_no_laptop_in(assessor_room: Room) -> None:
    page = shown(assessor_room)
    assert not page.admit.isVisible()
    assert not page.laptops.gone_button.isVisible()
    assert page.backup.backup_button.isEnabled()


def test_everything_has_a_name_and_a_letter_of_its_own(room: Room) -> None:
    page = shown(room)
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
