# SPDX-License-Identifier: Apache-2.0
"""The stick between the laptops: it carries everything, in any order, in pieces, twice, or not at all."""

import random
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import Connection, select

from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records.journal_tables import erased, head, subject_key
from app.records.journal_tables import operation as journal
from app.records.receiving import Arrival
from tests.simulation.laptop import Laptop

Item = TypeVar("Item")


def packed(laptop: Laptop) -> Arrival:
    """All that a laptop knows, with its word that it stands so."""
    laptop.sign_head()
    return laptop.read(_everything)


def _everything(connection: Connection) -> Arrival:
    keys = [
        (SubjectKey(row.id, row.subject, row[2], row.key), row.epoch) for row in connection.execute(select(subject_key))
    ]
    heads = [Head(row.origin, row.seq, row.hash, row.device, row.sig) for row in connection.execute(select(head))]
    raws = connection.execute(select(journal.c.raw).order_by(journal.c.origin, journal.c.seq)).scalars().all()
    return Arrival(raws, heads, keys, connection.execute(select(erased.c.subject)).scalars().all())


def lacking(parcel: Arrival, laptop: Laptop) -> Arrival:
    """The parcel without the operations that the laptop holds already."""
    held = laptop.held()
    return replace(parcel, operations=[raw for raw in parcel.operations if sha256(raw).digest() not in held])


def in_pieces(parcel: Arrival, chance: random.Random, loss: float = 0.0) -> list[Arrival]:
    """The same content cut into pieces, shuffled, some of it twice and some of it lost."""
    count = chance.choice([1, 1, 2, 3])
    content = (parcel.operations, parcel.heads, parcel.keys, parcel.erased)
    parts = [_dealt(part, count, chance, loss) for part in content]
    pieces = [Arrival(*piece) for piece in zip(*parts, strict=True)]
    if chance.random() < 0.3:
        pieces.append(chance.choice(pieces))
    return pieces


def _dealt(items: Sequence[Item], count: int, chance: random.Random, loss: float) -> list[list[Item]]:
    """The items dealt out to ``count`` pieces: in stretches, or wildly."""
    kept = [item for item in items if chance.random() >= loss]
    if chance.random() < 0.5:
        cuts = sorted(chance.randint(0, len(kept)) for _ in range(count - 1))
        dealt = [kept[start:end] for start, end in zip([0, *cuts], [*cuts, len(kept)], strict=True)]
    else:
        chance.shuffle(kept)
        dealt = [kept[number::count] for number in range(count)]
    chance.shuffle(dealt)
    return dealt
