# SPDX-License-Identifier: Apache-2.0
"""Batches on the wire: exact to the last byte, small, and known where they were cut or altered."""

import random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.key_cover import cover, cover_erased
from app.exchange.wire import BrokenBatch, Cover, Parcel, batch_hash, lines, read_lines
from app.journal.canonical import canonical, to_text
from app.journal.chain import Belonging, Place, compose
from app.journal.clock import Stamp
from app.journal.operation import Draft
from tests.exchange.exchange_samples import CLASS_KEYS, ERASED, draws, head, subject_keys

COVER = Cover(b"c" * 16, b"e" * 16, 4, 9, 11, b"m" * 16)
ids = st.binary(min_size=16, max_size=16)
texts = st.text(max_size=12) | st.sampled_from(["met", "not-yet", "-", "whole", "key"])
values: st.SearchStrategy[Any] = st.recursive(
    texts | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc-"), inner, max_size=3),
    max_leaves=4,
)
bodies = st.dictionaries(st.sampled_from(["unit", "mark", "batch", "-", "n"]), values, max_size=4)
drafts = st.builds(
    Draft,
    st.sampled_from(["mark.made", "note.written", "judgement.made"]),
    st.sampled_from([b"a" * 16, b"b" * 16]),
    bodies,
    st.dictionaries(ids, st.binary(max_size=8), max_size=2),
    st.just({}),
    st.none() | st.integers(1, 9),
)


def chain(wanted: list[tuple[Draft, int, int]]) -> list[bytes]:
    """The operations of three laptops, as the drafts are dealt out to them."""
    places = [Place(bytes([number]) * 16) for number in range(3)]
    raws = []
    for number, (draft, who, millis) in enumerate(wanted):
        command = Belonging(b"s" * 16, bytes([number % 5]) * 16, b"p" * 16)
        sign = (lambda data: b"k" * 8 + bytes(64)) if draft.kind == "judgement.made" else None
        at = Stamp(millis, number % 2, number % 7 == 0)
        one = compose(draft, places[who], command, ver=1, at=at, sign=sign)
        places[who] = Place(one.origin, one.seq, one.hash)
        raws.append(one.raw)
    return raws


@given(st.lists(st.tuples(drafts, st.integers(0, 2), st.integers(0, 2**41)), max_size=12), st.randoms())
def test_operations_come_out_as_the_bytes_that_were_first_written(
    wanted: list[tuple[Draft, int, int]], chance: random.Random
) -> None:
    raws = chain(wanted)
    if chance.random() < 0.5:
        chance.shuffle(raws)
    parcel = Parcel(COVER, operations=tuple(raws))
    assert read_lines(lines(parcel)) == parcel


@given(st.lists(st.binary(max_size=40) | values.map(orjson.dumps) | bodies.map(canonical), max_size=6))
def test_whatever_stands_in_a_damaged_file_comes_out_as_it_went_in(raws: list[bytes]) -> None:
    parcel = Parcel(COVER, operations=tuple(raws))
    assert read_lines(lines(parcel)) == parcel


@pytest.mark.parametrize("one, other", [(1, True), (0, False), (1, 1.0), ([1], [True]), ({"a": 1}, {"a": True})])
def test_what_is_equal_but_written_otherwise_is_not_taken_for_the_same(one: object, other: object) -> None:
    fields = {"at": [1, 0], "origin": "o", "prev": "p", "seq": 1}
    raws = [orjson.dumps({**fields, "body": {"n": n}, "ver": n}, option=orjson.OPT_SORT_KEYS) for n in (one, other)]
    parcel = Parcel(COVER, operations=tuple(raws))
    assert read_lines(lines(parcel)) == parcel


def everything() -> Parcel:
    keys = tuple(cover(key, CLASS_KEYS, draws(2)) for key in subject_keys())
    erased = cover_erased([ERASED], CLASS_KEYS, draws(3))
    raws = chain([(Draft("mark.made", b"a" * 16, {"mark": "met"}), 0, number) for number in range(6)])
    return Parcel(COVER, keys, (erased,), (head(),), tuple(raws))


def test_keys_erasures_and_heads_travel_along() -> None:
    parcel = everything()
    assert read_lines(lines(parcel)) == parcel
    assert len(parcel) == 6 + 1 + 1 + 6


def test_a_batch_that_was_cut_anywhere_is_known() -> None:
    whole = lines(everything())
    for end in range(len(whole)):
        with pytest.raises(BrokenBatch):
            read_lines(whole[:end])


def test_a_batch_of_which_any_byte_was_changed_is_known() -> None:
    parcel = everything()
    whole = lines(parcel)
    for place in range(len(whole)):
        altered = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        try:
            assert read_lines(altered) == parcel
        except BrokenBatch:
            continue


@given(st.binary(max_size=60) | st.lists(bodies.map(canonical), max_size=4).map(b"\n".join))
def test_nonsense_is_no_batch(nonsense: bytes) -> None:
    first = lines(everything()).split(b"\n")[0]
    for data in (nonsense, first + b"\n" + nonsense + b"\n"):
        with pytest.raises(BrokenBatch):
            read_lines(data)


def test_the_hash_of_a_batch_speaks_of_all_that_it_holds() -> None:
    parcel = everything()
    others = [
        Parcel(COVER, parcel.keys, parcel.erased, parcel.heads, parcel.operations[:-1]),
        Parcel(COVER, parcel.keys, parcel.erased, (), parcel.operations),
        Parcel(Cover(b"d" * 16, b"e" * 16, 4, 9, 11), *(parcel.keys, parcel.erased, parcel.heads, parcel.operations)),
    ]
    assert len({batch_hash(one) for one in (parcel, *others)}) == 4


def test_of_a_run_of_marks_only_what_differs_is_written() -> None:
    draft = Draft("mark.made", b"a" * 16, {"mark": "met", "criterion": "1.1", "unit": to_text(b"u" * 16), "batch": 0})
    parcel = Parcel(COVER, operations=tuple(chain([(draft, 0, 5_000 + 700 * number) for number in range(10)])))
    written = lines(parcel).split(b"\n")[2:-2]
    assert [orjson.loads(line).keys() for line in written][4] == {"act", "at"}
