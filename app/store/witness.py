# SPDX-License-Identifier: Apache-2.0
"""What this computer last saw of the records, kept outside their folder.

A records file that was put back, a copied folder, a lost log beside the file: SQLite finds all of them in order. Only a
note kept elsewhere can tell. The note has two slots, written in turn, so that a torn one leaves the other. It is
written after each commit and not waited for: a power cut makes it older than the records, which is harmless.
"""

import enum
import hashlib
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.store.troubles import storage_errors

ID_BYTES, HEAD_BYTES = 16, 32
# Slots lie in different pages of the disk, so that one torn write cannot reach both.
_SLOT_DISTANCE = 4096
_SLOT_BYTES = 1024
_SUM_BYTES = 16
# magic, turn, origin, seq, head, machine, written at (ms since 1970), length of the folder's path; the path follows.
_FIXED = struct.Struct(">4sQ16sQ32s16sQH")
_MAGIC = b"GMW1"
_PATH_BYTES = _SLOT_BYTES - _SUM_BYTES - _FIXED.size


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a history: the last operation seen of an origin, where, and when (ms since 1970)."""

    origin: bytes
    seq: int
    head: bytes
    folder: str
    machine: bytes
    written_at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the opened records stand: their own last operation, and where they lie now."""

    origin: bytes
    seq: int
    head: bytes
    folder: str
    machine: bytes


class State(enum.Enum):
    """What the comparison of the records with the note says."""

    IN_STEP = "in-step"
    AHEAD = "ahead"
    BEHIND = "behind"
    OTHER_HISTORY = "other-history"
    COPIED = "copied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The state, and which operations of ``origin`` are missing: first to last; ``last_seen_at`` in ms since 1970."""

    state: State
    origin: bytes = b""
    first_missing: int = 0
    last_missing: int = 0
    last_seen_at: int = 0

    @property
    def needs_new_origin(self) -> bool:
        """Whether further records under the old name could contradict others that exist somewhere."""
        return self.state not in (State.IN_STEP, State.AHEAD)


class Witness:
    """The open note of one installation."""

    def __init__(self, path: Path, machine: bytes, folder: DataFolder) -> None:
        self.machine = machine
        self.folder = folder_name(folder)
        self._path = os.fsencode(self.folder)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._turn = 0
        self._last: Mark | None = None
        for slot in self._slots():
            if slot and slot[0] > self._turn:
                self._turn, self._last = slot

    @property
    def last(self) -> Mark | None:
        """The newest mark that can be read; None where this computer has none."""
        return self._last

    def write(self, origin: bytes, seq: int, head: bytes, written_at: int) -> None:
        """Note the last operation committed, in some microseconds. Call it after the commit. Raises OSError."""
        self._turn += 1
        fixed = _FIXED.pack(_MAGIC, self._turn, origin, seq, head, self.machine, written_at, len(self._path))
        content = fixed + self._path.ljust(_PATH_BYTES, b"\x00")
        os.lseek(self._descriptor, (self._turn & 1) * _SLOT_DISTANCE, os.SEEK_SET)
        os.write(self._descriptor, content + _sum(content))
        self._last = Mark(origin, seq, head, self.folder, self.machine, written_at)

    def close(self) -> None:
        """Put the note on the disk and let go of it."""
        os.fsync(self._descriptor)
        os.close(self._descriptor)

    def _slots(self) -> list[tuple[int, Mark] | None]:
        found = []
        for number in (0, 1):
            os.lseek(self._descriptor, number * _SLOT_DISTANCE, os.SEEK_SET)
            found.append(read_slot(os.read(self._descriptor, _SLOT_BYTES)))
        return found


def open_witness(state_folder: Path, installation: bytes, folder: DataFolder) -> Witness:
    """The note on one installation (16 bytes, kept in the records). Raises StorageTrouble."""
    with storage_errors():
        machine = machine_id(state_folder)
        return Witness(state_folder / f"{installation.hex()}.witness", machine, folder)


def machine_id(state_folder: Path, random: Callable[[int], bytes] = os.urandom) -> bytes:
    """A random name of this computer and its user, made once. Raises OSError."""
    path = state_folder / "machine"
    if path.exists():
        found = path.read_bytes()
        if len(found) == ID_BYTES:
            return found
    state_folder.mkdir(parents=True, exist_ok=True)
    fresh = random(ID_BYTES)
    write_whole(path, fresh)
    return fresh


def folder_name(folder: DataFolder) -> str:
    """The folder's name for comparing: the same however it was typed. One too long for a slot stands as its hash."""
    name = os.path.normcase(folder.path.resolve())
    kept = os.fsencode(name)
    return name if len(kept) <= _PATH_BYTES else f"#{hashlib.sha256(kept).hexdigest()}"


def compare(standing: Standing, mark: Mark | None, hash_at: Callable[[bytes, int], bytes | None]) -> Finding:
    """What became of the records since this computer last saw them.

    ``hash_at`` gives the hash that the records hold for (origin, seq), or None. A copied folder may lack operations as
    well: then they are named too.
    """
    if mark is None:
        return Finding(State.UNKNOWN)
    held = mark.head if mark.seq == 0 else hash_at(mark.origin, mark.seq)
    if held is not None and held != mark.head:
        return Finding(State.OTHER_HISTORY, mark.origin, mark.seq, mark.seq, mark.written_at)
    state = _state(standing, mark, held is not None)
    if held is not None:
        return Finding(state, mark.origin, last_seen_at=mark.written_at)
    first = standing.seq + 1 if standing.origin == mark.origin else 1
    return Finding(state, mark.origin, min(first, mark.seq), mark.seq, mark.written_at)


def read_slot(content: bytes) -> tuple[int, Mark] | None:
    """The turn and the mark of a slot; None when it is empty, torn or damaged."""
    if len(content) != _SLOT_BYTES or _sum(content[:-_SUM_BYTES]) != content[-_SUM_BYTES:]:
        return None
    magic, turn, origin, seq, head, machine, written_at, length = _FIXED.unpack_from(content)
    if magic != _MAGIC:
        return None
    folder = os.fsdecode(content[_FIXED.size : _FIXED.size + length])
    return turn, Mark(origin, seq, head, folder, machine, written_at)


def _state(standing: Standing, mark: Mark, complete: bool) -> State:
    if (standing.folder, standing.machine) != (mark.folder, mark.machine):
        return State.COPIED
    if not complete:
        return State.BEHIND
    return State.IN_STEP if (standing.origin, standing.seq) == (mark.origin, mark.seq) else State.AHEAD


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM_BYTES).digest()
