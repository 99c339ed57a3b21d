# SPDX-License-Identifier: Apache-2.0
"""What the centre asks of its registry over the network: the answer to a claim, and a block of numbers."""

from typing import TYPE_CHECKING

from app.domain.blocks import block_between
from app.domain.refusals import BadInput
from app.domain.rights import Command
from app.exchange import protocol
from app.exchange.protocol import BAD_MESSAGE
from app.exchange.troubles import Garbled
from app.services.claims import AnswerRead, take_claim_answer
from app.services.numbering import lease_block
from app.services.opening import OpenCentre

if TYPE_CHECKING:
    from app.exchange.http import HttpPeer


def ask_for_answer(centre: OpenCentre, peer: "HttpPeer", claim: bytes) -> AnswerRead:
    """Ask a registry for its answer to a claim, and read it. The claim was sent before, with the records.

    Raises NotAllowed, what ``take_claim_answer`` raises, a trouble.
    """
    centre.work.allow(Command.CLAIM)
    return take_claim_answer(centre, peer.ask(f"/claims/{claim.hex()}"))


def lease_from(centre: OpenCentre, peer: "HttpPeer", count: int, qualification: str = "") -> bytes:
    """Lease so many numbers for this laptop, and keep them; returns the block's id.

    Raises NotAllowed, BadInput, RuleBroken "block-overlaps", NotFound "no-such-qualification", a trouble.
    """
    work = centre.work
    work.allow(Command.LEASE_BLOCK)
    wanted = {
        "request": work.random(16).hex(), "origin": work.records.place.origin.hex(), "count": count,
        "qualification": qualification,
    }  # fmt: skip
    said = peer.ask("/blocks", protocol.message(wanted))
    try:
        fields = protocol.read_message(said)
        first, last, authority = (str(fields[name]) for name in ("first", "last", "authority"))
        block_between(first, last)
    except (*BAD_MESSAGE, BadInput) as error:
        raise Garbled from error
    return lease_block(work, first, last, authority, qualification)
