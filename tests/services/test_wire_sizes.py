# SPDX-License-Identifier: Apache-2.0
"""What an entry costs on the line: measured over entries as services write them."""

from collections.abc import Callable, Sequence
from functools import partial

from app.exchange.packing import pack
from app.exchange.wire import Cover, Parcel, lines
from app.journal.canonical import to_text
from app.journal.operation import Operation
from app.records.unit_of_work import Fact
from tests.services.syncing_ground import Room, assessor_of, learner_of, room

MOST_A_MARK = 60
MOST_SIGNED = 130
LEARNERS, CRITERIA = 25, 20


def bytes_each(operations: Sequence[Operation]) -> float:
    """Bytes of an operation on the line, in batches of 500."""
    total = 0
    for start in range(0, len(operations), 500):
        batch = operations[start : start + 500]
        parcel = Parcel(Cover(b"c" * 16, b"e" * 16, 0, len(batch), 500), operations=tuple(one.raw for one in batch))
        total += len(pack(lines(parcel)))
    return total / len(operations)


def written(place: Room, facts: Sequence[Fact], seconds: int) -> list[Operation]:
    """One command for each, some seconds apart, as in a day of work."""
    office, now = place.laptops[0], place.laptops[0].wall()
    found = []
    for number, fact in enumerate(facts):
        moment = now + number * seconds * 1000 + hash(number) % 977
        office.set_clock(partial(int, moment))
        found += office.write(assessor_of(place.ground), fact)
    return found


def each_learner(place: Room, make: Callable[[bytes, int], Fact]) -> list[Fact]:
    learners = [place.laptops[0].chance.randbytes(16) for _ in range(LEARNERS - 1)]
    everybody = [learner_of(place.ground), *learners]
    return [make(learner, number) for number in range(CRITERIA) for learner in everybody]


def test_a_mark_without_a_note_costs_at_most_sixty_bytes() -> None:
    place = room()
    unit = to_text(place.laptops[0].chance.randbytes(16))

    def make(learner: bytes, number: int) -> Fact:
        code = f"{number // 4 + 1}.{number % 4 + 1}"
        mark = ("met", "met", "met", "not-yet")[number % 4]
        body = {"unit": unit, "attempt": 1, "criterion": code, "mark": mark, "batch": 0}
        return Fact("mark.made", learner, body)

    size = bytes_each(written(place, each_learner(place, make), 4))
    assert size <= MOST_A_MARK, f"{size:.1f} bytes"


def test_a_signed_judgement_costs_at_most_a_hundred_and_thirty_bytes() -> None:
    place = room()
    unit = to_text(place.laptops[0].chance.randbytes(16))

    def make(learner: bytes, number: int) -> Fact:
        return Fact("judgement.made", learner, {"unit": unit, "attempt": number + 1, "outcome": "competent"})

    size = bytes_each(written(place, each_learner(place, make), 30))
    assert size <= MOST_SIGNED, f"{size:.1f} bytes"
