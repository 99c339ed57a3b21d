# SPDX-License-Identifier: Apache-2.0
"""What a new laptop asks of the centre: a small file with its public keys, and two words to compare by eye.

The words are drawn through the slow function of passphrases: somebody who would put their own laptop in its place needs
keys that give the same two words, and each try costs them as much as one guess of a passphrase.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.signing import KEY_ID_BYTES, id_of, public_key, signer, verified
from app.store.keyring import STRONG
from app.store.keys import derive, public_half
from app.translation import later

LARGEST_REQUEST: Final = 64 * 1024
_FORMAT: Final = "guildmark-join-1"
_SIGNED: Final = b"guildmark join 1\0"
_WORDS: Final = 2

_NO_REQUEST: Final = later(
    "This file is not the request of a new laptop, or it was altered on the way. Nothing was changed. "
    "Write the request again on the new laptop."
)


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A laptop's private keys (32 bytes each): Ed25519 to sign, X25519 to open what is sealed to it."""

    sign: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A laptop that asks to join: its public keys, its name, and the language of the words to compare."""

    name: str
    sign_key: bytes
    box_key: bytes
    language: str

    @property
    def device(self) -> bytes:
        """The laptop's id."""
        return id_of(self.sign_key, self.box_key)


def request_for(keys: DeviceKeys, name: str, language: str) -> JoinRequest:
    """The request of the laptop that holds these keys."""
    return JoinRequest(name, public_key(keys.sign), public_half(keys.box), language)


def request_bytes(request: JoinRequest, keys: DeviceKeys) -> bytes:
    """The request as a file, signed with its own key."""
    fields = {
        "box_key": to_text(request.box_key), "format": _FORMAT, "language": request.language,
        "name": request.name, "sign_key": to_text(request.sign_key),
    }  # fmt: skip
    signature = signer(keys.sign)(_SIGNED + canonical(fields))[KEY_ID_BYTES:]
    return canonical({**fields, "sig": to_text(signature)})


def read_request(content: bytes) -> JoinRequest:
    """The request in a file. Raises BadInput "not-a-request" for anything that its laptop did not sign."""
    try:
        fields = parse(content)
        signature = to_bytes(fields.pop("sig"))
        request = JoinRequest(
            str(fields["name"]), to_bytes(fields["sign_key"]), to_bytes(fields["box_key"]), str(fields["language"])
        )
    except (NotCanonical, KeyError) as error:
        raise BadInput("not-a-request", _NO_REQUEST) from error
    signed = verified(request.sign_key, signature, _SIGNED + canonical(fields))
    if fields["format"] != _FORMAT or len(request.box_key) != 32 or not signed:
        raise BadInput("not-a-request", _NO_REQUEST)
    return request


def fingerprint(request: JoinRequest, words: Sequence[str]) -> str:
    """Two words that stand for the laptop's keys. Takes about half a second."""
    keys = request.sign_key + request.box_key
    drawn = derive(_FORMAT + to_text(keys), hashlib.sha256(keys).digest()[:16], STRONG).secret
    return two_words(drawn, words)


def two_words(drawn: bytes, words: Sequence[str]) -> str:
    """The two words that drawn bytes stand for."""
    number = int.from_bytes(drawn, "big")
    chosen = []
    for _ in range(_WORDS):
        number, index = divmod(number, len(words))
        chosen.append(words[index])
    return " ".join(chosen)
