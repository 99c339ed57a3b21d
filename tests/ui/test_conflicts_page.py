# SPDX-License-Identifier: Apache-2.0
"""Questions for a person: two laptops wrote different things about one learner."""

from pathlib import Path

from app.records.queries import learners
from app.records.queries.questions import questions
from app.services.exchanging import read_bundle, write_bundle
from app.services.joining import accept, admit, join_request
from app.services.learners import set_learner
from app.services.opening import open_centre
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.ui.conflicts.conflicts_page import ConflictsPage
from tests.ui.screen_checks import nameless
from tests.ui.sitting_room import Room, quick_machine


def disagree(room: Room, place: Path) -> bytes:
    """Two laptops give one learner two birth dates; both are read here."""
    request, answer, bundle = (place / name for name in ("w.request", "w.answer", "w.records"))
    folder, machine = DataFolder(place / "workshop" / "centre"), quick_machine(place / "workshop")
    join_request(folder, "Workshop", request, machine)
    admit(room.centre, request, answer)
    accept(folder, answer, machine)
    learner = room.centre.work.read(learners.find, "Nguyễn")[0].id
    workshop = open_centre(folder, USERS[0].name, USERS[0].passphrase, machine)
    set_learner(workshop.work, learner, {"birth_date": "2001-02-03"})
    set_learner(room.centre.work, learner, {"birth_date": "2001-03-02"})
    write_bundle(workshop, bundle)
    workshop.close()
    read_bundle(room.centre, bundle)
    return learner


def test_there_is_nothing_to_ask_at_first(room: Room) -> None:
    page = room.show(ConflictsPage(room.context))
    assert page.cards == []
    assert page._bodies.currentIndex() == 0


def test_a_question_is_shown_with_who_said_what_and_answered_by_a_click(room: Room, tmp_path: Path) -> None:
    learner = disagree(room, tmp_path)
    page = room.show(ConflictsPage(room.context))
    assert len(page.cards) == 1
    assert {choice.text for choice in page.cards[0].question.choices} == {"2001-02-03", "2001-03-02"}
    assert nameless(page) == []
    wanted = page.cards[0].question.choices[0].text
    page.cards[0].answers[0].click()
    room.settle()
    assert room.centre.work.read(questions) == []
    assert room.centre.work.read(learners.details, learner).birth_date == wanted
    assert page.cards == []
    assert room.said == ["The question is answered."]


def test_a_question_appears_when_a_stick_brings_it(room: Room, tmp_path: Path) -> None:
    page = room.show(ConflictsPage(room.context))
    disagree(room, tmp_path)
    room.settle()
    assert len(page.cards) == 1
