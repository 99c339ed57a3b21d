# SPDX-License-Identifier: Apache-2.0
"""Which certificates no longer count, in the form that the W3C gave it."""

import base64
import gzip
import importlib.util
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.credentials.numbers import certificate_number
from app.credentials.status_list import (
    ENTRIES,
    Block,
    Place,
    decoded,
    encoded,
    place_of,
    read_list,
    signed_list,
    status_lists,
)
from app.credentials.trust import read_trust_list, status_tokens, write_trust_list
from tests.credentials.builders_credentials import CENTRE_ID, facts_of, key_of, public, trust_of

NUMBERS = [
    certificate_number("KH", "PPVTC", tag, counter) for tag in ("7K3QZ9", "000000") for counter in (0, 9, 131_071)
]
LATER = certificate_number("KH", "PPVTC", "7K3QZ9", 131_072)
LEASED = Block("NQA/2026/", 45_000, 500, 7, suffix=2)

places = st.builds(Place, st.sampled_from(["7K3QZ9-0", "7K3QZ9-1"]), st.integers(0, ENTRIES - 1))


def test_a_number_says_where_its_state_stands() -> None:
    assert place_of(facts_of().number) == Place("7K3QZ9-0", 123)
    assert place_of(NUMBERS[2]) == Place("7K3QZ9-0", 131_071)
    assert place_of(LATER) == Place("7K3QZ9-1", 0)
    assert place_of("12345") is None


def test_a_leased_number_stands_in_the_list_of_its_block() -> None:
    assert place_of("NQA/2026/0045000X7", [LEASED]) == Place("NQA/2026/0045000+0", 0)
    assert place_of("NQA/2026/0045499--", [LEASED]) == Place("NQA/2026/0045000+0", 499)
    for other in ("NQA/2026/0045500X7", "NQA/2026/0044999X7", "NQA/2026/0045000", "NQA/2026/٠٠٤٥٠٠٠X7"):
        assert place_of(other, [LEASED]) is None


@given(st.sets(places, max_size=40), st.sets(places, max_size=40))
@settings(max_examples=15, deadline=None)
def test_every_bit_comes_back_and_no_other_is_set(revoked: set[Place], replaced: set[Place]) -> None:
    found = {(one.name, one.purpose): one for one in status_lists(revoked, replaced)}
    for (name, purpose), one in found.items():
        wanted = revoked | replaced if purpose == "revocation" else replaced
        bits = decoded(encoded(one.bits))
        assert bits == one.bits
        assert {n for n in range(ENTRIES) if bits[n >> 3] & 0x80 >> (n & 7)} == {
            place.index for place in wanted if place.list_name == name
        }


def test_the_text_of_a_list_is_gzip_in_base64url_behind_the_letter_u() -> None:
    (revocation, _) = status_lists([Place("T-0", 0), Place("T-0", 131_071)], [])
    text = encoded(revocation.bits)
    raw = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    assert (text[0], len(raw), raw[0], raw[-1]) == ("u", 16_384, 0x80, 1)
    assert len(text) < 200


@pytest.mark.skipif(importlib.util.find_spec("openvc") is None, reason="openvc-core is not installed")
def test_an_independent_reader_verifies_the_list_and_finds_the_bits() -> None:
    openvc: Any = importlib.import_module("openvc")
    bitstring: Any = importlib.import_module("openvc.status.bitstring")
    lists = status_lists([Place("7K3QZ9-0", 123)], [])
    token = signed_list(lists[0], CENTRE_ID, "2024-11-22", key_of())
    read = openvc.verify_credential(token).credential
    assert read["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    bits = bitstring.decode_bitstring(read["credentialSubject"]["encodedList"])
    assert [bitstring.get_status_bit(bits, index) for index in (122, 123, 124)] == [0, 1, 0]


def test_the_lists_travel_inside_the_trust_list_and_replace_its_numbers() -> None:
    numbers = frozenset({*NUMBERS, LATER, "NQA/2026/0045007X7", "an old number"})
    trust = trust_of(revoked=numbers - {LATER}, replaced=frozenset({LATER}), blocks=(LEASED,))
    found = read_trust_list(write_trust_list(trust, key_of()))
    assert found.revoked == {"an old number"}
    assert {number for number in numbers if found.has_revoked(number)} == numbers - {LATER}
    assert found.has_replaced(LATER)
    assert not found.has_revoked(facts_of().number)
    assert write_trust_list(found, key_of()) == write_trust_list(trust, key_of())


def test_a_hundred_thousand_revoked_numbers_stay_small() -> None:
    stem = [certificate_number("KH", "PPVTC", "7K3QZ9", counter) for counter in range(0, 130_000, 100)]
    assert len(write_trust_list(trust_of(revoked=frozenset(stem)), key_of())) < 20_000


def test_each_list_can_be_published_by_itself() -> None:
    trust = trust_of(revoked=frozenset({facts_of().number}), address="https://check.example.org")
    tokens = status_tokens(trust, key_of())
    assert list(tokens) == ["7K3QZ9-0/revocation", "7K3QZ9-0/refresh"]
    read, day = read_list(tokens["7K3QZ9-0/revocation"], public(key_of()))
    assert (read.has(123), day) == (True, "2026-11-20")
    with pytest.raises(ValueError, match="another key"):
        read_list(tokens["7K3QZ9-0/revocation"], public(key_of(2)))


@pytest.mark.parametrize(
    "text",
    ["", "u", "H4sI", "u!!!", encoded(bytes(16_383)), encoded(bytes(16_385)), encoded(bytes(50_000_000)), "z1111"],
)
def test_no_other_text_is_a_list(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(text)
