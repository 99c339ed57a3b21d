# SPDX-License-Identifier: Apache-2.0
"""The chain of one origin: every operation says which one it follows, so that nothing can be left out or changed."""

from hypothesis import given
from hypothesis import strategies as st

from app.journal.chain import Place, follows, walk
from app.journal.operation import FIRST_PREV, Operation
from tests.journal.builders_journal import LEARNER, ORIGIN, chain_of, draft_of, operation_of


def _chain(length: int) -> list[Operation]:
    return chain_of([draft_of(body={"number": number}) for number in range(length)])


def test_a_chain_is_followed_to_its_end() -> None:
    operations = _chain(5)
    end, fault = walk(operations, Place(ORIGIN))
    assert fault == ""
    assert end == Place(ORIGIN, 5, operations[-1].hash)
    assert [one.seq for one in operations] == [1, 2, 3, 4, 5]
    assert operations[0].prev == FIRST_PREV


def test_a_chain_can_be_followed_from_the_middle() -> None:
    operations = _chain(5)
    half = Place(ORIGIN, 2, operations[1].hash)
    assert walk(operations[2:], half) == walk(operations, Place(ORIGIN))


@given(st.permutations(range(5)))
def test_any_other_order_is_a_break(order: list[int]) -> None:
    operations = _chain(5)
    kept = next((at for at in range(5) if order[at] != at), 5)
    end, fault = walk([operations[at] for at in order], Place(ORIGIN))
    assert end.seq == kept
    assert bool(fault) == (kept < 5)


@given(st.integers(0, 3))
def test_a_missing_operation_is_a_break(gone: int) -> None:
    operations = _chain(5)
    end, fault = walk(operations[:gone] + operations[gone + 1 :], Place(ORIGIN))
    assert end.seq == gone
    assert fault


def test_an_operation_changed_in_the_middle_is_a_break() -> None:
    operations = _chain(3)
    changed = operation_of(draft_of(body={"number": 99}), Place(ORIGIN, 1, operations[0].hash))
    end, fault = walk([operations[0], changed, operations[2]], Place(ORIGIN))
    assert end.seq == 2
    assert fault


def test_an_operation_of_another_origin_does_not_follow() -> None:
    assert not follows(_chain(1)[0], Place(LEARNER))
