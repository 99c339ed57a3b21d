# SPDX-License-Identifier: Apache-2.0
"""The page of the exchange: one sentence, one button, sticks, and what is folded away."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.domain.learners import LearnerDetails
from app.exchange.enrolment import card_bytes
from app.services.carried import Carried, Safety
from app.services.exchange_state import ExchangeState, exchange_state
from app.services.exchanging import write_bundle
from app.services.joining import accept, admit, join_request
from app.services.joining_registry import card_words
from app.services.learners import add_learner
from app.services.looking_in import look_into
from app.services.opening import OpenCentre, open_centre
from app.services.partners import Partner, partners
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.ui.exchange.exchange_page import ExchangePage
from app.ui.exchange_words import told
from tests.ui.nearby_registry import NAME, URL, Nearby, nearby_registry, sign_in_page
from tests.ui.sample_sitting import words
from tests.ui.screen_checks import nameless, shared_mnemonics
from tests.ui.sitting_room import Room, quick_machine

NOW = 1_790_000_000_000
DAY = 24 * 3600 * 1000


@pytest.fixture
def registry(room: Room, tmp_path: Path) -> Iterator[Nearby]:
    with nearby_registry(tmp_path / "registry", room.centre.machine.wall) as made:
        room.context.exchanger.client = made.client
        yield made


def shown(room: Room) -> ExchangePage:
    return room.show(ExchangePage(room.context))


def write(field: object, text: str) -> None:
    field.editor.setText(text)  # type: ignore[attr-defined]  # the editors of both fields are lines


def enrolled(room: Room, registry: Nearby) -> ExchangePage:
    page = shown(room)
    page.enrol.open()
    write(page.enrol.address, URL)
    write(page.enrol.code, registry.code())
    page.enrol.go.click()
    room.settle()
    assert page.enrol.result.text() == f"The centre shares its records with {NAME} from now on."
    return page


def another_laptop(room: Room, place: Path) -> OpenCentre:
    """Another laptop of the centre, open for the administrator."""
    request, answer = place / "w.guildmark-request", place / "w.guildmark-answer"
    folder, machine = DataFolder(place / "workshop" / "centre"), quick_machine(place / "workshop")
    join_request(folder, "Workshop", request, machine)
    admit(room.centre, request, answer)
    accept(folder, answer, machine)
    return open_centre(folder, USERS[0].name, USERS[0].passphrase, machine)


def state(safety: Safety, *registries: Partner) -> ExchangeState:
    return ExchangeState(registries, safety)


def partner(waiting: int, met: int = NOW - 2 * DAY) -> Partner:
    return Partner(b"r", NAME, URL, met, waiting)


def test_one_sentence_says_how_the_records_stand() -> None:
    alone, two = Safety(Carried(), 9, 0), Safety(Carried(written_at=NOW), 9, 1)
    assert told(state(alone), NOW).words == "This is the only laptop of the centre. Everything is kept here."
    assert told(state(alone, partner(0)), NOW).words == f"Everything has reached {NAME}."
    waits = told(state(alone, partner(14)), NOW)
    assert (waits.fine, waits.words.partition(".")[0]) == (False, "14 records wait")
    assert waits.words.endswith("Last sent: Saturday.")
    assert told(state(alone, partner(1, 0)), NOW).words == "1 record waits. Nothing was sent yet."
    assert told(state(two), NOW).words.startswith("9 records wait. Last sent: today, ")
    assert told(state(Safety(Carried(), 0, 1, 3, 6)), NOW).words == "3 records are under way on a stick."
    assert told(state(Safety(Carried(), 0, 1, 0, 6)), NOW).words == "Another laptop has received everything."


def test_a_lone_laptop_has_sticks_and_no_button_for_a_network(room: Room) -> None:
    page = shown(room)
    assert "only laptop" in page.standing.sentence.text()
    assert not page.standing.button.isVisible()
    assert page.stick.write_button.isEnabled()
    assert not page.details.inside.isVisible()
    assert not page.enrol.inside.isVisible()


def test_a_centre_enrols_by_a_code_and_one_press_sends_everything(room: Room, registry: Nearby) -> None:
    page = enrolled(room, registry)
    assert page.standing.sentence.text().endswith("records wait. Nothing was sent yet.")
    page.standing.button.click()
    room.settle()
    assert page.standing.trouble.text() == ""
    assert page.standing.sentence.text() == f"Everything has reached {NAME}."
    assert "records were sent" in page.standing.remark.text()
    page.details.open()
    room.settle()
    assert URL in words(page)
    assert "0 records wait" in words(page)
    assert [one.waiting for one in room.centre.work.read(partners)] == [0]


def test_a_wrong_code_is_told_and_changes_nothing(room: Room, registry: Nearby) -> None:
    page = shown(room)
    page.enrol.open()
    page.enrol.go.click()
    assert page.enrol.isAncestorOf(page.window().focusWidget())
    registry.code()
    write(page.enrol.address, URL)
    write(page.enrol.code, "0000-0000")
    page.enrol.go.click()
    room.settle()
    assert page.enrol.result.property("role") == "error"
    assert page.enrol.go.isEnabled()
    assert room.centre.work.read(partners) == []


def test_a_registry_that_no_network_reaches_is_joined_by_its_file_and_two_words(
    room: Room, registry: Nearby, tmp_path: Path
) -> None:
    page, card = shown(room), registry.registry.identity.card
    page.enrol.open()
    file = tmp_path / "ministry.guildmark-registry"
    file.write_bytes(card_bytes(card))
    page.enrol.look_at(file)
    room.settle()
    assert page.enrol.words.text() == f"{NAME}: {card_words(card)}"
    page.enrol.other.click()
    assert room.centre.work.read(partners) == []
    page.enrol.look_at(file)
    room.settle()
    page.enrol.same.click()
    room.settle()
    assert [one.name for one in room.centre.work.read(partners)] == [NAME]
    file.write_bytes(b"something else")
    page.enrol.look_at(file)
    room.settle()
    assert "not the card of a registry" in page.enrol.result.text()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (sign_in_page, "This network shows a page of its own"),
        (lambda _: httpx.Response(504, html="<h1>Gateway</h1>"), "The other side is out of order for now."),
        (lambda _: httpx.Response(407), "The proxy of this network does not let the program through."),
    ],
)
def test_what_stands_in_the_way_is_told_with_what_to_do_and_nothing_is_lost(
    room: Room, registry: Nearby, answer: object, sentence: str
) -> None:
    page = enrolled(room, registry)
    registry.between = answer  # type: ignore[assignment]  # the answers are those of the list above
    page.standing.button.click()
    room.settle()
    assert page.standing.trouble.text().startswith(sentence)
    assert page.standing.trouble.isVisible()
    assert room.said == []
    registry.between = None
    page.standing.button.click()
    room.settle()
    assert not page.standing.trouble.isVisible()
    assert page.standing.sentence.text() == f"Everything has reached {NAME}."


def test_records_go_to_another_laptop_and_back_by_stick(room: Room, tmp_path: Path) -> None:
    workshop = another_laptop(room, tmp_path)
    page = shown(room)
    page.stick.write(tmp_path / "out.guildmark-records")
    room.settle()
    assert "entries are on the stick" in page.stick.result.text()
    known = room.centre.work.read(exchange_state, room.centre.work.records.device)
    assert (known.waiting, known.safety.other_laptops) == (0, 1)
    add_learner(workshop.work, LearnerDetails("Chan Sreymom SAMPLE"))
    write_bundle(workshop, tmp_path / "back.guildmark-records")
    workshop.close()
    for sentence in ("new entries were read", "Nothing new"):
        page.stick.read(tmp_path / "back.guildmark-records")
        room.settle()
        assert sentence in page.stick.result.text()


def test_a_file_can_be_for_one_laptop_alone_and_without_pictures(room: Room, tmp_path: Path) -> None:
    another_laptop(room, tmp_path).close()
    page = shown(room)
    names = [page.stick.whom.itemText(n) for n in range(page.stick.whom.count())]
    assert names == ["For all laptops of the centre", "For Workshop alone"]
    page.stick.whom.setCurrentIndex(1)
    page.stick.files.setChecked(False)
    page.stick.write(tmp_path / "one.guildmark-records")
    room.settle()
    seen = look_into(tmp_path / "one.guildmark-records")
    assert (seen.header.receiver_name, seen.closed, seen.header.files) == ("Workshop", True, 0)


def test_writing_and_reading_can_be_stopped(room: Room, tmp_path: Path) -> None:
    page, path = shown(room), tmp_path / "out.guildmark-records"
    page.stick.write(path)
    page.stick.progress._cancel.click()
    room.settle()
    assert page.stick.result.text() == "Stopped. Nothing is left of the file."
    assert list(tmp_path.glob("out*")) == []
    page.stick.write(path)
    room.settle()
    page.stick.read(path)
    page.stick.progress._cancel.click()
    room.settle()
    assert page.stick.result.text().startswith("Stopped. What was read by then stays")
    assert page.stick.read_button.isEnabled()


def test_a_viewer_and_an_assessor_see_what_they_may_do(assessor_room: Room) -> None:
    page = shown(assessor_room)
    assert page.stick.write_button.isEnabled()
    assert not page.enrol.isVisible()


def test_everything_has_a_name_and_a_letter_of_its_own(room: Room, registry: Nearby) -> None:
    page = enrolled(room, registry)
    page.details.open()
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
