# SPDX-License-Identifier: Apache-2.0
"""Two laptops exchange their records directly: all of it comes over, once, whatever happens on the way."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from app.exchange.troubles import Unreachable
from app.records import peers, positions
from app.records.journal_tables import ahead, head, receipt, stream
from app.records.verifying import verify
from app.services.laptop import MILESTONE
from app.services.syncing import Manner
from tests.services.syncing_ground import Room, agree, room
from tests.simulation.laptop import Laptop


def settle(place: Room, *laptops: Laptop) -> None:
    """Exchange until nobody lacks anything."""
    first, *others = laptops
    for _ in range(4):
        for other in others:
            assert not place.sync(other, first).troubles


def test_what_each_has_comes_to_the_other_and_nothing_twice() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    place.marks(office, 30)
    place.marks(van, 20)
    synced = place.sync(office, van)
    assert (synced.pushed, synced.pulled, synced.duplicates, synced.troubles) == (30, 20, 0, ())
    assert agree(office, van)


def test_a_second_exchange_brings_nothing() -> None:
    place = room()
    place.marks(place.laptops[0], 1_203)
    place.meet()
    synced = place.meet()
    assert (synced.pushed, synced.pulled, synced.duplicates) == (0, 0, 0)


def test_of_laptops_that_know_the_same_already_only_the_rest_is_exchanged() -> None:
    place = room()
    office, van = place.laptops
    place.marks(office, 5)
    synced = place.sync(office, van)
    assert synced.pushed == 5
    assert synced.duplicates == 0


def test_nothing_goes_back_where_it_came_from_over_a_third_laptop() -> None:
    place = room(laptops=3)
    office, workshop, van = place.laptops
    for mine, other in ((office, workshop), (van, workshop), (office, van)):
        place.sync(mine, other)
    place.marks(office, 40)
    assert place.sync(office, workshop).pushed == 40
    assert place.sync(van, workshop).pulled == 40
    last = place.sync(office, van)
    assert (last.pushed, last.pulled) == (0, 0), "both have them from the third"
    assert agree(office, workshop, van)


def test_entries_that_came_by_stick_are_not_sent_again_once_it_is_known_that_they_are_there() -> None:
    place = room()
    office, van = place.laptops
    place.marks(office, 3)
    place.sync(van, office)
    assert place.sync(office, van).pushed == 0


@dataclass
class Weather:
    """What a bad line does, by the dice."""

    chance: random.Random
    bad: float

    def __call__(self, data: bytes) -> bytes:
        if self.chance.random() > self.bad:
            return data
        harm: Callable[[bytes], bytes] = self.chance.choice([self.cut, self.flipped, self.dropped, self.page])
        return harm(data)

    def cut(self, data: bytes) -> bytes:
        return data[: self.chance.randrange(len(data) + 1)]

    def flipped(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << self.chance.randrange(8)]) + data[at + 1 :]

    def dropped(self, data: bytes) -> bytes:
        raise Unreachable(smaller=True)

    def page(self, data: bytes) -> bytes:
        return b"<html>504 Gateway Time-out</html>"


@pytest.mark.parametrize("seed", range(6))
def test_on_a_bad_line_everything_comes_over_in_the_end_and_once(seed: int) -> None:
    chance = random.Random(seed)
    place = room(seed)
    place.wire = Weather(chance, 0.3)
    for _ in range(12):
        place.marks(chance.choice(place.laptops), chance.choice([1, 1, 7, 60]))
        mine, other = chance.sample(place.laptops, 2)
        place.sync(mine, other)
    place.wire = lambda data: data
    settle(place, *place.laptops)
    assert agree(*place.laptops)
    assert not faults(place.laptops[0])


def test_a_lost_answer_is_harmless_what_it_spoke_of_is_known_the_next_time() -> None:
    place = room()
    place.meet()
    place.marks(place.laptops[0], 10)
    place.wire = LoseAnswers()
    synced = place.meet()
    assert (len(synced.troubles), synced.duplicates) == (1, 10), "what was taken told what had arrived"
    place.wire = lambda data: data
    synced = place.meet()
    assert (synced.pushed, synced.duplicates) == (0, 0)
    assert agree(*place.laptops)


class LoseAnswers:
    """Every answer to a batch is lost."""

    def __call__(self, data: bytes) -> bytes:
        if b'"verdicts"' in data:
            raise Unreachable(smaller=True)
        return data


def test_a_batch_too_large_for_the_line_goes_over_in_smaller_ones() -> None:
    place = room()
    place.meet()
    place.marks(place.laptops[0], 400)

    def narrow(data: bytes) -> bytes:
        if len(data) > 2_000:
            raise Unreachable(smaller=True)
        return data

    place.wire = narrow
    synced = place.meet()
    assert (synced.pushed, synced.troubles) == (400, ())


def test_what_hinders_giving_does_not_hinder_taking() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    place.marks(office, 4)
    place.marks(van, 6)
    place.wire = LoseAnswers()
    synced = place.sync(office, van)
    assert [trouble.code for trouble in synced.troubles] == ["unreachable"]
    assert synced.pulled == 6


def test_a_store_that_was_put_back_is_healed_by_those_who_gave_to_it() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    before = van.disk.file.copied()
    place.marks(office, 25)
    place.marks(van, 15)
    place.sync(office, van)
    lost = van.held()
    van.put_back(before)
    assert lost - van.held()
    synced = place.sync(office, van)
    assert not synced.troubles
    assert van.held() >= lost
    place.sync(office, van)
    assert agree(office, van)


def test_a_store_that_was_put_back_in_secret_is_noticed_by_what_stands_at_a_position() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    before = van.disk.file.copied()
    place.marks(office, 25)
    place.sync(office, van)
    van.disk.file.close()
    van.disk = type(van.disk)(before, van.records.place)
    van.records = van._opened()
    place.marks(van, 40)
    settle(place, van, office)
    settle(place, office, van)
    assert agree(office, van)


def test_two_copies_of_a_laptop_are_told_and_go_on_under_names_of_their_own() -> None:
    place = room()
    office, van = place.laptops
    place.sync(van, office)
    clone = Laptop("clone", van.disk.copied(), van.owner, random.Random(9), van.wall)
    place.marks(van, 3)
    place.marks(clone, 4)
    name = van.itself.origin
    assert place.sync(van, office).pushed == 3
    assert place.sync(clone, office).pushed >= 4
    assert clone.itself.origin != name, "the copy knows that it is one"
    for _ in range(2):
        place.sync(van, office)
        place.sync(clone, office)
    assert van.itself.origin != name
    assert agree(van, office, clone)


def test_each_batch_is_proven_where_it_was_cut() -> None:
    place = room()
    office, van = place.laptops
    place.marks(office, 5 * MILESTONE)
    most = Highest(van)
    place.wire = most
    place.sync(office, van)
    assert most.waiting < MILESTONE, "of one laptop's entries less than a milestone's worth waits for proof"
    assert agree(office, van)
    assert office.read(lambda connection: connection.execute(select(func.count()).select_from(head)).scalar_one()) >= 5


class Highest:
    """Looks, whenever something is carried, how much waits for proof."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.waiting = 0

    def __call__(self, data: bytes) -> bytes:
        query = select(func.count()).select_from(ahead)
        waits = self.laptop.read(lambda connection: connection.execute(query).scalar_one())
        self.waiting = max(self.waiting, waits)
        return data


def test_arriving_entries_are_folded_in_slices_and_give_the_same() -> None:
    place = room()
    office, van = place.laptops
    place.marks(office, 300)
    turns = []

    def turn(work: Callable[[], object]) -> object:
        turns.append(1)
        return work()

    assert place.sync(van, office, Manner(turn, 0.000_1)).pulled == 300
    assert len(turns) > 20
    assert agree(office, van)


def test_a_peer_gives_a_receipt_that_is_kept() -> None:
    place = room()
    place.marks(place.laptops[0], 3)
    place.meet()
    count = select(func.count()).select_from(receipt)
    assert place.laptops[0].read(lambda connection: connection.execute(count).scalar_one()) >= 1


def test_it_is_known_of_each_entry_whether_the_peer_holds_it() -> None:
    place = room()
    office, van = place.laptops
    place.marks(office, 3)
    place.sync(office, van)
    place.marks(office, 2)
    with office.records.transaction() as batch:
        top = positions.allot(batch.connection)
        row = peers.peers(batch.connection)[0]
        waiting = peers.lacking(batch.connection, peers.GIVEN, row.id, top)
    assert [one.last - one.first + 1 for one in waiting] == [2]


def test_aborted_exchanges_leave_next_to_nothing_behind() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    place.marks(office, 50)
    place.wire = LoseAnswers()
    place.sync(office, van)
    before = [size(laptop) for laptop in place.laptops]
    for _ in range(20):
        place.sync(office, van)
    assert [size(laptop) for laptop in place.laptops] == before


def size(laptop: Laptop) -> int:
    return laptop.read(lambda connection: int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()))


def faults(laptop: Laptop) -> tuple[str, ...]:
    with laptop.disk.file.writer.connect() as connection:
        transaction = connection.begin()
        report = verify(connection, laptop.owner.centre)
        transaction.rollback()
    return report.faults


def test_a_store_has_one_name_for_its_numbering_and_a_new_one_after_it_was_put_back() -> None:
    place = room()
    office, van = place.laptops
    place.sync(office, van)
    epoch = select(stream.c.epoch)
    first = van.read(lambda connection: connection.execute(epoch).scalar_one())
    assert van.read(lambda connection: connection.execute(epoch).scalar_one()) == first
    kept = van.disk.file.copied()
    place.marks(van, 1)
    van.put_back(kept)
    assert van.read(lambda connection: connection.execute(epoch).scalar_one()) != first
