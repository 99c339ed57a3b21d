# SPDX-License-Identifier: Apache-2.0
"""A signature proves who wrote an operation, and a device's head proves everything beneath it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.journal import operation as operations
from app.journal import signing
from app.journal.canonical import NotCanonical, canonical, parse
from app.journal.chain import Place
from tests.journal.builders_journal import LEARNER, ORIGIN, PRIVATE_KEY, draft_of, operation_of

PUBLIC = signing.public_key(PRIVATE_KEY)
OTHER = bytes([8]) * 32
DEVICE = b"device---sample1"
PLACE = Place(ORIGIN, 12, bytes([3]) * 32)


def test_a_signed_operation_is_its_authors() -> None:
    signed = operation_of(draft_of("signoff.made"), sign=signing.signer(PRIVATE_KEY))
    assert signing.signed_by(signed, PUBLIC)
    assert signing.signed_by(operations.read(signed.raw), PUBLIC)


def test_another_persons_signature_does_not_pass() -> None:
    signed = operation_of(sign=signing.signer(OTHER))
    assert not signing.signed_by(signed, PUBLIC)
    under_my_name = signing.key_id(PUBLIC) + signed.sig[signing.KEY_ID_BYTES :]
    assert not signing.signed_by(signed._replace(sig=under_my_name), PUBLIC)


def test_an_operation_without_signature_is_nobodys() -> None:
    assert not signing.signed_by(operation_of(), PUBLIC)


@given(st.sampled_from(["about", "act", "actor", "kind", "origin", "prev", "stream", "body", "at", "seq", "ver"]))
def test_an_altered_operation_loses_its_signature(field: str) -> None:
    signed = operation_of(draft_of("mark.made"), sign=signing.signer(PRIVATE_KEY))
    fields = parse(signed.raw)
    others = parse(
        operation_of(draft_of("note.written", DEVICE, {"mark": "not-yet"}), Place(DEVICE, 4, DEVICE * 2)).raw
    )
    fields[field] = {"at": [1, 1], "ver": 2, "act": others["about"], "actor": others["about"]}.get(
        field, others["about"] if field == "stream" else others[field]
    )
    altered = operations.read(canonical(fields))
    assert altered.raw != signed.raw
    assert not signing.signed_by(altered, PUBLIC)


@given(st.integers(0, 71), st.integers(1, 255))
def test_an_altered_signature_does_not_pass(at: int, change: int) -> None:
    signed = operation_of(sign=signing.signer(PRIVATE_KEY))
    sig = bytearray(signed.sig)
    sig[at] ^= change
    assert not signing.signed_by(signed._replace(sig=bytes(sig)), PUBLIC)


@pytest.mark.parametrize("public", [b"", b"short", bytes(32), b"\xff" * 32])
def test_a_key_that_is_none_proves_nothing(public: bytes) -> None:
    assert not signing.signed_by(operation_of(sign=signing.signer(PRIVATE_KEY)), public)
    assert not signing.verified(public, bytes(64), b"data")


def test_a_head_is_its_devices_word() -> None:
    head = signing.sign_head(PLACE, DEVICE, PRIVATE_KEY)
    assert signing.head_is_signed(head, PUBLIC)
    assert signing.read_head(signing.head_fields(head)) == head
    assert not signing.head_is_signed(head, signing.public_key(OTHER))


@pytest.mark.parametrize(
    "change", [{"origin": LEARNER}, {"seq": 13}, {"hash": bytes(32)}, {"device": LEARNER}, {"sig": bytes(64)}]
)
def test_an_altered_head_does_not_pass(change: dict[str, int | bytes]) -> None:
    head = signing.sign_head(PLACE, DEVICE, PRIVATE_KEY)
    assert not signing.head_is_signed(replace(head, **change), PUBLIC)  # type: ignore[arg-type]  # values that fit


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0}, {"seq": "1"}, {"seq": True}, {"seq": 2**53}, {"origin": "QQ"}, {"hash": "QQ"}, {"device": None},
        {"sig": "Q"}, {"more": 1},
    ],
)  # fmt: skip
def test_fields_that_are_no_head_are_refused(change: dict[str, object]) -> None:
    fields = signing.head_fields(signing.sign_head(PLACE, DEVICE, PRIVATE_KEY))
    with pytest.raises(NotCanonical):
        signing.read_head(fields | change)


@pytest.mark.parametrize("fields", [None, [], {}, "head", {"seq": 1}])
def test_what_is_not_even_an_object_of_a_head_is_refused(fields: object) -> None:
    with pytest.raises(NotCanonical):
        signing.read_head(fields)


def test_a_signature_on_a_head_is_none_on_an_operation() -> None:
    head = signing.sign_head(PLACE, DEVICE, PRIVATE_KEY)
    operation = operation_of()._replace(sig=signing.key_id(PUBLIC) + head.sig)
    assert not signing.signed_by(operation, PUBLIC)
