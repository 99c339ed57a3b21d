# SPDX-License-Identifier: Apache-2.0
"""The chain of one origin: every operation says which one it follows, so that nothing can be left out or changed."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from app.journal.chain import Place, follows
from app.journal.operation import FIRST_PREV, Operation
from tests.journal.builders_journal import LEARNER, ORIGIN, chain_of, draft_of, operation_of


def _chain(length: int) -> list[Operation]:
    return chain_of([draft_of(body={"number": number}) for number in range(length)])


def _walked(operations: Iterable[Operation]) -> int:
    """How many operations follow one another from the beginning."""
    place = Place(ORIGIN)
    for operation in operations:
        if not follows(operation, place):
            break
        place = Place(place.origin, operation.seq, operation.hash)
    return place.seq


def test_a_chain_is_followed_to_its_end() -> None:
    operations = _chain(5)
    assert _walked(operations) == 5
    assert [one.seq for one in operations] == [1, 2, 3, 4, 5]
    assert operations[0].prev == FIRST_PREV


@given(st.permutations(range(5)))
def test_any_other_order_is_a_break(order: list[int]) -> None:
    operations = _chain(5)
    kept = next((at for at in range(5) if order[at] != at), 5)
    assert _walked(operations[at] for at in order) == kept


@given(st.integers(0, 3))
def test_a_missing_operation_is_a_break(gone: int) -> None:
    operations = _chain(5)
    assert _walked(operations[:gone] + operations[gone + 1 :]) == gone


def test_an_operation_changed_in_the_middle_is_a_break() -> None:
    operations = _chain(3)
    changed = operation_of(draft_of(body={"number": 99}), Place(ORIGIN, 1, operations[0].hash))
    assert _walked([operations[0], changed, operations[2]]) == 2


def test_an_operation_of_another_origin_does_not_follow() -> None:
    assert not follows(_chain(1)[0], Place(LEARNER))
