# SPDX-License-Identifier: Apache-2.0
"""What was read of a file and is still to be taken in, opened as far as this laptop can open it."""

from typing import Final

from app.exchange.bundle import Erased, Heads, Holdings, Keys, Operations, Piece, WriterSignature
from app.exchange.frames import Fault
from app.exchange.key_cover import ClassKeys, CoveredKey, uncover, uncover_erased
from app.exchange.said import Believed, Holding
from app.exchange.sealed_parts import Closed
from app.journal.sealing import SubjectKey
from app.journal.signing import Head
from app.records.receiving import Arrival
from app.translation import later, tr

_CUT: Final = later("The file was cut short. What came before the cut was read. Have the file written again.")
_ALTERED: Final = later("A part of the file was altered or damaged and was left out. Have the file written again.")
_NOT_FOR_US: Final = later(
    "A part of the file is closed to this laptop, and some names stay hidden. "
    "Read a newer file from a laptop of an administrator."
)


_ELSEWHOSE: Final = later(
    "The file is for another laptop of the centre, and only that one can open it. Nothing was read here. "
    "Carry it there, or have one written for all laptops."
)


class Gathered:
    """What was read of a file and not taken in yet, what this laptop cannot open, and what is wrong with the file."""

    def __init__(self, class_keys: ClassKeys) -> None:
        self.size = 0
        self.closed: list[Keys | Erased] = []
        self.holdings: list[Holding] = []
        self.believed: list[Believed] = []
        self.signature: WriterSignature | None = None
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
        else:
            self._add_words(piece)

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

    def _add_words(self, piece: Piece) -> None:
        if isinstance(piece, Holdings):
            self.holdings += piece.holdings
        elif isinstance(piece, Believed):
            self.believed.append(piece)
        elif isinstance(piece, WriterSignature):
            self.signature = piece
        elif isinstance(piece, Closed):
            self._faults[_ELSEWHOSE] = None

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
