# SPDX-License-Identifier: Apache-2.0
"""The files by which a new laptop joins: only the laptop itself can ask, only it can read the answer."""

import json
from dataclasses import replace

import pytest

from app.domain.refusals import BadInput
from app.exchange.enrolment import Card
from app.exchange.join_answer import Newcomer, Sponsor, Welcome, open_welcome, seal_welcome
from app.exchange.join_request import DeviceKeys, fingerprint, read_request, request_bytes, request_for
from app.store.keyring import SAMPLE
from app.store.keys import derive, public_half
from tests.exchange.exchange_samples import CENTRE, CLASS_KEYS, draws

KEYS = DeviceKeys(b"s" * 32, b"b" * 32)
REQUEST = request_for(KEYS, "Workshop SAMPLE", "en")
WELCOME = Welcome(
    CENTRE,
    CLASS_KEYS,
    Sponsor(b"p" * 16, "Sokha SAMPLE", derive("three brown bowls", b"t" * 16, SAMPLE)),
    (Newcomer(b"q" * 16, "Bolot SAMPLE", "AAAA-BBBB"),),
)


def test_a_request_is_read_as_it_was_written() -> None:
    assert read_request(request_bytes(REQUEST, KEYS)) == REQUEST


@pytest.mark.parametrize("field", ["name", "sign_key", "box_key", "language"])
def test_a_request_that_was_changed_on_the_way_is_refused(field: str) -> None:
    other = json.loads(request_bytes(request_for(DeviceKeys(b"x" * 32, b"y" * 32), "Other", "vi"), KEYS))
    fields = {**json.loads(request_bytes(REQUEST, KEYS)), field: other[field]}
    with pytest.raises(BadInput) as caught:
        read_request(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())
    assert caught.value.code == "not-a-request"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"sig":"AA"}'])
def test_a_file_that_is_no_request_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="not the request of a new laptop"):
        read_request(content)


def test_the_words_are_the_same_on_both_laptops_and_others_for_other_keys() -> None:
    words = [f"word{number}" for number in range(1024)]
    shown = fingerprint(REQUEST, words)
    assert fingerprint(read_request(request_bytes(REQUEST, KEYS)), words) == shown
    assert len(shown.split()) == 2
    assert fingerprint(request_for(DeviceKeys(b"s" * 32, b"c" * 32), "Workshop SAMPLE", "en"), words) != shown


def test_the_answer_is_read_by_the_laptop_that_asked() -> None:
    sealed = seal_welcome(WELCOME, public_half(KEYS.box), draws())
    assert open_welcome(sealed, KEYS.box) == WELCOME


def test_the_answer_names_the_registry_that_the_laptop_joins_through() -> None:
    card = Card("Registry SAMPLE", "https://registry.invalid", b"r" * 32, b"x" * 32)
    welcome = replace(WELCOME, registry=card)
    assert open_welcome(seal_welcome(welcome, public_half(KEYS.box), draws()), KEYS.box) == welcome


def test_the_answer_is_read_by_no_other_laptop() -> None:
    sealed = seal_welcome(WELCOME, public_half(KEYS.box), draws())
    with pytest.raises(BadInput, match="not for this laptop"):
        open_welcome(sealed, b"z" * 32)
    assert b"Bolot" not in sealed
