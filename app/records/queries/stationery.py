# SPDX-License-Identifier: Apache-2.0
"""Pre-printed sheets: deliveries, what each sheet is now and was before, and which sheets a document was printed on."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from app.domain.refusals import NotFound
from app.domain.searching import words
from app.domain.stationery import FREE, IN_STOCK, LOADED, PRINTED, Delivery, Moved
from app.journal.operation import OpId
from app.records import tables
from app.translation import later

_LEAST_ID: Final = 6
"""So many signs of an id name a record on the command line."""


@dataclass(frozen=True, slots=True)
class StationeryRow:
    """A delivery with the number of its sheets in each state; ``disputed``: two laptops said different things."""

    id: bytes
    name: str
    document: str
    stock: Delivery
    day: str
    counts: Mapping[str, int]
    disputed: int = 0

    @property
    def size(self) -> int:
        """How many sheets came."""
        return self.stock.last - self.stock.first + 1

    @property
    def free(self) -> int:
        """How many can still be printed on."""
        return sum(self.counts.get(state, 0) for state in FREE)


@dataclass(frozen=True, slots=True)
class SheetNow:
    """What stands about one sheet. ``used``: a document was printed on it once; ``ids`` are the words that stand."""

    state: str = IN_STOCK
    certificate: str = ""
    reason: str = ""
    day: str = ""
    second: bytes = b""
    job: bytes = b""
    used: bool = False
    disputed: bool = False
    ids: tuple[OpId, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedSheet:
    """A sheet that a document was printed on. ``stands``: nothing later was said to be on it instead."""

    stationery: str
    form: str
    state: str
    day: str
    stands: bool


_NEVER: Final = SheetNow()


def deliveries(connection: Connection) -> list[StationeryRow]:
    """All that came, the latest first."""
    table = tables.stationery
    found = connection.execute(select(table).order_by(table.c.day.desc(), table.c.at.desc(), table.c.id))
    return [_row(connection, row) for row in found]


def find(connection: Connection, named: str) -> StationeryRow:
    """The delivery of this name, in any case, or whose id begins so. Raises NotFound "no-such-stationery"."""
    wanted, begins = words(named), named.strip().lower()
    table = tables.stationery
    for row in connection.execute(select(table).order_by(table.c.at.desc(), table.c.id)):
        if words(row.name) == wanted or (len(begins) >= _LEAST_ID and row.id.hex().startswith(begins)):
            return _row(connection, row)
    raise NotFound("no-such-stationery", later("No forms “{name}” were received here."), name=named)


def by_id(connection: Connection, id_: bytes) -> StationeryRow:
    """The delivery of this id. Raises NotFound "no-such-stationery"."""
    row = connection.execute(select(tables.stationery).where(tables.stationery.c.id == id_)).first()
    if row is None:
        raise NotFound("no-such-stationery", later("No forms “{name}” were received here."), name=id_.hex())
    return _row(connection, row)


def sheets(connection: Connection, id_: bytes) -> dict[int, SheetNow]:
    """What is known of each sheet of a delivery about which anything was said; the others are in stock. Where laptops
    disagree, the later word shows."""
    standing: dict[int, list[Any]] = defaultdict(list)
    used: set[int] = set()
    for row in _said(connection, id_):
        if row.certificate:
            used.add(row.serial)
        if row.current:
            standing[row.serial].append(row)
    return {serial: _now(rows, serial in used) for serial, rows in standing.items()}


def sheet(connection: Connection, id_: bytes, serial: int) -> SheetNow:
    """What is known of one sheet."""
    return sheets(connection, id_).get(serial, _NEVER)


def free_serials(connection: Connection, row: StationeryRow, also: bytes = b"") -> list[int]:
    """The numbers of the sheets that can be printed on, in order: those in stock, and those loaded for the job ``also``
    or for none."""
    known = sheets(connection, row.id)
    every = range(row.stock.first, row.stock.last + 1)
    return [one for one in every if _is_free(known.get(one, _NEVER), also)]


def loaded_for(connection: Connection, job: bytes) -> dict[bytes, list[int]]:
    """The sheets that lie in the printer for a job, by delivery."""
    table = tables.sheet
    query = select(table.c.stationery, table.c.serial).where(table.c.job == job, table.c.current == 1)
    found: dict[bytes, list[int]] = defaultdict(list)
    for row in connection.execute(query.where(table.c.state == LOADED).order_by(table.c.serial)):
        found[row.stationery].append(row.serial)
    return found


def holding(connection: Connection, number: str) -> list[tuple[StationeryRow, int]]:
    """The sheets that hold a document now: delivery and number of each."""
    table = tables.sheet
    query = select(table.c.stationery, table.c.serial).where(table.c.certificate == number, table.c.current == 1)
    found = connection.execute(
        query.where(table.c.state == PRINTED).order_by(table.c.stationery, table.c.serial).distinct()
    )
    return [(by_id(connection, row.stationery), row.serial) for row in found]


def words_of(connection: Connection, id_: bytes, said: OpId, first: int, last: int) -> list[Any]:
    """What one entry says of these sheets: rows of the table, by number."""
    table = tables.sheet
    query = select(table).where(table.c.stationery == id_, table.c.serial.between(first, last))
    query = query.where(table.c.origin == said.origin, table.c.seq == said.seq)
    return list(connection.execute(query.order_by(table.c.serial)))


def history(connection: Connection, id_: bytes) -> dict[int, list[Moved]]:
    """All that was said of each sheet, the latest last."""
    found: dict[int, list[Moved]] = defaultdict(list)
    for row in _said(connection, id_):
        found[row.serial].append(Moved(row.day, row.state))
    return found


def sheets_of(connection: Connection, number: str) -> list[LinkedSheet]:
    """Every sheet that a document was ever printed on, in the order of time."""
    table = tables.sheet
    query = select(table.c.stationery, table.c.serial).where(table.c.certificate == number).distinct()
    found = []
    for place in connection.execute(query):
        row, now = by_id(connection, place.stationery), sheet(connection, place.stationery, place.serial)
        stands = now.certificate in ("", number)
        found.append(LinkedSheet(row.name, row.stock.written(place.serial), now.state, now.day, stands))
    return sorted(found, key=lambda one: (one.day, one.form))


def _said(connection: Connection, id_: bytes) -> list[Any]:
    table = tables.sheet
    query = select(table).where(table.c.stationery == id_)
    return list(connection.execute(query.order_by(table.c.serial, table.c.at, table.c.origin, table.c.seq)))


def _is_free(now: SheetNow, job: bytes) -> bool:
    return now.state in FREE and not now.used and (now.state == IN_STOCK or now.job in (b"", job))


def _now(rows: list[Any], used: bool) -> SheetNow:
    last = rows[-1]
    ids = tuple(OpId(row.origin, row.seq) for row in rows)
    said = (last.state, last.certificate, last.reason, last.day, last.second or b"", last.job or b"")
    return SheetNow(*said, used, bool(last.contested), ids)


def _row(connection: Connection, row: Any) -> StationeryRow:
    known = sheets(connection, row.id)
    stock = Delivery(row.prefix, row.first, row.last, row.width)
    counts = Counter(one.state for serial, one in known.items() if row.first <= serial <= row.last)
    counts[IN_STOCK] += row.last - row.first + 1 - counts.total()
    disputed = sum(one.disputed for one in known.values())
    return StationeryRow(row.id, row.name, row.document, stock, row.day, counts, disputed)
