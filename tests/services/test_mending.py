# SPDX-License-Identifier: Apache-2.0
"""Two laptops find where the bytes on their disks differ, and mend it on both sides."""

import random

import pytest
from sqlalchemy import delete, update

from app.journal.operation import Operation
from app.records.journal_tables import operation as journal
from app.services.meeting import Meeting, Own
from app.services.mending import Mended, mend
from tests.services.syncing_ground import Room, agree, room
from tests.services.test_syncing import faults
from tests.simulation.laptop import Laptop


def exchanged(count: int = 30) -> tuple[Room, list[Operation]]:
    place = room()
    written = place.marks(place.laptops[0], count)
    assert not place.meet().troubles
    return place, written


def mended(place: Room) -> Mended:
    mine, other = place.laptops
    side = Own(mine.records, mine.itself, mine.owner.author(mine.owner.user))
    return mend(Meeting(side, place.peer(other), place.row(mine, other)))


def damage(laptop: Laptop, one: Operation, **values: object) -> None:
    place = (journal.c.origin == one.origin, journal.c.seq == one.seq)
    with laptop.disk.file.writer.begin() as connection:
        connection.execute(update(journal).where(*place).values(values) if values else delete(journal).where(*place))


def test_nothing_differs_after_an_exchange() -> None:
    place, _ = exchanged(1_100)
    found = mended(place)
    assert found.differed == 0
    assert found.compared >= 3


@pytest.mark.parametrize("whose", [0, 1])
@pytest.mark.parametrize(
    "harm",
    [{"raw": b"{}"}, {"raw": b"nonsense"}, {"about": b"x" * 16, "raw": b""}, {}],
    ids=["other", "bad", "two", "gone"],
)
@pytest.mark.parametrize("number", [0, 17, 29])
def test_an_entry_that_was_damaged_or_lost_on_either_side_is_mended(
    whose: int, harm: dict[str, object], number: int
) -> None:
    place, written = exchanged()
    damage(place.laptops[whose], written[number], **harm)
    assert mended(place).differed == 1
    assert not faults(place.laptops[whose])
    assert agree(*place.laptops)
    assert mended(place).differed == 0


def test_a_damaged_hash_is_not_taken_for_a_copy_of_the_laptop() -> None:
    place, written = exchanged()
    damage(place.laptops[0], written[6], hash=bytes(32))
    damage(place.laptops[0], written[9], raw=b"{}")
    name = place.laptops[0].itself.origin
    assert mended(place).differed == 1
    assert not place.meet().troubles
    assert place.laptops[0].itself.origin == name
    assert not faults(place.laptops[0])


def test_many_entries_lost_on_both_sides_come_back() -> None:
    place, written = exchanged(60)
    chance = random.Random(4)
    for one in chance.sample(written, 25):
        damage(chance.choice(place.laptops), one)
    mended(place)
    mended(place)
    assert agree(*place.laptops)
    assert not faults(place.laptops[0])
