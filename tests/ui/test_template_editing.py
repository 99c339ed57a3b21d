# SPDX-License-Identifier: Apache-2.0
"""The editor of templates for experts: several elements at once, looking closer, copying, colours, sides, typefaces."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QComboBox, QPushButton, QWidget

from app.documents.certificate_pack import Pack, written_pack
from app.documents.editing import Spot, element_at, spots
from app.documents.elements.kinds import Box, Field, Microtext, Rect, Text
from app.documents.starting import starting_template
from app.documents.template import Template
from app.paths import resources
from app.ui.templates.templates_page import TemplatesPage
from app.ui.templates.typeface_question import LicenceQuestion
from tests.ui.screen_checks import clipped, nameless, press, shared_mnemonics
from tests.ui.sitting_room import Room

NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
FONT = resources() / "fonts" / "NotoSansKhmer-Bold.ttf"


@pytest.fixture
def page(room: Room) -> TemplatesPage:
    shown = room.show(TemplatesPage(room.context))
    shown.tabs.setCurrentIndex(1)
    room.settle()
    return shown


def sheet_of(page: TemplatesPage) -> QWidget:
    page.expert.sheet.setFocus()
    return page.expert.sheet


def at(page: TemplatesPage, x: float, y: float) -> QPoint:
    places = page.expert.sheet.places()
    return QPointF(places.room.x() + x * places.scale, places.room.y() + y * places.scale).toPoint()


def drag(widget: QWidget, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(widget, LEFT, modifiers, start)
    for part in range(1, 6):
        QTest.mouseMove(widget, start + (end - start) * part / 5)
    QTest.mouseRelease(widget, LEFT, modifiers, end)


def middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2


def steps(page: TemplatesPage) -> int:
    assert page.draft.history is not None
    return len(page.draft.history.past)


def boxes(page: TemplatesPage) -> list[Box]:
    return [element.box for element in page.draft.elements]


def small_spots(template: Template) -> list[Spot]:
    """Elements that no other one lies on."""
    found = [spot for spot in spots(template) if isinstance(element_at(template, spot), Field)]
    return found[:3]


def test_several_are_chosen_with_the_mouse_and_moved_as_one(page: TemplatesPage) -> None:
    sheet, template = sheet_of(page), page.draft.template
    one, two, _ = small_spots(template)
    QTest.mouseClick(sheet, LEFT, NONE, at(page, *middle(element_at(template, one).box)))
    QTest.mouseClick(sheet, LEFT, SHIFT, at(page, *middle(element_at(template, two).box)))
    assert page.draft.spots == (one, two)
    assert page.expert.panes.currentWidget() is page.expert.several
    before = boxes(page)
    start = at(page, *middle(before[0]))
    drag(sheet, start, start + QPoint(0, 30))
    ways = {(round(new.x - old.x, 3), round(new.y - old.y, 3)) for new, old in zip(boxes(page), before, strict=True)}
    assert len(ways) == 1
    assert next(iter(ways))[1] > 1
    assert steps(page) == 1
    QTest.mouseClick(sheet, LEFT, SHIFT, at(page, *middle(boxes(page)[0])))
    assert list(page.draft.spots) == [two]


def test_a_frame_drawn_on_the_empty_page_chooses_what_is_in_it(page: TemplatesPage) -> None:
    sheet = sheet_of(page)
    width, height = page.draft.template.paper.millimetres
    drag(sheet, at(page, 1, height / 2), at(page, width - 1, height - 1))
    chosen = page.draft.spots
    assert len(chosen) > 2
    assert all(box.y >= height / 2 - 1 for box in boxes(page))
    assert steps(page) == 0
    drag(sheet, at(page, 1, 1), at(page, width - 1, height / 2), SHIFT)
    assert set(page.draft.spots) > set(chosen)
    QTest.mouseClick(sheet, LEFT, NONE, at(page, 2, height / 2))
    assert len(page.draft.spots) <= 1


def test_with_keys_alone_several_are_chosen_lined_up_spread_copied_and_taken_away(page: TemplatesPage) -> None:
    sheet, before = sheet_of(page), page.draft.template
    press(sheet, Qt.Key.Key_PageDown)
    press(sheet, Qt.Key.Key_PageDown, SHIFT)
    press(sheet, Qt.Key.Key_PageDown, SHIFT)
    press(sheet, Qt.Key.Key_PageDown, SHIFT)
    press(sheet, Qt.Key.Key_PageUp, SHIFT)
    assert len(page.draft.spots) == 3
    press(sheet, Qt.Key.Key_Down)
    press(sheet, Qt.Key.Key_Down)
    assert steps(page) == 1
    for doing in (page.expert.several.edges["right"], page.expert.several.gaps["down"]):
        doing.setFocus()
        assert doing.hasFocus()
        press(doing, Qt.Key.Key_Space)
    assert len({round(box.x + box.width, 2) for box in boxes(page)}) == 1
    sheet.setFocus()
    press(sheet, Qt.Key.Key_D, CONTROL)
    assert len(spots(page.draft.template)) == len(spots(before)) + 3
    assert len(page.draft.spots) == 3
    press(sheet, Qt.Key.Key_A, CONTROL)
    assert len(page.draft.spots) == len(spots(before)) + 3
    press(sheet, Qt.Key.Key_Delete)
    assert spots(page.draft.template) == ()
    press(sheet, Qt.Key.Key_Z, CONTROL)
    assert len(spots(page.draft.template)) == len(spots(before)) + 3
    while steps(page):
        press(sheet, Qt.Key.Key_Z, CONTROL)
    assert page.draft.template == before


def test_elements_are_copied_to_another_side_and_another_template(page: TemplatesPage, room: Room) -> None:
    sheet = sheet_of(page)
    one, two, _ = small_spots(page.draft.template)
    page.draft.choose_all_of((one, two))
    wanted = page.draft.elements
    press(sheet, Qt.Key.Key_C, CONTROL)
    page.draft.add_side()
    press(sheet, Qt.Key.Key_V, CONTROL)
    assert [element.box for element in page.draft.template.pages[1].elements] == [one.box for one in wanted]
    press(sheet, Qt.Key.Key_X, CONTROL)
    assert page.draft.template.pages[1].elements == ()
    page.list.choose("learner-card")
    room.settle()
    count = len(spots(page.draft.template))
    press(sheet, Qt.Key.Key_V, CONTROL)
    assert len(spots(page.draft.template)) == count + 2
    QApplication.clipboard().setText("something else")
    press(sheet, Qt.Key.Key_V, CONTROL)
    assert len(spots(page.draft.template)) == count + 2
    room.settle()


def test_the_page_is_looked_at_closer_by_wheel_by_keys_and_by_the_list(page: TemplatesPage, room: Room) -> None:
    sheet, area = sheet_of(page), page.expert.area
    whole = page.expert.sheet.places().scale
    point = QPointF(at(page, 60, 60))
    over = QPointF(area.viewport().mapFromGlobal(sheet.mapToGlobal(point)))
    wheel = QWheelEvent(point, sheet.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CONTROL,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    for _ in range(3):
        QApplication.sendEvent(sheet, wheel)
    assert page.expert.sheet.places().scale > whole
    assert area.horizontalScrollBar().maximum() > 0
    for _ in range(8):
        press(sheet, Qt.Key.Key_Minus, CONTROL)
    assert page.expert.zoom.currentText() == "50%"
    for _ in range(8):
        press(sheet, Qt.Key.Key_Plus, CONTROL)
    assert page.expert.zoom.currentText() == "400%"
    room.settle()
    press(sheet, Qt.Key.Key_0, CONTROL)
    assert page.expert.zoom.currentData() == 0
    assert page.expert.sheet.places().scale == pytest.approx(whole, rel=0.02)
    press(sheet, Qt.Key.Key_0, CONTROL)
    assert page.expert.sheet.places().scale == pytest.approx(sheet.logicalDpiX() / 25.4)
    page.expert.zoom.setCurrentIndex(page.expert.zoom.findData(3.0))
    page.expert.zoom.activated.emit(page.expert.zoom.currentIndex())
    room.settle()
    picture = page.expert.sheet._picture
    assert picture is not None
    assert picture.width() > 2000
    assert over is not None


def test_what_is_under_the_pointer_stays_there_when_looking_closer(page: TemplatesPage) -> None:
    sheet, area = page.expert.sheet, page.expert.area
    area.set_zoom(2.0)
    area.horizontalScrollBar().setValue(200)
    area.verticalScrollBar().setValue(150)
    still = QPointF(sheet.mapFrom(area.viewport(), QPoint(120, 90)))
    on_paper = sheet.places().millimetres(still)
    area.set_zoom(3.0, still)
    assert sheet.places().millimetres(QPointF(sheet.mapFrom(area.viewport(), QPoint(120, 90)))) == pytest.approx(
        on_paper, abs=0.5
    )


def test_keys_bring_what_they_choose_into_sight(page: TemplatesPage) -> None:
    sheet, area = sheet_of(page), page.expert.area
    area.set_zoom(4.0)
    for _ in range(len(spots(page.draft.template))):
        press(sheet, Qt.Key.Key_PageDown)
        bounds = page.draft.bounds
        assert bounds is not None
        seen = sheet.visibleRegion().boundingRect()
        assert seen.contains(page.expert.sheet.places().rect(bounds).center().toPoint())


def test_the_colours_of_the_template_are_changed(page: TemplatesPage, room: Room) -> None:
    palette = page.expert.form.editor("colours")
    buttons = palette.findChildren(QPushButton)
    before = page.draft.template.colour("main")
    buttons[0].setFocus()
    press(buttons[0], Qt.Key.Key_Space)
    (asked,) = palette.findChildren(QColorDialog)
    assert asked.currentColor().name() == before
    asked.colorSelected.emit("#7a1f3d")
    asked.reject()
    room.settle()
    assert page.draft.template.colour("main") == "#7a1f3d"
    assert "#7a1f3d" in buttons[0].text()
    assert "First colour" in buttons[0].accessibleName() or "first colour" in buttons[0].accessibleName()


def test_the_facts_of_microtext_are_chosen_from_lists(page: TemplatesPage) -> None:
    page.draft.add("microtext")
    boxes = page.expert.form.editor("binds").findChildren(QComboBox)
    shown = [box for box in boxes if not box.isHidden()]
    assert [box.currentData() for box in shown] == ["document.number", "learner.name", ""]

    def pick(number: int, name: str) -> None:
        boxes[number].setCurrentIndex(boxes[number].findData(name))
        boxes[number].activated.emit(boxes[number].currentIndex())

    def facts() -> tuple[str, ...]:
        element = page.draft.element
        assert isinstance(element, Microtext)
        return element.binds

    pick(2, "centre.name")
    assert facts() == ("document.number", "learner.name", "centre.name")
    pick(0, "")
    assert facts() == ("learner.name", "centre.name")
    pick(1, "")
    pick(0, "")
    assert facts() == ("learner.name",)
    assert boxes[0].currentData() == "learner.name"


def test_sides_are_added_and_taken_away(page: TemplatesPage, room: Room) -> None:
    def offered(words: str) -> QPushButton:
        found = [one for one in page.expert.form.findChildren(QPushButton) if one.text() == words and one.isVisible()]
        return found[0]

    before = page.draft.template
    press(offered("Add a side"), Qt.Key.Key_Space)
    room.settle()
    assert page.draft.side == 1
    assert page.expert.sides.currentIndex() == 1
    assert page.expert.sheet._picture is not None
    page.draft.add("rect")
    assert isinstance(page.draft.element, Rect)
    page.draft.choose(None)
    room.settle()
    press(offered("Take this side away"), Qt.Key.Key_Space)
    room.settle()
    assert page.draft.template == before
    assert page.draft.side == 0


def test_a_typeface_is_taken_with_its_licence_shown_and_given_up(page: TemplatesPage, room: Room) -> None:
    taken: list[tuple[Path, str]] = []
    question = LicenceQuestion(page, FONT, lambda path, licence: taken.append((path, licence)))
    question.open()
    assert not question.take_button.isEnabled()
    QTest.keyClicks(question.licence, "SIL OFL 1.1")
    press(question.take_button, Qt.Key.Key_Space)
    assert taken == [(FONT, "SIL OFL 1.1")]
    page.errands.take_typeface(*taken[0])
    room.settle()
    own = page.draft.template.typeface
    assert own is not None
    assert (own.name, own.licence) == ("NotoSansKhmer-Bold", "SIL OFL 1.1")
    assert page.expert.findings.item(0).text().startswith("The typeface “NotoSansKhmer-Bold” has no")
    name = next(one for one in spots(page.draft.template) if _shows_name(page.draft.template, one))
    page.draft.choose(name)
    family = page.expert.form.editor("setting", "family")
    assert isinstance(family, QComboBox)
    assert family.currentData() == "own"
    page.draft.choose(None)
    form = page.expert.form
    form.section.setCurrentIndex(form.section.findText("Own typeface"))
    form.section.activated.emit(form.section.currentIndex())
    room.settle()
    assert form.editor("typeface", "licence").isVisible()
    next(one for one in form.findChildren(QPushButton) if one.text() == "No typeface of its own").click()
    room.settle()
    assert page.draft.template.typeface is None


def _shows_name(template: Template, spot: Spot) -> bool:
    element = element_at(template, spot)
    return isinstance(element, Field) and element.bind == "learner.name"


def test_a_broken_typeface_is_a_sentence(page: TemplatesPage, room: Room, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(FONT.read_bytes()[:9000])
    page.errands.take_typeface(tmp_path / "broken.ttf", "OFL")
    room.settle()
    assert page.draft.template.typeface is None


def test_a_file_that_arrives_late_is_not_put_into_another_template(page: TemplatesPage, room: Room) -> None:
    page.errands.take_typeface(FONT, "OFL")
    page.draft.begin(None)
    room.settle()
    assert page.draft.history is None or page.draft.template.typeface is None


def test_a_template_is_looked_at_with_the_sample_of_its_pack_and_in_chosen_languages(
    page: TemplatesPage, room: Room, tmp_path: Path
) -> None:
    theirs = replace(starting_template("certificate"), key="theirs")
    (tmp_path / "theirs.zip").write_bytes(written_pack(Pack((theirs,), {}, {"learner.name": "Rosa SAMPLE"})))
    assert page.expert.sample.people.findData("pack") == -1
    page.errands.bring_in(tmp_path / "theirs.zip")
    room.settle()
    people = page.expert.sample.people
    assert people.findData("pack") == 0
    before = page.expert.sheet._picture
    people.setCurrentIndex(0)
    people.activated.emit(0)
    room.settle()
    assert page.expert.sheet._picture != before
    before = page.expert.sheet._picture
    for group, code in ((page.expert.sample.first, "km"), (page.expert.sample.second, "en")):
        next(one for one in group.actions() if one.data() == code).trigger()
    room.settle()
    assert page.expert.sample.languages == ("km", "en")
    assert page.expert.sheet._picture != before


def test_every_pane_has_names_and_nothing_is_clipped(page: TemplatesPage, room: Room) -> None:
    page.draft.choose_everything()
    room.settle()
    assert page.expert.several.isVisible()
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
    assert clipped(page) == []
    page.draft.choose(None)
    page.draft.add_side()
    room.settle()
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
    assert clipped(page) == []
    assert any(isinstance(element, Text) for _, element in page.draft.template.elements())
