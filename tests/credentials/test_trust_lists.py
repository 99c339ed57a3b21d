# SPDX-License-Identifier: Apache-2.0
"""Trust lists travel as files on sticks: read back whole, or refused in words."""

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.credentials.numbers import certificate_number
from app.credentials.status_list import REFRESH, REVOCATION
from app.credentials.trust import read_trust_list, write_trust_list
from app.domain.refusals import BadInput
from tests.credentials.builders_credentials import key_of, trust_of

LIST = trust_of(key_of(1), key_of(2), revoked=frozenset({"B", "A"}), replaced=frozenset({"C"}))


def test_a_list_comes_back_as_it_was_written() -> None:
    assert read_trust_list(write_trust_list(LIST, key_of(2))) == LIST


def test_the_same_list_gives_the_same_bytes_and_any_layout_of_them_is_read() -> None:
    data = write_trust_list(LIST, key_of())
    assert data == write_trust_list(LIST, key_of())
    assert read_trust_list(orjson.dumps(orjson.loads(data), option=orjson.OPT_INDENT_2)) == LIST


def test_a_list_says_how_many_do_not_count_before_it_is_written_and_after() -> None:
    numbers = [certificate_number("KH", "PP01", "7K3QZ9", n) for n in range(1, 8)]
    made = trust_of(revoked=frozenset({*numbers[:3], "A-1"}), replaced=frozenset(numbers[3:5]))
    for one in (made, read_trust_list(write_trust_list(made, key_of()))):
        assert (one.how_many(REVOCATION), one.how_many(REFRESH)) == (4, 2)


def test_a_number_taken_out_of_the_list_is_noticed() -> None:
    file = orjson.loads(write_trust_list(LIST, key_of()))
    file["list"]["revoked"].remove("A")
    with pytest.raises(BadInput, match="was changed after it was signed"):
        read_trust_list(orjson.dumps(file))


def test_a_list_signed_by_a_key_that_is_not_in_it_is_refused() -> None:
    with pytest.raises(BadInput, match="was changed"):
        read_trust_list(write_trust_list(LIST, key_of(9)))


@given(st.binary(max_size=100))
@example(b"[" * 100_000)
@example(b'{"list": {"format": "guildmark-trust-1", "keys": 3}}')
@example(b'{"list": [], "signed_by": "", "signature": ""}')
@example(b'{"list": {"format": "guildmark-trust-1", "keys": [1]}}')
def test_any_other_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a trust list"):
        read_trust_list(data)
