# SPDX-License-Identifier: Apache-2.0
"""The signed text of a QR code: what it holds, who can read it, and that nothing else passes for it."""

import hashlib
import zlib
from datetime import date

import cbor2
import cwt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.credentials import base45, cose
from app.credentials.facts import digest_of_text
from app.credentials.plain_cbor import is_plain
from app.credentials.qr_text import COMFORTABLE_LENGTH, PREFIX, digest_of_units, qr_text
from app.credentials.trust import TrustedKey, TrustList
from app.credentials.verifying import Verification, verify_text
from app.domain.refusals import RuleBroken
from tests.credentials.builders_credentials import CENTRE_ID, facts_of, key_of, public, trust_of

TODAY = date(2026, 11, 23)
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def check(text: str, *trust: TrustList, today: date = TODAY) -> Verification:
    return verify_text(text, trust or (trust_of(),), today)


def test_a_genuine_certificate_says_so_with_its_facts_and_the_date_of_the_list() -> None:
    facts = facts_of()
    assert check(qr_text(facts, key_of())) == Verification(
        "genuine", facts.number, facts.name, facts.title, "2026-11-20", facts
    )


def from_base45(text: str) -> bytes:
    """RFC 9285, section 4, written here once more: a reader shares nothing with whoever wrote the code."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    found = b""
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        value = sum(signs.index(sign) * 45**n for n, sign in enumerate(part))
        found += value.to_bytes(len(part) - 1, "big")
    return found


def test_an_independent_reader_verifies_the_signature_and_finds_the_facts() -> None:
    text = qr_text(facts_of(), key_of())
    envelope = zlib.decompress(from_base45(text.removeprefix(PREFIX)))
    kid = hashlib.sha256(public(key_of())).digest()[:8]
    other = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: public(key_of())})
    claims = cwt.decode(envelope, other)
    assert claims[1] == facts_of().issuer_name
    assert claims[6] == 1795305600  # 2026-11-22T00:00Z
    stated = claims[-65537]
    assert isinstance(stated, dict)
    assert stated[2] == "ស៊ុន សុភាព"
    stranger = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: public(key_of(2))})
    with pytest.raises(cwt.exceptions.VerifyError):
        cwt.decode(envelope, stranger)


def test_an_envelope_of_an_independent_issuer_is_read() -> None:
    kid = hashlib.sha256(public(key_of())).digest()[:8]
    key = cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: public(key_of()), -4: bytes([1]) * 32})
    stated = {1: "N", 2: "Name", 4: "Title", 5: "Q", 6: ["U1"], 7: CENTRE_ID, 9: 1}
    token = cwt.COSE().encode_and_sign(
        cbor2.dumps({1: "Issuer", 6: 1795305600, -65537: stated}), key, protected={1: -8, 4: kid}
    )
    assert isinstance(token, bytes)
    found = check(PREFIX + base45.encode(zlib.compress(token)))
    assert (found.result, found.name) == ("genuine", "Name")
    assert found.facts is not None
    assert found.facts.document_type == "record-of-results"


def test_the_text_uses_only_the_characters_that_a_code_stores_densely() -> None:
    text = qr_text(facts_of(), key_of())
    assert set(text) <= ALPHANUMERIC
    assert len(text) <= COMFORTABLE_LENGTH


def test_many_units_are_replaced_by_their_digest() -> None:
    codes = tuple(hashlib.sha256(bytes([n])).hexdigest()[:12] for n in range(60))
    text = qr_text(facts_of(unit_codes=codes), key_of())
    found = check(text).facts
    assert len(text) <= COMFORTABLE_LENGTH
    assert found is not None
    assert (found.unit_codes, found.units_digest) == ((), digest_of_units(codes))


def test_a_name_with_half_a_character_is_refused() -> None:
    with pytest.raises(RuleBroken, match="cannot be written"):
        qr_text(facts_of(name="Sok \ud83d"), key_of())


def test_a_name_that_no_code_can_hold_is_proven_by_its_digest() -> None:
    name = "".join(chr(0x1780 + byte % 33) for n in range(40) for byte in hashlib.sha256(bytes([n])).digest())
    text = qr_text(facts_of(name=f"Sok {name}"), key_of())
    found = check(text).facts
    assert len(text) <= COMFORTABLE_LENGTH
    assert found is not None
    assert found.name == "Sok …"
    assert dict(found.digests)["name"] == digest_of_text(f"Sok {name}")
    assert dict(found.digests)["title"] == digest_of_text(facts_of().title)


def test_an_address_that_a_code_cannot_hold_is_refused() -> None:
    for address in (
        "check.example.org",
        "https://check.example.org/?a=1",
        "https://почта.example",
        "https://a_b.example",
        f"https://{'a' * 60}.example",
    ):
        with pytest.raises(RuleBroken, match="cannot stand in a code"):
            qr_text(facts_of(), key_of(), address)


def test_a_number_for_which_no_code_has_room_is_refused() -> None:
    with pytest.raises(RuleBroken, match="too large"):
        qr_text(facts_of(number="".join(map(str, range(200)))), key_of(), "https://check.example.org")


@given(st.data())
@settings(max_examples=60)
def test_one_changed_character_is_never_genuine(data: st.DataObject) -> None:
    text = qr_text(facts_of(), key_of())
    position = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(ALPHANUMERIC - {text[position]})))
    assert check(text[:position] + other + text[position + 1 :]).result != "genuine"


def test_changed_facts_under_the_old_signature_are_altered() -> None:
    envelope = cose.open_envelope(cose.seal(b"\xa0", key_of()))
    forged = [envelope.protected, {}, cbor2.dumps(_claims("Another name")), envelope.signature]
    found = check(PREFIX + base45.encode(zlib.compress(b"\xd2" + cbor2.dumps(forged))))
    assert (found.result, found.name, found.facts) == ("altered", "Another name", None)


def test_revoked_replaced_and_expired_come_before_genuine() -> None:
    facts = facts_of(valid_until="2027-01-31")
    text = qr_text(facts, key_of())
    assert check(text, trust_of(revoked=frozenset({facts.number}))).result == "revoked"
    assert check(text, trust_of(replaced=frozenset({facts.number}))).result == "replaced"
    assert check(text, today=date(2027, 1, 31)).result == "genuine"
    assert check(text, today=date(2027, 2, 1)).result == "expired"


def test_a_number_revoked_in_any_list_of_the_centre_stays_revoked() -> None:
    older = trust_of(revoked=frozenset({facts_of().number}), list_date="2026-10-01")
    found = check(qr_text(facts_of(), key_of()), trust_of(), older)
    assert (found.result, found.list_date) == ("revoked", "2026-11-20")


def test_a_stranger_and_a_key_of_another_centre_are_unknown_issuers() -> None:
    text = qr_text(facts_of(), key_of())
    assert check(text, trust_of(key_of(2))).result == "unknown-issuer"
    assert check(text, trust_of(centre_id=bytes(16))).result == "unknown-issuer"
    assert verify_text(text, (), TODAY).result == "unknown-issuer"


def test_a_key_counts_only_for_the_days_it_is_listed_for() -> None:
    text = qr_text(facts_of(), key_of())
    late = trust_of(keys=(TrustedKey(public(key_of()), "2026-11-23"),))
    gone = trust_of(keys=(TrustedKey(public(key_of()), "2026-01-01", "2026-11-21"),))
    last = trust_of(keys=(TrustedKey(public(key_of()), "2026-11-22", "2026-11-22"),))
    assert [check(text, trust).result for trust in (late, gone, last)] == [
        "unknown-issuer",
        "unknown-issuer",
        "genuine",
    ]


def test_all_keys_of_one_short_name_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cose, "key_id", lambda public_key: b"same-id!")
    text = qr_text(facts_of(), key_of(2))
    assert check(text, trust_of(key_of(1), key_of(2), key_of(3))).result == "genuine"


@pytest.mark.parametrize("text", ["", "https://example.org/", "HC1:NCF", "\ud800", "WIFI:S:x;;"])
def test_other_codes_are_not_certificates(text: str) -> None:
    assert check(text).result == "not-a-certificate"


@given(st.text(max_size=60) | st.binary(max_size=200).map(base45.encode))
@example("0" * 20_000)
@example(base45.encode(zlib.compress(bytes(50_000_000))[:4000]))
def test_a_code_that_begins_like_a_certificate_never_breaks_the_reader(rest: str) -> None:
    assert check(PREFIX + rest).result == "altered"


@given(st.binary(max_size=300))
@example(b"\x81" * 5_000)
@example(b"\xc4\x82\x1a\x7f\xff\xff\xff\x01")
@example(b"\x9b" + b"\xff" * 8)
@example(cbor2.dumps([b"\xa0", {}, b"\xa0", b"sig"]))
@example(cbor2.dumps([cbor2.dumps({1: -8, 4: b"12345678"}), {}, b"\x61\xff", b""]))
def test_hostile_envelopes_never_break_the_reader(data: bytes) -> None:
    for envelope in (data, b"\xd2" + data):
        assert check(PREFIX + base45.encode(zlib.compress(envelope))).result == "altered"


plain = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=30) | st.text(max_size=30) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(0, 9), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([1, 4, 6, -65537]), plain | st.dictionaries(st.integers(1, 10), plain)))
@example({1: "I", 6: 2**63, -65537: {}})
def test_signed_claims_of_any_shape_never_break_the_reader(claims: dict[int, object]) -> None:
    text = PREFIX + base45.encode(zlib.compress(cose.seal(cbor2.dumps(claims), key_of())))
    assert check(text).result in ("altered", "genuine", "unknown-issuer")


@pytest.mark.parametrize("value", [1.5, True, cbor2.CBORTag(35, "(a*)*"), 2**70, [[[[[[[[1]]]]]]]]])
def test_only_plain_values_reach_the_decoder(value: object) -> None:
    assert not is_plain(cbor2.dumps(value))


@given(st.binary(max_size=100))
def test_base45_gives_every_byte_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


def test_base45_agrees_with_its_standard() -> None:
    assert base45.encode(b"AB") == "BB8"
    assert base45.encode(b"Hello!!") == "%69 VD92EX0"
    for wrong in ("GGW", "::", "0", "ab"):
        with pytest.raises(ValueError, match="Base45"):
            base45.decode(wrong)


def _claims(name: str) -> dict[int, object]:
    stated = {1: "N", 2: name, 4: "Title", 5: "Q", 7: CENTRE_ID, 9: 0}
    return {1: "Issuer", 6: 1795305600, -65537: stated}
