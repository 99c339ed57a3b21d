# SPDX-License-Identifier: Apache-2.0
"""Who asks and who answers: requests signed by a laptop, answers signed by the registry.

A request carries an HTTP message signature (RFC 9421) with Ed25519 over one fixed list of components, and a digest of
its body (RFC 9530). One of them names the server that the request is meant for: nobody can pass it on to another. It
proves who asked, whatever stands in between; nothing is lost when it is sent twice.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.journal.canonical import NotCanonical, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.journal.signing import KEY_ID_BYTES, key_id, signer, verified

TO: Final = "Guildmark-To"
ANSWER: Final = "Guildmark-Signature"
TOLERANCE: Final = 15 * 60
"""Seconds by which the time in a request may differ from the server's; a laptop goes by the time of the server's own
hello, so that a wrong clock hinders nobody."""
_DIGEST: Final = "Content-Digest"
_INPUT: Final = "Signature-Input"
_SIGNATURE: Final = "Signature"
_COVERED: Final = '("@method" "@path" "@query" "content-digest" "guildmark-to")'
_PARAMS: Final = re.compile(
    r'sig=(?P<params>\("@method" "@path" "@query" "content-digest" "guildmark-to"\)'
    r';created=(?P<created>[0-9]{1,12});keyid="(?P<keyid>[A-Za-z0-9_-]{22})";alg="ed25519")'
)
_SIGNED: Final = re.compile(r"sig=:(?P<sig>[A-Za-z0-9+/]{86}==):")
_ANSWER: Final = "guildmark answer 1 "


@dataclass(frozen=True, slots=True)
class Request:
    """What a signature covers: ``path`` without the query, ``query`` without its question mark."""

    method: str
    path: str
    query: str
    body: bytes


class BadSignature(ValueError):
    """The request does not prove who asks; the word says why: absent, altered, late, unknown, elsewhere."""


def sign_request(
    request: Request, *, device: bytes, private_key: bytes, server_key: bytes, created: int
) -> dict[str, str]:
    """The headers that prove the request. ``created`` is the server's time in seconds since 1970."""
    params = f'{_COVERED};created={created};keyid="{to_text(device)}";alg="ed25519"'
    digest, server = _digest(request.body), to_text(key_id(server_key))
    signature = signer(private_key)(_base(request, digest, server, params))[KEY_ID_BYTES:]
    return {
        _DIGEST: digest, TO: server, _INPUT: f"sig={params}", _SIGNATURE: f"sig=:{b64encode(signature).decode()}:",
    }  # fmt: skip


def asking_device(headers: Mapping[str, str]) -> bytes:
    """The id of the laptop that says it asks; not proven yet. ``headers`` have names in small letters."""
    return _read(headers)[0]


def verify_request(
    headers: Mapping[str, str], request: Request, *, device_key: bytes, server_key: bytes, now: int
) -> None:
    """Raise BadSignature unless the holder of the device's key asked just that of this server."""
    _, created, params, signature = _read(headers)
    digest, server = headers.get(_DIGEST.lower(), ""), headers.get(TO.lower(), "")
    if server != to_text(key_id(server_key)):
        raise BadSignature("elsewhere")
    if digest != _digest(request.body):
        raise BadSignature("altered")
    if not verified(device_key, signature, _base(request, digest, server, params)):
        raise BadSignature("altered")
    if abs(now - created) > TOLERANCE:
        raise BadSignature("late")


def sign_answer(purpose: str, content: bytes, private_key: bytes) -> str:
    """The registry's word for some bytes; ``purpose`` keeps words of one kind from being taken for another."""
    return to_text(signer(private_key)(_answer_part(purpose, content)))


def answer_is_signed(purpose: str, content: bytes, signature: str, public_key: bytes) -> bool:
    """Whether the holder of this key gave that word."""
    try:
        data = to_bytes(signature)
    except NotCanonical:
        return False
    named = data[:KEY_ID_BYTES] == key_id(public_key)
    return named and verified(public_key, data[KEY_ID_BYTES:], _answer_part(purpose, content))


def receipt_part(batch: bytes, top: int) -> bytes:
    """What a receipt speaks of: the hash of a batch, and the last position of the store that holds it now."""
    return batch + top.to_bytes(8, "big")


def _answer_part(purpose: str, content: bytes) -> bytes:
    return f"{_ANSWER}{purpose}\0".encode() + hashlib.sha256(content).digest()


def _read(headers: Mapping[str, str]) -> tuple[bytes, int, str, bytes]:
    params = _PARAMS.fullmatch(headers.get(_INPUT.lower(), ""))
    signed = _SIGNED.fullmatch(headers.get(_SIGNATURE.lower(), ""))
    if params is None or signed is None:
        raise BadSignature("absent")
    try:
        device = to_bytes(params["keyid"])
    except NotCanonical as error:
        raise BadSignature("absent") from error
    if len(device) != ID_BYTES:
        raise BadSignature("absent")
    return device, int(params["created"]), params["params"], b64decode(signed["sig"])


def _digest(body: bytes) -> str:
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def _base(request: Request, digest: str, server: str, params: str) -> bytes:
    """The signature base of RFC 9421, section 2.5."""
    return "\n".join(
        (
            f'"@method": {request.method}',
            f'"@path": {request.path}',
            f'"@query": ?{request.query}',
            f'"content-digest": {digest}',
            f'"guildmark-to": {server}',
            f'"@signature-params": {params}',
        )
    ).encode()
