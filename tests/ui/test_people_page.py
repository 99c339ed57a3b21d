# SPDX-License-Identifier: Apache-2.0
"""The people of the centre: adding, roles, one-time codes, the end of somebody's work."""

from app.domain.rights import Role
from app.records.queries import people
from app.services.entrance import who_may_enter
from app.ui.people.people_page import PAGE, PeoplePage
from app.ui.widgets.code_card import CodeCard
from tests.ui.screen_checks import nameless, shared_mnemonics
from tests.ui.sitting_room import Room


def shown(room: Room) -> PeoplePage:
    return room.show(PeoplePage(room.context))


def choose(room: Room, page: PeoplePage, name: str) -> None:
    page.show_person(room.centre.work.read(people.person, name).id)


def code_on(page: PeoplePage) -> str:
    side = page.side.currentWidget()
    assert side is not None
    return side.findChildren(CodeCard)[-1].code


def test_everybody_is_listed_and_oneself_is_shown_first(room: Room) -> None:
    page = shown(room)
    assert page.table.rows.rowCount() == 4
    assert page.card.person is not None
    assert page.card.person.name == "Dara SAMPLE"
    assert not page.card.disable.isVisible(), "nobody ends their own work by mistake"


def test_only_administrators_are_offered_the_page() -> None:
    assert PAGE.roles == {Role.ADMINISTRATOR}


def test_a_new_person_gets_a_code_that_is_shown_once(room: Room) -> None:
    page = shown(room)
    page.show_adding()
    page.adding.name.setText("  Chan Sreymom SAMPLE ")
    page.adding.roles.show_roles(frozenset({"assessor", "verifier"}))
    page.adding.add()
    room.settle()
    added = room.centre.work.read(people.person, "Chan Sreymom SAMPLE")
    assert added.roles == {"assessor", "verifier"}
    assert [entry.one_time for entry in who_may_enter(room.centre.folder) if entry.name == added.name] == [True]
    assert len(code_on(page)) > 8
    assert page.table.rows.rowCount() == 5


def test_a_name_that_is_taken_is_told_at_the_field(room: Room) -> None:
    page = shown(room)
    page.show_adding()
    page.adding.name.setText("lena sample")
    page.adding.add()
    room.settle()
    assert page.adding.form.field("name").editor.property("wrong") == "true"
    assert page.table.rows.rowCount() == 4


def test_a_person_without_a_role_is_not_added(room: Room) -> None:
    page = shown(room)
    page.show_adding()
    page.adding.name.setText("Chan Sreymom SAMPLE")
    page.adding.roles.show_roles(frozenset())
    page.adding.add()
    room.settle()
    assert page.table.rows.rowCount() == 4


def test_roles_are_saved_when_they_are_ticked(room: Room) -> None:
    page = shown(room)
    choose(room, page, "Lena SAMPLE")
    page.card.roles.boxes[Role.VERIFIER].click()
    room.settle()
    assert room.centre.work.read(people.person, "Lena SAMPLE").roles == {"assessor", "verifier"}
    assert room.said == ["Saved."]


def test_the_last_administrator_stays_one_and_the_box_shows_it(room: Room) -> None:
    page = shown(room)
    page.card.roles.boxes[Role.VIEWER].click()
    page.card.roles.boxes[Role.ADMINISTRATOR].click()
    room.settle()
    assert "administrator" in room.centre.work.read(people.person, "Dara SAMPLE").roles
    assert page.card.roles.boxes[Role.ADMINISTRATOR].isChecked()


def test_a_forgotten_passphrase_is_replaced_by_a_code(room: Room) -> None:
    page = shown(room)
    choose(room, page, "Lena SAMPLE")
    page.card.new_code.click()
    room.settle()
    assert code_on(page)
    assert [entry.one_time for entry in who_may_enter(room.centre.folder) if entry.name == "Lena SAMPLE"] == [True]


def test_the_end_of_somebodys_work_is_asked_once_more_and_can_be_taken_back(room: Room) -> None:
    page = shown(room)
    choose(room, page, "Minh SAMPLE")
    page.card.disable.click()
    assert not room.centre.work.read(people.person, "Minh SAMPLE").disabled
    page.card.confirm.click()
    room.settle()
    assert room.centre.work.read(people.person, "Minh SAMPLE").disabled
    page.card.enable.click()
    room.settle()
    assert not room.centre.work.read(people.person, "Minh SAMPLE").disabled
    assert code_on(page)


def test_the_place_is_the_person_who_is_chosen(room: Room) -> None:
    page = shown(room)
    choose(room, page, "Minh SAMPLE")
    other = shown(room)
    other.go_to(page.place())
    assert other.card.person is not None
    assert other.card.person.name == "Minh SAMPLE"
    other.go_to("new")
    assert other.place() == "new"
    other.go_to("nonsense")


def test_everything_has_a_name_and_a_letter_of_its_own(room: Room) -> None:
    page = shown(room)
    choose(room, page, "Minh SAMPLE")
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
    page.show_adding()
    assert shared_mnemonics(page) == []
