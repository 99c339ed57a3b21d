# SPDX-License-Identifier: Apache-2.0
"""Fetching a registry's snapshot: what the registry signed of it is known before the first byte, and whatever breaks
off goes on where it ended."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.exchange.http import HttpPeer
from app.exchange.http_troubles import broken, not_ours
from app.exchange.snapshot_card import SnapshotCard, card_in
from app.exchange.troubles import Garbled
from app.store.fitness import check_room
from app.store.troubles import storage_errors

if TYPE_CHECKING:
    import httpx

_SUFFIX: Final = ".part"


def fetch_snapshot(peer: HttpPeer, beside: Path, told: Callable[[int, int], None]) -> tuple[Path, SnapshotCard]:
    """The whole file, its bytes as the registry signed them, and what the registry says of it.

    It comes under a name that begins with ``beside``. What came of it stays where the line breaks, and the next call
    goes on there; what came damaged is deleted. ``told`` hears how many bytes of how many are here. Raises a trouble,
    StorageTrouble.
    """
    try:
        path, card = _fetched(peer, beside, told)
        if path.stat().st_size < card.size:
            raise broken()
        if _sum(path) != card.sum:
            raise Garbled
    except Garbled:
        drop_parts(beside)
        raise
    return path, card


def bytes_here(beside: Path) -> int:
    """How much of the file has come."""
    return sum(path.stat().st_size for path in _parts(beside))


def drop_parts(beside: Path, but: Path | None = None) -> None:
    """Delete what came, except one file. Raises StorageTrouble."""
    for path in _parts(beside):
        if path != but:
            with storage_errors():
                path.unlink(missing_ok=True)


def _fetched(peer: HttpPeer, beside: Path, told: Callable[[int, int], None]) -> tuple[Path, SnapshotCard]:
    with peer.coming("/snapshot", _wanted(beside)) as answer:
        card = card_in(answer.headers, peer.centre, peer.server_key)
        if card is None:
            raise not_ours(answer.headers, b"")
        path = beside.with_name(f"{beside.name}-{card.tag}{_SUFFIX}")
        drop_parts(beside, path)
        _take(answer, path, card, told)
    return path, card


def _parts(beside: Path) -> list[Path]:
    with storage_errors():
        return sorted(beside.parent.glob(f"{beside.name}-*{_SUFFIX}"))


def _wanted(beside: Path) -> dict[str, str]:
    """What is lacking of a file that was begun. Its last byte is asked for again: so there always is something."""
    begun = next(iter(_parts(beside)), None)
    if begun is None or begun.stat().st_size == 0:
        return {}
    tag = begun.name.removesuffix(_SUFFIX).rpartition("-")[2]
    return {"Range": f"bytes={begun.stat().st_size - 1}-", "If-Range": f'"{tag}"'}


def _take(answer: "httpx.Response", path: Path, card: SnapshotCard, told: Callable[[int, int], None]) -> None:
    """Write what comes behind what is here."""
    start = _start(answer, path)
    with storage_errors():
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        check_room(path.parent, card.size - start)
        file = path.open("r+b" if start else "wb")
    with file:
        file.seek(start)
        file.truncate()
        for piece in answer.iter_raw():
            if file.tell() + len(piece) > card.size:
                raise Garbled
            with storage_errors():
                file.write(piece)
            told(file.tell(), card.size)


def _start(answer: "httpx.Response", path: Path) -> int:
    """Where in the file that begins which comes. Raises Garbled where that is not where the file here ends."""
    import httpx

    if answer.status_code != httpx.codes.PARTIAL_CONTENT:
        return 0
    here = path.stat().st_size - 1 if path.exists() else -1
    if not answer.headers.get("content-range", "").startswith(f"bytes {here}-"):
        raise Garbled
    return here


def _sum(path: Path) -> bytes:
    with storage_errors(), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
