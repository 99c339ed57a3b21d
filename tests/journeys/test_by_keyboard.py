# SPDX-License-Identifier: Apache-2.0
"""The main job by the keyboard alone: from the four doors to certificates that prove themselves."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.domain.assessing import CLEARED, NOT_APPLICABLE, NOT_YET
from app.ui.assess.assess_page import AssessPage
from tests.journeys import eyes, main_job
from tests.journeys.answers import Answers
from tests.journeys.conftest import Found
from tests.journeys.hands import type_text
from tests.journeys.keyboard import ALT, CTRL, SHIFT, Keyboard
from tests.journeys.main_job import CRITERIA, LEARNERS

KEY = Qt.Key
NOT_NEEDED, WRONG, FORGOTTEN = (3, 4), (5, 6), (8, 2)
"""Cells of the first unit: one not applicable, one not yet met at first, one marked by mistake."""
NOTE = "ពាក់វ៉ែនតាក្រោយពីរំលឹក"


@pytest.mark.long
def test_the_main_job_by_keyboard_alone(laptops: Found, answers: Answers, tmp_path: Path) -> None:
    laptop = laptops("office")
    hands = Keyboard(laptop)
    laptop.switch_on()
    office = main_job.begin_centre(hands)
    main_job.bring_in_standards(hands, answers)
    code = main_job.add_assessor(hands)
    main_job.open_cohort(hands)
    main_job.import_learners(hands, answers, tmp_path / "learners.xlsx")
    main_job.change_to(hands, main_job.ASSESSOR)
    floor = main_job.sign_in_with_code(hands, code)
    hands.go_to("Assess")
    every_mark_by_its_own_key(hands, floor)
    tiles_with_somebody_absent(hands, floor)
    whole_columns_and_the_gaps_that_stay(hands, floor)
    main_job.change_to(hands, main_job.ADMINISTRATOR)
    main_job.sign_in(hands, office)
    files = main_job.issue(hands, answers, tmp_path / "certificates")
    hands.show_tab("Check one")
    assert "Genuine" in main_job.check_one(hands, answers, files[0])
    main_job.assert_names_come_back(files, laptop.folder.trust)


def every_mark_by_its_own_key(hands: Keyboard, passphrase: str) -> None:
    """Three hundred keys, with a note, a mistake that is undone, and a criterion that is closed at the end."""
    page = main_job.start_practical(hands, main_job.UNITS[0])
    for row in range(CRITERIA):
        for seat in range(LEARNERS):
            mark_one(hands, page, (row, seat))
    hands.laptop.settle()
    assert eyes.shows(page, "300 of 300 marked · 1 not yet")
    hands.key(KEY.Key_G)
    assert (page.presenter.row, page.presenter.column) == WRONG
    assert page.bar.note.text() == NOTE
    hands.key(KEY.Key_Y)
    assert eyes.shows(page, "300 of 300 marked · 0 not yet")
    assert page.model.cell(page.model.key_at(*WRONG)).note == NOTE
    assert mark_at(page, NOT_NEEDED) == NOT_APPLICABLE
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, LEARNERS)
    leave(hands)


def mark_one(hands: Keyboard, page: AssessPage, place: tuple[int, int]) -> None:
    if place == NOT_NEEDED:
        hands.key(KEY.Key_X, wait=False)
    elif place == WRONG:
        hands.key(KEY.Key_N, SHIFT)
        assert isinstance(page.window().focusWidget(), QLineEdit), "the note is open"
        type_text(NOTE)
        hands.key(KEY.Key_Return)
        hands.key(KEY.Key_Right)
        assert mark_at(page, place) == NOT_YET
    elif place == FORGOTTEN:
        hands.key(KEY.Key_N)
        assert mark_at(page, place) == NOT_YET
        hands.key(KEY.Key_Z, CTRL)
        assert mark_at(page, place) == CLEARED
        hands.key(KEY.Key_Left)
        hands.key(KEY.Key_Y)
    else:
        hands.key(KEY.Key_Y, wait=False)


def tiles_with_somebody_absent(hands: Keyboard, passphrase: str) -> None:
    """One criterion at a time; the learner of the twelfth seat is not there and is signed later."""
    page = main_job.start_practical(hands, main_job.UNITS[1])
    hands.key(KEY.Key_F6)
    assert page.focus_view.isVisible()
    hands.key(KEY.Key_Equal)
    hands.key(KEY.Key_A, ALT)
    assert page.model.seats[-1].absent
    for row, criterion in enumerate(page.model.criteria):
        assert page.presenter.row == row
        if criterion.critical:
            hands.key(KEY.Key_1)
            for _ in range(LEARNERS - 1):
                hands.key(KEY.Key_Y, wait=False)
            hands.laptop.settle()
        else:
            hands.key(KEY.Key_A)
            hands.key(KEY.Key_PageDown)
    assert eyes.shows(page, "275 of 275 marked · 0 not yet")
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, LEARNERS - 1)
    hands.press("Back to marking")
    hands.key(KEY.Key_Equal)
    hands.key(KEY.Key_A, ALT)
    assert eyes.shows(page, "275 of 300 marked · 0 not yet")
    hands.key(KEY.Key_A, SHIFT)
    close_gaps(hands, page)
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, 1)
    leave(hands)


def whole_columns_and_the_gaps_that_stay(hands: Keyboard, passphrase: str) -> None:
    """All remaining criteria of each learner; the critical ones one by one; a judgement; a wrong passphrase first."""
    page = main_job.start_practical(hands, main_job.UNITS[2])
    for _ in range(LEARNERS):
        hands.key(KEY.Key_A, SHIFT)
        hands.key(KEY.Key_Right, wait=False)
    close_gaps(hands, page)
    assert eyes.shows(page, "300 of 300 marked · 0 not yet")
    hands.press("Finish and sign...")
    name = page.model.seats[0].full_name
    hands.pick(f"{name}: Competent")
    hands.write("Your passphrase or PIN", "not mine at all")
    hands.press("Sign 12 learners")
    assert page.finish.secret.edit.hasFocus()
    assert not any(seat.signed for seat in page.model.seats)
    main_job.sign(hands, passphrase, LEARNERS)
    leave(hands)


def close_gaps(hands: Keyboard, page: AssessPage) -> None:
    """G and Y, until nothing is left to be marked."""
    while page.model.progress().unmarked:
        hands.key(KEY.Key_G, wait=False)
        hands.key(KEY.Key_Y)


def leave(hands: Keyboard) -> None:
    """Back to the choice of cohort and unit."""
    hands.press("Back to marking")
    hands.press("Another cohort or unit")


def mark_at(page: AssessPage, place: tuple[int, int]) -> str:
    return page.model.cell(page.model.key_at(*place)).mark
