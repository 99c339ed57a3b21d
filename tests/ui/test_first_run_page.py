# SPDX-License-Identifier: Apache-2.0
"""The first start: each of the four doors, with the real services behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.services.entrance import is_there, proposed_passphrase, who_may_enter
from app.services.joining import admit, request_words
from app.services.opening import open_centre
from app.services.sample import USERS
from app.services.upkeep import backup
from app.store.folder import DataFolder
from app.ui.background.runner import Runner
from app.ui.first_run.country_box import CountryBox, countries
from app.ui.first_run.first_run_page import FirstRunPage
from app.ui.first_run.ground import Ground
from app.ui.first_run.join_page import JoinPage
from app.ui.first_run.new_centre_page import NewCentrePage
from app.ui.first_run.recovery_page import RecoveryPage
from app.ui.first_run.restore_page import RestorePage
from app.ui.first_run.sample_page import SamplePage
from app.ui.widgets.choice_tile import ChoiceTile
from tests.ui.screen_checks import RESOURCES, dress, nameless, shared_mnemonics
from tests.ui.sitting_room import copied, quick_machine

PATIENCE_MS = 20_000


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[FirstRunPage]:
    dress()
    machine, runner = quick_machine(tmp_path / "new"), Runner()
    propose = lambda: proposed_passphrase("en", machine.random)  # noqa: E731 - one line is enough for it
    made = FirstRunPage(Ground(DataFolder(tmp_path / "new" / "centre"), machine, runner, propose, RESOURCES))
    qtbot.addWidget(made)
    made.resize(980, 728)
    made.show()
    yield made
    assert runner.drain(10)
    runner.stop()


def ground_of(page: FirstRunPage) -> Ground:
    return page._ground


def fill(step: NewCentrePage) -> None:
    step.centre.setText("Trade School SAMPLE")
    step.code.setText("pp01")
    step.country.setEditText("Cambodia (កម្ពុជា)")
    step.admin.setText("Sokha SAMPLE")
    step.passphrase.field.edit.setText("three brown bowls")


def test_a_new_centre_is_made_and_entered_once_the_code_is_written_down(qtbot: QtBot, page: FirstRunPage) -> None:
    page.doors.tiles["new"].click()
    step = page.step()
    assert isinstance(step, NewCentrePage)
    fill(step)
    step.go_on()
    qtbot.waitUntil(lambda: isinstance(page.step(), RecoveryPage), timeout=PATIENCE_MS)
    recovery = page.step()
    assert isinstance(recovery, RecoveryPage)
    assert not recovery.primary.isEnabled(), "nobody goes on without the code"
    recovery.tick.setChecked(True)
    with qtbot.waitSignal(page.entered) as entered:
        recovery.primary.click()
    folder, name, passphrase = entered.args or (None, "", "")
    assert isinstance(folder, DataFolder)
    centre = open_centre(folder, name, passphrase, ground_of(page).machine)
    assert (centre.centre.name, centre.centre.code, centre.centre.country) == ("Trade School SAMPLE", "PP01", "KH")
    centre.close()


def test_what_is_missing_or_cannot_be_is_told_at_its_field(qtbot: QtBot, page: FirstRunPage) -> None:
    page.open_door("new")
    step = page.step()
    assert isinstance(step, NewCentrePage)
    fill(step)
    step.centre.clear()
    step.go_on()
    assert step.centre.property("wrong") == "true"
    step.centre.setText("Trade School SAMPLE")
    step.code.setText("code with spaces")
    step.go_on()
    qtbot.waitUntil(lambda: step.code.property("wrong") == "true", timeout=PATIENCE_MS)
    assert not is_there(ground_of(page).folder)
    assert step.primary.isEnabled()


def test_the_recovery_code_can_be_saved(qtbot: QtBot, tmp_path: Path) -> None:
    dress()
    page = RecoveryPage("Trade School SAMPLE", "AB12-CD34")
    qtbot.addWidget(page)
    page.card.save(tmp_path / "code.txt")
    assert "AB12-CD34" in (tmp_path / "code.txt").read_text(encoding="utf-8")
    page.card.save(tmp_path / "missing" / "code.txt")
    assert "could not be written" in page.card._said.text()


def test_a_laptop_joins_by_two_files(qtbot: QtBot, page: FirstRunPage, sample: Path, tmp_path: Path) -> None:
    page.open_door("join")
    step = page.step()
    assert isinstance(step, JoinPage)
    request, answer = tmp_path / "a.guildmark-request", tmp_path / "a.guildmark-answer"
    step.device.setText("Workshop")
    step.request(request)
    qtbot.waitUntil(lambda: bool(step.words.text()), timeout=PATIENCE_MS)
    assert step.words.text() == request_words(request)
    office = quick_machine(tmp_path)
    centre = open_centre(copied(sample, tmp_path), USERS[0].name, USERS[0].passphrase, office)
    admit(centre, request, answer)
    centre.close()
    step.accept(answer)
    qtbot.waitUntil(lambda: isinstance(page.step(), RecoveryPage), timeout=PATIENCE_MS)
    recovery = page.step()
    assert isinstance(recovery, RecoveryPage)
    recovery.tick.setChecked(True)
    with qtbot.waitSignal(page.ready):
        recovery.primary.click()
    one_time = {entry.name: entry.one_time for entry in who_may_enter(ground_of(page).folder)}
    assert one_time[USERS[0].name] is False, "who admitted the laptop keeps the passphrase"
    assert one_time[USERS[1].name] is True


def test_a_backup_is_restored(qtbot: QtBot, page: FirstRunPage, sample: Path, tmp_path: Path) -> None:
    office = quick_machine(tmp_path)
    centre = open_centre(copied(sample, tmp_path), USERS[0].name, USERS[0].passphrase, office)
    backup(centre, tmp_path / "x.guildmark-backup")
    centre.close()
    page.open_door("restore")
    step = page.step()
    assert isinstance(step, RestorePage)
    step.restore(tmp_path / "nothing.guildmark-backup")
    qtbot.waitUntil(step._error.isVisible, timeout=PATIENCE_MS)
    with qtbot.waitSignal(page.ready, timeout=PATIENCE_MS):
        step.restore(tmp_path / "x.guildmark-backup")
    assert {entry.name for entry in who_may_enter(ground_of(page).folder)} == {user.name for user in USERS}


def test_the_sample_lies_beside_the_place_of_the_own_centre(qtbot: QtBot, page: FirstRunPage) -> None:
    page.open_door("sample")
    step = page.step()
    assert isinstance(step, SamplePage)
    step.primary.click()
    qtbot.waitUntil(lambda: bool(step.findChildren(ChoiceTile)), timeout=PATIENCE_MS)
    with qtbot.waitSignal(page.entered) as entered:
        step.findChildren(ChoiceTile)[1].click()
    assert entered.args == [ground_of(page).sample_folder, USERS[1].name, USERS[1].passphrase]
    assert not is_there(ground_of(page).folder)
    with qtbot.waitSignal(page.ready):
        page.open_door("sample")


def test_every_step_leads_back_to_the_doors(page: FirstRunPage) -> None:
    for door in ("new", "join", "restore", "sample"):
        page.open_door(door)
        assert nameless(page) == []
        assert shared_mnemonics(page) == []
        page.step().left.emit()  # type: ignore[attr-defined]  # a step is any widget that can be left
        assert page.step() is page.doors


def test_a_country_is_known_by_its_name(qtbot: QtBot) -> None:
    dress()
    box = CountryBox()
    qtbot.addWidget(box)
    for typed, code in (("vietnam (việt nam)", "VN"), ("KH", "KH"), ("Atlantis", "Atlantis")):
        box.setEditText(typed)
        assert box.code() == code
    assert len(countries()) > 200


def test_no_word_of_a_step_is_cut_off(page: FirstRunPage) -> None:
    for door in ("new", "join", "restore", "sample"):
        page.open_door(door)
        words = [one for one in page.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
        assert [one.text() for one in words if one.height() < one.heightForWidth(one.width())] == []
        page.show_doors()
