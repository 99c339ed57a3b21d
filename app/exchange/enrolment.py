# SPDX-License-Identifier: Apache-2.0
"""The first laptop of a centre enrols at a registry with a one-time code.

The code itself is never sent. Both sides show that they know it, over the keys that they saw of each other: so neither
somebody in between nor a registry with other keys can take the place of the one that gave the code out.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.refusals import BadInput
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES, NOBODY, MalformedOperation, read
from app.journal.signing import id_of
from app.store import codes
from app.store.keys import KEY_BYTES, same, stamp, subkey
from app.translation import later

CODE_CHARACTERS: Final = 28
"""130 bits and two check characters."""
LARGEST_ENROLMENT: Final = 128 * 1024
_ASKED: Final = b"guildmark enrolment 1\0"
_ANSWERED: Final = b"guildmark enrolled 1\0"
_LONGEST_NAME: Final = 200

_FALSE: Final = later(
    "The server does not know this code, or somebody stands between it and this laptop. Nothing was changed. "
    "Ask the registry for a new code and look at the address again."
)


@dataclass(frozen=True, slots=True)
class Card:
    """Who a registry is: its name, its address (empty where it is reached by stick only), its public keys."""

    name: str
    url: str
    sign_key: bytes
    box_key: bytes

    @property
    def id(self) -> bytes:
        """The registry's id, which follows from its keys."""
        return id_of(self.sign_key, self.box_key)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A laptop that enrols its centre: its id, name and keys, the entry with which the centre began, and the centre's
    keys sealed for the registry (class_keys), so that it can read what comes from the first entry on."""

    device: bytes
    name: str
    sign_key: bytes
    box_key: bytes
    founding: bytes
    class_keys: str = ""

    @property
    def centre(self) -> bytes:
        """The centre's id, which follows from its founding."""
        return hashlib.sha256(self.founding).digest()[:ID_BYTES]


def new_code(random: Callable[[int], bytes]) -> str:
    """A fresh code, to be given to the centre by another way than the network."""
    return codes.new_code(CODE_CHARACTERS, random)


def code_id(code: str) -> bytes:
    """What a code is known by. Raises BadInput "code-mistyped"."""
    return hashlib.sha256(b"guildmark code\0" + codes.read_code(code).encode()).digest()[:ID_BYTES]


def code_key(code: str) -> bytes:
    """What shows that somebody knows a code. Raises BadInput "code-mistyped"."""
    return subkey(codes.read_code(code).encode(), "enrolment code")


def enrolment_bytes(enrolment: Enrolment, code: str, server_key: bytes) -> bytes:
    """The request, for the registry that has this key."""
    fields = _fields(enrolment, code_id(code))
    return canonical({**fields, "proof": to_text(_asking(code_key(code), server_key, fields))})


def read_enrolment(data: bytes) -> tuple[bytes, Enrolment]:
    """The code's id and the enrolment in a request; nothing is proven yet. Raises NotCanonical."""
    fields = parse(data)
    try:
        enrolment = Enrolment(
            _bytes(fields["device"], ID_BYTES), _name(fields["name"]), _bytes(fields["sign_key"], KEY_BYTES),
            _bytes(fields["box_key"], KEY_BYTES), to_bytes(fields["founding"]),
            to_text(to_bytes(fields["keys"])),
        )  # fmt: skip
        one = _bytes(fields["code"], ID_BYTES)
    except KeyError as error:
        raise NotCanonical("a field is missing") from error
    if fields.keys() != {*_fields(enrolment, one), "proof"}:
        raise NotCanonical("an unknown field")
    return one, enrolment


def asks_with_code(data: bytes, key: bytes, server_key: bytes) -> bool:
    """Whether whoever wrote the request knows the code and means the registry that has this key."""
    fields = parse(data)
    proof = fields.pop("proof")
    try:
        return same(to_bytes(proof), _asking(key, server_key, fields))
    except NotCanonical:
        return False


def is_of_its_centre(enrolment: Enrolment) -> bool:
    """Whether the founding is one, and the laptop is the one it names, or has the id that follows from its keys."""
    try:
        founding = read(enrolment.founding)
        first, key = founding.body.get("device"), founding.body.get("sign_key")
    except MalformedOperation:
        return False
    if founding.kind != "centre.founded" or founding.stream != NOBODY:
        return False
    if first == to_text(enrolment.device):
        return key == to_text(enrolment.sign_key)
    return enrolment.device == id_of(enrolment.sign_key, enrolment.box_key)


def answer_bytes(card: Card, enrolment: Enrolment, key: bytes) -> bytes:
    """The registry's answer: who it is, and that it knows the code as well."""
    fields = card_fields(card)
    return canonical({**fields, "proof": to_text(stamp(key, _ANSWERED + enrolment.centre + canonical(fields)))})


def read_answer(data: bytes, enrolment: Enrolment, code: str) -> Card:
    """The registry that gave the code out. Raises BadInput "code-unknown" for anybody else's answer."""
    try:
        fields = parse(data)
        proof = to_bytes(fields.pop("proof"))
        card = read_card(fields)
    except (NotCanonical, KeyError) as error:
        raise BadInput("code-unknown", _FALSE) from error
    if not same(proof, stamp(code_key(code), _ANSWERED + enrolment.centre + canonical(fields))):
        raise BadInput("code-unknown", _FALSE)
    return card


def card_bytes(card: Card) -> bytes:
    """The card as a file."""
    return canonical(card_fields(card))


def read_card(fields: Mapping[str, Any]) -> Card:
    """The card behind ``card_bytes``. Raises NotCanonical, KeyError."""
    keys = (_bytes(fields["sign_key"], KEY_BYTES), _bytes(fields["box_key"], KEY_BYTES))
    return Card(_name(fields["name"]), str(fields["url"]), *keys)


def card_fields(card: Card) -> dict[str, object]:
    """The card as it stands inside something else."""
    return {
        "name": card.name, "url": card.url, "sign_key": to_text(card.sign_key), "box_key": to_text(card.box_key),
    }  # fmt: skip


def _fields(enrolment: Enrolment, code: bytes) -> dict[str, object]:
    return {
        "code": to_text(code), "device": to_text(enrolment.device), "name": enrolment.name,
        "sign_key": to_text(enrolment.sign_key), "box_key": to_text(enrolment.box_key),
        "founding": to_text(enrolment.founding), "keys": enrolment.class_keys,
    }  # fmt: skip


def _asking(key: bytes, server_key: bytes, fields: Mapping[str, object]) -> bytes:
    return stamp(key, _ASKED + server_key + canonical(fields))


def _bytes(value: object, size: int) -> bytes:
    data = to_bytes(value)
    if len(data) != size:
        raise NotCanonical(f"{size} bytes expected")
    return data


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        raise NotCanonical("a name expected")
    return value
