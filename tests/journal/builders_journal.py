# SPDX-License-Identifier: Apache-2.0
"""Sample operations, places and keys; what a test does not name is the same every time."""

from collections.abc import Mapping, Sequence

from app.journal.chain import Belonging, Place, Signer, compose
from app.journal.clock import Stamp
from app.journal.operation import Draft, Operation, OpId
from app.journal.sealing import SubjectKey

ORIGIN = b"origin-of-sample"
CENTRE = b"centre-of-sample"
LEARNER = b"learner--sample1"
PERSON = b"person---sample1"
ACT = b"act------sample1"
COMMAND = Belonging(CENTRE, ACT, PERSON)
PRIVATE_KEY = bytes([7]) * 32
MOMENT = Stamp(1_800_000_000_000, 0)


def draft_of(
    kind: str = "mark.made",
    about: bytes = LEARNER,
    body: Mapping[str, object] | None = None,
    sealed: Mapping[bytes, bytes] | None = None,
    base: Mapping[str, tuple[OpId, ...]] | None = None,
    claimed_at: int | None = None,
) -> Draft:
    return Draft(kind, about, body if body is not None else {"mark": "met"}, sealed or {}, base or {}, claimed_at)


def operation_of(
    draft: Draft | None = None,
    place: Place | None = None,
    *,
    ver: int = 1,
    at: Stamp = MOMENT,
    sign: Signer | None = None,
) -> Operation:
    return compose(draft or draft_of(), place or Place(ORIGIN), COMMAND, ver=ver, at=at, sign=sign)


def chain_of(drafts: Sequence[Draft], origin: bytes = ORIGIN) -> list[Operation]:
    place = Place(origin)
    written = []
    for draft in drafts:
        operation = operation_of(draft, place)
        place = Place(origin, operation.seq, operation.hash)
        written.append(operation)
    return written


def subject_key(seed: int = 1) -> SubjectKey:
    return SubjectKey(bytes([seed]) * 16, LEARNER, "identity", bytes([seed]) * 32)
