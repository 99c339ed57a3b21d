# SPDX-License-Identifier: Apache-2.0
"""Numbers of documents: the centre's own, which laptops give out without asking each other, or those of an authority.

A laptop that was restored or copied writes under a new name. Its own numbers then have another tag, and blocks that
were leased to it before are not used any further: nobody can know how far they were used.
"""

from dataclasses import dataclass
from typing import Final

from app.credentials.numbers import certificate_number, parts_of, tag_from
from app.domain.blocks import Block, block_between, next_counter
from app.domain.issuing import Policies
from app.domain.refusals import RuleBroken
from app.domain.rights import Command
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES
from app.records.queries import blocks, certificates, standards
from app.records.queries.blocks import BlockRow
from app.records.queries.people import CentreRow
from app.records.unit_of_work import Act, Fact, Work
from app.translation import later

_NONE: Final = later(
    "The numbers come from a block of an authority, and no block was leased for this laptop. Nothing was issued. "
    "Lease a block on this laptop first."
)
_ENDED: Final = later(
    "This laptop was restored or copied since its numbers were leased ({blocks}). The rest of them is never used, so "
    "that no number is given out twice. Nothing was issued. Lease a new block on this laptop."
)
_USED_UP: Final = later("All leased numbers are used ({blocks}). Nothing was issued. Lease a new block on this laptop.")
_OVERLAPS: Final = later("Some of these numbers were leased before ({block}). Nothing was changed. Check the numbers.")


@dataclass(frozen=True, slots=True)
class LeasedRow:
    """A leased block as this laptop sees it: ``left`` numbers of it can still be given out here."""

    id: bytes
    first: str
    last: str
    authority: str
    qualification: str
    left: int
    here: bool


def lease_block(work: Work, first: str, last: str, authority: str = "", qualification: str = "") -> bytes:
    """Keep a block of numbers that an authority gave out, for this laptop and no other; returns its id.

    Raises NotAllowed, BadInput "no-block", RuleBroken "block-overlaps", NotFound "no-such-qualification".
    """
    work.allow(Command.LEASE_BLOCK)
    block = block_between(first, last)
    id_ = work.random(ID_BYTES)
    with work.act() as act:
        code = standards.qualification(act.connection, qualification)[1].code if qualification else ""
        for row in blocks.blocks(act.connection):
            if row.block.overlaps(block):
                raise RuleBroken("block-overlaps", _OVERLAPS, block=row.block.words())
        numbers = {"prefix": block.prefix, "first": block.first, "last": block.last, "width": block.width}
        body = {"origin": to_text(act.place.origin), **numbers, "authority": authority, "qualification": code}
        act.write(Fact("block.leased", id_, body))
    return id_


def leased_blocks(work: Work) -> tuple[LeasedRow, ...]:
    """Every block that was leased in the centre. Raises NotAllowed."""
    work.allow(Command.VIEW)
    origin = work.records.place.origin
    return tuple(_leased(row, origin) for row in work.read(blocks.blocks))


def next_number(act: Act, centre: CentreRow, policies: Policies, qualification: str) -> str:
    """The number of the next document for this qualification (its code); nothing else has it.

    Raises RuleBroken "no-block", "block-ended" or "block-used-up".
    """
    if policies.leases_numbers:
        return _next_leased(act, qualification)
    named = (centre.country, centre.code, tag_from(act.place.origin))
    stem, _ = parts_of(certificate_number(*named, 0))
    counter = certificates.last_counter(act.connection, stem) + 1
    while certificates.is_taken(act.connection, certificate_number(*named, counter)):
        counter += 1
    return certificate_number(*named, counter)


def _next_leased(act: Act, qualification: str) -> str:
    known = [row for row in blocks.blocks(act.connection) if row.qualification in ("", qualification)]
    mine = [row for row in known if row.owner == act.place.origin]
    for row in mine:
        number = _free_in(act, row.block, row.used)
        if number:
            return number
    if mine:
        raise RuleBroken("block-used-up", _USED_UP, blocks=_words(mine))
    before = blocks.origins_of(act.connection, act.place.origin)
    if ended := [row for row in known if row.owner in before]:
        raise RuleBroken("block-ended", _ENDED, blocks=_words(ended))
    raise RuleBroken("no-block", _NONE)


def _free_in(act: Act, block: Block, used: int) -> str:
    counter = next_counter(block, used)
    while counter is not None:
        number = block.number(counter)
        if not certificates.is_taken(act.connection, number):
            return number
        counter = next_counter(block, counter)
    return ""


def _leased(row: BlockRow, origin: bytes) -> LeasedRow:
    here, block = row.owner == origin, row.block
    following = next_counter(block, row.used)
    left = block.last - following + 1 if here and following is not None else 0
    ends = (block.number(block.first), block.number(block.last))
    return LeasedRow(row.id, *ends, row.authority, row.qualification, left, here)


def _words(rows: list[BlockRow]) -> str:
    return ", ".join(row.block.words() for row in rows)
