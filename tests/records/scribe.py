# SPDX-License-Identifier: Apache-2.0
"""Entries that no honest program would write, or that come in an order that nobody foresaw."""

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import permutations

from sqlalchemy import Connection, select

from app.journal.chain import Belonging, Place, compose
from app.journal.clock import HybridClock, Stamp
from app.journal.kinds import KINDS
from app.journal.operation import Draft, Operation, OpId
from app.journal.sealing import SubjectKey, seal
from app.journal.signing import sign_head, signer
from app.records.columns import JOURNAL
from app.records.fold.batch import Batch
from app.records.receiving import Arrival, receive
from app.records.refolding import fold_everything
from tests.simulation.agreement import Dump, differences, dump
from tests.simulation.files import RecordsFile, in_memory
from tests.simulation.ground import START, Ground, found

MOST_ORDERS = 24
Anew = dict[str, Dump]
"""What the tables say when they are folded anew, by the bytes that were folded."""


@cache
def sample_centre() -> Ground:
    return found(random.Random(3), lambda name: in_memory())


class Scribe:
    """Writes under a name of its own on the centre's first laptop, past all rules."""

    def __init__(self, name: str) -> None:
        self.ground = sample_centre()
        self.chance = random.Random(name)
        self.place = Place(self.chance.randbytes(16))
        self.number = 0

    def write(
        self,
        kind: str,
        about: bytes,
        body: Mapping[str, object] | None = None,
        *,
        base: Mapping[str, tuple[OpId, ...]] | None = None,
        sealed: tuple[SubjectKey, Mapping[str, str]] | None = None,
        actor: bytes = b"",
        act: bytes = b"",
    ) -> Operation:
        """The next entry; signed where its kind is."""
        self.number += 1
        owner, place = self.ground.owner, OpId(self.place.origin, self.place.seq + 1)
        actor = actor or owner.user
        parts = {sealed[0].id: seal(*sealed, place, kind, about, self.chance.randbytes)} if sealed else {}
        draft = Draft(kind, about, body or {}, parts, base or {})
        sign = signer(owner.keys[actor]) if kind in KINDS and KINDS[kind].signed else None
        command = Belonging(owner.centre, act or self.chance.randbytes(16), actor)
        operation = compose(draft, self.place, command, ver=1, at=Stamp(START + self.number, 0), sign=sign)
        self.place = Place(operation.origin, operation.seq, operation.hash)
        return operation

    def parcel(self, *operations: Operation, keys: Iterable[SubjectKey] = ()) -> Arrival:
        """These entries under the laptop's word."""
        itself = self.ground.laptops[0].itself
        heads = [sign_head(Place(*one.id, one.hash), itself.device, itself.keys.sign) for one in operations]
        return Arrival([one.raw for one in operations], heads, [(key, 1) for key in keys])


def same_in_every_order(parcels: Sequence[Arrival]) -> Dump:
    """What the tables say when the parcels came, in whatever order, each of them folded or waiting at every moment as
    the bytes on disk have it."""
    orders = list(permutations(parcels))
    random.Random(1).shuffle(orders)
    outcomes = list(_outcomes(sample_centre().laptops[1].disk.file, orders[:MOST_ORDERS], {}))
    for outcome in outcomes[1:]:
        unlike = differences(outcomes[0], outcome)
        assert not unlike, f"Another order gives other tables: {unlike}"
    return outcomes[0]


def _outcomes(file: RecordsFile, orders: Sequence[Sequence[Arrival]], anew: Anew) -> Iterator[Dump]:
    """What the tables say after each order; orders that begin alike share their beginning."""
    if not orders[0]:
        with file.reader.connect() as connection:
            yield dump(connection)
        return
    for first in {id(order[0]): order[0] for order in orders}.values():
        grown = file.copied()
        take_in(grown, sample_centre().owner.centre, first)
        unlike = refolded_otherwise(grown, sample_centre().owner.centre, anew)
        assert not unlike, f"Folding anew gives other tables: {unlike}"
        yield from _outcomes(grown, [order[1:] for order in orders if order[0] is first], anew)
        grown.close()


def take_in(file: RecordsFile, centre: bytes, parcel: Arrival) -> None:
    with file.writer.begin() as connection:
        receive(Batch(connection, centre), parcel, HybridClock(lambda: START))


def refolded_otherwise(file: RecordsFile, centre: bytes, anew: Anew | None = None) -> list[str]:
    """Where the tables are others than those that the bytes on disk give. ``anew`` keeps what they gave, since the same
    bytes are read in the same order: by origin and place, whenever they came."""
    anew = {} if anew is None else anew
    with file.writer.connect() as connection:
        transaction = connection.begin()
        before, key = dump(connection), _bytes_on_disk(connection)
        if key not in anew:
            fold_everything(connection, centre)
            anew[key] = dump(connection)
        transaction.rollback()
    return differences(before, anew[key])


def _bytes_on_disk(connection: Connection) -> str:
    """The whole journal, told shortly, but for the order in which it came."""
    total = hashlib.sha256()
    for table in JOURNAL.sorted_tables:
        columns = [column for column in table.columns if column.name != "pos"]
        for row in connection.execute(select(*columns).order_by(*columns)):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()
