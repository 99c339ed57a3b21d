# SPDX-License-Identifier: Apache-2.0
"""An operation: one fact, as it is written once and carried for ever.

The canonical bytes hold every field; ``hash`` is their SHA-256 and is not part of them. ``sig`` is the first eight
bytes of the SHA-256 of the signer's public key followed by an Ed25519 signature over ``signed_part``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from app.journal.canonical import LARGEST_INTEGER, NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.clock import COUNTER_BITS, Stamp

ID_BYTES: Final = 16
HASH_BYTES: Final = 32
LARGEST_OPERATION: Final = 64 * 1024
NOBODY: Final = bytes(ID_BYTES)
FIRST_PREV: Final = bytes(HASH_BYTES)
_SEQ: Final = re.compile(r"[1-9][0-9]{0,15}")
_KIND: Final = re.compile(r"[!-~]{3,64}")
_SIGNED: Final = b"guildmark operation 1\0"
_REQUIRED: Final = frozenset(("about", "act", "actor", "at", "kind", "origin", "prev", "seq", "stream", "ver"))
_FIELDS: Final = _REQUIRED | {"base", "body", "claimed_at", "sealed", "sig"}


class OpId(NamedTuple):
    """Which operation: the origin that wrote it and its place there."""

    origin: bytes
    seq: int

    def text(self) -> str:
        """The form in which it stands inside JSON."""
        return f"{to_text(self.origin)}.{self.seq}"


class MalformedOperation(ValueError):
    """The bytes are not an operation that this program or a later one could have written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a service wants written, before it has a place, a stamp and a signature."""

    kind: str
    about: bytes
    body: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[bytes, bytes] = field(default_factory=dict)
    base: Mapping[str, tuple[OpId, ...]] = field(default_factory=dict)
    claimed_at: int | None = None


class Operation(NamedTuple):
    """One operation with the bytes first written (``raw``) and their hash."""

    origin: bytes
    seq: int
    kind: str
    ver: int
    stream: bytes
    about: bytes
    act: bytes
    at: Stamp
    actor: bytes
    body: Mapping[str, object]
    sealed: Mapping[bytes, bytes]
    base: Mapping[str, tuple[OpId, ...]]
    claimed_at: int | None
    prev: bytes
    sig: bytes
    raw: bytes
    hash: bytes
    branch_of: bytes = b""

    @property
    def id(self) -> OpId:
        """Which operation this is."""
        return OpId(self.origin, self.seq)

    @property
    def written_as(self) -> OpId:
        """The id under which it was written; another one where two copies of a laptop wrote on under one origin."""
        return OpId(self.branch_of or self.origin, self.seq)


def under(operation: Operation, origin: bytes) -> Operation:
    """The operation as it stands under this origin: a branch of the one that it was written under."""
    if operation.origin == origin:
        return operation
    return operation._replace(origin=origin, branch_of=operation.origin)


def op_id(text: object) -> OpId:
    """The id behind ``OpId.text``; ``MalformedOperation`` for anything else."""
    if not isinstance(text, str) or "." not in text:
        raise MalformedOperation("operation id expected")
    origin, _, seq = text.rpartition(".")
    try:
        one = OpId(_id(origin), int(seq) if _SEQ.fullmatch(seq) else 0)
    except NotCanonical as error:
        raise MalformedOperation(str(error)) from error
    if len(one.origin) != ID_BYTES or not 1 <= one.seq <= LARGEST_INTEGER:
        raise MalformedOperation("operation id expected")
    return one


def signed_part(fields: Mapping[str, object]) -> bytes:
    """What a person signs: the hash of the canonical bytes of all fields but the signature."""
    unsigned = {name: value for name, value in fields.items() if name != "sig"}
    return _SIGNED + hashlib.sha256(canonical(unsigned)).digest()


def read(raw: bytes) -> Operation:
    """The operation that these bytes hold; ``MalformedOperation`` if they are not the bytes of one."""
    if len(raw) > LARGEST_OPERATION:
        raise MalformedOperation("longer than 64 KiB")
    try:
        return from_fields(parse(raw), raw)
    except (NotCanonical, KeyError, TypeError, ValueError, RecursionError) as error:
        raise MalformedOperation(str(error)) from error


def from_fields(fields: Mapping[str, object], raw: bytes) -> Operation:
    """Build the operation from its fields and their canonical bytes, checking shapes."""
    if not _REQUIRED <= fields.keys() <= _FIELDS:
        raise MalformedOperation("fields missing or unknown")
    return checked(
        Operation(
            origin=_id(fields["origin"]),
            seq=_whole(fields["seq"]),
            kind=_text(fields["kind"]),
            ver=_whole(fields["ver"]),
            stream=_id(fields["stream"]),
            about=_id(fields["about"]),
            act=_id(fields["act"]),
            at=_stamp(fields["at"]),
            actor=_id(fields["actor"]),
            body=body_of(fields),
            sealed={to_bytes(key): to_bytes(value) for key, value in _mapping(fields.get("sealed", {})).items()},
            base=base_of(fields),
            claimed_at=None if "claimed_at" not in fields else _whole(fields["claimed_at"]),
            prev=to_bytes(fields["prev"]),
            sig=b"" if "sig" not in fields else to_bytes(fields["sig"]),
            raw=raw,
            hash=hashlib.sha256(raw).digest(),
        )
    )


def checked(one: Operation) -> Operation:
    """The operation, if every value is within what may be written; ``MalformedOperation`` otherwise."""
    if len(one.raw) > LARGEST_OPERATION:
        raise MalformedOperation("longer than 64 KiB")
    if {*map(len, (one.origin, one.stream, one.about, one.act, one.actor, *one.sealed))} != {ID_BYTES}:
        raise MalformedOperation(f"ids of {ID_BYTES} bytes expected")
    if len(one.prev) != HASH_BYTES:
        raise MalformedOperation(f"a hash of {HASH_BYTES} bytes expected")
    if one.seq < 1 or one.ver < 1 or (one.claimed_at is not None and one.claimed_at < 1):
        raise MalformedOperation("positive integer expected")
    if not _KIND.fullmatch(one.kind):
        raise MalformedOperation("kind expected")
    if not 0 <= one.at.millis < 1 << 47 or not 0 <= one.at.counter < 1 << COUNTER_BITS:
        raise MalformedOperation("stamp expected")
    return one


def body_of(fields: Mapping[str, object]) -> Mapping[str, object]:
    """The body among the fields of an operation."""
    return _mapping(fields.get("body", {}))


def base_of(fields: Mapping[str, object]) -> Mapping[str, tuple[OpId, ...]]:
    """What the operation replaces, by register field, among its fields."""
    return {name: _ids(ids) for name, ids in _mapping(fields.get("base", {})).items()}


_id: Final = lru_cache(maxsize=4096)(to_bytes)
"""The bytes of an id. Operations that follow on one another share most of theirs."""


def _whole(value: object) -> int:
    if type(value) is not int:
        raise MalformedOperation("integer expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedOperation("text expected")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise MalformedOperation("object expected")
    return value


def _ids(value: object) -> tuple[OpId, ...]:
    if not isinstance(value, list) or not value:
        raise MalformedOperation("operation ids expected")
    return tuple(op_id(one) for one in value)


def _stamp(value: object) -> Stamp:
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or {*map(type, value)} != {int}:
        raise MalformedOperation("stamp expected")
    if value[2:] not in ([], [1]):
        raise MalformedOperation("stamp expected")
    return Stamp(value[0], value[1], len(value) == 3)
