# SPDX-License-Identifier: Apache-2.0
"""Codes as links: any phone opens them, whatever the host is, and they prove as much as those without one."""

import base64
import hashlib
import zlib
from datetime import date

import cwt
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from app.credentials import base32
from app.credentials.facts import SIGNED_TYPES
from app.credentials.qr_text import COMFORTABLE_LENGTH, LONGEST_ADDRESS, PREFIX, qr_text
from app.credentials.verifying import verify_text
from tests.credentials.builders_credentials import facts_of, key_of, public, trust_of

TODAY = date(2026, 11, 23)
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
ADDRESS = "https://check.example.org"

signs = st.characters(exclude_categories=["Cs", "Cc"])
words = st.text(signs, min_size=1, max_size=20) | st.text("กรธมนิย", min_size=1, max_size=20)
names = st.text(signs, min_size=1, max_size=200) | st.lists(words, min_size=1, max_size=9).map(" ".join)
hosts = st.from_regex(r"https?://[a-z0-9-]{1,30}(\.[a-z]{2,9}){1,2}(/[a-z]{1,9}){0,2}/?", fullmatch=True).map(
    lambda host: host[:LONGEST_ADDRESS]
)


def checked(text: str) -> str:
    return verify_text(text, (trust_of(),), TODAY).result


def test_where_the_issuer_has_an_address_the_code_is_a_link_in_capitals() -> None:
    text = qr_text(facts_of(), key_of(), ADDRESS)
    assert text.startswith("HTTPS://CHECK.EXAMPLE.ORG/C/")
    assert set(text) <= ALPHANUMERIC
    assert qr_text(facts_of(), key_of()).startswith(PREFIX)


def test_an_independent_reader_finds_the_facts_in_the_path() -> None:
    path = qr_text(facts_of(), key_of(), ADDRESS).rpartition("/")[2]
    envelope = zlib.decompress(base64.b32decode(path + "=" * (-len(path) % 8)))
    kid = hashlib.sha256(public(key_of())).digest()[:8]
    claims = cwt.decode(envelope, cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: public(key_of())}))
    stated = claims[-65537]
    assert isinstance(stated, dict)
    assert stated[1] == facts_of().number


@given(names, names, hosts | st.just(""), st.sampled_from(SIGNED_TYPES), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_every_code_fits_version_fourteen_and_is_genuine(
    name: str, title: str, address: str, kind: str, units: int
) -> None:
    facts = facts_of(name=name, title=title, document_type=kind, unit_codes=tuple(f"U{n}" for n in range(units)))
    text = qr_text(facts, key_of(), address)
    found = verify_text(text, (trust_of(),), TODAY)
    assert len(text) <= COMFORTABLE_LENGTH
    assert set(text) <= ALPHANUMERIC
    assert found.result == "genuine"
    assert found.facts is not None
    assert found.facts.document_type == kind
    left_out = dict(found.facts.digests)
    assert "title" in left_out or found.title == title
    assert "name" in left_out or found.name == name


@given(hosts, st.sampled_from(["", "/", "?utm=1", "/?fbclid=a&b=c", "#top"]), st.booleans())
@settings(max_examples=25)
def test_a_link_is_read_whatever_host_it_names_and_however_it_was_passed_on(host: str, tail: str, low: bool) -> None:
    path = qr_text(facts_of(), key_of(), ADDRESS).rpartition("/C/")[2]
    text = f"{host.rstrip('/')}/c/{path.lower()}" if low else f"{host.rstrip('/').upper()}/C/{path}"
    assert checked(text + tail) == "genuine"


@given(st.data())
@settings(max_examples=60)
def test_one_changed_character_in_the_path_is_never_genuine(data: st.DataObject) -> None:
    text = qr_text(facts_of(), key_of(), ADDRESS)
    position = data.draw(st.integers(text.index("/C/") + 3, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(ALPHANUMERIC - {text[position]})))
    assert checked(text[:position] + other + text[position + 1 :]) != "genuine"


@pytest.mark.parametrize("units", [0, 3, 8])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_not_even_bits_that_no_reader_looks_at_can_be_changed(units: int, address: str) -> None:
    text = qr_text(facts_of(unit_codes=tuple(f"CPEEI30{n}A" for n in range(units))), key_of(), address)
    assert checked(text) == "genuine"
    start = text.index("/C/") + 3 if address else len(PREFIX)
    for position in (*range(start, start + 9), *range(len(text) - 14, len(text))):
        for other in sorted(ALPHANUMERIC - {text[position]}):
            assert checked(text[:position] + other + text[position + 1 :]) != "genuine", (position, other)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/c/abc",
        "https://example.org/c/",
        "HTTPS://EXAMPLE.ORG/C/" + "0" * 200,
        "ftp://a/c/" + "A" * 200,
    ],
)
def test_other_links_are_no_certificates(text: str) -> None:
    assert checked(text) == "not-a-certificate"


def test_a_link_cut_short_is_altered() -> None:
    text = qr_text(facts_of(), key_of(), ADDRESS)
    assert {checked(text[:-cut]) for cut in (1, 2, 8, 100)} == {"altered"}


@given(st.binary(max_size=100))
def test_base32_gives_every_byte_back_and_nothing_is_written_in_two_ways(data: bytes) -> None:
    text = base32.encode(data)
    assert base32.decode(text) == data
    assert base64.b32decode(text + "=" * (-len(text) % 8)) == data
    for other in (f"{text}=", text.lower()):
        if other != text:
            with pytest.raises(ValueError, match=r"."):
                base32.decode(other)


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_a_scanner_reads_the_code_back_from_a_picture_of_it(address: str) -> None:
    text = qr_text(facts_of(), key_of(), address)
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = barcode.to_image(scale=3)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == text
    assert (barcode.to_image(scale=1, add_quiet_zones=False).shape[0] - 17) // 4 <= 14
