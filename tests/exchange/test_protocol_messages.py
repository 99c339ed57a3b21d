# SPDX-License-Identifier: Apache-2.0
"""Messages between two stores come out as they went in, and nonsense is known as such."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import protocol
from app.exchange.protocol import BAD_MESSAGE, FrontierAnswer, Hello, Limits, PushAnswer, Refusal
from app.journal.chain import Place
from app.records.comparing import Frontier
from app.records.positions import Range, Standing

HELLO = Hello("SAMPLE registry", b"s" * 32, b"b" * 32, 5, b"e" * 16, limits=Limits(7, 8), echo="drawn")
STANDING = Standing(b"e" * 16, 12, b"m" * 16)
PUSHED = PushAnswer(
    "aadwr",
    STANDING,
    (Refusal(4, "malformed"),),
    Range(9, 12),
    (Place(b"o" * 16, 3, b"h" * 32),),
    (b"o" * 16,),
    "signed",
)
ANSWER = FrontierAnswer(Frontier(()), (True, False), STANDING, (Range(1, 4), Range(6, 6)))
FRONTIER = Frontier((Place(b"o" * 16, 3, b"h" * 32), Place(b"p" * 16, 1, b"i" * 32)), b"k" * 9)

WRITTEN = [
    (HELLO, protocol.hello_fields, protocol.read_hello),
    (STANDING, protocol.standing_fields, protocol.read_standing),
    (PUSHED, protocol.push_fields, protocol.read_push),
    (PushAnswer("", STANDING), protocol.push_fields, protocol.read_push),
    (FRONTIER, protocol.frontier_fields, protocol.read_frontier),
    (
        ANSWER,
        protocol.frontier_answer_fields,
        protocol.read_frontier_answer,
    ),
]


@pytest.mark.parametrize("value, write, read", WRITTEN)
def test_a_message_comes_out_as_it_went_in(value: Any, write: Any, read: Any) -> None:
    assert read(protocol.read_message(protocol.message(write(value)))) == value


@pytest.mark.parametrize("value, write, read", WRITTEN)
@given(data=st.data())
def test_a_message_with_anything_else_in_it_is_refused_or_read(value: Any, write: Any, read: Any, data: Any) -> None:
    fields = protocol.read_message(protocol.message(write(value)))
    name = data.draw(st.sampled_from(sorted(fields)))
    fields[name] = data.draw(st.none() | st.text(max_size=3) | st.integers() | st.lists(st.integers(), max_size=2))
    try:
        read(fields)
    except BAD_MESSAGE:
        return


def test_an_answer_counts_what_became_of_the_operations() -> None:
    assert [PUSHED.count(letter) for letter in "adwr"] == [2, 1, 1, 1]
