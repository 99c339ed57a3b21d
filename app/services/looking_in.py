# SPDX-License-Identifier: Apache-2.0
"""Looking at a file that somebody carried, without taking in anything of it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.exchange.bundle import Operations, read_header, read_pieces
from app.exchange.bundle_header import BundleHeader
from app.exchange.carried_files import CarriedPiece
from app.exchange.frames import Fault
from app.exchange.sealed_parts import Closed
from app.journal.operation import MalformedOperation, read


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a file. ``kinds`` counts its entries by kind, ``files`` those of which a part is there; both are empty
    for one that only another laptop can open (``closed``)."""

    header: BundleHeader
    kinds: dict[str, int]
    files: int
    whole: bool
    closed: bool
    size: int


def look_into(path: Path, private_box_key: bytes = b"") -> Seen:
    """What is in a file; one that is sealed for a laptop is opened with that laptop's key alone.

    Raises BadInput, NotFound, StorageTrouble.
    """
    header = read_header(path)
    kinds: Counter[str] = Counter()
    files: set[bytes] = set()
    whole, closed = True, False
    for piece in read_pieces(path, private_box_key):
        if isinstance(piece, Operations):
            kinds.update(_kind(raw) for raw in piece.raws)
        elif isinstance(piece, CarriedPiece):
            files.add(piece.id)
        elif isinstance(piece, Fault):
            whole = False
        closed = closed or isinstance(piece, Closed)
    return Seen(header, dict(sorted(kinds.items())), len(files), whole, closed, path.stat().st_size)


def _kind(raw: bytes) -> str:
    try:
        return read(raw).kind
    except MalformedOperation:
        return ""
