# SPDX-License-Identifier: Apache-2.0
"""The exchange that goes on by itself: when it comes, what it waits for, and that it is in nobody's way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import httpx
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.domain.learners import LearnerDetails
from app.exchange.loop import EVERY_MS, Plan
from app.services.enrolling import enrol
from app.services.learners import add_learner
from app.services.sample import USERS
from app.ui.background.exchanger import Exchanger
from tests.ui.nearby_registry import URL, Nearby, nearby_registry, sign_in_page
from tests.ui.sitting_room import ASSESSOR, PATIENCE, Room

PATIENCE_MS = round(PATIENCE * 1000)


@pytest.fixture
def registry(room: Room, tmp_path: Path) -> Iterator[Nearby]:
    """The centre shares its records with it already."""
    with nearby_registry(tmp_path / "registry", room.centre.machine.wall) as made:
        room.context.exchanger.client = made.client
        enrol(room.centre, made.client(), URL, made.code())
        room.context.exchanger.begin()
        room.settle()
        yield made


def look(room: Room) -> Exchanger:
    """What its clock does once a second."""
    exchanger = room.context.exchanger
    exchanger._look()
    room.settle()
    return exchanger


def now(room: Room) -> int:
    return room.centre.machine.wall()


def test_it_comes_by_itself_and_then_every_few_minutes(room: Room, registry: Nearby) -> None:
    exchanger = look(room)
    assert exchanger.state is not None
    assert exchanger.state.waiting == 0
    assert exchanger.outcome.sent > 20
    asked = len(registry.asked)
    assert not look(room).plan.is_due(now(room))
    assert len(registry.asked) == asked, "nothing is asked before its time"
    assert EVERY_MS * 0.7 < exchanger.plan.due - now(room) < EVERY_MS * 1.3
    exchanger.plan = Plan()
    look(room)
    assert len(registry.asked) > asked
    assert room.said == [], "nobody is told anything"


def test_a_link_that_is_paid_for_is_looked_at_more_rarely(room: Room, registry: Nearby) -> None:
    room.context.exchanger.hints.metered = True
    exchanger = look(room)
    assert exchanger.state is not None
    assert exchanger.state.waiting == 0, "records go out all the same"
    assert exchanger.plan.due - now(room) > 3 * EVERY_MS


def test_a_centre_without_a_registry_asks_nobody(room: Room) -> None:
    def fail(_address: str) -> httpx.Client:
        raise AssertionError("nobody is to be asked")

    room.context.exchanger.client = fail
    room.context.exchanger.begin()
    room.settle()
    assert not look(room).running


def test_while_somebody_types_it_waits(room: Room, registry: Nearby) -> None:
    hints, asked = room.context.exchanger.hints, len(registry.asked)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y")
    assert not hints.eventFilter(hints, key), "the key goes where it was meant to go"
    look(room)
    assert len(registry.asked) == asked
    hints._typed = float("-inf")
    look(room)
    assert len(registry.asked) > asked


def test_what_is_written_goes_out_soon_and_a_connection_is_a_hint(room: Room, registry: Nearby) -> None:
    exchanger = look(room)
    add_learner(room.centre.work, LearnerDetails("Chan Sreymom SAMPLE"))
    room.settle()
    assert exchanger.plan.due - now(room) < 60_000
    exchanger.hints.connected.emit()
    assert exchanger.plan.due - now(room) < 5_000


def test_what_hinders_it_makes_it_come_later_and_later(room: Room, registry: Nearby) -> None:
    registry.between = sign_in_page
    waits, exchanger = list[int](), room.context.exchanger
    for _ in range(3):
        look(room)
        assert [trouble.code for _, trouble in exchanger.outcome.troubles] == ["sign-in-page"]
        waits.append(exchanger.plan.due - now(room))
        exchanger.plan = replace(exchanger.plan, due=0)
    assert waits == sorted(waits)
    assert exchanger.plan.failures == 3
    assert room.said == []
    registry.between = None
    exchanger.exchange_now()
    room.settle()
    assert (exchanger.outcome.troubles, exchanger.plan.failures) == ((), 0)


def test_a_slow_network_keeps_nobody_from_working_nor_from_leaving(room: Room, registry: Nearby) -> None:
    asked, go_on = Event(), Event()

    def slow(_request: httpx.Request) -> httpx.Response:
        asked.set()
        go_on.wait(PATIENCE)
        return httpx.Response(504)

    registry.between = slow
    exchanger = room.context.exchanger
    exchanger.exchange_now()
    assert asked.wait(PATIENCE)
    done: list[bytes] = []
    room.context.do(lambda _: add_learner(room.centre.work, LearnerDetails("Chan Sreymom SAMPLE")), done.append)
    room.bot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)
    assert exchanger.running
    exchanger.stop()
    assert room.context.runner.drain(5), "closing does not wait for the network"
    go_on.set()
    room.bot.waitUntil(lambda: not exchanger.running, timeout=PATIENCE_MS)
    assert exchanger.outcome.troubles == ()


def test_people_who_change_meanwhile_stay_who_they_are(room: Room, registry: Nearby) -> None:
    exchanger, other = room.context.exchanger, USERS[ASSESSOR]
    exchanger.exchange_now()
    room.context.runner.command(lambda: room.centre.enter(other.name, other.passphrase))
    room.settle()
    assert not exchanger.running
    assert room.centre.work.person_name == other.name
