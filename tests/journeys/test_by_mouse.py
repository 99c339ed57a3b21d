# SPDX-License-Identifier: Apache-2.0
"""The main job by the mouse alone; the keyboard only where something must be typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.assessing import CLEARED, MET, NOT_APPLICABLE, NOT_YET
from app.ui.assess.assess_page import AssessPage
from tests.journeys import eyes, main_job
from tests.journeys.answers import Answers
from tests.journeys.conftest import Found
from tests.journeys.hands import type_text
from tests.journeys.main_job import CRITERIA, LEARNERS
from tests.journeys.mouse import Mouse

NOTE = "Hỏi lại người giám sát"
ABSENT = LEARNERS - 1


@pytest.mark.long
def test_the_main_job_by_mouse_alone(laptops: Found, answers: Answers, tmp_path: Path) -> None:
    laptop = laptops("office")
    hands = Mouse(laptop)
    laptop.switch_on()
    office = main_job.begin_centre(hands)
    main_job.bring_in_standards(hands, answers)
    code = main_job.add_assessor(hands)
    main_job.open_cohort(hands)
    main_job.import_learners(hands, answers, tmp_path / "learners.xlsx")
    main_job.change_to(hands, main_job.ASSESSOR)
    floor = main_job.sign_in_with_code(hands, code)
    hands.go_to("Assess")
    cells_and_whole_rows(hands, floor)
    tiles_with_somebody_absent(hands, floor)
    whole_columns(hands, floor)
    main_job.change_to(hands, main_job.ADMINISTRATOR)
    main_job.sign_in(hands, office)
    files = main_job.issue(hands, answers, tmp_path / "certificates")
    hands.show_tab("Check one")
    assert "Genuine" in main_job.check_one(hands, answers, files[-1])
    assert len(files) == main_job.LEARNERS


def cells_and_whole_rows(hands: Mouse, passphrase: str) -> None:
    """Cells by clicks, a note and an undo, whole rows from the menu; a gap is found on the page where it is signed."""
    page = main_job.start_practical(hands, main_job.UNITS[0])
    click_cell(hands, page, (0, 0))
    assert mark_at(page, (0, 0)) == MET
    click_cell(hands, page, (0, 1))
    click_cell(hands, page, (0, 1))
    assert mark_at(page, (0, 1)) == NOT_YET
    choose_for_cell(hands, page, (0, 1), "Write a note")
    type_text(NOTE)
    click_cell(hands, page, (0, 2))
    assert page.model.cell(page.model.key_at(0, 1)).note == NOTE
    hands.press("Undo")
    assert mark_at(page, (0, 2)) == CLEARED
    choose_for_cell(hands, page, (0, 2), "Not applicable")
    for row, criterion in enumerate(page.model.criteria):
        if criterion.critical:
            for seat in range(LEARNERS):
                click_cell(hands, page, (row, seat), wait=seat == ABSENT)
        else:
            choose_for_cell(hands, page, (row, 5), "All remaining of this criterion")
    assert eyes.shows(page, "300 of 300 marked · 1 not yet")
    hands.press("Finish and sign...")
    click_gap(hands, page, 1)
    assert (page.presenter.row, page.presenter.column) == (0, 1)
    choose_for_cell(hands, page, (0, 1), "Met")
    assert mark_at(page, (0, 2)) == NOT_APPLICABLE
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, LEARNERS)
    leave(hands)


def tiles_with_somebody_absent(hands: Mouse, passphrase: str) -> None:
    """One criterion at a time; the last learner is not there and is signed later."""
    page = main_job.start_practical(hands, main_job.UNITS[1])
    choose_for_cell(hands, page, (0, ABSENT), "Absent")
    hands.press("Tiles or grid (F6)")
    for row, criterion in enumerate(page.model.criteria):
        assert page.presenter.row == row
        if criterion.critical:
            for seat in range(ABSENT):
                click_tile(hands, page, seat)
        else:
            hands.click(page.focus_view.remaining)
        if row + 1 < CRITERIA:
            hands.press(f"{page.model.criteria[row + 1].code} Page Down ▶")
    assert eyes.shows(page, "275 of 275 marked · 0 not yet")
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, LEARNERS - 1)
    hands.press("Back to marking")
    hands.press("Tiles or grid (F6)")
    choose_for_cell(hands, page, (0, ABSENT), "Here again")
    whole_column(hands, page, ABSENT)
    assert eyes.shows(page, "300 of 300 marked · 0 not yet")
    hands.press("Finish and sign...")
    main_job.sign(hands, passphrase, 1)
    leave(hands)


def whole_columns(hands: Mouse, passphrase: str) -> None:
    """All remaining criteria of each learner, the critical ones by clicks; a judgement is chosen by hand."""
    page = main_job.start_practical(hands, main_job.UNITS[2])
    for seat in range(LEARNERS):
        whole_column(hands, page, seat)
    assert eyes.shows(page, "300 of 300 marked · 0 not yet")
    hands.press("Finish and sign...")
    hands.pick(f"{page.model.seats[0].full_name}: Competent")
    main_job.sign(hands, passphrase, LEARNERS)
    leave(hands)


def whole_column(hands: Mouse, page: AssessPage, seat: int) -> None:
    choose_for_cell(hands, page, (0, seat), "All remaining of this learner")
    for row, criterion in enumerate(page.model.criteria):
        if criterion.critical:
            click_cell(hands, page, (row, seat), wait=False)
    hands.laptop.settle()


def click_cell(hands: Mouse, page: AssessPage, place: tuple[int, int], *, wait: bool = True) -> None:
    hands.click(page.grid.viewport(), in_sight(hands, page, place), wait=wait)


def choose_for_cell(hands: Mouse, page: AssessPage, place: tuple[int, int], words: str) -> None:
    """The menu of the other mouse button."""
    hands.ask_for_menu(page.grid, in_sight(hands, page, place))
    hands.pick_from_menu(words)


def in_sight(hands: Mouse, page: AssessPage, place: tuple[int, int]) -> QPoint:
    return hands.turn_to(page.grid, page.model.index(*place))


def click_tile(hands: Mouse, page: AssessPage, seat: int) -> None:
    board = page.focus_view.board
    hands.click(board.viewport(), hands.turn_to(board, board.model().index(seat, 0)), wait=False)


def click_gap(hands: Mouse, page: AssessPage, seat: int) -> None:
    """The first gap of a learner is a link: wherever the hand appears."""
    name = page.model.seats[seat].full_name
    [links] = [each for each in page.finish.findChildren(QLabel) if each.accessibleName().startswith(f"Gaps of {name}")]
    window = links.window().windowHandle()
    for across in range(1, links.width(), 3):
        at = links.mapTo(links.window(), QPoint(across, links.height() // 2))
        QTest.mouseMove(window, at)
        QCoreApplication.processEvents()
        if links.cursor().shape() == Qt.CursorShape.PointingHandCursor:
            hands.click(links, QPoint(across, links.height() // 2))
            return
    raise AssertionError("no link under the mouse")


def leave(hands: Mouse) -> None:
    """Back to the choice of cohort and unit."""
    hands.press("Back to marking")
    hands.press("Another cohort or unit")


def mark_at(page: AssessPage, place: tuple[int, int]) -> str:
    return page.model.cell(page.model.key_at(*place)).mark
