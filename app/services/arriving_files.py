# SPDX-License-Identifier: Apache-2.0
"""Files that come from another laptop, in stretches: put together, opened, checked by their SHA-256, kept once.

What has come of a file stays beside the records until the rest comes, by this stick, another one or the network.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.exchange.carried_files import CarriedPiece, Cover, closed_size, opened_file, road_ids
from app.exchange.key_cover import ClassKeys
from app.store.evidence_files import LARGEST_BYTES, FileVault
from app.store.folder import DataFolder
from app.store.troubles import storage_errors

_LARGEST: Final = closed_size(LARGEST_BYTES)


class ArrivingFiles:
    """Takes in stretches of the files that are missing here; all others are passed over."""

    def __init__(self, folder: DataFolder, vault: FileVault, missing: Iterable[str], class_keys: ClassKeys) -> None:
        self.missing = set(missing)
        self.new = 0
        self._folder = folder
        self._vault = vault
        self._class_keys = class_keys
        self._wanted = road_ids(self.missing, class_keys)

    def wants(self) -> dict[bytes, int]:
        """The ids on the road of what is missing, and how many bytes of each have come already."""
        return {id_: self._come(id_) for id_, (name, _) in self._wanted.items() if name in self.missing}

    def add(self, piece: CarriedPiece) -> None:
        """Take in a stretch: one that is known, not wanted, or beyond a gap is passed over. Raises StorageTrouble."""
        name, cover = self._wanted.get(piece.id, ("", ("", 0)))
        end = piece.offset + len(piece.content)
        if name not in self.missing or not end <= piece.size <= _LARGEST:
            return
        if (piece.offset, end) == (0, piece.size):
            self._keep(name, cover, piece.content)
            return
        come = self._come(piece.id)
        if not piece.offset <= come < end:
            return
        path = self._part(piece.id)
        with storage_errors():
            path.parent.mkdir(exist_ok=True)
            with path.open("ab") as file:
                file.write(piece.content[come - piece.offset :])
        if end == piece.size:
            with storage_errors():
                closed = path.read_bytes()
                path.unlink()
            self._keep(name, cover, closed)

    def tidy(self) -> None:
        """Let go of what has come of files that are here whole, or that no record names any more."""
        wanted = {id_.hex() for id_ in self.wants()}
        with storage_errors():
            for path in self._folder.arriving.glob("*"):
                if path.name not in wanted:
                    path.unlink(missing_ok=True)

    def _keep(self, name: str, cover: Cover, closed: bytes) -> None:
        content = opened_file(name, closed, self._class_keys, cover)
        if content is not None and hashlib.sha256(content).hexdigest() == name:
            self._vault.put(content)
            self.missing.discard(name)
            self.new += 1

    def _come(self, id_: bytes) -> int:
        path = self._part(id_)
        with storage_errors():
            return path.stat().st_size if path.is_file() else 0

    def _part(self, id_: bytes) -> Path:
        return self._folder.arriving / id_.hex()
