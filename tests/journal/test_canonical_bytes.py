# SPDX-License-Identifier: Apache-2.0
"""One value has one sequence of bytes: the one of RFC 8785, by an independent writer's word."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical, parse, to_bytes, to_text

KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.text(max_size=12)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=5)


@given(OBJECTS)
def test_the_bytes_are_those_of_rfc_8785(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(OBJECTS)
def test_an_object_comes_back_from_its_bytes(value: dict[str, Any]) -> None:
    assert parse(canonical(value)) == value


@given(OBJECTS, st.booleans())
def test_other_bytes_of_the_same_object_are_not_taken(value: dict[str, Any], ascii_only: bool) -> None:
    right = canonical(value)
    loose = json.dumps(value, ensure_ascii=ascii_only, separators=(", ", ": ")).encode()
    backwards = json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":")).encode()
    for other in {loose, backwards, right + b"\n", b" " + right, b"\xef\xbb\xbf" + right} - {right}:
        with pytest.raises(NotCanonical):
            parse(other)


ANY_LEAVES = LEAVES | st.floats() | st.integers() | st.from_regex("[:,[]-?[0-9]+([0-9]{15}|[.eE])", fullmatch=True)
ANY = st.recursive(ANY_LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@given(st.dictionaries(KEYS, ANY, max_size=5))
def test_only_bytes_are_read_that_would_have_been_written(value: dict[str, Any]) -> None:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    try:
        written = canonical(json.loads(data)) == data
    except NotCanonical:
        written = False
    try:
        parse(data)
    except NotCanonical:
        assert not written
    else:
        assert written


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"1", b"null", b'"a"', b'{"a":1.0}', b'{"a":1e3}', b'{"a":-0}', b'{"a":NaN}',
        b'{"a":9007199254740992}', b'{"a":1,"a":1}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"\xc3\xa9":1}',
        b'{"a":"\\ud800"}', b'{"a":"\xff"}', b'{"a":"\t"}', b'{"a":"\\u001F"}', b'{"a":' * 5000,
        b'{"a":' + b"[" * 990 + b"]" * 990 + b"}",
    ],
)  # fmt: skip
def test_bytes_that_no_canonical_writer_writes_are_not_taken(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def _nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), 2**53, -(2**53), {"é": 1}, {1: 1}, b"bytes", {1, 2}, "\ud800", _nested(5000)]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"a": value})


@given(st.binary(max_size=40))
def test_bytes_inside_json_come_back(data: bytes) -> None:
    assert to_bytes(to_text(data)) == data


@given(st.text(max_size=10))
def test_only_one_text_stands_for_the_same_bytes(text: str) -> None:
    try:
        data = to_bytes(text)
    except NotCanonical:
        return
    assert to_text(data) == text


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "QQ\n", "Q Q", "+/+/", "é", None, 1, b"QQ"])
def test_another_text_for_bytes_is_refused(text: object) -> None:
    with pytest.raises(NotCanonical):
        to_bytes(text)
