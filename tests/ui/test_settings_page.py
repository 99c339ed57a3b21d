# SPDX-License-Identifier: Apache-2.0
"""A person's settings: look, language, passphrase, PIN, and the recovery code for administrators."""

import pytest

from app.services.pins import has_pin
from app.store.unlocking import WrongPassphrase
from app.ui.settings.settings_page import SettingsPage
from app.ui.theme.tokens import Mode
from tests.ui.screen_checks import nameless, shared_mnemonics
from tests.ui.sitting_room import Room


def shown(room: Room) -> SettingsPage:
    return room.show(SettingsPage(room.context))


def test_each_choice_of_the_look_takes_effect_at_once(room: Room) -> None:
    page = shown(room)
    for what, value in (("language", "km"), ("theme", Mode.DARK), ("scale", 130), ("density", "compact")):
        page.look._values[what][value].click()
        assert room.chosen[-1] == (what, value)
    assert page.look._values["theme"][Mode.DARK].isChecked()


def test_the_passphrase_is_changed_by_who_knows_it(room: Room) -> None:
    page = shown(room)
    card = page.passphrase
    card.begin.click()
    card.old.edit.setText("not the passphrase")
    card.new.field.edit.setText("seven green windows")
    card.change.click()
    room.settle()
    assert card.form.field("old").editor.property("wrong") == "true"
    card.old.edit.setText("sample administrator")
    card.new.field.edit.setText("short")
    card.change.click()
    room.settle()
    assert card.form.field("new").editor.property("wrong") == "true"
    card.new.field.edit.setText("seven green windows")
    card.change.click()
    room.settle()
    assert room.said == ["Your passphrase is changed."]
    assert card.old.text() == ""
    room.centre.confirm("seven green windows")
    with pytest.raises(WrongPassphrase):
        room.centre.confirm("sample administrator")


def test_a_pin_is_set_and_taken_away(room: Room) -> None:
    page = shown(room)
    assert not page.pin.remove.isVisible()
    page.pin.pin.edit.setText("12")
    page.pin.set.click()
    room.settle()
    assert not has_pin(room.centre.work)
    page.pin.pin.edit.setText("4711")
    page.pin.set.click()
    room.settle()
    assert has_pin(room.centre.work)
    assert page.pin.pin.text() == ""
    page.pin.remove.click()
    room.settle()
    assert not has_pin(room.centre.work)


def test_an_administrator_makes_a_new_recovery_code(room: Room) -> None:
    page = shown(room)
    page.recovery.make.click()
    room.settle()
    assert page.recovery.shown is not None
    assert len(page.recovery.shown.code) > 20


def test_an_assessor_has_no_recovery_code_to_make(assessor_room: Room) -> None:
    assert not shown(assessor_room).recovery.isVisible()


def test_everything_has_a_name_and_a_letter_of_its_own(room: Room) -> None:
    page = shown(room)
    page.passphrase.show_fields()
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
