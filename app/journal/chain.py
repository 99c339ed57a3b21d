# SPDX-License-Identifier: Apache-2.0
"""The chain of one origin: composing the next operation, and checking that operations follow one another."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import orjson

from app.journal.canonical import canonical, to_text
from app.journal.clock import Stamp
from app.journal.operation import FIRST_PREV, Draft, Operation, base_of, body_of, checked, signed_part

Signer: TypeAlias = Callable[[bytes], bytes]
"""Signs bytes as the person who is signed in: key id and signature in one."""


class Place(NamedTuple):
    """Where an origin's chain stands: the last operation's place and hash."""

    origin: bytes
    seq: int = 0
    hash: bytes = FIRST_PREV


@dataclass(frozen=True, slots=True)
class Belonging:
    """What all operations of one command share: the stream, the act they belong to, and who acts."""

    stream: bytes
    act: bytes
    actor: bytes


_id_text: Final = lru_cache(maxsize=64)(to_text)
"""The text of an id that all operations of a command share."""


def compose(
    draft: Draft, place: Place, command: Belonging, *, ver: int, at: Stamp, sign: Signer | None = None
) -> Operation:
    """The operation that comes next at ``place``; signed if a signer is given.

    What is said in JSON is read back from its own bytes, so that its writer folds what every reader folds. Raises
    ``NotCanonical`` or ``MalformedOperation`` for what could not be read again.
    """
    fields = _fields(draft, place, command, ver, at)
    sig = b"" if sign is None else sign(signed_part(fields))
    if sign is not None:
        fields["sig"] = to_text(sig)
    raw = canonical(fields)
    said = orjson.loads(raw) if draft.body or draft.base else {}
    return checked(
        Operation(
            origin=place.origin,
            seq=place.seq + 1,
            kind=draft.kind,
            ver=ver,
            stream=command.stream,
            about=draft.about,
            act=command.act,
            at=at,
            actor=command.actor,
            body=body_of(said),
            sealed=draft.sealed,
            base=base_of(said),
            claimed_at=draft.claimed_at,
            prev=place.hash,
            sig=sig,
            raw=raw,
            hash=hashlib.sha256(raw).digest(),
        )
    )


def _fields(draft: Draft, place: Place, command: Belonging, ver: int, at: Stamp) -> dict[str, object]:
    fields: dict[str, object] = {
        "about": to_text(draft.about),
        "act": _id_text(command.act),
        "actor": _id_text(command.actor),
        "at": [at.millis, at.counter, 1] if at.doubtful else [at.millis, at.counter],
        "kind": draft.kind,
        "origin": _id_text(place.origin),
        "prev": to_text(place.hash),
        "seq": place.seq + 1,
        "stream": _id_text(command.stream),
        "ver": ver,
    }
    if draft.body:
        fields["body"] = draft.body
    if draft.sealed:
        fields["sealed"] = {to_text(key): to_text(data) for key, data in draft.sealed.items()}
    if draft.base:
        fields["base"] = {name: [one.text() for one in ids] for name, ids in draft.base.items()}
    if draft.claimed_at is not None:
        fields["claimed_at"] = draft.claimed_at
    return fields


def follows(operation: Operation, place: Place) -> bool:
    """Whether the operation is the one that comes next at ``place``."""
    return operation.origin == place.origin and operation.seq == place.seq + 1 and operation.prev == place.hash
