# SPDX-License-Identifier: Apache-2.0
"""An operation comes back from its bytes as it was written; anything else is refused in one way only."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.journal import operation as operations
from app.journal.canonical import LARGEST_INTEGER, canonical, parse
from app.journal.chain import Place
from app.journal.clock import Stamp
from app.journal.operation import LARGEST_OPERATION, Draft, MalformedOperation, Operation, OpId, op_id
from tests.journal.builders_journal import LEARNER, ORIGIN, draft_of, operation_of

IDS = st.binary(min_size=16, max_size=16)
OP_IDS = st.builds(OpId, IDS, st.integers(1, LARGEST_INTEGER))
NAMES = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=8)
DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(["mark.made", "learner.set", "something.unheard-of"]),
    about=IDS,
    body=st.dictionaries(NAMES, st.text(max_size=8) | st.integers(-9, 9) | st.lists(st.integers(0, 9)), max_size=4),
    sealed=st.dictionaries(IDS, st.binary(max_size=40), max_size=2),
    base=st.dictionaries(NAMES, st.lists(OP_IDS, min_size=1, max_size=3).map(tuple), max_size=2),
    claimed_at=st.none() | st.integers(1, 2**45),
)
PLACES = st.builds(Place, IDS, st.integers(0, LARGEST_INTEGER - 1), st.binary(min_size=32, max_size=32))
STAMPS = st.builds(Stamp, st.integers(0, 2**47 - 1), st.integers(0, 2**16 - 1), st.booleans())


@given(DRAFTS, PLACES, STAMPS, st.integers(1, 9))
def test_an_operation_comes_back_from_its_bytes(draft: Draft, place: Place, at: Stamp, ver: int) -> None:
    written = operation_of(draft, place, ver=ver, at=at, sign=lambda data: b"signed" + data[:2])
    again = operations.read(written.raw)
    assert again == written
    assert (again.kind, again.about, again.ver, again.at) == (draft.kind, draft.about, ver, at)
    assert (again.body, again.sealed, again.base) == (draft.body, draft.sealed, draft.base)
    assert (again.claimed_at, again.prev, again.id) == (draft.claimed_at, place.hash, (place.origin, place.seq + 1))


@given(DRAFTS, st.data())
def test_damaged_bytes_are_another_operation_or_none(draft: Draft, data: st.DataObject) -> None:
    written = operation_of(draft)
    raw = bytearray(written.raw)
    at = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.sampled_from([at, at + 1, len(raw)]))
    raw[at:end] = data.draw(st.binary(max_size=6))
    again = _read(bytes(raw))
    assert again is None or bytes(raw) == written.raw or again.hash != written.hash


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_way_only(raw: bytes) -> None:
    assert _read(raw) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)
FIELDS = sorted(operations._FIELDS)


@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON, min_size=1, max_size=2), st.sets(st.sampled_from(FIELDS), max_size=1)
)
def test_a_field_of_another_shape_is_refused_in_one_way_only(changed: dict[str, Any], gone: set[str]) -> None:
    fields = parse(operation_of(draft_of(base={"slot": (OpId(ORIGIN, 3),)}, claimed_at=5)).raw) | changed
    for name in gone:
        fields.pop(name, None)
    _read(json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 0), ("seq", -1), ("seq", True), ("seq", "1"), ("ver", 0), ("claimed_at", 0), ("claimed_at", None),
        ("kind", ""), ("kind", 12345), ("kind", "m" * 65), ("kind", "mark made"), ("kind", "mark.made\n"),
        ("kind", "märk.made"),
        ("at", [1]), ("at", [1, 2, 3]), ("at", [1, 2, True]), ("at", [True, 2]), ("at", [2**47, 0]), ("at", [1, 2**16]),
        ("at", [-1, 0]), ("at", {}), ("about", "QQ"), ("about", None), ("prev", "QQ"), ("origin", "QQ"),
        ("base", {"slot": []}), ("base", {"slot": "x"}), ("base", []), ("body", []), ("sealed", {"QQ": "QQ"}),
        ("sealed", {"A" * 22: 1}), ("sig", 1), ("stray", 1),
    ],
)  # fmt: skip
def test_an_operation_with_a_wrong_field_is_refused(field: str, value: object) -> None:
    fields = parse(operation_of().raw) | {field: value}
    assert _read(canonical(fields)) is None


@pytest.mark.parametrize("field", sorted(operations._REQUIRED))
def test_an_operation_without_a_needed_field_is_refused(field: str) -> None:
    fields = parse(operation_of().raw)
    del fields[field]
    assert _read(canonical(fields)) is None


def test_sixty_four_kib_are_the_most() -> None:
    spare = LARGEST_OPERATION - len(operation_of(draft_of(body={"text": ""})).raw)
    full = operation_of(draft_of(body={"text": "x" * spare}))
    assert len(full.raw) == LARGEST_OPERATION
    assert operations.read(full.raw) == full
    with pytest.raises(MalformedOperation):
        operation_of(draft_of(body={"text": "x" * (spare + 1)}))
    with pytest.raises(MalformedOperation):
        operations.read(full.raw.replace(b'"xx', b'"xxx'))


@pytest.mark.parametrize(
    "draft",
    [
        draft_of(base={"slot": ()}),
        draft_of(about=b"short"),
        draft_of(kind=""),
        draft_of(claimed_at=0),
        draft_of(sealed={b"short": b""}),
        draft_of(base={"slot": (OpId(LEARNER, 0),)}),
    ],
    ids=lambda draft: repr(draft)[:60],
)
def test_what_could_not_be_read_again_is_never_written(draft: Draft) -> None:
    with pytest.raises(MalformedOperation):
        operation_of(draft)


@given(OP_IDS)
def test_an_id_comes_back_from_its_text(one: OpId) -> None:
    assert op_id(one.text()) == one


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "QQ.1",
        "A" * 22,
        "A" * 21 + "B.1",
        None,
        1,
        *(f"{'A' * 22}.{seq}" for seq in ("", "0", "01", "-1", "+1", "1_0", " 1", "٣", "9" * 16, "9" * 5000)),
    ],
)
def test_another_text_is_no_id(text: object) -> None:
    with pytest.raises(MalformedOperation):
        op_id(text)


def _read(raw: bytes) -> Operation | None:
    try:
        return operations.read(raw)
    except MalformedOperation:
        return None
