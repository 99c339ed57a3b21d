# SPDX-License-Identifier: Apache-2.0
"""Evidence files: each encrypted under a key of its own, named by the SHA-256 of its plain content."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.store.durable import put_in_place, sync_folder, write_whole
from app.store.keys import subkey
from app.store.troubles import storage_errors
from app.translation import later

NAME = re.compile(r"[0-9a-f]{64}")
LARGEST_BYTES = 256 * 1024 * 1024
_MAGIC = b"GMF1"
# Each content has a key of its own, so that one nonce is never used for two contents.
_NONCE = bytes(12)
_TAG_BYTES = 16
_ASIDE = "damaged"
"""The folder for damaged files, beside that of the others."""

_NO_NAME = later("This is not the name of an evidence file.")
_MISSING = later(
    "The evidence file is not on this laptop. Its entry is kept. It comes with the next exchange of records, "
    "or from a backup."
)
_DAMAGED = later(
    "The evidence file is damaged and was not opened. Its entry is kept. "
    "Add the file again, or restore it from a backup."
)
_TOO_LARGE = later(
    "The file is too large for evidence: at most {most} MB. Nothing was added. Use a smaller picture or film."
)


@dataclass(frozen=True, slots=True)
class FileVault:
    """The evidence files in a folder, under one key (``unlocking.files_key``)."""

    path: Path
    key: bytes

    def put(self, content: bytes) -> str:
        """Keep the content durably, once, and return its name. Raises StorageTrouble, BadInput "file-too-large"."""
        if len(content) > LARGEST_BYTES:
            raise BadInput("file-too-large", _TOO_LARGE, most=LARGEST_BYTES // 2**20)
        name = hashlib.sha256(content).hexdigest()
        place = self.place(name)
        if self.has(name) and self._sound(name):
            return name
        with storage_errors():
            if not place.parent.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(self.path)
                sync_folder(self.path.parent)
            write_whole(place, _MAGIC + self._locked(name, content))
        return name

    def get(self, name: str) -> bytes:
        """The plain content. Raises NotFound "file-missing", StorageTrouble "file-damaged", BadInput "file-name"."""
        place = self.place(name)
        if not place.is_file():
            raise NotFound("file-missing", _MISSING)
        with storage_errors():
            kept = place.read_bytes()
        content = self._unlocked(name, kept)
        if content is None:
            raise StorageTrouble("file-damaged", _DAMAGED)
        return content

    def has(self, name: str) -> bool:
        """Whether a file of this name is here. Raises BadInput "file-name"."""
        return self.place(name).is_file()

    def size(self, name: str) -> int:
        """How many bytes the content of a file has that is here. Raises BadInput "file-name", OSError."""
        return max(0, self.place(name).stat().st_size - len(_MAGIC) - _TAG_BYTES)

    def remove(self, name: str) -> None:
        """Let go of the file for ever; no fault when it is not here. Raises StorageTrouble, BadInput "file-name"."""
        place = self.place(name)
        if place.exists():
            with storage_errors():
                place.unlink()
                sync_folder(place.parent)

    def set_aside(self, name: str) -> None:
        """Put a damaged file beside the others, so that it counts as missing and comes again. Raises StorageTrouble."""
        aside = self.path.with_name(_ASIDE)
        with storage_errors():
            aside.mkdir(exist_ok=True)
            put_in_place(self.place(name), aside / name)

    def place(self, name: str) -> Path:
        """Where the file of this name lies: always inside the folder. Raises BadInput "file-name"."""
        if not NAME.fullmatch(name):
            raise BadInput("file-name", _NO_NAME)
        return self.path / name[:2] / name

    def _sound(self, name: str) -> bool:
        try:
            self.get(name)
        except StorageTrouble:
            return False
        return True

    def _locked(self, name: str, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._own_key(name)).encrypt(_NONCE, content, _MAGIC)

    def _unlocked(self, name: str, kept: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not kept.startswith(_MAGIC):
            return None
        try:
            content = AESGCM(self._own_key(name)).decrypt(_NONCE, kept[len(_MAGIC) :], _MAGIC)
        except InvalidTag:
            return None
        return content if hashlib.sha256(content).hexdigest() == name else None

    def _own_key(self, name: str) -> bytes:
        return subkey(self.key, "file", bytes.fromhex(name))
