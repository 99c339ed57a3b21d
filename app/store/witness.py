# SPDX-License-Identifier: Apache-2.0
"""What this computer last saw of the records, kept outside their folder.

A records file that was put back, a copied folder, a lost log beside the file: SQLite finds all of them in order. Only a
note kept elsewhere can tell. The note has two slots, written in turn, so that a torn one leaves the other. It is
written after each commit and not waited for: a power cut makes it older than the records, which is harmless.

Each folder has a note of its own, so that a backup that is put back into another folder for practice leaves that of the
real one alone. The notes on other folders tell of a copy.
"""

import enum
import hashlib
import os
import struct
from collections.abc import Callable, Sequence
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
class Position:
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
    """The open note on one installation in one folder; ``others`` are the last marks of it in other folders."""

    def __init__(self, state_folder: Path, installation: bytes, machine: bytes, folder: DataFolder) -> None:
        self.machine = machine
        self.folder = folder_name(folder)
        self._path = os.fsencode(self.folder)
        path = state_folder / f"{installation.hex()}-{hashlib.sha256(self._path).hexdigest()[:16]}.witness"
        noted = [newest(file.read_bytes()) for file in sorted(state_folder.glob(f"{installation.hex()}*.witness"))]
        own = [slot for slot in noted if slot and slot[1].folder == self.folder]
        self.others = tuple(slot[1] for slot in noted if slot and slot[1].folder != self.folder)
        latest = max(own, key=lambda slot: slot[0], default=None)
        self._turn = latest[0] if latest else 0
        self._last: Mark | None = latest[1] if latest else None
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    @property
    def last(self) -> Mark | None:
        """The newest mark in this folder that can be read; None where this computer has none."""
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


def open_witness(state_folder: Path, installation: bytes, folder: DataFolder) -> Witness:
    """The note on one installation (16 bytes, kept in the records). Raises StorageTrouble."""
    with storage_errors():
        machine = machine_id(state_folder)
        return Witness(state_folder, installation, machine, folder)


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


def compare(
    standing: Position,
    mark: Mark | None,
    hash_at: Callable[[bytes, int], bytes | None],
    others: Sequence[Mark] = (),
) -> Finding:
    """What became of the records since this computer last saw them.

    ``hash_at`` gives the hash that the records hold for (origin, seq), or None. ``others`` are marks of the same
    installation in other folders. A copied folder may lack operations as well: then they are named too.
    """
    # Whoever goes on writing under a name that another folder writes under would contradict it.
    twins = [one for one in others if one.origin == standing.origin]
    elsewhere = max(twins or others, key=lambda one: one.written_at, default=None)
    if mark is None:
        return _found(standing, elsewhere, hash_at) if elsewhere else Finding(State.UNKNOWN)
    own = _found(standing, mark, hash_at)
    return own if own.needs_new_origin or not twins or elsewhere is None else _found(standing, elsewhere, hash_at)


def _found(standing: Position, mark: Mark, hash_at: Callable[[bytes, int], bytes | None]) -> Finding:
    held = mark.head if mark.seq == 0 else hash_at(mark.origin, mark.seq)
    if held is not None and held != mark.head:
        return Finding(State.OTHER_HISTORY, mark.origin, mark.seq, mark.seq, mark.written_at)
    state = _state(standing, mark, held is not None)
    if held is not None:
        return Finding(state, mark.origin, last_seen_at=mark.written_at)
    first = standing.seq + 1 if standing.origin == mark.origin else 1
    return Finding(state, mark.origin, min(first, mark.seq), mark.seq, mark.written_at)


def newest(content: bytes) -> tuple[int, Mark] | None:
    """The turn and the mark written last in a note; None where neither of its slots can be read."""
    places = (number * _SLOT_DISTANCE for number in (0, 1))
    slots = (read_slot(content[place : place + _SLOT_BYTES]) for place in places)
    return max((slot for slot in slots if slot), key=lambda slot: slot[0], default=None)


def read_slot(content: bytes) -> tuple[int, Mark] | None:
    """The turn and the mark of a slot; None when it is empty, torn or damaged."""
    if len(content) != _SLOT_BYTES or _sum(content[:-_SUM_BYTES]) != content[-_SUM_BYTES:]:
        return None
    magic, turn, origin, seq, head, machine, written_at, length = _FIXED.unpack_from(content)
    if magic != _MAGIC:
        return None
    folder = os.fsdecode(content[_FIXED.size : _FIXED.size + length])
    return turn, Mark(origin, seq, head, folder, machine, written_at)


def _state(standing: Position, mark: Mark, complete: bool) -> State:
    if (standing.folder, standing.machine) != (mark.folder, mark.machine):
        return State.COPIED
    if not complete:
        return State.BEHIND
    return State.IN_STEP if (standing.origin, standing.seq) == (mark.origin, mark.seq) else State.AHEAD


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM_BYTES).digest()
