# SPDX-License-Identifier: Apache-2.0
"""Looking, from time to time, whether this laptop and a peer really hold the same bytes, and mending what does not.

Of each laptop's entries every thousand has a digest of the bytes on disk. Where two digests differ, both sides give
each other that thousand again: what is damaged or gone on either side is put right by what proves itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.exchange.wire import Cover, Parcel
from app.journal.chain import Place
from app.records import comparing
from app.records.comparing import BLOCK
from app.records.fold.batch import Batch
from app.records.positions import MOST_THINGS, Range
from app.records.receiving import Arrival, receive
from app.services.meeting import Meeting, in_smaller_steps

_AT_ONCE: Final = 50
"""Digests that are asked for in one message."""


@dataclass(frozen=True, slots=True)
class Mended:
    """How many thousands of entries were compared, and how many of them differed."""

    compared: int = 0
    differed: int = 0


def mend(meeting: Meeting) -> Mended:
    """Compare all that both hold, after an exchange that came to its end, and mend it on both sides.

    Raises a trouble; what was mended by then stays so.
    """
    ours = meeting.write(lambda batch: comparing.holding(batch.connection))
    theirs = meeting.peer.frontier(ours).frontier
    compared = differed = 0
    for origin, first, count in _stretches((*ours.tips, *theirs.tips)):
        there = meeting.peer.digests(origin, first, count)
        here = meeting.write(_digests, origin, first, count)
        compared += count
        for number, (one, other) in enumerate(zip(here, there, strict=False), first):
            if one != other:
                differed += 1
                _mend_block(meeting, origin, number)
    return Mended(compared, differed)


def _stretches(tips: Sequence[Place]) -> Iterator[tuple[bytes, int, int]]:
    """All blocks of each origin of which one side or the other holds something."""
    ends: dict[bytes, int] = {}
    for one in tips:
        ends[one.origin] = max(one.seq, ends.get(one.origin, 0))
    for origin, seq in sorted(ends.items()):
        blocks = -(-seq // BLOCK)
        for first in range(0, blocks, _AT_ONCE):
            yield origin, first, min(_AT_ONCE, blocks - first)


def _digests(batch: Batch, origin: bytes, first: int, count: int) -> list[bytes]:
    return comparing.digests(batch.connection, origin, first, count)


def _mend_block(meeting: Meeting, origin: bytes, number: int) -> None:
    """Give each other one block again."""
    start = number * BLOCK + 1
    for first in range(start, start + BLOCK, MOST_THINGS):
        part = Range(first, first + MOST_THINGS - 1)
        theirs = meeting.peer.operations(origin, part).operations
        meeting.write(_take_again, meeting, theirs)
        ours = meeting.write(_ours, origin, part)
        if set(ours) - set(theirs):
            with in_smaller_steps(meeting.up):
                meeting.peer.pushing(_parcel(meeting, ours))()


def _take_again(batch: Batch, meeting: Meeting, raws: tuple[bytes, ...]) -> None:
    receive(batch, Arrival(raws), meeting.own.records.clock)


def _ours(batch: Batch, origin: bytes, part: Range) -> list[bytes]:
    return comparing.at_places(batch.connection, origin, part.first, part.last)


def _parcel(meeting: Meeting, raws: list[bytes]) -> Parcel:
    """A batch that speaks of no positions: it brings again what was there before."""
    over = Cover(meeting.own.records.centre, meeting.row.epoch, 0, 0, 0)
    return Parcel(over, operations=tuple(raws))
