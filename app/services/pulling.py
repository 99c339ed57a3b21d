# SPDX-License-Identifier: Apache-2.0
"""Taking from a peer what is lacking here.

Arriving entries are folded in slices, between which a person's work goes on; the last slice of a batch notes, in its
transaction, that the batch is here.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.exchange.answering import arrival_of, open_with
from app.exchange.protocol import Wanted
from app.exchange.troubles import EpochChanged, Garbled
from app.exchange.wire import Parcel
from app.journal.canonical import LARGEST_INTEGER
from app.journal.operation import Operation
from app.records import peers, positions
from app.records.branches import standing
from app.records.fold.batch import Batch
from app.records.fold.folding import fold
from app.records.peers import GIVEN, TAKEN
from app.records.positions import Range
from app.records.receiving import Arrival, Came, append, beneath, keep_waiting, released, sort, told
from app.services.laptop import read_class_keys
from app.services.meeting import Meeting, in_smaller_steps
from app.services.shutting_out import take_class_keys

_END: Final = LARGEST_INTEGER


def pull_all(meeting: Meeting) -> None:
    """Take all that the peer has and that is not here. Raises a trouble."""
    more = True
    while more:
        wanted = meeting.write(_wanted, meeting)
        with in_smaller_steps(meeting.down):
            parcel = _checked(wanted, meeting.peer.pull(wanted), meeting.own.records.centre)
            take(meeting, parcel)
            more = parcel.cover.to < parcel.cover.top
            meeting.told(parcel.cover.to, parcel.cover.top)
    _open_closed(meeting)


def take(meeting: Meeting, parcel: Parcel) -> None:
    """Take a batch in."""
    arrival = arrival_of(parcel, meeting.own.records.read(read_class_keys))
    came = meeting.write(_sorted, arrival)
    while came.proven:
        _append_in_slices(meeting, came)
        came.proven = meeting.write(released, came)
    meeting.write(_note, meeting, parcel, arrival, came)


def _wanted(batch: Batch, meeting: Meeting) -> Wanted:
    """The first stretch of the peer's positions that is not here; the last one has no end."""
    row = meeting.row
    missing = peers.lacking(batch.connection, TAKEN, row.id, _END)[0]
    mark = row.mark if row.marked == missing.first - 1 else b""
    return Wanted(missing, row.epoch, mark, meeting.down.things)


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
        began = meeting.timer()
        meeting.write(_append, meeting, came, some)
        meeting.slices.took(len(some), meeting.timer() - began)


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
