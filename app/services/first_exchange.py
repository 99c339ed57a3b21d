# SPDX-License-Identifier: Apache-2.0
"""A new laptop's first exchange with a registry: its snapshot, all at once, then what came after it as in any exchange.

Only records that hold nothing yet are filled so: what is here must never be set aside for what a file says.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.bundle import read_header
from app.exchange.enrolment import Card
from app.exchange.http import HttpPeer
from app.exchange.http_snapshot import bytes_here, fetch_snapshot
from app.exchange.snapshot_card import SnapshotCard
from app.exchange.troubles import Trouble
from app.journal.operation import ID_BYTES
from app.records import peers, positions
from app.records.fold.batch import Batch
from app.records.peers import GIVEN, TAKEN, PeerRow
from app.records.positions import Range
from app.records.unit_of_work import Random, Records
from app.services.laptop import Laptop
from app.services.meeting import Own
from app.services.new_laptop import NOT_WHOLE, require_whole, whole_pieces
from app.services.syncing import Manner, asking_beside, sync
from app.services.taking_in import Beside, take_in

_PATIENCE: Final = 5
"""So often in a row the line may break with nothing new come, before that is told."""
_PAUSE_SECONDS: Final = 3.0
Pause = Callable[[float], None]
"""Waits so many seconds; it may raise, to end the waiting."""


def fetch_patiently(peer: HttpPeer, beside: Path, manner: Manner, pause: Pause) -> tuple[Path, SnapshotCard]:
    """The snapshot, whole, as ``fetch_snapshot`` gives it. The line may break as often as it likes, while more comes.

    Raises a trouble, StorageTrouble.
    """
    left, most = _PATIENCE, bytes_here(beside)
    while True:
        try:
            peer.hello()  # requests are dated by its clock
            return fetch_snapshot(peer, beside, manner.told)
        except Trouble as trouble:
            here = bytes_here(beside)
            left, most = (_PATIENCE, here) if here > most else (left - 1, most)
            if not trouble.again or not left:
                raise
            wait = max(_PAUSE_SECONDS, trouble.seconds)
        pause(wait)


def take_snapshot(records: Records, laptop: Laptop, beside: Beside, path: Path, manner: Manner) -> None:
    """Fill new records with a snapshot. Raises BadInput "answer-damaged", StorageTrouble."""
    header = read_header(path)
    if header.centre != records.centre:
        raise BadInput("answer-damaged", NOT_WHOLE)
    require_whole(take_in(records, whole_pieces(path), laptop, beside, manner, header.operations))


def take_tail(own: Own, peer: HttpPeer, known: tuple[Card, SnapshotCard], manner: Manner) -> None:
    """Take what the registry has beyond the snapshot that was just taken. Raises BadInput "answer-damaged", a
    trouble."""
    registry, card = known
    row = PeerRow(registry.id, registry.name, registry.url, registry.sign_key, card.epoch, card.position, card.mark)
    with own.records.transaction() as batch:
        _note(batch, row, own.records.random)
    with asking_beside(manner) as beside:
        synced = sync(own, peer, row, beside)
    for trouble in synced.troubles:
        raise trouble
    if synced.rejected:
        raise BadInput("answer-damaged", NOT_WHOLE)


def _note(batch: Batch, row: PeerRow, random: Random) -> None:
    """All that is here came from the registry, and all that it has up to the snapshot's position is here."""
    connection = batch.connection
    positions.begin(connection, batch.centre, random(ID_BYTES))
    peers.keep(connection, row)
    peers.add(connection, TAKEN, row.id, Range(1, row.marked))
    peers.add(connection, GIVEN, row.id, Range(1, positions.allot(connection)))
