# SPDX-License-Identifier: Apache-2.0
"""Claims and their answers, as signed files: what a centre asks of an awarding body or submits to a registry.

Both are JSON (``signed_file``). A claim (``guildmark-claim-1``) names the centre, the document and the qualification,
and for each learner who they are, the units with their days, and why they are eligible. An answer
(``guildmark-answer-1``) says for each of these learners ``accepted`` or ``refused`` with a ``reason``, and may give the
``number`` of the document, and the whole ``document`` as a PDF in base64.
"""

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import signed_file
from app.credentials.signed_file import day_in, list_in, text_in
from app.domain.refusals import BadInput
from app.domain.register import ACCEPTED, REFUSED
from app.translation import later

_CLAIM: Final = "guildmark-claim-1"
_ANSWER: Final = "guildmark-answer-1"
_ID_BYTES: Final = 16
_LONGEST_NUMBER: Final = 60
_LONGEST_REASON: Final = 2_000
_NO_ANSWER: Final = later("This file is not an answer to a claim. Nothing was read.")
_ALTERED: Final = later("The answer was changed after it was signed. Nothing was read; ask for a new copy.")
_UNKNOWN: Final = later(
    "The answer is signed by nobody whom this centre trusts. Nothing was read. "
    "Add the trust list of the awarding body or registry first, if you know for sure that it is theirs."
)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was answered for one learner. ``number`` and ``pages`` (a PDF) may be empty."""

    learner: bytes
    outcome: str
    reason: str
    number: str
    pages: bytes


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """An answer that was read: to which claim, of which authority, on which day (ISO), signed by which key."""

    claim: bytes
    authority: str
    answered_on: str
    rows: tuple[AnswerRow, ...]
    signed_by: bytes


def write_claim(content: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The claim as a file, signed: the same claim always gives the same bytes."""
    return signed_file.write({"format": _CLAIM, **content}, key)


def write_answer(answer: ClaimAnswer, key: Ed25519PrivateKey) -> bytes:
    """The answer as a file, signed with ``key``; what an awarding body or a registry writes."""
    rows = [
        {
            "learner": row.learner.hex(),
            "outcome": row.outcome,
            "reason": row.reason,
            "number": row.number,
            "document": base64.b64encode(row.pages).decode(),
        }
        for row in answer.rows
    ]
    said = {"claim": answer.claim.hex(), "authority": answer.authority, "answered_on": answer.answered_on}
    return signed_file.write({"format": _ANSWER, **said, "learners": rows}, key)


def read_answer(data: bytes, trusted: Collection[bytes]) -> ClaimAnswer:
    """The answer in a file, signed by one of the ``trusted`` keys (raw Ed25519).

    Raises BadInput "not-an-answer", "answer-altered" or "unknown-signer".
    """
    try:
        file = signed_file.read(data)
        answer = _answer(file)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("not-an-answer", _NO_ANSWER) from error
    if not file.is_signed():
        raise BadInput("answer-altered", _ALTERED)
    if file.signer not in trusted:
        raise BadInput("unknown-signer", _UNKNOWN)
    return answer


def _answer(file: signed_file.SignedFile) -> ClaimAnswer:
    content = file.content
    if content["format"] != _ANSWER:
        raise ValueError("another format")
    rows = tuple(map(_row, list_in(content["learners"])))
    if len({row.learner for row in rows}) < len(rows):
        raise ValueError("a learner twice")
    claim = _id(content["claim"])
    return ClaimAnswer(claim, text_in(content["authority"]), day_in(content["answered_on"]), rows, file.signer)


def _row(said: dict[str, Any]) -> AnswerRow:
    outcome, number = text_in(said["outcome"]), text_in(said.get("number", ""))
    reason = text_in(said.get("reason", ""))
    if outcome not in (ACCEPTED, REFUSED) or len(number) > _LONGEST_NUMBER or len(reason) > _LONGEST_REASON:
        raise ValueError("no answer")
    try:
        pages = base64.b64decode(text_in(said.get("document", "")), validate=True)
    except binascii.Error as error:
        raise ValueError("no document") from error
    return AnswerRow(_id(said["learner"]), outcome, reason, " ".join(number.split()), pages)


def _id(value: object) -> bytes:
    found = bytes.fromhex(text_in(value))
    if len(found) != _ID_BYTES:
        raise ValueError("no id")
    return found
