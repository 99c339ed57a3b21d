# SPDX-License-Identifier: Apache-2.0
"""A USB stick with what a laptop knew when it was written: read whole, in part, twice, in any order, or much later."""

import random

from app.exchange.answering import Covers, answer_pull, arrival_of, open_with
from app.exchange.packing import ZSTD, BadPacking, pack, unpack
from app.exchange.protocol import Wanted
from app.exchange.wire import BrokenBatch, Parcel, lines, read_lines
from app.records import peers, positions
from app.records.positions import Range
from app.services.laptop import read_class_keys
from app.services.shutting_out import take_class_keys
from tests.simulation.laptop import Laptop

Stick = list[bytes]


def written(laptop: Laptop, most: int = 500) -> Stick:
    """All that a laptop knows, in pieces of so many things."""
    laptop.sign_head()
    pieces, after = [], 0
    with laptop.disk.file.writer.begin() as connection:
        positions.begin(connection, laptop.owner.centre, laptop.chance.randbytes(16))
        positions.allot(connection)
        covers = Covers(read_class_keys(connection), laptop.chance.randbytes)
        standing = positions.standing(connection)
        assert standing is not None
        while after < standing.top:
            wanted = Wanted(Range(after + 1, standing.top), standing.epoch, most=most)
            parcel = answer_pull(connection, laptop.owner.centre, wanted, covers)
            pieces.append(pack(lines(parcel)))
            after = parcel.cover.to
    return pieces


def damaged(stick: Stick, chance: random.Random) -> Stick:
    """What is left of it on a bad day: pieces lost, cut short, altered, twice, shuffled."""
    found = [one for one in stick if chance.random() > 0.2]
    found += chance.sample(found, min(len(found), chance.choice([0, 0, 1])))
    chance.shuffle(found)
    if found and chance.random() < 0.5:
        found[0] = found[0][: chance.randrange(len(found[0]))]
    return found


def read(stick: Stick, laptop: Laptop) -> None:
    """Take in what is whole."""
    for piece in stick:
        parcel = _parcel(piece)
        if parcel is not None:
            laptop.receive(arrival_of(parcel, laptop.read(read_class_keys)))
    if laptop.read(peers.any_covered):
        keys = take_class_keys(laptop.records, laptop.itself)
        with laptop.records.transaction() as batch:
            open_with(batch, keys)


def _parcel(piece: bytes) -> Parcel | None:
    try:
        return read_lines(unpack(piece, ZSTD))
    except (BadPacking, BrokenBatch):
        return None
