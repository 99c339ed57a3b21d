# SPDX-License-Identifier: Apache-2.0
"""A laptop shares its records in a room, over real lines: others exchange with it, a new one joins by two words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.refusals import NotAllowed, RuleBroken
from app.exchange.room_finding import ask
from app.exchange.room_words import NUMBER_BYTES, showing
from app.exchange.troubles import NotAdmitted, NotOurs, SlowDown, Unreachable, WrongPeer
from app.records.refolding import table_digests
from app.services.joining import accept
from app.services.meeting import at_once
from app.services.opening import OpenCentre
from app.services.people import add_person
from app.services.room import MOST_ASKING, MOST_TRIES, Room, open_room
from app.services.room_visits import AskedRoom, ask_room, exchange_in_room, fetch_answer
from app.services.shutting_out import revoke_device
from app.services.upkeep import check
from app.store.keyring import WEAKEST
from tests.services.centre_samples import ADMIN, Computer, computer, enter_learner, founded, learners, opened

BOLOT = "Bolot SAMPLE"
OWN, NEW = "four grey geese", "seven green frogs"
DARA, LINH, SOK = "Dara SAMPLE", "Linh SAMPLE", "Sok SAMPLE"
PORT = 47_391


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)


@contextmanager
def shared(centre: OpenCentre) -> Iterator[Room]:
    """The centre's records are shared in the room."""
    room = open_room(centre, at_once, lambda: None, port=0)
    try:
        yield room
    finally:
        room.close()


def here(room: Room) -> str:
    return f"127.0.0.1:{room.port}"


def office(path: Path, name: str = "office") -> Computer:
    """A computer with a founded centre, an assessor and a learner."""
    made = computer(path, name)
    founded(made)
    with opened(made) as centre:
        add_person(centre, BOLOT, ["assessor"], OWN)
        enter_learner(centre, DARA)
    return made


def let_in(room: Room, newcomer: Computer, asked: AskedRoom) -> dict[str, str]:
    """The administrator compares the words and lets the new laptop in, which takes the answer in."""
    (one,) = room.asking
    assert one.words == asked.words
    admitted = room.admit(one.device)
    assert admitted.words == asked.words
    answer = newcomer.path / "answer"
    assert fetch_answer(asked, answer)
    accept(newcomer.folder, answer, newcomer.machine)
    return admitted.codes


def joined(tmp_path: Path) -> tuple[Computer, Computer]:
    """An office, and a laptop that joined its centre in the room."""
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at) as centre, shared(centre) as room:
        codes = let_in(room, newcomer, ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine))
    with opened(newcomer, BOLOT, codes[BOLOT], NEW):
        return at, newcomer


def test_a_new_laptop_joins_by_two_words_and_has_everything(tmp_path: Path) -> None:
    _, newcomer = joined(tmp_path)
    with opened(newcomer) as centre:
        assert learners(centre) == {DARA}
        assert not check(centre)


def test_two_laptops_of_a_centre_exchange_what_each_wrote(tmp_path: Path) -> None:
    at, workshop = joined(tmp_path)
    with opened(at) as centre, opened(workshop) as other, shared(centre) as room:
        enter_learner(centre, LINH)
        enter_learner(other, SOK)
        done = exchange_in_room(other, here(room))
        assert not done.troubles
        assert done.pushed
        assert done.pulled
        assert room.seen == ("Workshop",)
        assert learners(centre) == learners(other) == {DARA, LINH, SOK}
        again = exchange_in_room(other, here(room))
        assert (again.pushed, again.pulled, again.troubles) == (0, 0, ())
        assert centre.work.read(table_digests) == other.work.read(table_digests)


def test_more_than_one_batch_comes_in_small_ones(tmp_path: Path) -> None:
    at, workshop = joined(tmp_path)
    with opened(at) as centre, opened(workshop) as other, shared(centre) as room:
        for number in range(130):
            enter_learner(other, f"Number {number} SAMPLE")
        done = exchange_in_room(other, here(room))
        assert not done.troubles
        assert len(learners(centre)) == 131


def test_a_laptop_that_was_shut_out_gets_nothing_and_gives_nothing(tmp_path: Path) -> None:
    at, workshop = joined(tmp_path)
    with opened(at) as centre, opened(workshop) as other, shared(centre) as room:
        revoke_device(centre, other.laptop.device)
        enter_learner(other, SOK)
        done = exchange_in_room(other, here(room))
        assert [one.code for one in done.troubles] == ["not-admitted"]
        assert learners(centre) == {DARA}


def test_a_laptop_of_another_centre_is_not_exchanged_with(tmp_path: Path) -> None:
    at, stranger = office(tmp_path), office(tmp_path, "stranger")
    with opened(at) as centre, opened(stranger) as other, shared(centre) as room, pytest.raises(NotOurs):
        exchange_in_room(other, here(room))


def test_a_laptop_does_not_exchange_with_itself(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre, shared(centre) as room, pytest.raises(NotOurs):
        exchange_in_room(centre, here(room))


def test_where_nobody_shares_that_is_said(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        with shared(centre) as room:
            address = here(room)
        with pytest.raises(Unreachable):
            exchange_in_room(centre, address)


def test_nothing_is_done_to_the_records_once_the_room_is_closed_and_the_next_exchange_brings_it(tmp_path: Path) -> None:
    at, workshop = joined(tmp_path)
    with opened(at) as centre, opened(workshop) as other:
        enter_learner(other, SOK)
        turns = []

        def closing(work: Callable[[], object]) -> object:
            """The window is locked while a visitor's third piece of work waits for its turn."""
            turns.append(work)
            if len(turns) == 3:
                room.close()
            return work()

        room = open_room(centre, closing, lambda: None, port=0)
        before = centre.work.read(table_digests)
        done = exchange_in_room(other, here(room))
        assert done.troubles
        assert len(turns) == 3
        assert centre.work.read(table_digests) == before
        assert not check(centre)
        assert not check(other)
        with shared(centre) as again:
            assert not exchange_in_room(other, here(again)).troubles
        assert learners(centre) == learners(other) == {DARA, SOK}


def test_a_new_laptop_waits_until_it_is_let_in_and_may_be_sent_away(tmp_path: Path) -> None:
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at) as centre, shared(centre) as room:
        asked = ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        assert not fetch_answer(asked, newcomer.path / "answer")
        (one,) = room.asking
        assert (one.name, one.words) == ("Workshop", asked.words)
        room.refuse(one.device)
        with pytest.raises(RuleBroken, match="did not let this one in"):
            fetch_answer(asked, newcomer.path / "answer")
        assert not room.asking
        assert not (newcomer.path / "answer").exists()


def test_a_new_laptop_waits_on_while_the_other_one_is_away_and_is_told_when_it_has_to_ask_again(tmp_path: Path) -> None:
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at) as centre:
        with shared(centre) as room:
            asked = ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        assert not fetch_answer(asked, newcomer.path / "answer")
        with shared(centre) as room:
            with pytest.raises(RuleBroken, match="Ask again") as refused:
                fetch_answer(replace(asked, address=here(room)), newcomer.path / "answer")
            assert refused.value.code == "ask-again"
            assert not room.asking
            let_in(room, newcomer, ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine))
    with opened(newcomer) as joined:
        assert learners(joined) == {DARA}


def test_only_an_administrator_lets_a_laptop_in(tmp_path: Path) -> None:
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at, BOLOT, OWN) as centre, shared(centre) as room:
        asked = ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        with pytest.raises(NotAllowed):
            room.admit(room.asking[0].device)
        assert not fetch_answer(asked, newcomer.path / "answer")


def test_the_words_are_others_where_somebody_stands_between(tmp_path: Path) -> None:
    """Whoever passes requests on under a key of their own makes both screens differ."""
    at, between = office(tmp_path), office(tmp_path, "between")
    newcomer = computer(tmp_path, "workshop")
    with opened(at) as centre, opened(between) as other, shared(centre) as right, shared(other) as wrong:
        to_wrong = ask_room(newcomer.folder, "Workshop", here(wrong), newcomer.machine)
        to_right = ask_room(newcomer.folder, "Workshop", here(right), newcomer.machine)
        assert to_wrong.words != to_right.words
        assert right.asking[0].words == to_right.words


def test_the_same_laptop_has_other_words_each_time_so_that_none_can_be_prepared(tmp_path: Path) -> None:
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at) as centre, shared(centre) as room:
        asked = [ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine) for _ in range(3)]
        assert len({one.device for one in asked}) == 1
        assert len({one.words for one in asked}) == 3
        (one,) = room.asking
        assert one.words == asked[-1].words


def test_a_number_that_was_not_promised_draws_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever could choose it after hearing the other one could choose the words."""
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    monkeypatch.setattr("app.services.room_visits.showing", lambda number: showing(bytes(NUMBER_BYTES)))
    with opened(at) as centre, shared(centre) as room:
        with pytest.raises(NotAdmitted):
            ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        assert not room.asking


def test_new_laptops_that_ask_too_often_are_asked_to_wait(tmp_path: Path) -> None:
    """Each request is a try at the words."""
    at, newcomer = office(tmp_path), computer(tmp_path, "workshop")
    with opened(at) as centre, shared(centre) as room:
        for _ in range(MOST_TRIES):
            ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        with pytest.raises(SlowDown):
            ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        assert len(room.asking) == 1


def test_whoever_takes_the_others_place_after_the_request_is_noticed(tmp_path: Path) -> None:
    at, stranger = office(tmp_path), office(tmp_path, "stranger")
    newcomer = computer(tmp_path, "workshop")
    with opened(at) as centre, opened(stranger) as other, shared(centre) as room, shared(other) as wrong:
        asked = ask_room(newcomer.folder, "Workshop", here(room), newcomer.machine)
        moved = replace(asked, address=here(wrong))
        with pytest.raises(WrongPeer):
            fetch_answer(moved, newcomer.path / "answer")


def test_only_a_few_new_laptops_wait_at_once(tmp_path: Path) -> None:
    at = office(tmp_path)
    with opened(at) as centre, shared(centre) as room:
        for number in range(MOST_ASKING + 2):
            newcomer = computer(tmp_path, f"new {number}")
            if number < MOST_ASKING:
                ask_room(newcomer.folder, f"New {number}", here(room), newcomer.machine)
                continue
            with pytest.raises(SlowDown):
                ask_room(newcomer.folder, f"New {number}", here(room), newcomer.machine)
        assert len(room.asking) == MOST_ASKING


def test_a_laptop_that_shares_is_found_by_those_who_ask(tmp_path: Path) -> None:
    with opened(office(tmp_path)) as centre:
        room = open_room(centre, at_once, lambda: None, port=PORT)
        try:
            found = ask(bytes(16), 0.5, PORT)
            assert {(one.centre_name, one.address.rpartition(":")[2]) for one in found} == {
                (centre.centre.name, str(room.port))
            }
        finally:
            room.close()
        assert not ask(bytes(16), 0.5, PORT)


def test_whoever_works_here_signs_in_under_the_same_names_there(tmp_path: Path) -> None:
    _, newcomer = joined(tmp_path)
    with opened(newcomer, BOLOT, NEW) as centre:
        assert centre.work.person_name == BOLOT
    with opened(newcomer) as centre:
        assert centre.work.person_name == ADMIN
