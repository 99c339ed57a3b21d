# SPDX-License-Identifier: Apache-2.0
"""Requests prove which laptop asks, answers prove which registry speaks."""

from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.signatures import (
    TOLERANCE,
    BadSignature,
    Request,
    answer_is_signed,
    asking_device,
    receipt_part,
    sign_answer,
    sign_request,
    verify_request,
)
from app.journal.canonical import to_text
from app.journal.signing import key_id, public_key

LAPTOP, OTHER, SERVER = bytes(range(32)), bytes(range(1, 33)), public_key(b"s" * 32)
DEVICE = b"d" * 16
NOW = 1_790_000_000
REQUEST = Request("POST", "/v1/streams/ab/items", "after=3&limit=500", b"body")


def headers(request: Request = REQUEST, key: bytes = LAPTOP, server: bytes = SERVER) -> dict[str, str]:
    signed = sign_request(request, device=DEVICE, private_key=key, server_key=server, created=NOW)
    return {name.lower(): value for name, value in signed.items()}


def check(given: dict[str, str], request: Request = REQUEST, now: int = NOW) -> None:
    verify_request(given, request, device_key=public_key(LAPTOP), server_key=SERVER, now=now)


def test_a_signed_request_is_that_of_the_laptop() -> None:
    assert asking_device(headers()) == DEVICE
    check(headers())


def test_the_signature_is_over_the_base_that_the_standard_describes() -> None:
    found = headers()
    base = (
        '"@method": POST\n"@path": /v1/streams/ab/items\n"@query": ?after=3&limit=500\n'
        f'"content-digest": {found["content-digest"]}\n"guildmark-to": {to_text(key_id(SERVER))}\n'
        '"@signature-params": ("@method" "@path" "@query" "content-digest" "guildmark-to")'
        f';created={NOW};keyid="{to_text(DEVICE)}";alg="ed25519"'
    )
    signature = b64decode(found["signature"].removeprefix("sig=:").removesuffix(":"))
    Ed25519PublicKey.from_public_bytes(public_key(LAPTOP)).verify(signature, base.encode())


@pytest.mark.parametrize("change", [{"method": "GET"}, {"path": "/v1/x"}, {"query": ""}, {"body": b"bodY"}])
def test_a_request_that_was_changed_is_not_taken(change: dict[str, Any]) -> None:
    with pytest.raises(BadSignature, match="altered"):
        check(headers(), replace(REQUEST, **change))


def test_another_laptop_cannot_ask_under_its_name() -> None:
    with pytest.raises(BadSignature, match="altered"):
        check(headers(key=OTHER))


def test_a_request_for_one_server_is_not_passed_on_to_another() -> None:
    with pytest.raises(BadSignature, match="elsewhere"):
        check(headers(server=public_key(OTHER)))


def test_an_old_request_is_not_taken() -> None:
    check(headers(), now=NOW + TOLERANCE)
    for now in (NOW + TOLERANCE + 1, NOW - TOLERANCE - 1):
        with pytest.raises(BadSignature, match="late"):
            check(headers(), now=now)


@pytest.mark.parametrize("name", ["signature", "signature-input"])
@given(value=st.text(max_size=120) | st.just(""))
def test_nonsense_in_place_of_a_signature_proves_nothing(name: str, value: str) -> None:
    with pytest.raises(BadSignature, match="absent"):
        check({**headers(), name: value})


def test_answers_prove_the_registry_and_what_they_are_about() -> None:
    signature = sign_answer("hello", b"content", LAPTOP)
    assert answer_is_signed("hello", b"content", signature, public_key(LAPTOP))
    assert not answer_is_signed("receipt", b"content", signature, public_key(LAPTOP))
    assert not answer_is_signed("hello", b"Content", signature, public_key(LAPTOP))
    assert not answer_is_signed("hello", b"content", signature, public_key(OTHER))
    assert not answer_is_signed("hello", b"content", "<html>", public_key(LAPTOP))


def test_receipts_differ_by_batch_and_by_position() -> None:
    assert len({receipt_part(b"a" * 32, 1), receipt_part(b"a" * 32, 2), receipt_part(b"b" * 32, 1)}) == 3
