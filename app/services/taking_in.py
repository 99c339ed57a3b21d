# SPDX-License-Identifier: Apache-2.0
"""Taking in the pieces of a file that another laptop wrote: what is whole is used, what is not is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.exchange.bundle import Erased, Heads, Keys, Operations, Piece
from app.exchange.frames import Fault
from app.exchange.key_cover import ClassKeys, CoveredKey, uncover, uncover_erased
from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records.receiving import Arrival, receive
from app.records.receiving import Received as Taken
from app.records.unit_of_work import Records
from app.services.laptop import Laptop, read_class_keys
from app.services.shutting_out import take_class_keys
from app.translation import later, tr, trn

_SLICE_BYTES: Final = 32 * 1024 * 1024
"""Entries are taken in by so many bytes at a time, each time as one transaction."""

_CUT: Final = later("The file was cut short. What came before the cut was read. Have the file written again.")
_ALTERED: Final = later("A part of the file was altered or damaged and was left out. Have the file written again.")
_NOT_FOR_US: Final = later(
    "A part of the file is closed to this laptop, and some names stay hidden. "
    "Read a newer file from a laptop of an administrator."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: entries new, known already, kept until what they rest on comes; and what was left out."""

    new: int
    duplicates: int
    waiting: int
    refused: tuple[str, ...]


def take_in(records: Records, pieces: Iterator[Piece], laptop: Laptop) -> Brought:
    """Take in the pieces of a file, entries in slices, each in a transaction of its own.

    The file may bring the very keys that open other pieces of it: those are tried again at the end.
    """
    gathered = _Gathered(records.read(read_class_keys))
    taken = [Taken()]
    for piece in pieces:
        gathered.add(piece)
        if gathered.size >= _SLICE_BYTES:
            taken.append(_receive(records, gathered.taken()))
    taken.append(_receive(records, gathered.taken()))
    if gathered.closed:
        gathered.try_again(take_class_keys(records, laptop))
        taken.append(_receive(records, gathered.taken()))
    return Brought(
        sum(one.new for one in taken),
        sum(one.duplicates for one in taken),
        taken[-1].waiting,
        (*gathered.sentences(), *_left_out(sum(one.refused for one in taken))),
    )


class _Gathered:
    """What was read of a file and not taken in yet, what this laptop cannot open, and what is wrong with the file."""

    def __init__(self, class_keys: ClassKeys) -> None:
        self.size = 0
        self.closed: list[Keys | Erased] = []
        self._class_keys = class_keys
        self._operations: list[bytes] = []
        self._heads: list[Head] = []
        self._keys: list[tuple[SubjectKey, int]] = []
        self._erased: list[bytes] = []
        self._faults: dict[str, None] = {}

    def add(self, piece: Piece) -> None:
        """Keep what a piece holds, or what is wrong with it."""
        if isinstance(piece, Operations):
            self._operations += piece.raws
            self.size += sum(map(len, piece.raws))
        elif isinstance(piece, Heads):
            self._heads += piece.heads
        elif isinstance(piece, Keys):
            self._add_keys(piece.keys)
        elif isinstance(piece, Erased):
            self._add_erased(piece)
        elif isinstance(piece, Fault):
            self._faults[_CUT if piece is Fault.CUT else _ALTERED] = None

    def try_again(self, class_keys: ClassKeys) -> None:
        """Open with these keys what could not be opened before."""
        self._class_keys = class_keys
        closed, self.closed = self.closed, []
        for piece in closed:
            self.add(piece)

    def taken(self) -> Arrival:
        """All that was kept; nothing is kept any more."""
        arrival = Arrival(self._operations, self._heads, self._keys, self._erased)
        self.size, self._operations, self._heads, self._keys, self._erased = 0, [], [], [], []
        return arrival

    def sentences(self) -> tuple[str, ...]:
        """What is wrong with the file, each thing once."""
        closed = (_NOT_FOR_US,) if self.closed else ()
        return tuple(tr(fault) for fault in (*self._faults, *closed))

    def _add_keys(self, covered: tuple[CoveredKey, ...]) -> None:
        opened = [(one, uncover(one, self._class_keys)) for one in covered]
        self._keys += [(key, one.epoch) for one, key in opened if key is not None]
        closed = tuple(one for one, key in opened if key is None)
        if closed:
            self.closed.append(Keys(closed))

    def _add_erased(self, piece: Erased) -> None:
        subjects = uncover_erased(piece.content, self._class_keys)
        if subjects is None:
            self.closed.append(piece)
        else:
            self._erased += subjects


def _receive(records: Records, arrival: Arrival) -> Taken:
    with records.transaction() as batch:
        return receive(batch, arrival, records.clock)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        trn(
            "{n} entry in the file is not of this centre or was altered, and was left out.",
            "{n} entries in the file are not of this centre or were altered, and were left out.",
            count,
        ),
    )
