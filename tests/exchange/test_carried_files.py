# SPDX-License-Identifier: Apache-2.0
"""Files on the road: the same bytes from every laptop, opened by nobody else, nothing left out unnoticed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import carried_files
from app.exchange.carried_files import (
    Load,
    closed_file,
    closed_size,
    newest_cover,
    opened_file,
    pieces_of,
    road_id,
    road_ids,
    short_ids,
)
from tests.exchange.exchange_samples import CLASS_KEYS

COVER = ("award", 1)
OTHERS = {name: bytes([9]) * 32 for name in CLASS_KEYS}
LATER = {**CLASS_KEYS, ("award", 7): bytes([7]) * 32}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried_files, "_BLOCK_BYTES", 64)
    monkeypatch.setattr(carried_files, "PIECE_BYTES", 100)


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


CONTENTS = st.one_of(st.binary(max_size=300), st.sampled_from([0, 63, 64, 65, 128, 129]).map(bytes))


@given(CONTENTS)
def test_a_file_is_opened_as_it_was_closed_and_always_closed_to_the_same_bytes(content: bytes) -> None:
    name = name_of(content)
    closed = closed_file(name, content, CLASS_KEYS, COVER)
    assert closed == closed_file(name, content, dict(sorted(CLASS_KEYS.items(), reverse=True)), COVER)
    assert opened_file(name, closed, CLASS_KEYS, COVER) == content
    assert len(closed) == closed_size(len(content))
    pieces = list(pieces_of(name, content, CLASS_KEYS, COVER))
    assert b"".join(one.content for one in pieces) == closed
    assert all(len(one.content) <= 100 and one.size == len(closed) for one in pieces)


@given(CONTENTS, st.data())
def test_nothing_is_left_out_added_or_changed_unnoticed(content: bytes, data: st.DataObject) -> None:
    name = name_of(content)
    closed = closed_file(name, content, CLASS_KEYS, COVER)
    place = data.draw(st.integers(0, len(closed) - 1))
    changed = bytearray(closed)
    changed[place] ^= 1
    blocks = [closed[start : start + 80] for start in range(0, len(closed), 80)]
    false = [bytes(changed), closed[:place], closed + b"\0", b"".join(blocks[:-1]), b"".join(reversed(blocks)) + b"?"]
    assert all(opened_file(name, one, CLASS_KEYS, COVER) is None for one in false)


def test_another_centre_opens_nothing_and_another_files_key_neither() -> None:
    content, other = b"one SAMPLE", b"two SAMPLE"
    closed = closed_file(name_of(content), content, CLASS_KEYS, COVER)
    assert opened_file(name_of(content), closed, OTHERS, COVER) is None
    assert opened_file(name_of(other), closed, CLASS_KEYS, COVER) is None
    assert opened_file(name_of(content), closed, CLASS_KEYS, ("private", 1)) is None


def test_the_name_on_the_road_tells_nothing_without_the_centres_keys() -> None:
    name = name_of(b"SAMPLE")
    id_ = road_id(name, CLASS_KEYS, COVER)
    assert id_ != bytes.fromhex(name)
    assert id_ != road_id(name, OTHERS, COVER)
    assert id_ == road_id(name, LATER, COVER)


def test_a_laptop_knows_its_files_under_every_key_that_the_centre_had() -> None:
    name = name_of(b"SAMPLE")
    found = road_ids([name], LATER)
    assert len(found) == len(LATER)
    assert newest_cover(LATER, "award") == ("award", 7)
    assert found[road_id(name, CLASS_KEYS, COVER)] == (name, COVER)
    assert found[road_id(name, LATER, ("award", 7))] == (name, ("award", 7))
    assert list(short_ids([name], LATER).items()) == list(short_ids([name], CLASS_KEYS).items())


def test_small_files_come_first_and_one_that_cannot_be_read_is_left_out() -> None:
    files = {name_of(content): content for content in (b"x" * 300, b"y", b"z" * 30)}
    gone = name_of(b"y")
    load = Load(
        tuple((name, "award", len(content)) for name, content in files.items()),
        lambda name: None if name == gone else files[name],
        CLASS_KEYS,
    )
    sizes = [one.size for one in load.pieces()]
    assert sizes == sorted(sizes)
    assert len({one.id for one in load.pieces()}) == 2
    assert load.size == sum(closed_size(len(content)) for content in files.values())
