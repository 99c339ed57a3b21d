# SPDX-License-Identifier: Apache-2.0
"""The page on which people choose themselves and give their passphrase."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.refusals import BadInput
from app.services.entrance import Entry
from app.ui.sign_in.face import face, initials
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from tests.ui.screen_checks import dress, nameless, press, shared_mnemonics

ENTRIES = (
    Entry(b"1", "Sokha SAMPLE", False),
    Entry(b"2", "Айгерим Токтогулова SAMPLE", False),
    Entry(b"3", "សុខ ដារា SAMPLE", True),
)
PROPOSED = "amber bicycle river moon"


def shown(qtbot: QtBot, chosen: str = "", *, locked: bool = False) -> tuple[SignInPage, list[Attempt]]:
    dress()
    page = SignInPage(ENTRIES, lambda: PROPOSED, chosen, locked=locked)
    qtbot.addWidget(page)
    page.resize(980, 728)
    page.show()
    attempts: list[Attempt] = []
    page.attempted.connect(attempts.append)
    return page, attempts


def visible(page: SignInPage) -> set[str]:
    return {key for key, part in page._parts.items() if part.isVisible()}


def test_a_passphrase_and_enter_are_enough(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot)
    assert visible(page) == {"secret"}
    page.secret.edit.setText("three brown bowls")
    press(page.secret.edit, Qt.Key.Key_Return)
    assert attempts == [Attempt("Sokha SAMPLE", "three brown bowls")]


def test_the_last_person_is_chosen_again(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot, "Айгерим Токтогулова SAMPLE")
    page.secret.edit.setText("three brown bowls")
    press(page.secret.edit, Qt.Key.Key_Return)
    assert attempts[0].name == "Айгерим Токтогулова SAMPLE"


def test_the_first_sign_in_takes_a_code_and_a_new_passphrase(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot, "សុខ ដារា SAMPLE")
    assert visible(page) == {"code", "new"}
    assert page.new_passphrase.field.edit.echoMode() == QLineEdit.EchoMode.Normal
    page.code.setText("AB12-CD34")
    page.new_passphrase.field.edit.setText("my own four words")
    press(page.new_passphrase.field.edit, Qt.Key.Key_Return)
    assert attempts == [Attempt("សុខ ដារា SAMPLE", "AB12-CD34", "my own four words")]


def test_nothing_is_tried_without_a_passphrase(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot)
    press(page.secret.edit, Qt.Key.Key_Return)
    assert attempts == []


def test_a_second_enter_does_not_try_twice(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot)
    page.secret.edit.setText("three brown bowls")
    page._try()
    page._try()
    assert len(attempts) == 1


def test_a_wrong_passphrase_is_told_at_its_field_and_can_be_typed_again(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot)
    page.secret.edit.setText("wrong words")
    page._try()
    page.show_refusal(BadInput("wrong", "This is not the passphrase of this person."))
    assert page._parts["secret"].editor.property("wrong") == "true"
    assert page.secret.edit.selectedText() == "wrong words"
    page.secret.edit.setText("three brown bowls")
    page._try()
    assert len(attempts) == 2


def test_a_new_passphrase_that_is_too_short_is_told_at_its_own_field(qtbot: QtBot) -> None:
    page, _ = shown(qtbot, "សុខ ដារា SAMPLE")
    page.show_refusal(BadInput("passphrase-short", "Too short."))
    assert page._parts["new"].editor.property("wrong") == "true"
    assert not page._parts["code"].editor.property("wrong")


def test_the_recovery_code_opens_with_a_new_passphrase(qtbot: QtBot) -> None:
    page, attempts = shown(qtbot)
    page._other_way.click()
    assert visible(page) == {"recovery", "new"}
    page._recovery().setText("AB12-CD34-EF56")
    page._try()
    assert attempts == [Attempt("Sokha SAMPLE", "AB12-CD34-EF56", PROPOSED, with_recovery=True)]


def test_over_open_records_the_recovery_code_is_of_no_use(qtbot: QtBot) -> None:
    page, _ = shown(qtbot, locked=True)
    page._other_way.click()
    assert visible(page) == {"secret"}
    assert page._forgot.isVisible()


def test_another_person_sees_nothing_of_what_was_typed(qtbot: QtBot) -> None:
    page, _ = shown(qtbot)
    page.secret.edit.setText("three brown bowls")
    page.people.choose("Айгерим Токтогулова SAMPLE")
    assert page.secret.text() == ""


def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot) -> None:
    for name in ("Sokha SAMPLE", "សុខ ដារា SAMPLE"):
        page, _ = shown(qtbot, name)
        assert nameless(page) == []
        assert shared_mnemonics(page) == []


@pytest.mark.parametrize(
    ("name", "letters"), [("Sokha Chan", "SC"), ("Айгерим", "А"), ("Nguyễn Thị Hoa", "NH"), ("", ""), ("é é", "ÉÉ")]
)
def test_a_face_shows_the_first_letters(qtbot: QtBot, name: str, letters: str) -> None:
    dress()
    assert initials(name) == letters
    assert not face(name, 30).isNull()
