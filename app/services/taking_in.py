# SPDX-License-Identifier: Apache-2.0
"""Taking in the pieces of a file that another laptop wrote: what is whole is used, what is not is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.refusals import Refused, StorageTrouble
from app.exchange.bundle import Operations, Piece
from app.exchange.carried_files import CarriedPiece
from app.exchange.said import Believed
from app.records.receiving import Received as Taken
from app.records.receiving import receive
from app.records.unit_of_work import Records
from app.services.arriving_files import ArrivingFiles
from app.services.gathering import Gathered
from app.services.holdings import keep_holdings, laptops, speaking
from app.services.kept_files import missing_files
from app.services.laptop import Laptop, read_class_keys
from app.services.shutting_out import take_class_keys
from app.services.syncing import AT_ONCE, Manner
from app.services.trusting import add_list, files_in
from app.store.evidence_files import FileVault
from app.store.folder import DataFolder
from app.translation import later, tr, trn

_FALSE_NAME: Final = later(
    "The file is not signed by the laptop that it names. What was read of it proves itself entry by entry. "
    "Ask who wrote it, and have it written again."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: entries new, known already, kept until what they rest on comes; what was left out; files
    that are new here, and how many are still missing after it; ``remarks`` on lists of trust that were left out."""

    new: int
    duplicates: int
    waiting: int
    refused: tuple[str, ...]
    files: int = 0
    missing: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the records: the folder, its files, and which day it is for lists of trust."""

    folder: DataFolder
    vault: FileVault
    today: date


def take_in(
    records: Records, pieces: Iterable[Piece], laptop: Laptop, beside: Beside, manner: Manner = AT_ONCE, of: int = 0
) -> Brought:
    """Take in the pieces of a file with ``of`` entries, in slices, each in a transaction of its own.

    The file may bring the very keys that open other pieces of it: those are tried again at the end. Files come after
    all entries, so that it is known by then which are named here.
    """
    taking, come = _Taking(records, laptop, beside, manner), 0
    for piece in pieces:
        come += len(piece.raws) if isinstance(piece, Operations) else 0
        taking.take(piece)
        manner.told(min(come, of), of)
    ended: Brought = manner.turn(taking.ended)
    return ended


class _Taking:
    """A file on its way into the records."""

    def __init__(self, records: Records, laptop: Laptop, beside: Beside, manner: Manner) -> None:
        self._manner = manner
        self._records = records
        self._laptop = laptop
        self._beside = beside
        self._gathered = Gathered(records.read(read_class_keys))
        self._files: ArrivingFiles | None = None
        self._taken = [Taken()]
        self._told: dict[str, None] = {}
        self._remarks: dict[str, None] = {}

    def take(self, piece: Piece) -> None:
        """Take in a piece, or keep it until enough has come."""
        if isinstance(piece, CarriedPiece):
            self._take_file(piece)
            return
        for part in self._cut(piece):
            self._add(part)

    def _cut(self, piece: Piece) -> Iterable[Piece]:
        """The piece in parts that can each be taken in at once."""
        if not isinstance(piece, Operations):
            return (piece,)
        size = sum(map(len, piece.raws))
        some = max(1, len(piece.raws) * self._manner.slice_bytes // max(1, size))
        return [Operations(piece.raws[n : n + some]) for n in range(0, len(piece.raws), some)]

    def _add(self, piece: Piece) -> None:
        self._gathered.add(piece)
        if self._gathered.size >= self._manner.slice_bytes:
            self._manner.turn(self._receive)

    def ended(self) -> Brought:
        """All pieces have come."""
        self._receive_all()
        gathered = self._gathered
        keep_holdings(self._records, self._laptop.device, gathered.holdings)
        trusted, keys = self._records.read(laptops), self._records.read(speaking)
        for one in gathered.believed:
            if one.centre == self._records.centre and one.is_signed(trusted.get(one.device, b"")):
                self._believe(one)
        signature = gathered.signature
        if signature and signature.device in keys and not signature.is_by(keys[signature.device]):
            self._told[tr(_FALSE_NAME)] = None
        files = self._files or self._arriving()
        self._tidy(files)
        return Brought(
            sum(one.new for one in self._taken),
            sum(one.duplicates for one in self._taken),
            self._taken[-1].waiting,
            (*gathered.sentences(), *_left_out(sum(one.refused for one in self._taken)), *self._told),
            files.new,
            len(files.missing),
            tuple(self._remarks),
        )

    def _receive(self) -> None:
        with self._records.transaction() as batch:
            self._taken.append(receive(batch, self._gathered.taken(), self._records.clock))

    def _receive_all(self) -> None:
        """Take in what is gathered, also what only keys in this file open."""
        self._receive()
        if self._gathered.closed:
            self._gathered.try_again(take_class_keys(self._records, self._laptop))
            self._receive()

    def _take_file(self, piece: CarriedPiece) -> None:
        if self._files is None:
            self._manner.turn(self._receive_all)
            self._files = self._arriving()
        try:
            self._files.add(piece)
        except StorageTrouble as reason:  # the entries are here: only files are missing, and they come again
            self._told[str(reason)] = None

    def _arriving(self) -> ArrivingFiles:
        missing = self._records.read(missing_files, self._beside.vault)
        keys = self._records.read(read_class_keys)
        return ArrivingFiles(self._beside.folder, self._beside.vault, missing, keys)

    def _tidy(self, files: ArrivingFiles) -> None:
        try:
            files.tidy()
        except StorageTrouble as reason:
            self._told[str(reason)] = None

    def _believe(self, one: Believed) -> None:
        """Believe a list that a person added on another laptop, by the same rules as if it was added here."""
        try:
            if one.content not in files_in(self._beside.folder):
                add_list(self._beside.folder, one.content, self._beside.today)
        except Refused as reason:
            if reason.code not in ("older-list", "own-list"):
                self._remarks[str(reason)] = None


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
