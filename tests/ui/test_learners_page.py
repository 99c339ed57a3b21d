# SPDX-License-Identifier: Apache-2.0
"""The register of learners and the card of each."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.records.queries import learners as register
from app.services.learners import set_learner
from app.ui.learners import PAGE
from app.ui.learners.learner_source import LearnerSource
from app.ui.learners.learners_page import NEW, LearnersPage
from app.ui.widgets.paged_model import PagedModel
from app.ui.widgets.row_source import Order
from tests.ui.sample_sitting import ADMINISTRATOR, ASSESSOR, VIEWER, Sitting, seated, words
from tests.ui.screen_checks import nameless, press, shared_mnemonics


def shown(here: Sitting) -> LearnersPage:
    page = here.show(PAGE.make)
    assert isinstance(page, LearnersPage)
    return page


def names(page: LearnersPage) -> list[str]:
    rows = page.table.rows
    return [str(rows.index(n, 0).data()) for n in range(rows.rowCount())]


def line(page: LearnersPage, field: str) -> QLineEdit:
    editor = page.card.form.editor(field)
    assert isinstance(editor, QLineEdit)
    return editor


def retype(page: LearnersPage, field: str, text: str) -> None:
    line(page, field).selectAll()
    typed = QInputMethodEvent("", [])
    typed.setCommitString(text)
    QApplication.sendEvent(line(page, field), typed)


def someone(here: Sitting) -> bytes:
    return here.centre.work.read(register.page, register.Page(n=1))[0].id


def open_card(here: Sitting, page: LearnersPage) -> bytes:
    learner = someone(here)
    page.show_learner(learner)
    here.settle()
    return learner


def details(here: Sitting, learner: bytes, field: str) -> str:
    return str(getattr(here.centre.work.read(register.details, learner), field))


def test_the_register_is_listed_by_name_and_counted(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        in_order = here.centre.work.read(register.page, register.Page())
        assert names(page) == [row.name for row in in_order]
        assert str(len(in_order)) in words(page)


def test_the_paged_list_keeps_the_rules_of_qt_in_every_order(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        model = PagedModel(LearnerSource(here.context), Order("name"))
        told = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails the test
        tester = QAbstractItemModelTester(model, told)
        model.count_now()
        for column in (0, 3, 4):
            model.sort(column, Qt.SortOrder.AscendingOrder)
            up = [model.index(n, 0).data() for n in range(model.rowCount())]
            model.sort(column, Qt.SortOrder.DescendingOrder)
            assert [model.index(n, 0).data() for n in range(model.rowCount())] == up[::-1]
        assert tester.model().rowCount(QModelIndex()) == here.centre.work.read(register.count)


def test_learners_are_found_while_typing_in_their_own_script(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        everybody = names(page)
        wanted = next(name for name in everybody if not name.isascii())
        page.search.setText(wanted.split()[0])
        QTest.qWait(150)
        here.settle()
        assert wanted in names(page)
        assert len(names(page)) < len(everybody)
        page.search.setText("nobody is called so")
        press(page.search, Qt.Key.Key_Return)
        here.settle()
        assert "No learner fits" in words(page)
        press(page.search, Qt.Key.Key_Escape)
        here.settle()
        assert names(page) == everybody


def test_what_is_typed_on_a_card_is_kept_by_save_and_the_list_shows_it(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        learner = open_card(here, page)
        retype(page, "full_name", "Aaron  Testov")
        retype(page, "birth_date", "3.4.2001")
        assert page.card.save_button.isEnabled()
        press(page.card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        assert details(here, learner, "full_name") == "Aaron Testov"
        assert details(here, learner, "birth_date") == "2001-04-03"
        assert line(page, "full_name").text() == "Aaron Testov"
        assert not page.card.save_button.isEnabled()
        page.card.leave()
        here.settle()
        assert names(page)[0] == "Aaron Testov"


def test_a_wrong_field_says_so_and_nothing_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        before = here.centre.work.read(register.details, learner)
        retype(page, "phone", "012")
        retype(page, "birth_date", "31.13.2005")
        page.card.leave()
        here.settle()
        assert "31.13.2005 is not a day of the calendar." in words(page)
        assert page.sides.currentIndex() == 1
        assert here.centre.work.read(register.details, learner) == before
        page.card.revert()
        assert "31.13.2005" not in words(page)
        assert line(page, "phone").text() == before.phone


def test_what_is_typed_is_kept_when_the_person_goes_to_another_page(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        retype(page, "phone", "012 345")
        page.hide()
        here.settle()
        assert details(here, learner, "phone") == "012 345"


def test_what_is_typed_is_kept_when_the_window_closes(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        retype(page, "employer", "Steel SAMPLE")
        page.close()
        here.settle()
        assert details(here, learner, "employer") == "Steel SAMPLE"


def test_what_is_typed_is_kept_when_another_learner_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        other = here.centre.work.read(register.page, register.Page(n=2))[1].id
        retype(page, "phone", "012 345")
        page.show_learner(other)
        here.settle()
        assert details(here, learner, "phone") == "012 345"
        assert line(page, "full_name").text() == details(here, other, "full_name")
        assert page.place() == other.hex()


def test_typing_goes_on_while_somebody_else_changes_the_same_learner(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        retype(page, "phone", "012 345")
        set_learner(here.centre.work, learner, {"employer": "Steel SAMPLE"})
        here.settle()
        assert line(page, "employer").text() == "Steel SAMPLE"
        assert line(page, "phone").text() == "012 345"
        page.card.save()
        retype(page, "province", "Kandal")
        here.settle()
        assert (details(here, learner, "phone"), line(page, "province").text()) == ("012 345", "Kandal")
        assert page.card.save_button.isEnabled()


def test_a_new_learner_needs_a_name_and_then_has_a_card(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        page.new_button.click()
        assert page.place() == NEW
        retype(page, "phone", "1")
        page.card.save()
        assert "The name is empty" in words(page)
        retype(page, "full_name", "ចាន់ SAMPLE")
        page.card.save()
        here.settle()
        assert page.card.learner is not None
        assert page.place() == page.card.learner.hex()
        assert details(here, page.card.learner, "full_name") == "ចាន់ SAMPLE"
        assert here.said[-1] == "ចាន់ SAMPLE is in the register."


def test_the_card_shows_cohorts_and_units_and_goes_back_to_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        page.go_to(someone(here).hex())
        here.settle()
        assert "Not judged yet" in words(page.card.aside.results)
        assert page.place() == someone(here).hex()
        page.go_to("nonsense")
        assert page.place() == someone(here).hex()


def test_only_an_administrator_may_erase_and_is_asked_by_name(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        page = shown(here)
        open_card(here, page)
        assert not page.card.erase_button.isVisible()
    with seated(tmp_path, ADMINISTRATOR) as here:
        page = shown(here)
        learner = open_card(here, page)
        name = details(here, learner, "full_name")
        page.card.erase_button.click()
        asked = page.findChild(QDialog)
        assert asked is not None
        assert f"Erase {name} for ever?" in words(asked)
        keep, erase = asked.findChildren(QPushButton)
        assert (keep.isDefault(), erase.isDefault()) == (True, False)
        press(asked, Qt.Key.Key_Escape)
        here.settle()
        assert details(here, learner, "full_name") == name


def test_an_erased_learner_is_gone_and_copies_out_of_reach_are_named(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        name = details(here, learner, "full_name")
        page.card.erase_button.click()
        asked = page.findChild(QDialog)
        assert asked is not None
        asked.findChildren(QPushButton)[1].click()
        here.settle()
        assert name not in names(page)
        assert page.sides.currentIndex() == 0
        told = [words(dialog) for dialog in page.findChildren(QDialog) if dialog.isVisible()]
        assert any("could not be reached" in text and "Backups" in text for text in told)


def test_a_viewer_reads_and_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, VIEWER) as here:
        page = shown(here)
        open_card(here, page)
        assert line(page, "phone").isReadOnly()
        buttons = (page.new_button, page.card.save_button, page.card.erase_button, page.card.aside.photo.choose)
        assert not any(each.isVisible() for each in buttons)
        page.go_to(NEW)
        assert page.card.learner is not None


def test_a_picture_is_kept_and_shown(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        learner = open_card(here, page)
        picture = QImage(300, 400, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkGreen)
        assert picture.save(str(tmp_path / "face.png"))
        page.card.aside.take_photo(tmp_path / "face.png")
        here.settle()
        assert details(here, learner, "photo")
        assert page.card.aside.photo.remove.isVisible()
        page.card.aside.photo.remove.click()
        here.settle()
        assert details(here, learner, "photo") == ""


def test_everything_has_a_name_and_a_letter_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        page = shown(here)
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
        open_card(here, page)
        assert (nameless(page), shared_mnemonics(page)) == ([], [])
