# SPDX-License-Identifier: Apache-2.0
"""A centre without a network comes in by a file: staff have it in their hands, and say whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.domain.refusals import BadInput
from app.exchange.answering import arrival_of, open_with
from app.exchange.bundle import Erased, Heads, Keys, Operations, Piece, read_header, read_pieces
from app.exchange.class_keys import for_registries, keys_for, read_class_keys, write_class_keys
from app.exchange.sealed_parts import Closed
from app.exchange.wire import Cover, Parcel
from app.journal.sealing import CoveredKey
from app.journal.signing import Head
from app.records import positions
from app.records.fold.batch import Batch
from app.records.receiving import receive
from app.registry.accounts import bind
from app.registry.registry import Registry
from app.registry.where_issued import note_all_numbers
from app.translation import later

_SLICE_BYTES: Final = 8 * 1024 * 1024

_ELSEWHOSE: Final = later(
    "This file is for another receiver, and only that one can open it. Nothing was changed. "
    "Have it written for this registry."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """Whose file it was, and how many entries were new, known already, or still wait for their proof."""

    centre: bytes
    new: int
    duplicates: int
    waiting: int


@dataclass(slots=True)
class _Gathered:
    """What was read of the file and not taken in yet."""

    heads: list[Head] = field(default_factory=list)
    keys: list[CoveredKey] = field(default_factory=list)
    erased: list[bytes] = field(default_factory=list)
    operations: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, piece: Piece) -> None:
        if isinstance(piece, Heads):
            self.heads += piece.heads
        elif isinstance(piece, Keys):
            self.keys += piece.keys
        elif isinstance(piece, Erased):
            self.erased.append(piece.content)
        elif isinstance(piece, Operations):
            self.operations += piece.raws
            self.size += sum(map(len, piece.raws))

    def parcel(self, centre: bytes) -> Parcel:
        cover = Cover(centre, bytes(16), 0, 0, 0)
        return Parcel(cover, tuple(self.keys), tuple(self.erased), tuple(self.heads), tuple(self.operations))


def enrol_by_file(registry: Registry, path: Path, code: str) -> Brought:
    """Take in all that a centre sent, and serve it from now on under this code. The same file again does no harm.

    Raises NotFound "no-such-centre", RuleBroken "another-centre", BadInput, StorageTrouble.
    """
    header = read_header(path)
    pieces = _opened(path, registry.identity.box)
    bind(registry, code, header.centre)
    new = duplicates = waiting = 0
    for gathered in _slices(pieces):
        deed = partial(_taken, registry=registry, parcel=gathered.parcel(header.centre))
        taken = registry.stores.write(header.centre, deed)
        new, duplicates, waiting = new + taken[0], duplicates + taken[1], taken[2]
    note_all_numbers(registry, header.centre)
    return Brought(header.centre, new, duplicates, waiting)


def _opened(path: Path, private_box_key: bytes) -> Iterator[Piece]:
    for piece in read_pieces(path, private_box_key):
        if isinstance(piece, Closed):
            raise BadInput("not-for-us", _ELSEWHOSE)
        yield piece


def _slices(pieces: Iterator[Piece]) -> Iterator[_Gathered]:
    gathered = _Gathered()
    for piece in pieces:
        gathered.add(piece)
        if gathered.size >= _SLICE_BYTES:
            yield gathered
            gathered = _Gathered()
    yield gathered


def _taken(connection: Connection, registry: Registry, parcel: Parcel) -> tuple[int, int, int]:
    batch = Batch(connection, parcel.cover.centre)
    received = receive(batch, arrival_of(parcel, read_class_keys(connection)), registry.clock())
    keys = keys_for(connection, registry.identity.id, registry.identity.box)
    write_class_keys(connection, for_registries(keys))
    open_with(batch, read_class_keys(connection))
    positions.allot(connection)
    return received.new, received.duplicates, received.waiting
