# SPDX-License-Identifier: Apache-2.0
"""Taking from a peer what is lacking here.

Arriving entries are folded in slices, between which a person's work goes on; the last slice of a batch notes, in its
transaction, that the batch is here. A batch that fits into one slice is one transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Concatenate, Final, ParamSpec

from app.exchange.answering import arrival_of, open_with
from app.exchange.protocol import Wanted
from app.exchange.troubles import EpochChanged, Garbled
from app.exchange.wire import Cover, Parcel
from app.journal.canonical import LARGEST_INTEGER
from app.journal.operation import Operation
from app.records import peers, positions
from app.records.branches import standing
from app.records.fold.batch import Batch
from app.records.fold.folding import fold
from app.records.peers import GIVEN, TAKEN
from app.records.positions import Range
from app.records.receiving import Arrival, Came, append, beneath, keep_waiting, released, sort, take_in, told
from app.services.laptop import read_class_keys
from app.services.meeting import Meeting, in_smaller_steps
from app.services.shutting_out import take_class_keys

_END: Final = LARGEST_INTEGER
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A batch that was asked for, and how to wait for it."""

    wanted: Wanted
    answer: Callable[[], Parcel]


def pull_all(meeting: Meeting) -> None:
    """Take all that the peer has and that is not here. While one batch is taken in, the next one is on its way.

    Raises a trouble.
    """
    asked: _Asked | None = None
    more = True
    while more:
        coming = asked or _ask(meeting, meeting.write(_wanted, meeting))
        asked = None
        with in_smaller_steps(meeting.down):
            parcel = _checked(coming.wanted, coming.answer(), meeting.own.records.centre)
            more = parcel.cover.to < parcel.cover.top
            if parcel.cover.to < min(coming.wanted.range.last, parcel.cover.top):
                asked = _ask(meeting, _following(coming.wanted, parcel.cover, meeting.down.things))
            take(meeting, parcel)
            meeting.told(parcel.cover.to, parcel.cover.top)
    _open_closed(meeting)


def _ask(meeting: Meeting, wanted: Wanted) -> _Asked:
    return _Asked(wanted, meeting.ask(meeting.peer.pull, wanted))


def take(meeting: Meeting, parcel: Parcel) -> None:
    """Take a batch in: in one transaction where it fits into one slice."""
    arrival = arrival_of(parcel, meeting.own.records.read(read_class_keys))
    if len(arrival.operations) <= meeting.slices.operations:
        _timed(meeting, len(arrival.operations), _take_whole, parcel, arrival)
        return
    came = meeting.write(_sorted, arrival)
    while came.proven:
        _append_in_slices(meeting, came)
        came.proven = meeting.write(released, came)
    meeting.write(_note, meeting, parcel, arrival, came)


def _take_whole(batch: Batch, meeting: Meeting, parcel: Parcel, arrival: Arrival) -> None:
    _note(batch, meeting, parcel, arrival, take_in(batch, arrival, meeting.own.records.clock))


def _wanted(batch: Batch, meeting: Meeting) -> Wanted:
    """The first stretch of the peer's positions that is not here; the last one has no end."""
    row = meeting.row
    missing = peers.lacking(batch.connection, TAKEN, row.id, _END)[0]
    mark = row.mark if row.marked == missing.first - 1 else b""
    return Wanted(missing, row.epoch, mark, meeting.down.things)


def _following(wanted: Wanted, cover: Cover, most: int) -> Wanted:
    """What comes after a batch."""
    return replace(wanted, range=Range(cover.to + 1, wanted.range.last), mark=cover.mark, most=most)


def _checked(wanted: Wanted, parcel: Parcel, centre: bytes) -> Parcel:
    cover = parcel.cover
    if cover.epoch != wanted.epoch:
        raise EpochChanged
    follows = cover.after == wanted.range.first - 1 and cover.to <= min(wanted.range.last, cover.top)
    stuck = cover.to == cover.after and cover.to < min(wanted.range.last, cover.top)
    if cover.centre != centre or not follows or stuck:
        raise Garbled
    return parcel


def _sorted(batch: Batch, arrival: Arrival) -> Came:
    came = sort(batch, arrival)
    keep_waiting(batch, came)
    fold(batch, ())
    return came


def _append_in_slices(meeting: Meeting, came: Came) -> None:
    start = 0
    while start < len(came.proven):
        some = came.proven[start : start + meeting.slices.operations]
        start += len(some)
        _timed(meeting, len(some), _append, came, some)


def _timed(
    meeting: Meeting, operations: int, work: Callable[Concatenate[Batch, Meeting, P], None],
    *args: P.args, **facts: P.kwargs,
) -> None:  # fmt: skip
    """A slice of so many operations; the next ones are as long as this one allows."""
    began = meeting.timer()
    meeting.write(work, meeting, *args, **facts)
    meeting.slices.took(operations, meeting.timer() - began)


def _append(batch: Batch, meeting: Meeting, came: Came, operations: list[Operation]) -> None:
    """Append those that nothing else brought in the meantime."""
    here = standing(batch.connection, [one.id for one in operations])
    new = [one for one in operations if one.hash not in here.get(one.id, {})]
    append(batch, came, new, meeting.own.records.clock)


def _note(batch: Batch, meeting: Meeting, parcel: Parcel, arrival: Arrival, came: Came) -> None:
    """The batch is here, and the peer holds what it brought."""
    connection, row, cover = batch.connection, meeting.row, parcel.cover
    received = told(batch, came)
    positions.allot(connection)
    stand = [*received.stand, *beneath(came)]
    held = positions.places_of(connection, stand, arrival.heads, _ids(arrival))
    peers.add_all(connection, GIVEN, row.id, held)
    peers.add(connection, TAKEN, row.id, Range(cover.after + 1, cover.to))
    if cover.to:
        meeting.keep(batch, replace(row, marked=cover.to, mark=cover.mark))
    meeting.tally.pulled += received.new
    meeting.tally.duplicates += received.duplicates
    meeting.tally.refused += received.refused
    if cover.to > cover.after:
        batch.touched.add("peer", [row.id])


def _ids(arrival: Arrival) -> Iterable[bytes]:
    yield from (key.id for key, _ in arrival.keys)
    yield from (one.id for one in arrival.covered)
    yield from arrival.erased


def _open_closed(meeting: Meeting) -> None:
    """Open the keys that were closed, where what came brought keys of the centre that open them."""
    own = meeting.own
    if not own.records.read(peers.any_covered):
        return
    keys = meeting.turn(lambda: take_class_keys(own.records, own.laptop))
    meeting.write(open_with, keys)
