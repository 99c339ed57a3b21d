# SPDX-License-Identifier: Apache-2.0
"""The page for phones has its own arithmetic: held against known answers, and against the libraries of this program."""

import base64
import gzip
import hashlib
import random
import zlib
from dataclasses import replace
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import base32, base45
from app.credentials.did_key import multikey
from app.credentials.open_badge import Badge, credential
from app.credentials.qr_text import qr_text
from app.credentials.trust import read_trust_list, write_trust_list
from app.credentials.typed_number import looks_typed, typed_number
from app.credentials.verifying import verify_number
from tests.credentials.builders_credentials import facts_of, key_of, trust_of
from tests.credentials.page_script import by_page, needs_node

RANDOM = random.Random(20_260_921)
LENGTHS = (0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 239, 240, 1000, 5000)
ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 8032, section 7.1: public key, message, signature
KNOWN = [
    [
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
]

pytestmark = needs_node


def signed(signature: bytes, message: bytes, key: bytes) -> list[str]:
    return [key.hex(), message.hex(), signature.hex()]


def holds(asked: list[list[str]]) -> list[Any]:
    return by_page("isSigned(fromHex(one[2]), fromHex(one[1]), fromHex(one[0]))", asked)


def test_signatures_of_the_standard_hold_and_each_changed_part_breaks_them() -> None:
    assert holds(KNOWN) == [True] * 3
    changed = [
        [*one[:at], f"{int(one[at][:2] or '0', 16) ^ 1:02x}{one[at][2:]}", *one[at + 1 :]]
        for one in KNOWN
        for at in range(3)
    ]
    assert holds(changed) == [False] * 9


def test_signatures_of_any_message_hold_and_one_bit_breaks_them() -> None:
    asked, wanted = [], []
    for length in LENGTHS:
        key = Ed25519PrivateKey.from_private_bytes(RANDOM.randbytes(32))
        message, public = RANDOM.randbytes(length), key.public_key().public_bytes_raw()
        signature = key.sign(message)
        at = RANDOM.randrange(64)
        other = signature[:at] + bytes([signature[at] ^ 1 << RANDOM.randrange(8)]) + signature[at + 1 :]
        asked += [
            signed(signature, message, public),
            signed(other, message, public),
            signed(signature, message + b"x", public),
        ]
        wanted += [True, False, False]
    assert holds(asked) == wanted


def test_a_signature_with_a_larger_number_for_the_same_is_refused() -> None:
    key, message, signature = map(bytes.fromhex, KNOWN[1])
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert holds([signed(signature[:32] + larger.to_bytes(32, "little"), message, key)]) == [False]
    assert (
        holds([signed(bytes(64), b"", bytes(32)), signed(b"", b"", key), signed(signature, message, key[:31])])
        == [False] * 3
    )


def test_digests_are_those_of_the_library() -> None:
    messages = [RANDOM.randbytes(length) for length in LENGTHS]
    found = by_page("[hex(sha256(fromHex(one))), hex(sha512(fromHex(one)))]", [one.hex() for one in messages])
    assert found == [[hashlib.sha256(one).hexdigest(), hashlib.sha512(one).hexdigest()] for one in messages]


def test_whatever_zlib_and_gzip_pack_is_unpacked() -> None:
    contents = [b"", b"a", b"ab" * 40_000, RANDOM.randbytes(30_000), bytes(131_072), "ស៊ុន សុភាព ".encode() * 900]
    packed = [(zlib.compress(one, level), one) for one in contents for level in (0, 1, 6, 9)]
    fixed = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_FIXED)
    packed.append((fixed.compress(b"fixed codes" * 50) + fixed.flush(), b"fixed codes" * 50))
    found = by_page("hex(sha256(unzlib(fromHex(one), 200000).bytes))", [one.hex() for one, _ in packed])
    assert found == [hashlib.sha256(one).hexdigest() for _, one in packed]
    found = by_page(
        "hex(sha256(ungzip(fromHex(one), 200000)))", [gzip.compress(one, mtime=0).hex() for one in contents]
    )
    assert found == [hashlib.sha256(one).hexdigest() for one in contents]


def test_what_is_damaged_or_unpacks_without_end_is_refused() -> None:
    whole = zlib.compress(b"some text that is long enough to be packed " * 20)
    cuts = [whole[:at] for at in range(len(whole))]
    bombs = [zlib.compress(bytes(50_000_000))]
    assert set(by_page("unzlib(fromHex(one), 65536) && 'read'", [one.hex() for one in (*cuts, *bombs)])) == {"refused"}
    noise = [RANDOM.randbytes(RANDOM.randrange(80)) for _ in range(300)]
    assert set(by_page("unzlib(fromHex(one), 65536) && 'read'", [b"\x78\xda".hex() + one.hex() for one in noise])) == {
        "refused"
    }


def test_bytes_as_texts_are_read_as_here_and_nothing_else_is() -> None:
    for data in (b"", b"a", b"ab", RANDOM.randbytes(33), RANDOM.randbytes(64)):
        texts = [base45.encode(data), base32.encode(data), base64.urlsafe_b64encode(data).decode().rstrip("=")]
        assert (
            by_page("hex([fromBase45, fromBase32, fromBase64][one[0]](one[1]))", [[*one] for one in enumerate(texts)])
            == [data.hex()] * 3
        )
    wrong = [
        [0, "GGW"],
        [0, "::"],
        [0, "0"],
        [0, "ab"],
        [1, "A"],
        [1, "AB======"],
        [1, "AAB"],
        [1, "ab"],
        [2, "A"],
        [2, "AB"],
        [2, "+/"],
    ]
    assert set(by_page("hex([fromBase45, fromBase32, fromBase64][one[0]](one[1]))", wrong)) == {"refused"}


def test_keys_are_named_as_here() -> None:
    keys = [RANDOM.randbytes(32) for _ in range(20)] + [bytes(32)]
    assert by_page("multikey(fromHex(one))", [one.hex() for one in keys]) == [multikey(one) for one in keys]


def test_only_plain_cbor_is_read() -> None:
    plain = [1, -65537, 2**32, "ស៊ុន", [1, [2, None]], b"ab"]
    assert "refused" not in by_page("cbor(fromHex(one)) !== undefined", [cbor2.dumps(one).hex() for one in plain])
    others = [
        b"",
        b"\x81",
        b"\x9b" + b"\xff" * 8,
        b"\x81" * 5000,
        b"\x9f\xff",
        b"\xf9\x00\x00",
        b"\xc1\x01",
        b"\x61\xff",
        b"\x01\x01",
    ]
    others += [cbor2.dumps(one) for one in (1.5, True, cbor2.CBORTag(35, "x"), 2**70, [[[[[[[1]]]]]]])]
    assert set(by_page("cbor(fromHex(one)) !== undefined", [one.hex() for one in others])) == {"refused"}


def test_typed_numbers_are_understood_as_here() -> None:
    number = facts_of().number
    typed = [
        number, number.lower(), number.replace("-", ""), "kh ppvtc 7k3qz9 OOO123 96", "КН-РРVТС-7К3QZ9-000123-96",
        "KH-PPVTC-7K3QZ9-០០០១២៣-៩៦", "ＫＨ－ＰＰＶＴＣ－７Ｋ３ＱＺ９－０００１２３－９６", "KH_PPVTC_7K3QZ9_000I23_96",
        number.replace("123", "124"), "", "hello", "KH-PPVTC", "0" * 32, "OI1L0" * 5, "KH-P0VTC-7K3QZ9-000123-96",
    ]  # fmt: skip
    assert by_page("[typedNumber(one), looksTyped(one)]", typed) == [
        [typed_number(one), looks_typed(one)] for one in typed
    ]


def test_numbers_of_cards_are_answered_as_here() -> None:
    trust = trust_of(revoked=frozenset({"C-00112233AABB-20260921"}))
    lists = [write_trust_list(trust, key_of()).decode()]
    typed = [
        "c-00112233aabb-20260921",
        "C-00112233AABB-20260921-2",
        "S-A3D8D1FC7B66-20260921",
        "C-0-20260921-123456789",
    ]
    said = by_page("verifyAny(one[0], one[1].map(readList), '2026-11-23').result", [[one, lists] for one in typed])
    assert said == ["revoked", "unknown-issuer", "unknown-issuer", "not-a-certificate"]
    assert said == [verify_number(one, [read_trust_list(lists[0].encode())]).result for one in typed]


def test_bits_that_no_reader_looks_at_must_be_empty() -> None:
    stored, packed = bytearray(zlib.compress(b"stored", 0)), bytearray(zlib.compress(b"abcabcabcabc" * 9))
    stored[2] |= 0x80
    packed[-5] |= 0x80
    changed = [bytes(stored), bytes(packed)]
    assert [zlib.decompress(one)[:6] for one in changed] == [b"stored", b"abcabc"]
    assert by_page("unzlib(fromHex(one), 65536) && 'read'", [one.hex() for one in changed]) == ["refused"] * 2


def test_a_name_that_is_cut_in_one_code_agrees_with_the_whole_one_of_another() -> None:
    long = facts_of(name=" ".join(chr(1072 + RANDOM.randrange(32)) for _ in range(99)))
    other = replace(long, name=f"{long.name[:-1]}!")
    code, lists = (
        qr_text(long, key_of(), "https://check.example.org"),
        [write_trust_list(trust_of(), key_of()).decode()],
    )
    asked = [
        [[code, credential(facts, Badge("All units are met."), key_of())], lists, "2026-11-23"]
        for facts in (long, other)
    ]
    said = by_page("verifyAll(one[0], one[1].map(readList), one[2]).result", asked)
    assert said == ["genuine", "altered"]
