# SPDX-License-Identifier: Apache-2.0
"""The first page: where to go on, what waits, how safe the work is."""

from dataclasses import replace

from app.records.queries.home import Counts
from app.services.carried import Carried, Safety, note_backup
from app.ui.home.cards import sent_words
from app.ui.home.home_page import HomePage
from app.ui.home.steps import LONG_WITHOUT_BACKUP_MS, Facts, getting_started, next_step, waiting
from app.ui.ui_settings import UiSettings
from tests.ui.screen_checks import nameless, shared_mnemonics
from tests.ui.sitting_room import Room

NOW = 1_790_000_000_000
NOTHING = Counts(**dict.fromkeys(Counts.__dataclass_fields__, 0))
ADMIN, ASSESSOR, VIEWER = (frozenset({role}) for role in ("administrator", "assessor", "viewer"))


def facts(roles: frozenset[str] = ADMIN, practical: str = "", safety: Safety | None = None, **counts: int) -> Facts:
    return Facts(replace(NOTHING, **counts), safety or Safety(Carried(NOW), 0, 0), roles, practical, NOW)


def test_a_new_centre_is_led_from_standards_to_learners() -> None:
    assert next_step(facts()).page == "standards"
    assert next_step(facts(qualifications=1)).place == "?new"
    assert next_step(facts(qualifications=1, cohorts=1)).place == "into"
    assert next_step(facts(qualifications=1, cohorts=1, learners=12, enrolled=12, signed=3)).page == "certificates"


def test_an_assessor_goes_on_with_the_last_practical() -> None:
    step = next_step(facts(ASSESSOR, "WELD-1 U1\n00ff 1.1", enrolled=12))
    assert (step.page, step.place) == ("assess", "WELD-1 U1\n00ff 1.1")
    assert "WELD-1" in step.title
    assert next_step(facts(ASSESSOR, enrolled=12)).page == "assess"


def test_who_may_not_mark_is_never_led_to_marking() -> None:
    for roles in (ADMIN, VIEWER):
        step = next_step(facts(roles, "WELD-1 U1", qualifications=1, cohorts=1, learners=12, enrolled=12))
        assert step.page != "assess"


def test_seven_steps_are_counted_from_what_is_there() -> None:
    steps = getting_started(facts(qualifications=1, people=2, safety=Safety(Carried(), 0, 0)))
    assert [step.done for step in steps] == [True, True, False, False, False, False, False]
    full = dict(qualifications=1, people=2, cohorts=1, learners=1, enrolled=1, marks=1, certificates=1)
    assert all(step.done for step in getting_started(facts(**full)))  # type: ignore[arg-type]  # counts are whole numbers


def test_what_waits_depends_on_the_role() -> None:
    pages = [step.page for step in waiting(facts(ASSESSOR, to_sign=2))]
    assert pages == ["assess"]
    assert [step.page for step in waiting(facts(ADMIN, to_sign=2))] == []
    assert waiting(facts(VIEWER)) == []


def test_entries_wait_only_where_there_is_somewhere_to_carry_them() -> None:
    assert waiting(facts(safety=Safety(Carried(NOW), 14, 0))) == []
    assert "14 entries" in waiting(facts(safety=Safety(Carried(NOW), 14, 1)))[0].title


def test_a_backup_is_due_after_a_week_of_work() -> None:
    old = Safety(Carried(NOW - LONG_WITHOUT_BACKUP_MS - 1), 0, 0)
    assert [step.page for step in waiting(facts(safety=old, marks=1))] == ["devices"]
    assert waiting(facts(safety=old)) == []


def test_sending_is_told_in_plain_words() -> None:
    assert "only laptop" in sent_words(Safety(Carried(), 9, 0), NOW)[0]
    assert sent_words(Safety(Carried(), 9, 1), NOW) == ("Sent: 9 entries are not on another laptop yet.", False)
    assert sent_words(Safety(Carried(written_at=NOW), 0, 1), NOW) == ("Sent: everything, just now.", True)
    assert "just now" in sent_words(Safety(Carried(written_at=NOW), 0, 1, 3, 6), NOW)[0]
    assert "has received everything" in sent_words(Safety(Carried(written_at=NOW), 0, 1, 0, 9), NOW)[0]


def test_the_page_shows_the_real_centre_and_follows_it(room: Room) -> None:
    page = room.show(HomePage(room.context))
    assert page.next.isVisible()
    assert page.started.title.text() == "Getting started: 4 of 7"
    assert [row.code for row in page.cohorts.shown] == ["WELD-1"]
    page.started.findChildren(type(page.next.button))[0].click()
    assert room.shown
    note_backup(room.centre.work)
    room.bot.waitUntil(lambda: page.started.title.text() == "Getting started: 5 of 7", timeout=10_000)


def test_the_big_button_leads_to_the_last_practical(assessor_room: Room) -> None:
    room = assessor_room
    room.context.settings = UiSettings(places={"assess": "WELD-1 U1\n00ff 1.1"})
    page = room.show(HomePage(room.context))
    page.next.button.click()
    assert room.shown == [("assess", "WELD-1 U1\n00ff 1.1")]
    assert not page.started.isVisible(), "the steps of a new centre are for those who run it"


def test_the_keyboard_begins_at_the_big_button(room: Room) -> None:
    page = room.show(HomePage(room.context))
    assert page.window().focusWidget() is page.next.button


def test_what_was_noticed_stays_until_it_is_read(room: Room) -> None:
    room.centre.notices = ("The records were restored from the backup of 2026-11-22.",)
    page = room.show(HomePage(room.context))
    assert page.notices.isVisible()
    page.notices._put_away()
    assert not room.centre.notices
    assert not room.show(HomePage(room.context)).notices.isVisible()


def test_everything_has_a_name_and_a_letter_of_its_own(room: Room) -> None:
    page = room.show(HomePage(room.context))
    assert nameless(page) == []
    assert shared_mnemonics(page) == []
