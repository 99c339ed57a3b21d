# SPDX-License-Identifier: Apache-2.0
"""Giving a peer what it lacks. What it is known to hold is noted when it says so, together with its receipt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.exchange.answering import parcel_of
from app.exchange.protocol import RECEIPT, PushAnswer
from app.exchange.signatures import answer_is_signed, receipt_part
from app.exchange.troubles import EpochChanged, Garbled
from app.exchange.wire import Parcel, batch_hash
from app.journal.canonical import to_bytes
from app.records import comparing, peers, positions
from app.records.fold.batch import Batch
from app.records.peers import GIVEN, TAKEN
from app.records.positions import Range
from app.records.receiving import KNOWN, NEW, UNUSABLE, WAITS
from app.services.meeting import Meeting, in_smaller_steps


@dataclass(frozen=True, slots=True)
class _Offer:
    """A batch, made ready to be given, and the stretch of our positions that the peer holds once it has it."""

    parcel: Parcel
    range: Range
    push: Callable[[], PushAnswer]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch that is under way, and how to wait for the answer."""

    offer: _Offer
    answer: Callable[[], PushAnswer]


def push_all(meeting: Meeting) -> None:
    """Give the peer all that it lacks. While it takes one batch in, the next one is made ready. Raises a trouble."""
    sent: _Sent | None = None
    while now := sent or _send(meeting, _next_offer(meeting)):
        sent = None
        with in_smaller_steps(meeting.up):
            following = _next_offer(meeting, after=now.offer.range.last)
            answer = _checked(meeting, now.offer, now.answer())
            sent = _send(meeting, following)
            meeting.write(_note, meeting, now.offer, answer)
            meeting.told(now.offer.range.last, now.offer.parcel.cover.top)


def _send(meeting: Meeting, offer: _Offer | None) -> _Sent | None:
    return _Sent(offer, meeting.ask(offer.push)) if offer else None


def _next_offer(meeting: Meeting, after: int = 0) -> _Offer | None:
    """The next batch of what the peer lacks after a position; none when it lacks nothing."""
    found = meeting.write(_lacking, meeting, after)
    return _Offer(*found, meeting.peer.pushing(found[0])) if found else None


def _lacking(batch: Batch, meeting: Meeting, after: int) -> tuple[Parcel, Range] | None:
    """The next batch, and what it covers."""
    top = positions.allot(batch.connection)
    while lacking := _beyond(after, peers.lacking(batch.connection, GIVEN, meeting.row.id, top)):
        things = positions.things(batch.connection, lacking, meeting.up.things)
        covered = Range(things.after + 1, things.to)
        standing = positions.standing(batch.connection)
        if len(things) and standing:
            mark = positions.mark_at(batch.connection, things.to)
            return parcel_of(batch.centre, standing, things, mark, meeting.covers(batch)), covered
        peers.add(batch.connection, GIVEN, meeting.row.id, covered)
    return None


def _beyond(after: int, ranges: Sequence[Range]) -> list[Range]:
    return [Range(max(one.first, after + 1), one.last) for one in ranges if one.last > after]


def _checked(meeting: Meeting, offer: _Offer, answer: PushAnswer) -> PushAnswer:
    """The answer, if it speaks of this batch and the peer signed for it."""
    if len(answer.verdicts) != len(offer.parcel.operations) or set(answer.verdicts) - {NEW, KNOWN, WAITS, UNUSABLE}:
        raise Garbled
    part = receipt_part(batch_hash(offer.parcel), answer.standing.top)
    if not answer_is_signed(RECEIPT, part, answer.receipt, meeting.row.sign_key):
        raise Garbled
    if answer.standing.epoch != meeting.row.epoch:
        raise EpochChanged
    return answer


def _note(batch: Batch, meeting: Meeting, offer: _Offer, answer: PushAnswer) -> None:
    """The peer holds the batch: what it will never take in is not offered again either."""
    row, connection = meeting.row, batch.connection
    peers.add(connection, GIVEN, row.id, offer.range)
    if answer.placed is not None and all(comparing.held(connection, answer.freed)):
        peers.add(connection, TAKEN, row.id, answer.placed)
        if answer.placed.last == answer.standing.top:
            meeting.keep(batch, replace(row, marked=answer.standing.top, mark=answer.standing.mark))
    receipt = batch_hash(offer.parcel), answer.standing.top, to_bytes(answer.receipt)
    peers.keep_receipt(connection, row.id, *receipt, meeting.own.records.clock.wall())
    meeting.tally.pushed += answer.count(NEW) + answer.count(WAITS)
    meeting.tally.duplicates += answer.count(KNOWN)
    meeting.tally.refused += len(answer.refused)
    meeting.cloned |= meeting.own.records.place.origin in answer.cloned
    batch.touched.add("peer", [row.id])
