# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner: found, looked at side by side, merged, taken back."""

from base64 import b64encode
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.learners import LearnerDetails
from app.records.queries import cohorts, history
from app.records.queries import learners as register
from app.services.cohorts import add_members
from app.services.erasing import erase_learner
from app.services.learners import add_learner, set_learner
from app.services.legacy_import import LegacyWish, import_legacy
from app.services.merging import merge_learners
from app.services.sample import COHORT
from app.ui.learners import PAGE
from app.ui.learners.finding_other import FindOther
from app.ui.learners.learners_page import LearnersPage
from app.ui.learners.merge_view import MergeView
from app.ui.tables.menu import table_menu
from app.ui.take_back import TakeBack
from tests.services.before import before, certificate, result
from tests.ui.sample_sitting import ASSESSOR, VIEWER, Sitting, seated, words
from tests.ui.screen_checks import RESOURCES, clipped, nameless, press, shared_mnemonics

KEY = Qt.Key
CYRILLIC, LATIN = "Айгерим Токтогулова SAMPLE", "Aigerim Toktogulova SAMPLE"


def shown(here: Sitting, place: str = "") -> LearnersPage:
    page = here.show(PAGE.make)
    assert isinstance(page, LearnersPage)
    page.go_to(place)
    here.settle()
    return page


def written_twice(here: Sitting, **fields: str) -> tuple[bytes, bytes]:
    """A learner who is in the cohort under one record; the other one knows more of them."""
    work = here.centre.work
    one = add_learner(work, LearnerDetails(CYRILLIC, birth_date="2004-05-06"))
    add_members(work, COHORT, [one])
    other = add_learner(work, LearnerDetails(LATIN, birth_date="2004-05-06", phone="012 345", **fields))
    here.settle()
    return one, other


def side_by_side(here: Sitting, one: bytes, other: bytes) -> tuple[LearnersPage, MergeView]:
    page = shown(here, f"merge {one.hex()} {other.hex()}")
    return page, page.pairs.merging


def changes(view: MergeView) -> list[str]:
    return [view.list.cells.sentence(row) for row in range(view.list.cells.rowCount())]


def name(here: Sitting, learner: bytes) -> str:
    return here.centre.work.read(register.details, learner).full_name


def test_the_record_on_which_more_hangs_stays_and_what_changes_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        page, view = side_by_side(here, other, one)
        assert view.found is not None
        assert view.found.survivor.learner == one
        assert view.fields.keep[1].isChecked()
        assert changes(view) == [f"{CYRILLIC}, Phone: the empty cell becomes “012 345”"]
        assert COHORT in words(view)
        assert page.place() == f"merge {other.hex()} {one.hex()}"


def test_one_and_the_same_record_is_not_merged_with_itself(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, _ = written_twice(here)
        page = shown(here, f"merge {one.hex()} {one.hex()}")
        assert here.said == ["This is one and the same record. Choose two records of the learner."]
        assert page.sides.currentIndex() == 0
        assert page.place() == ""


def test_results_from_before_are_told_beside_their_record(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        path = before(tmp_path, [result(other, "MEF201-EN")], [certificate(other, "OLD 5", code="MEF2-EN")])
        import_legacy(here.centre.work, LegacyWish(path, RESOURCES / "translations"))
        _, view = side_by_side(here, one, other)
        assert "MEF201-EN: Competent, 3\N{NO-BREAK SPACE}Jun\N{NO-BREAK SPACE}2019" in words(view)
        assert "OLD 5" in words(view)


def test_values_are_chosen_and_the_two_become_one_which_can_be_undone(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        page, view = side_by_side(here, one, other)
        view.fields.values["full_name"][1].click()
        assert f"{CYRILLIC}, Full name: “{CYRILLIC}” becomes “{LATIN}”" in changes(view)
        view.merge_button.click()
        here.settle()
        assert page.place() == one.hex()
        assert name(here, one) == LATIN
        assert here.said[-1] == f"The two records of {CYRILLIC} are one now."
        here.undo[-1]()
        here.settle()
        assert (name(here, one), name(here, other)) == (CYRILLIC, LATIN)


def test_another_record_stays_and_choices_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        _, view = side_by_side(here, one, other)
        view.fields.values["phone"][0].click()
        view.fields.keep[1].click()
        here.settle()
        assert view.found is not None
        assert view.found.survivor.learner == other
        assert changes(view) == [f"{LATIN}, Phone: “012 345” goes, the cell becomes empty"]
        assert view.fields.values["full_name"][1].isChecked()
        view.merge()
        here.settle()
        assert (name(here, other), here.centre.work.read(register.details, other).phone) == (LATIN, "")


def test_arrow_keys_choose_values_and_go_from_line_to_line(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        _, view = side_by_side(here, *written_twice(here))
        keep, values = view.fields.keep, view.fields.values
        view.activateWindow()
        assert keep[0].hasFocus()
        press(keep[0], KEY.Key_Down)
        assert values["full_name"][0].hasFocus()
        press(values["full_name"][0], KEY.Key_Right)
        assert values["full_name"][1].isChecked()
        press(values["full_name"][1], KEY.Key_Down)
        assert values["phone"][1].hasFocus()
        press(values["phone"][1], KEY.Key_Up)
        press(values["full_name"][1], KEY.Key_Up)
        press(view.fields.keep[0], KEY.Key_Right)
        here.settle()
        assert view.found is not None
        assert view.fields.keep[1].isChecked()
        assert view.fields.keep[1].hasFocus()


def test_what_hinders_is_told_and_nothing_can_be_merged(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        erase_learner(here.centre, other)
        _, view = side_by_side(here, one, other)
        assert "erased" in view.hindered.text()
        assert not view.merge_button.isEnabled()


def test_what_is_written_meanwhile_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        _, view = side_by_side(here, one, other)
        view.fields.values["full_name"][1].click()
        set_learner(here.centre.work, other, {"phone": "", "email": "a@b.example"})
        here.settle()
        assert list(view.fields.values) == ["full_name", "email"]
        assert view.fields.values["full_name"][1].isChecked()


def test_pictures_are_compared_as_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        drawn, file = QImage(60, 80, QImage.Format.Format_RGB32), tmp_path / "picture.png"
        drawn.fill(QColor("#33455B"))
        drawn.save(str(file))
        picture = b64encode(file.read_bytes()).decode()
        _, view = side_by_side(here, *written_twice(here, photo=picture))
        none, one = view.fields.values["photo"]
        assert one.isChecked()
        assert not one.icon().isNull()
        assert (none.accessibleName(), one.accessibleName()) == ("Picture: empty", "Picture: a picture")


def test_two_selected_learners_are_merged_from_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pair = written_twice(here)
        page = shown(here)
        assert not page.merge_button.isEnabled()
        page.search.setText("SAMPLE")
        press(page.search, KEY.Key_Return)
        here.settle()
        page.table.selectAll()
        assert page.merge_button.isEnabled()
        menu = table_menu(page.table, 0)
        first = menu.actions()[0]
        assert first.text().replace("&", "") == "Merge the two records..."
        first.trigger()
        here.settle()
        assert {*page.pairs.merging.pair} == {*pair}
        page.pairs.merging.two_button.click()
        assert page.place() == ""
        page.table.selectRow(0)
        assert not page.merge_button.isEnabled()


def test_the_other_record_is_found_from_the_card(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        page = shown(here, one.hex())
        page.card.aside.same_button.click()
        here.settle()
        asked = page.findChild(FindOther)
        assert asked is not None
        assert (nameless(asked), shared_mnemonics(asked), clipped(asked)) == ([], [], [])
        assert asked.table.selected_ids() == [other]
        assert "These are likely." in words(asked)
        asked.search.setText("qqqq")
        press(asked.search, KEY.Key_Return)
        here.settle()
        assert not asked.look_button.isEnabled()
        asked.search.clear()
        press(asked.search, KEY.Key_Return)
        here.settle()
        asked.look_button.click()
        here.settle()
        assert page.pairs.merging.pair == (one, other)
        page.pairs.merging.left.emit()
        assert page.place() == one.hex()


def test_a_record_that_was_merged_leads_to_the_one_that_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        page = shown(here, other.hex())
        merge_learners(here.centre.work, one, other, {})
        here.settle()
        assert page.place() == one.hex()
        page.show_list()
        page.go_to(other.hex())
        here.settle()
        assert page.place() == one.hex()
        assert f"The record of {LATIN} was merged into that of {CYRILLIC}. Go on there." in here.said


def test_a_merge_is_taken_back_later_after_a_look_at_it(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        merge_learners(here.centre.work, one, other, {})
        page = shown(here, one.hex())
        assert "Two records of a learner merged" in words(page.card.aside.history)
        page.card.aside.history.findChildren(QPushButton)[0].click()
        here.settle()
        asked = page.findChild(TakeBack)
        assert asked is not None
        assert (nameless(asked), shared_mnemonics(asked)) == ([], [])
        assert "1 record would be there again. 1 learner would be as before." in words(asked)
        asked.take.click()
        here.settle()
        assert name(here, other) == LATIN
        assert "taken back" in words(page.card.aside.history)


def test_what_cannot_be_taken_back_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        work = here.centre.work
        learner = work.read(cohorts.members, work.read(cohorts.cohort, COHORT).id)[0].learner
        set_learner(work, learner, {"phone": "012 345"})
        first = work.read(history.acts, learner)[-1]
        page = shown(here, learner.hex())
        page.card.aside.history.back_wanted.emit(first.act, first.words)
        here.settle()
        assert page.findChild(TakeBack) is None
        assert here.said[-1].startswith("Later work rests on this")


def test_people_written_twice_are_listed_looked_at_and_merged(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here)
        page = shown(here, "twice")
        view = page.pairs.twice
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        QAbstractItemModelTester(view.table.rows, told)
        assert "1 pair. Only a suggestion" in words(view)
        assert (nameless(view), shared_mnemonics(page), clipped(view)) == ([], [], [])
        press(view.table, KEY.Key_Return)
        here.settle()
        assert {*page.pairs.merging.pair} == {one, other}
        page.pairs.merging.merge()
        here.settle()
        assert page.place() == "twice"
        assert "Nobody seems to be written twice." in words(view)
        assert not view.look_button.isEnabled()
        here.undo[-1]()
        here.settle()
        view.again_button.click()
        here.settle()
        assert view.table.rows.rowCount() == 1


def test_everything_has_a_name_and_a_letter_of_its_own_and_no_word_is_cut(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        one, other = written_twice(here, address="A very long address of the other record, " * 6)
        page, view = side_by_side(here, one, other)
        assert (nameless(page), shared_mnemonics(page), clipped(page)) == ([], [], [])
        long = view.fields.values["address"][1]
        assert long.height() >= 3 * long.fontMetrics().height()
        spoken = QAccessible.queryAccessibleInterface(view.fields.values["phone"][1])
        assert spoken.text(QAccessible.Text.Name) == "Phone: 012 345"
        assert spoken.text(QAccessible.Text.Description) == f"in the record of {LATIN}"


def test_the_register_leaves_as_a_workbook(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        page.write_register(tmp_path / "everybody.xlsx")
        here.settle()
        assert here.said == ["everybody.xlsx is written."]
        assert (tmp_path / "everybody.xlsx").stat().st_size > 0


def test_who_may_not_merge_sees_none_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    for who, may_write in ((ASSESSOR, True), (VIEWER, False)):
        with seated(tmp_path, who) as here:
            page = shown(here, "twice")
            assert page.place() == ""
            assert (page.merge_button.isVisible(), page.more_button.isVisible()) == (False, may_write)
            assert page.table.actions() == []
            learner = here.centre.work.read(register.page, register.Page(n=1))[0].id
            page.go_to(learner.hex())
            here.settle()
            assert not page.card.aside.same_button.isVisible()
            buttons = page.card.aside.history.findChildren(QPushButton)
            assert bool(buttons) == may_write
