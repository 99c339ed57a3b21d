# SPDX-License-Identifier: Apache-2.0
"""What somebody may do to a certificate: each is told by name and leaves a code, a credential and the lists one has."""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import base32, cose, did_key, signed_file
from app.credentials.facts import CertificateFacts
from app.credentials.open_badge import Badge, credential
from app.credentials.qr_text import qr_text
from app.credentials.roots import Grant, RootList, read_root_list, write_root_list
from app.credentials.trust import TrustedKey, TrustList, read_trust_list, write_trust_list
from app.credentials.verifying import AnyList
from tests.credentials.builders_credentials import CENTRE_ID, facts_of, key_of, public, trust_of

ADDRESS = "https://check.example.org"
ISSUED_ON, LIST_DATE = "2024-11-22", "2024-12-01"
OURS, SECOND, STRANGER, OTHER_CENTRE, MINISTRY = (key_of(seed) for seed in range(1, 6))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a verifier is shown, and the lists that it has as files."""

    code: str
    credential: str
    lists: tuple[bytes, ...]

    def read_lists(self) -> list[AnyList]:
        """The lists as the program reads them."""
        roots = [read_root_list(one) for one in self.lists if b"guildmark-root" in one]
        return [*roots, *(read_trust_list(one) for one in self.lists if b"guildmark-root" not in one)]


def facts_for(kind: str, **changes: object) -> CertificateFacts:
    return facts_of(**{"document_type": kind, "issued_on": ISSUED_ON} | changes)


def centre_list(**changes: object) -> bytes:
    keys = tuple(TrustedKey(public(one), "2024-01-01") for one in (OURS, SECOND))
    return write_trust_list(replace(trust_of(list_date=LIST_DATE, keys=keys), **changes), OURS)  # type: ignore[arg-type]  # each call names fields that fit


def first_list(revoked: list[str]) -> bytes:
    """A list as they were written before there were status lists."""
    content = {
        "format": "guildmark-trust-1",
        "issuer": "SAMPLE Centre",
        "centre": CENTRE_ID.hex(),
        "country": "KH",
        "keys": [{"key": public(OURS).hex(), "from": "2024-01-01", "until": ""}],
        "list_date": LIST_DATE,
        "revoked": revoked,
        "replaced": [],
    }
    return signed_file.write(content, OURS)


def other_list() -> bytes:
    keys = (TrustedKey(public(OTHER_CENTRE), "2024-01-01"),)
    other = TrustList("SAMPLE Other Centre", bytes(16), "KH", keys, LIST_DATE)
    return write_trust_list(other, OTHER_CENTRE)


def root_list(**changes: Any) -> bytes:
    grant = replace(Grant(CENTRE_ID, "SAMPLE Centre", public(OURS), "2024-01-01"), **changes)
    return write_root_list(RootList("SAMPLE Ministry", public(MINISTRY), (grant,), LIST_DATE), MINISTRY)


def shown(facts: CertificateFacts, key: Ed25519PrivateKey = OURS, *lists: bytes) -> Shown:
    made = credential(facts, Badge("All units are met."), key)
    return Shown(qr_text(facts, key, ADDRESS), made, lists or (centre_list(), other_list()))


def parts_of(code: str) -> list[Any]:
    """The four parts of the envelope in a link, in the order of COSE_Sign1."""
    envelope = zlib.decompress(base32.decode(code.rpartition("/C/")[2]))
    parts: list[Any] = cbor2.loads(envelope[1:])
    return parts


def link_of(parts: list[Any]) -> str:
    packed = zlib.compress(b"\xd2" + cbor2.dumps(parts))
    return f"{ADDRESS.upper()}/C/{base32.encode(packed)}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _json(text: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def with_header(token: str, **changes: object) -> str:
    head, body, signature = token.split(".")
    return ".".join((_text(json.dumps(_json(head) | changes).encode()), body, signature))


def other_words(before: Shown, after: Shown) -> Shown:
    """The words of one certificate under the signature of another."""
    payload, signature = parts_of(after.code)[2], parts_of(before.code)[3]
    head, _, signed = before.credential.split(".")
    return replace(
        before,
        code=link_of([parts_of(before.code)[0], {}, payload, signature]),
        credential=".".join((head, after.credential.split(".")[1], signed)),
    )


def forged(**changes: object) -> Callable[[str], Shown]:
    return lambda kind: other_words(shown(facts_for(kind)), shown(facts_for(kind, **changes)))


def with_parts(change: Callable[[list[Any]], list[Any]], token: Callable[[str], str]) -> Callable[[str], Shown]:
    def tamper(kind: str) -> Shown:
        plain = shown(facts_for(kind))
        return replace(plain, code=link_of(change(parts_of(plain.code))), credential=token(plain.credential))

    return tamper


def flipped(data: bytes, at: int = 40) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def flipped_signature(token: str) -> str:
    head, body, signature = token.split(".")
    return ".".join((head, body, _text(flipped(base64.urlsafe_b64decode(signature + "==")))))


def flipped_payload(token: str) -> str:
    head, body, signature = token.split(".")
    text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(b"Installation", b"Installatiom")
    return ".".join((head, _text(text), signature))


def written_anew(token: str) -> str:
    head, body, signature = token.split(".")
    return ".".join((head, _text(json.dumps(_json(body)).encode()), signature))


def _header(algorithm: int, key: Ed25519PrivateKey) -> bytes:
    return cbor2.dumps({1: algorithm, 4: cose.key_id(public(key))}, canonical=True)


def with_key(key: Ed25519PrivateKey) -> Callable[[str], Shown]:
    return lambda kind: shown(facts_for(kind), key)


def naming(key: Ed25519PrivateKey) -> Callable[[str], Shown]:
    return with_parts(
        lambda parts: [_header(-8, key), *parts[1:]],
        lambda token: with_header(token, kid=did_key.method_of(public(key))),
    )


def with_lists(*lists: bytes) -> Callable[[str], Shown]:
    return lambda kind: shown(facts_for(kind), OURS, *lists)


def indefinite(kind: str) -> Shown:
    """The payload written as a map without its length, which means the same."""
    plain = shown(facts_for(kind))
    head, _, payload, signature = parts_of(plain.code)
    pairs = b"".join(cbor2.dumps(one) for pair in cbor2.loads(payload).items() for one in pair)
    code = link_of([head, {}, b"\xbf" + pairs + b"\xff", signature])
    return replace(plain, code=code, credential=written_anew(plain.credential))


def cut_short(kind: str) -> Shown:
    plain = shown(facts_for(kind))
    return replace(plain, code=plain.code[:-9], credential=plain.credential[:-4])


def pieced_together(kind: str) -> Shown:
    """The second half of another certificate behind the first half of this one."""
    one, other = shown(facts_for(kind)), shown(facts_for(kind, name="Another Person"))
    half = len(one.code) // 2
    return replace(one, code=one.code[:half] + other.code[half:], credential=other_words(one, other).credential)


def keys_until(**dates: str) -> bytes:
    return centre_list(keys=(TrustedKey(public(OURS), dates["since"], dates.get("until", "")),))


NUMBER = facts_of().number
TAMPERINGS: dict[str, Callable[[str], Shown]] = {
    "nothing": lambda kind: shown(facts_for(kind)),
    "signed with the centre's second key": with_key(SECOND),
    "issued long ago, with a last day to come": lambda kind: shown(facts_for(kind, valid_until="2999-12-31")),
    "named by a ministry that is trusted": with_lists(centre_list(), root_list(scope=("CPE*",))),
    "another name": forged(name="Another Person"),
    "another Latin name": forged(latin_name="ANOTHER Person"),
    "another date": forged(issued_on="2024-10-22"),
    "another title": forged(title="Certificate IV in Electrical Installation"),
    "another number": forged(number="KH-PPVTC-7K3QZ9-000124-94"),
    "another qualification": forged(qualification_code="CPE40926"),
    "another issuer": forged(issuer_name="SAMPLE Better Centre"),
    "another centre": forged(centre_id=bytes(16)),
    "a later last day": forged(valid_until="2999-12-31"),
    "one bit of the signature": with_parts(lambda p: [*p[:3], flipped(p[3])], flipped_signature),
    "one bit of the facts": with_parts(lambda p: [*p[:2], flipped(p[2]), p[3]], flipped_payload),
    "the end cut off": cut_short,
    "pieced together from two": pieced_together,
    "the same facts written another way": indefinite,
    "no algorithm": with_parts(
        lambda p: [cbor2.dumps({4: cbor2.loads(p[0])[4]}), *p[1:]], lambda t: with_header(t, alg="none")
    ),
    "another algorithm": with_parts(lambda p: [_header(-7, OURS), *p[1:]], lambda t: with_header(t, alg="HS256")),
    "another key of the centre named": naming(SECOND),
    "a key named that nobody knows": naming(STRANGER),
    "signed by a stranger": with_key(STRANGER),
    "signed by another centre": with_key(OTHER_CENTRE),
    "the key not yet counting": with_lists(keys_until(since="2024-11-23")),
    "the key not counting any more": with_lists(keys_until(since="2024-01-01", until="2024-11-21")),
    "no list of the centre": with_lists(other_list()),
    "a ministry that names another key": with_lists(centre_list(), root_list(centre_key=public(STRANGER))),
    "a ministry that allows other qualifications": with_lists(centre_list(), root_list(scope=("MEF*",))),
    "a ministry that allowed it until the day before": with_lists(centre_list(), root_list(valid_until="2024-11-21")),
    "taken back": with_lists(centre_list(revoked=frozenset({NUMBER}))),
    "replaced": with_lists(centre_list(replaced=frozenset({NUMBER}))),
    "expired": lambda kind: shown(facts_for(kind, valid_until="2024-12-31")),
    "the list in the first form, taken back": with_lists(first_list(revoked=[NUMBER])),
}
"""By what was done. Everything is shown on the first day of 2025."""
