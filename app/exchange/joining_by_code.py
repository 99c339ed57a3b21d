# SPDX-License-Identifier: Apache-2.0
"""A new laptop asks to join through a registry, with a one-time code that an administrator told its person.

The code itself is never sent, and the registry never learns it: it knows only what the code is known by. Request and
answer each carry a stamp made with the code, so that neither the registry nor anybody in between can put another in
its place; the two words to compare stand for the rest, should somebody have heard the code.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.join_request import JoinRequest, read_request
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.store import codes
from app.store.keys import same, stamp, subkey
from app.translation import later

CODE_CHARACTERS: Final = 20
"""90 bits and two check characters."""
LARGEST_ASKING: Final = 4 * 1024
LARGEST_ANSWER: Final = 128 * 1024
_ASKED: Final = b"guildmark asks to join 1\0"
_ANSWERED: Final = b"guildmark may join 1\0"

_FALSE: Final = later(
    "The answer was not given by whoever gave out the code, or it was altered on the way. Nothing was changed. "
    "Ask the administrator for a new code, and ask again with it."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as it lies at the registry: what its code is known by, what was asked, and the stamp, not proven."""

    code: bytes
    request: bytes
    proof: bytes


def new_code(random: Callable[[int], bytes]) -> str:
    """A fresh code, to be told by another way than the network."""
    return codes.new_code(CODE_CHARACTERS, random)


def code_id(code: str) -> bytes:
    """What a code is known by. Raises BadInput "code-mistyped"."""
    return hashlib.sha256(b"guildmark joining code\0" + codes.read_code(code).encode()).digest()[:ID_BYTES]


def asking_bytes(request: bytes, code: str) -> bytes:
    """The request of a laptop (``request_bytes``) as it asks with the code. Raises BadInput "code-mistyped"."""
    proof = stamp(_key(code), _ASKED + request)
    return canonical({"code": to_text(code_id(code)), "proof": to_text(proof), "request": to_text(request)})


def read_asking(data: bytes) -> Asking:
    """What stands in ``asking_bytes``; nothing is proven yet. Raises NotCanonical."""
    fields = parse(data)
    if fields.keys() != {"code", "proof", "request"}:
        raise NotCanonical("code, proof and request expected")
    asking = Asking(*(to_bytes(fields[name]) for name in ("code", "request", "proof")))
    if len(asking.code) != ID_BYTES:
        raise NotCanonical(f"{ID_BYTES} bytes expected")
    return asking


def asked_with(asking: Asking, code: str) -> JoinRequest | None:
    """Who asks; None where the request was not made with this code, or was altered."""
    if not same(asking.proof, stamp(_key(code), _ASKED + asking.request)):
        return None
    try:
        return read_request(asking.request)
    except BadInput:
        return None


def answer_bytes(device: bytes, sealed: bytes, code: str) -> bytes:
    """The answer to a laptop: the welcome that is sealed for it, or nothing where it was refused."""
    return canonical({"proof": to_text(_answering(device, sealed, code)), "sealed": to_text(sealed)})


def read_answer(data: bytes, device: bytes, code: str) -> bytes:
    """The sealed welcome for this laptop, empty where it was refused.

    Raises BadInput "answer-false" for what somebody wrote who does not know the code.
    """
    try:
        fields = parse(data)
        proof, sealed = to_bytes(fields["proof"]), to_bytes(fields["sealed"])
    except (NotCanonical, KeyError) as error:
        raise BadInput("answer-false", _FALSE) from error
    if not same(proof, _answering(device, sealed, code)):
        raise BadInput("answer-false", _FALSE)
    return sealed


def _answering(device: bytes, sealed: bytes, code: str) -> bytes:
    return stamp(_key(code), _ANSWERED + device + sealed)


def _key(code: str) -> bytes:
    return subkey(codes.read_code(code).encode(), "joining code")
