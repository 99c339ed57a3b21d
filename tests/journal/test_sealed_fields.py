# SPDX-License-Identifier: Apache-2.0
"""Personal fields can be read with their key and at their place, and nowhere else."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.journal.operation import OpId
from app.journal.sealing import SubjectKey, Unreadable, new_subject_keys, seal, unseal
from tests.journal.builders_journal import LEARNER, ORIGIN, PERSON, subject_key

PLACE = OpId(ORIGIN, 12)
FIELDS = {"full_name": "ស៊ុន សុភាព", "birth_date": "2004-05-06"}


def _sealed(key: SubjectKey | None = None) -> bytes:
    return seal(key or subject_key(), FIELDS, PLACE, "learner.set", LEARNER, os.urandom)


def test_what_was_sealed_comes_back() -> None:
    assert unseal(subject_key(), _sealed(), PLACE, "learner.set", LEARNER) == FIELDS


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    data = _sealed()
    assert b"2004" not in data
    assert _sealed() != data
    with pytest.raises(Unreadable):
        unseal(subject_key(2), data, PLACE, "learner.set", LEARNER)


@pytest.mark.parametrize(
    ("place", "kind", "about"),
    [
        (OpId(PERSON, 12), "learner.set", LEARNER),
        (OpId(ORIGIN, 13), "learner.set", LEARNER),
        (OpId(ORIGIN, 1), "2learner.set", LEARNER),
        (PLACE, "learner.added", LEARNER),
        (PLACE, "learner.set", PERSON),
        (PLACE, "lérner.set", LEARNER),
    ],
)
def test_it_cannot_be_moved_to_another_operation(place: OpId, kind: str, about: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(subject_key(), _sealed(), place, kind, about)


@given(st.binary(max_size=60))
def test_any_bytes_are_unreadable_in_one_way_only(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(subject_key(), data, PLACE, "learner.set", LEARNER)


@given(st.integers(0, 1000), st.integers(1, 255))
def test_altered_ciphertext_is_unreadable(at: int, change: int) -> None:
    data = bytearray(_sealed())
    data[at % len(data)] ^= change
    with pytest.raises(Unreadable):
        unseal(subject_key(), bytes(data), PLACE, "learner.set", LEARNER)


def test_a_learners_keys_are_all_different() -> None:
    keys = new_subject_keys(LEARNER, ("identity", "private", "award"), os.urandom)
    assert [key.key_class for key in keys] == ["identity", "private", "award"]
    assert {key.subject for key in keys} == {LEARNER}
    assert len({key.id for key in keys}) == len({key.key for key in keys}) == 3
    assert {(len(key.id), len(key.key)) for key in keys} == {(16, 32)}
