# SPDX-License-Identifier: Apache-2.0
"""The shapes of messages, for the description of the server: what the pure protocol (exchange/protocol) writes."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.exchange.protocol import Limits
from app.journal.canonical import LARGEST_INTEGER

LIMITS: Final = Limits()
Hex16 = Field(pattern="^[0-9a-f]{32}$")


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RegistryCard(_Exact):
    """Who answers, with its public keys in base64url."""

    name: str
    sign_key: str
    box_key: str


class LimitsReply(_Exact):
    """How much one batch may hold."""

    operations: int
    bytes: int


class HelloReply(_Exact):
    """Signed by the registry: header Guildmark-Signature over the body. ``echo`` is what the asker sent."""

    registry: RegistryCard
    now: int
    epoch: str
    protocol: list[int]
    kinds: dict[str, int]
    limits: LimitsReply
    echo: str


class StandingReply(_Exact):
    """The name of the numbering, the last position, and a mark of what stands there."""

    epoch: str = Hex16
    head: int
    hash: str


class RefusedLine(_Exact):
    """An operation that will never be taken in: its number in the batch, from 0."""

    line: int
    reason: str


class PushReply(StandingReply):
    """What became of a batch. ``verdicts`` has a letter for each operation: a new, d known, w waits for its proof,
    r refused. ``placed``: the first and last position of what came, or empty;
    ``freed``: the ends of what lay here waiting and stands now. ``receipt`` is the registry's word."""

    accepted: int
    duplicates: int
    waiting: int
    verdicts: str
    refused: list[RefusedLine]
    placed: list[int]
    freed: list[list[str | int]]
    cloned: list[str]
    receipt: str


class PullQuery(_Exact):
    """``epoch`` names the numbering that the asker knows, ``mark`` what stood at ``after`` there (may be empty)."""

    epoch: str = Hex16
    after: int = Field(0, ge=0, le=LARGEST_INTEGER)
    to: int = Field(LARGEST_INTEGER, ge=0, le=LARGEST_INTEGER)
    limit: int = Field(LIMITS.operations // 2, ge=1, le=LIMITS.operations)
    mark: str = Field("", pattern="^([0-9a-f]{2}){0,32}$")


class FrontierMessage(_Exact):
    """What a store holds: origin, place and hash of each end, and a digest of its keys."""

    tips: list[list[str | int]]
    keys: str


class FrontierReply(FrontierMessage):
    """``held``: for each end that the asker named 1 or 0. ``shared``: stretches of positions here that hold what both
    sides have."""

    epoch: str = Hex16
    head: int
    hash: str
    held: str
    shared: list[list[int]]


class DigestAnswer(_Exact):
    """SHA-256 of each block, in hexadecimal."""

    digests: list[str]


class BlockMessage(_Exact):
    """``request`` names the request, ``origin`` the name under which the laptop writes."""

    request: str = Hex16
    origin: str = Hex16
    count: int = Field(ge=1, le=10_000)
    qualification: str = Field("", max_length=200)


class BlockReply(_Exact):
    """The first and the last number, whose they are, and for which qualification (empty: for all)."""

    origin: str
    first: str
    last: str
    qualification: str
    authority: str


class EnrolmentMessage(_Exact):
    """A laptop that knows a one-time code. All but the name in base64url; ``proof`` is made with the code."""

    code: str
    device: str
    name: str
    sign_key: str
    box_key: str
    founding: str
    keys: str
    proof: str


class EnrolmentReply(_Exact):
    """The registry; ``proof`` shows that it knows the code."""

    name: str
    url: str
    sign_key: str
    box_key: str
    proof: str


class JoiningMessage(_Exact):
    """A new laptop's request, in base64url: what its code is known by, its signed request, and the stamp that is made
    with the code. Canonical JSON, as everything that is signed."""

    code: str
    proof: str
    request: str


class JoiningReply(_Exact):
    """The answer to it, sealed for the laptop, in base64url; empty while there is none."""

    answer: str


class JoinCodeMessage(_Exact):
    """What a code is known by: 16 bytes of its hash, in base64url."""

    code: str = Field(pattern="^[A-Za-z0-9_-]{22}$")


class JoinCodeReply(_Exact):
    """Until when it counts (ms since 1970)."""

    expires_at: int


class JoiningsReply(_Exact):
    """What new laptops asked, each as it came, in base64url."""

    asking: list[str]


class JoinAnswerMessage(JoinCodeMessage):
    """The answer to the laptop that asked under a code, in base64url; nobody but that laptop can read it."""

    answer: str


MODELS: dict[str, type[BaseModel]] = {
    "FrontierMessage": FrontierMessage,
    "EnrolmentMessage": EnrolmentMessage,
    "BlockMessage": BlockMessage,
    "JoiningMessage": JoiningMessage,
    "JoinCodeMessage": JoinCodeMessage,
    "JoinAnswerMessage": JoinAnswerMessage,
}
"""Shapes of bodies that the server reads by itself."""


def described(words: str, media: str, model: type[BaseModel] | None = None) -> dict[str, Any]:
    """The body of a request, for the description of an endpoint that reads it by itself."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"} if model else {"type": "string"}
    content = {media: {"schema": schema}}
    return {"requestBody": {"required": True, "description": words, "content": content}}
