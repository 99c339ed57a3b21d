# SPDX-License-Identifier: Apache-2.0
"""Notes, finishing, models and names for screen readers on the assessment screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.assessing import COMPETENT, MET, NOT_YET, NOT_YET_COMPETENT
from app.ui.assess.assess_page import AssessPage
from app.ui.assess.desk import Cell, Changed, Sheet
from app.ui.assess.key_sheet import key_sheet
from app.ui.assess.model import CriterionTiles, GridModel
from app.ui.assess.passage import Passage
from app.ui.assess.practical_head import ago, lasting
from tests.ui.assess.assess_desk import SECRET, MemoryDesk, judged, sheet, unit
from tests.ui.assess.test_marks_by_key_and_mouse import mark_at, opened, press, settled


class Watch:
    """Seconds that go on when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_both_models_keep_the_rules_of_qt() -> None:
    grid = GridModel(sheet())
    tiles = CriterionTiles(grid)
    told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
    testers = [QAbstractItemModelTester(model, told) for model in (grid, tiles)]
    grid.apply(Changed({grid.key_at(0, 0): Cell(MET)}, (replace(grid.seats[1], absent=True),)))
    grid.show_sheet(sheet(3))
    assert [tester.model().rowCount() for tester in testers] == [25, 3]


def test_a_note_is_saved_after_a_pause_and_not_twice(qtbot: QtBot) -> None:
    page, desk = opened(qtbot)
    press(page.grid, Qt.Key.Key_M)
    assert page.bar.note.hasFocus()
    QTest.keyClicks(page.bar.note, "restart crater visible")
    assert desk.calls == []
    qtbot.waitUntil(lambda: page.model.cell(page.model.key_at(0, 0)).note != "", timeout=3000)
    press(page.bar.note, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert [call[0] for call in desk.calls] == ["note"]
    assert page.model.cell(page.model.key_at(0, 0)).note == "restart crater visible"
    assert page.grid.hasFocus()


def test_letters_and_digits_typed_into_a_note_never_mark(qtbot: QtBot) -> None:
    page, desk = opened(qtbot)
    press(page.grid, Qt.Key.Key_F2)
    QTest.keyClicks(page.bar.note, "yn x a 1 ?")
    composed = QInputMethodEvent("", [])
    composed.setCommitString("ស្រី")
    QApplication.sendEvent(page.bar.note, composed)
    press(page.bar.note, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert [call[0] for call in desk.calls] == ["note"]
    assert page.model.cell(page.model.key_at(0, 0)).note == "yn x a 1 ?ស្រី"


def test_esc_reverts_a_note_even_after_it_was_saved_by_itself(qtbot: QtBot) -> None:
    page, desk = opened(qtbot)
    press(page.grid, Qt.Key.Key_M)
    QTest.keyClicks(page.bar.note, "wrong learner")
    page.bar.save_note()
    press(page.bar.note, Qt.Key.Key_Escape)
    settled(qtbot, page)
    assert desk.cell(page.model.seats[0].learner, "1.1").note == ""
    assert page.bar.note.text() == ""


def test_a_note_belongs_to_the_cell_where_it_was_typed_though_another_was_chosen_meanwhile(qtbot: QtBot) -> None:
    page, desk = opened(qtbot)
    press(page.grid, Qt.Key.Key_M)
    QTest.keyClicks(page.bar.note, "first")
    page.presenter.move_to(3, 3)
    settled(qtbot, page)
    assert desk.cell(page.model.seats[0].learner, "1.1").note == "first"
    assert desk.cell(page.model.seats[3].learner, "1.4").note == ""
    assert page.bar.note.text() == ""


def test_not_yet_with_shift_goes_on_to_the_note_of_that_cell(qtbot: QtBot) -> None:
    page, _ = opened(qtbot)
    press(page.grid, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, page)
    assert (page.presenter.row, page.presenter.column) == (0, 0)
    assert page.bar.note.hasFocus()
    assert mark_at(page, 0, 0) == NOT_YET


def test_a_signed_column_is_locked_and_says_so(qtbot: QtBot) -> None:
    page, desk = opened(qtbot, judged(sheet()))
    said = QSignalSpy(page.said)
    page.show_finish()
    QTest.keyClicks(page.finish.secret.edit, SECRET)
    assert page.finish.sign.text() == "Sign 12 learners"
    page.finish.sign.click()
    settled(qtbot, page)
    assert all(seat.signed for seat in page.model.seats)
    page.show_marking()
    before = desk.state.cells
    press(page.grid, Qt.Key.Key_N)
    settled(qtbot, page)
    assert desk.state.cells == before
    assert mark_at(page, 0, 0) == MET
    assert "signed" in said.at(0)[0]
    assert page.bar.note.isReadOnly()


def test_a_wrong_passphrase_signs_nobody_and_is_told_beside_the_field(qtbot: QtBot) -> None:
    page, _ = opened(qtbot, judged(sheet()))
    page.show_finish()
    QTest.keyClicks(page.finish.secret.edit, "wrong")
    page.finish.sign.click()
    settled(qtbot, page)
    assert not any(seat.signed for seat in page.model.seats)
    assert page.finish.secret.text() == ""
    assert not page.finish.sign.isEnabled()


def test_competent_cannot_be_chosen_while_there_are_gaps_and_each_gap_leads_to_its_cell(qtbot: QtBot) -> None:
    page, desk = opened(qtbot, judged(sheet()))
    page.show_finish()
    last = page.finish.rows[-1]
    choices = {choice.text(): choice for choice in last.findChildren(QRadioButton)}
    assert not choices["Competent"].isEnabled()
    assert choices["Not yet competent"].isChecked()
    last.jumped.emit(last.seat.learner, "5.5")
    assert page.presenter.key == (last.seat.learner, "5.5")
    assert page.sides.currentIndex() == 0
    assert desk.calls == []


def test_the_proposal_is_judged_with_the_signature_and_those_without_one_stay_open(qtbot: QtBot) -> None:
    start = sheet(3)
    codes = [known.code for known in start.unit.criteria()]
    full = {(start.seats[0].learner, code): Cell(MET) for code in codes}
    unmet = {(start.seats[1].learner, code): Cell(NOT_YET) for code in codes}
    page, desk = opened(qtbot, replace(start, cells={**full, **unmet}))
    page.show_finish()
    assert [row.chosen for row in page.finish.rows] == [COMPETENT, NOT_YET_COMPETENT, ""]
    QTest.keyClicks(page.finish.secret.edit, SECRET)
    page.finish.sign.click()
    settled(qtbot, page)
    assert [(seat.outcome, seat.signed) for seat in desk.state.seats] == [
        (COMPETENT, True),
        (NOT_YET_COMPETENT, True),
        ("", False),
    ]


def test_the_place_is_remembered_and_a_strange_place_is_ignored(qtbot: QtBot) -> None:
    page, _ = opened(qtbot)
    page.presenter.move_to(7, 9)
    place = page.place()
    page.presenter.move_to(0, 0)
    page.go_to(place)
    assert (page.presenter.row, page.presenter.column) == (7, 9)
    for strange in ("", "zz 1.1", "00 9.9"):
        page.go_to(strange)
    assert (page.presenter.row, page.presenter.column) == (7, 9)


def test_a_session_is_under_way_until_some_minutes_after_the_last_wish(qtbot: QtBot) -> None:
    watch = Watch()
    page = AssessPage(MemoryDesk(sheet()), watch)
    qtbot.addWidget(page)
    assert not page.busy_assessing()
    press(page.grid, Qt.Key.Key_Y)
    assert page.busy_assessing()
    settled(qtbot, page)
    assert page.busy_assessing()
    watch.now += 2
    page.header.refresh()
    assert page.header.saved.text() == "✓ Saved 2 s ago"
    watch.now += 600
    assert not page.busy_assessing()


@pytest.mark.parametrize(("seconds", "words"), [(0, "Saved now"), (59.9, "Saved 59 s ago"), (125, "Saved 2 min ago")])
def test_how_long_ago_is_said_in_words(seconds: float, words: str) -> None:
    assert ago(seconds) == words
    assert lasting(3725) == "01:02:05"


def test_each_cell_says_who_what_and_how_it_stands() -> None:
    start = sheet()
    cells = {(start.seats[1].learner, "1.2"): Cell(MET, note="slow", batch=True)}
    grid = GridModel(replace(start, cells=cells))
    spoken = grid.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Nguyễn Thị Hoa, criterion 1.2: met, note: slow, marked together with others"
    top = grid.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert top == "Learner 2, Nguyễn Thị Hoa"
    side = grid.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole)
    assert side.endswith("critical")


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot) -> None:
    page, _ = opened(qtbot)
    nameless = []
    for step in (page.switch_view, page.switch_view, page.show_finish):
        step()
        QApplication.processEvents()
        for widget in page.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                face = QAccessible.queryAccessibleInterface(widget)
                if not face.text(QAccessible.Text.Name):
                    nameless.append(widget)
    assert nameless == []


def test_a_long_text_without_spaces_is_readable_to_its_end(qtbot: QtBot) -> None:
    khmer = "ពិនិត្យខ្សែដង្កៀបនិងនិយតករ" * 12
    of = unit(1, 1)
    long = replace(of.elements[0].criteria[0], text=khmer)
    page, _ = opened(qtbot, sheet(of=replace(of, elements=(replace(of.elements[0], criteria=(long,)),))))
    QApplication.processEvents()
    passage = page.bar.findChild(Passage)
    assert isinstance(passage, Passage)
    one_line = passage.fontMetrics().horizontalAdvance(passage.text())
    assert one_line > 2 * passage.width()
    assert passage.height() >= passage.heightForWidth(passage.width()) > 3 * passage.fontMetrics().height()
    assert page.bar.geometry().bottom() <= page.height()


def test_tab_leaves_the_grid_for_the_note(qtbot: QtBot) -> None:
    page, _ = opened(qtbot)
    QTest.keyClick(page.grid, Qt.Key.Key_Tab)
    assert page.bar.note.hasFocus()


def test_the_key_sheet_lists_the_keys_and_closes(qtbot: QtBot) -> None:
    page, _ = opened(qtbot)
    shown = key_sheet(page)
    shown.open()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_an_empty_sheet_shows_and_no_key_does_harm(qtbot: QtBot) -> None:
    page, desk = opened(qtbot, Sheet("EMPTY", replace(sheet().unit, elements=()), ()))
    for key in (Qt.Key.Key_Y, Qt.Key.Key_G, Qt.Key.Key_A, Qt.Key.Key_F6, Qt.Key.Key_PageDown):
        press(page.grid, key)
    page.show_finish()
    assert desk.calls == []


def test_asking_a_model_five_thousand_times_loses_nothing() -> None:
    grid = GridModel(sheet())
    for _ in range(5000):
        assert grid.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert grid.rowCount(QModelIndex()) == 25
