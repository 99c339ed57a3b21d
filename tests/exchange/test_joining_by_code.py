# SPDX-License-Identifier: Apache-2.0
"""A code stands between two laptops: neither request nor answer can be another's, and the code is in neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput
from app.exchange.join_request import DeviceKeys, request_bytes, request_for
from app.exchange.joining_by_code import (
    Asking,
    answer_bytes,
    asked_with,
    asking_bytes,
    code_id,
    new_code,
    read_answer,
    read_asking,
)
from app.journal.canonical import NotCanonical, canonical, parse, to_text
from tests.exchange.exchange_samples import draws

KEYS, OTHERS = DeviceKeys(b"s" * 32, b"b" * 32), DeviceKeys(b"x" * 32, b"y" * 32)
REQUEST, OTHER = (request_for(keys, "Workshop SAMPLE", "en") for keys in (KEYS, OTHERS))
SIGNED, OF_ANOTHER = request_bytes(REQUEST, KEYS), request_bytes(OTHER, OTHERS)
CODE, WRONG = new_code(draws(1)), new_code(draws(2))


def test_a_code_holds_ninety_bits_and_is_sent_by_neither_side() -> None:
    plain = CODE.replace("-", "")
    assert (len(plain) - 2) * 5 == 90
    for message in (asking_bytes(SIGNED, CODE), answer_bytes(REQUEST.device, b"sealed", CODE)):
        assert plain.encode() not in message.replace(b"-", b"")


def test_who_asks_is_known_with_the_code_however_it_is_typed() -> None:
    asking = read_asking(asking_bytes(SIGNED, CODE.lower().replace("-", " ")))
    assert asking.code == code_id(CODE) != code_id(WRONG)
    assert asked_with(asking, CODE) == REQUEST
    assert asked_with(asking, WRONG) is None


def test_a_request_of_another_laptop_does_not_pass_under_the_stamp_of_the_first() -> None:
    asking = read_asking(asking_bytes(SIGNED, CODE))
    assert asked_with(Asking(asking.code, OF_ANOTHER, asking.proof), CODE) is None
    assert asked_with(read_asking(asking_bytes(b"no request", CODE)), CODE) is None


def test_an_answer_is_for_one_laptop_and_by_who_knows_the_code() -> None:
    answer = answer_bytes(REQUEST.device, b"sealed", CODE)
    assert read_answer(answer, REQUEST.device, CODE) == b"sealed"
    for device, code in ((OTHER.device, CODE), (REQUEST.device, WRONG)):
        with pytest.raises(BadInput) as caught:
            read_answer(answer, device, code)
        assert caught.value.code == "answer-false"


def test_a_refusal_cannot_be_made_of_an_answer() -> None:
    fields = parse(answer_bytes(REQUEST.device, b"sealed", CODE))
    with pytest.raises(BadInput):
        read_answer(canonical({**fields, "sealed": ""}), REQUEST.device, CODE)
    assert read_answer(answer_bytes(REQUEST.device, b"", CODE), REQUEST.device, CODE) == b""


@given(
    st.binary(max_size=60)
    | st.dictionaries(st.sampled_from(["code", "proof", "request", "sealed"]), st.text()).map(canonical)
)
def test_what_nobody_wrote_is_refused_and_nothing_else_is_raised(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_asking(data)
    with pytest.raises(BadInput):
        read_answer(data, REQUEST.device, CODE)


def test_a_code_of_another_length_is_no_code() -> None:
    with pytest.raises(NotCanonical):
        read_asking(canonical({"code": to_text(b"short"), "proof": "", "request": ""}))
