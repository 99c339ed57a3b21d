# SPDX-License-Identifier: Apache-2.0
"""The page of templates: the page itself as it is printed, changed by mouse or by keys, kept, used, carried."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QMenu, QPushButton, QWidget

from app.documents.editing import Spot, moved, spots
from app.documents.elements.kinds import Box
from app.documents.starting import starting_template
from app.documents.template import written_template
from app.domain.signatories import Signatory
from app.records.queries import policies
from app.services.policies import add_signatory, publish_template
from app.services.templates import keep_template, list_templates, open_template
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.templates.templates_page import TemplatesPage
from tests.ui.screen_checks import clipped, nameless, press, shared_mnemonics
from tests.ui.sitting_room import Room

NAME = Spot(
    0, next(n for n, one in enumerate(starting_template("certificate").pages[0].elements) if one.name == "name")
)
ALONE = Spot(0, NAME.number + 2)
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(room: Room) -> TemplatesPage:
    shown = room.show(TemplatesPage(room.context))
    shown.tabs.setCurrentIndex(1)
    room.settle()
    return shown


def box(page: TemplatesPage) -> Box:
    element = page.draft.element
    assert element is not None
    return element.box


def at(page: TemplatesPage, x: float, y: float) -> QPoint:
    places = page.expert.sheet.places()
    return QPointF(places.room.x() + x * places.scale, places.room.y() + y * places.scale).toPoint()


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for part in range(1, 6):
        QTest.mouseMove(widget, start + (end - start) * part / 5)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def test_the_page_is_shown_as_it_is_printed_and_nothing_is_wrong_with_it(page: TemplatesPage) -> None:
    assert page.place() == "certificate"
    picture = page.expert.sheet._picture
    assert picture is not None
    assert picture.width() > picture.height()
    assert page.expert.findings.count() == 1
    assert "Nothing is wrong" in page.expert.findings.item(0).text()
    assert not page.keep_button.isEnabled()


def test_with_the_mouse_an_element_is_chosen_moved_and_pulled(page: TemplatesPage) -> None:
    sheet = page.expert.sheet
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at(page, 148, 50))
    before = box(page)
    drag(sheet, at(page, 158, 50), at(page, 168, 60))
    moved = box(page)
    assert (moved.width, moved.height) == (before.width, before.height)
    assert 8 < moved.x - before.x < 12
    assert 8 < moved.y - before.y < 12
    drag(sheet, at(page, moved.x + moved.width, moved.y + moved.height), at(page, 250, 90))
    pulled = box(page)
    assert (pulled.x, pulled.y) == (moved.x, moved.y)
    assert pulled.width < moved.width
    assert page.draft.history is not None
    assert len(page.draft.history.past) == 2


def test_with_the_keyboard_alone_an_element_is_chosen_moved_copied_removed_and_taken_back(page: TemplatesPage) -> None:
    sheet = page.expert.sheet
    sheet.setFocus()
    before = page.draft.template
    press(sheet, Qt.Key.Key_PageDown)
    press(sheet, Qt.Key.Key_PageDown)
    press(sheet, Qt.Key.Key_PageDown)
    assert page.draft.spot == Spot(0, 2)
    old = box(page)
    for _ in range(3):
        press(sheet, Qt.Key.Key_Right)
    press(sheet, Qt.Key.Key_Down, SHIFT)
    assert (box(page).x, box(page).y) == (old.x + 1.5, old.y + 5)
    press(sheet, Qt.Key.Key_Right, CONTROL)
    assert box(page).width == old.width + 0.5
    press(sheet, Qt.Key.Key_D, CONTROL)
    assert len(spots(page.draft.template)) == len(spots(before)) + 1
    press(sheet, Qt.Key.Key_Delete)
    assert len(spots(page.draft.template)) == len(spots(before))
    for _ in range(4):
        press(sheet, Qt.Key.Key_Z, CONTROL)
    assert page.draft.template == before
    press(sheet, Qt.Key.Key_Y, CONTROL)
    assert page.draft.template != before


def test_the_keys_of_the_page_come_before_those_of_the_window(page: TemplatesPage) -> None:
    for key, modifiers, is_own in (
        (Qt.Key.Key_Z, CONTROL, True), (Qt.Key.Key_Delete, NONE, True), (Qt.Key.Key_K, CONTROL, False),
    ):  # fmt: skip
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        asked.ignore()
        page.expert.sheet.event(asked)
        assert asked.isAccepted() is is_own


def test_a_property_is_changed_in_words_and_the_picture_follows(page: TemplatesPage, room: Room) -> None:
    page.draft.choose(NAME)
    size = page.expert.form.editor("setting", "size")
    assert isinstance(size, QDoubleSpinBox)
    assert "Size" in size.accessibleName()
    before = page.expert.sheet._picture
    page.expert.sample.people.setCurrentIndex(page.expert.sample.people.findData("km"))
    size.setValue(20)
    room.settle()
    assert page.draft.element.setting.size == 20  # type: ignore[union-attr]  # it is a fact
    assert page.expert.sheet._picture != before
    page.draft.nudge(5, 0)
    across = page.expert.form.editor("box", "x")
    assert isinstance(across, QDoubleSpinBox)
    assert across.value() == box(page).x


def test_what_is_wrong_is_told_and_leads_to_the_element(page: TemplatesPage, room: Room) -> None:
    page.draft.choose(ALONE)
    page.draft.set(("setting", "min_size"), 36)
    page.draft.set(("setting", "fit"), "refuse")
    page.expert.sample.people.setCurrentIndex(page.expert.sample.people.findData("long"))
    page.draft.choose(None)
    page.draft.nudge(0, 0)
    page._look()
    room.settle()
    lines = [page.expert.findings.item(n) for n in range(page.expert.findings.count())]
    assert len(lines) == 1
    assert page.expert.sheet._picture is None
    assert page.expert.sheet._sentence
    page.expert.findings.itemActivated.emit(lines[0])
    assert page.draft.spot == ALONE


def test_every_kind_of_element_can_be_added_and_its_properties_be_shown(page: TemplatesPage, room: Room) -> None:
    for action in [*page.expert._menu.actions(), *page.expert._menu.findChildren(QMenu)[0].actions()]:
        if action.menu() is None:
            action.trigger()
            assert page.expert.form.editor("box", "x").isEnabled()
    room.settle()
    kinds = {type(element).__name__ for _, element in page.draft.template.elements()}
    assert len(kinds) == 12


def test_a_changed_template_is_kept_used_and_told_in_the_list(page: TemplatesPage, room: Room) -> None:
    page.draft.choose(NAME)
    page.draft.nudge(0, 2)
    page.keep_button.click()
    room.settle()
    assert page.place() == "own-certificate-1"
    assert open_template(room.centre.work, page.place()) == page.draft.template
    page.use_button.click()
    room.settle()
    assert {one.key for one in list_templates(room.centre.work) if one.used} >= {"own-certificate-1"}
    assert not page.use_button.isEnabled()


def test_what_is_not_kept_yet_stays_while_other_templates_are_shown(page: TemplatesPage, room: Room) -> None:
    page.draft.choose(NAME)
    page.draft.nudge(0, 2)
    changed = page.draft.template
    page.list.choose("microcredential")
    room.settle()
    assert page.draft.template.key == "microcredential"
    page.list.choose("certificate")
    room.settle()
    assert page.draft.template == changed
    again = room.show(TemplatesPage(room.context))
    again.go_to("certificate")
    room.settle()
    assert again.draft.template == changed
    again.drop()
    room.settle()
    assert again.draft.template == starting_template("certificate")


def test_a_template_that_was_changed_elsewhere_is_shown_anew(page: TemplatesPage, room: Room) -> None:
    kept = keep_template(room.centre, starting_template("certificate"))
    room.settle()
    page.list.choose(kept.key)
    room.settle()
    newer = keep_template(room.centre, moved(kept, NAME, 1, 1))
    room.settle()
    assert page.draft.template == newer


def test_a_template_of_a_newer_program_is_listed_and_says_why_it_is_not_shown(page: TemplatesPage, room: Room) -> None:
    content = written_template(starting_template("certificate")).replace(b'"version": 1', b'"version": 9')
    publish_template(room.centre.work, "newer", "certificate", content.decode())
    room.settle()
    page.list.choose("newer")
    room.settle()
    assert "newer version" in room.said[-1]
    assert not page.keep_button.isEnabled()
    page.expert.sheet.setFocus()
    press(page.expert.sheet, Qt.Key.Key_Delete)
    page.expert.elements.activated.emit(0)
    page.list.choose("certificate")
    room.settle()
    assert page.draft.template == starting_template("certificate")


def test_logo_signatories_and_position_are_changed_without_the_elements(
    page: TemplatesPage, room: Room, tmp_path: Path
) -> None:
    page.tabs.setCurrentIndex(0)
    picture = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(picture, "PNG")
    (tmp_path / "logo.png").write_bytes(picture.getvalue())
    page.usual.take_picture("logo", tmp_path / "logo.png")
    room.settle()
    assert room.centre.work.read(policies.policies).values["logo"]
    add_signatory(room.centre.work, Signatory("Anna SAMPLE", "Director"))
    room.settle()
    assert page.usual.signing.text() == "Anna SAMPLE · Director"
    page.usual.signers_button.click()
    assert room.shown == [("certificates", "rules")]
    page.usual.across.setValue(2)
    page.usual.move_button.click()
    room.settle()
    first, moved = (t.pages[0].elements[0].box.x for t in (starting_template("certificate"), page.draft.template))
    assert moved == first + 2


def test_a_picture_is_put_behind_the_page_and_taken_away_again(page: TemplatesPage, room: Room, tmp_path: Path) -> None:
    file = tmp_path / "paper.png"
    Image.new("RGB", (90, 60), "beige").save(file)
    page.draft.choose(None)
    page.errands.take_file(file)
    room.settle()
    background = page.draft.template.pages[0].background
    assert background is not None
    page.draft.set(("pages", 0, "background", "preprinted"), False)
    page.draft.set(("pages", 0, "background"), None)
    assert page.draft.template.pages[0].background is None


def test_a_pack_is_written_and_brought_in(page: TemplatesPage, room: Room, tmp_path: Path) -> None:
    page.errands.write_pack(tmp_path / "one.zip")
    room.settle()
    page.errands.bring_in(tmp_path / "one.zip")
    room.settle()
    assert page.place() == "own-certificate-1"
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    page.errands.bring_in(tmp_path / "bad.zip")
    room.settle()
    assert "bad.zip" in room.said[-1]


def test_every_template_can_be_shown_and_every_control_has_its_name(page: TemplatesPage, room: Room) -> None:
    for key in page.list.template_keys():
        page.list.choose(key)
        room.settle()
        assert page.expert.sheet._picture is not None, key
        page.draft.choose_next(1)
        assert nameless(page) == []
        assert shared_mnemonics(page) == []
    for tab in (0, 1):
        page.tabs.setCurrentIndex(tab)
        room.settle()
        assert clipped(page) == []


def test_administrators_find_it_on_the_page_of_certificates(room: Room) -> None:
    shown = room.show(CertificatesPage(room.context))
    offered = {one.text(): one for one in shown.findChildren(QPushButton)}
    offered["Templates..."].click()
    assert room.shown == [("templates", "")]


def test_others_do_not(assessor_room: Room) -> None:
    shown = assessor_room.show(CertificatesPage(assessor_room.context))
    assert "Templates..." not in {one.text() for one in shown.findChildren(QPushButton)}
