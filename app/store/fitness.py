# SPDX-License-Identifier: Apache-2.0
"""Whether a place is fit to hold a data folder: on a disk of this computer's own, with room, open for writing."""

import shutil
import tempfile
from pathlib import Path

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.store.places import Place, is_in_memory, kind_of_place
from app.store.troubles import storage_errors, trouble
from app.translation import later, tr

LEAST_FREE_BYTES = 64 * 1024 * 1024
_LITTLE_BYTES = 256 * 1024

_UNFIT = {
    Place.NETWORK: later(
        "This folder is on a network drive, where records can be lost when the connection breaks. "
        "Nothing was changed. Choose a folder on this laptop's own disk."
    ),
    Place.SYNCED: later(
        "This folder is copied to the internet by another program, which can damage the records. "
        "Nothing was changed. Choose a folder outside OneDrive, Dropbox, Google Drive and the like."
    ),
    Place.REMOVABLE: later(
        "This folder is on a stick or card that can be pulled out while the records are being written. "
        "Nothing was changed. Choose a folder on this laptop's own disk."
    ),
}

_IN_MEMORY = later(
    "This folder is kept in memory only: after a restart of the laptop the records are gone. "
    "Make a backup now, and restore it into a folder on the laptop's own disk."
)

_OVER_SOURCE = later("{file} is the workbook itself. Nothing was done. Give the copy with remarks another name.")


def check_place(path: Path) -> None:
    """Refuse a folder where records would not be safe; the folder itself need not exist yet.

    Raises StorageTrouble: "network", "synced", "removable", "read-only" or "disk-full".
    """
    place = kind_of_place(path)
    if place in _UNFIT:
        raise StorageTrouble(place.value, _UNFIT[place])
    standing = nearest_folder(path)
    check_writable(standing)
    if free_space(standing) < LEAST_FREE_BYTES:
        raise trouble("disk-full")


def warning_about(path: Path) -> str:
    """What a person should know of a folder that is not refused, in words; nothing where it is a good one."""
    return tr(_IN_MEMORY) if is_in_memory(path) else ""


def free_space(path: Path) -> int:
    """Bytes that may still be written where this folder is, or will be."""
    with storage_errors():
        return shutil.disk_usage(nearest_folder(path)).free


def check_room(path: Path, wanted: int) -> None:
    """Refuse (StorageTrouble "disk-full") unless so many bytes and a small reserve are free there."""
    if not fits(path, wanted):
        raise trouble("disk-full")


def fits(path: Path, wanted: int) -> bool:
    """Whether so many bytes and a small reserve are free there."""
    return free_space(path) >= wanted + LEAST_FREE_BYTES // 4


def has_room(folder: Path) -> bool:
    """Whether a little more can be written there: what opening the records needs. Raises StorageTrouble."""
    try:
        with storage_errors(), tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_LITTLE_BYTES))
            file.flush()
    except StorageTrouble as reason:
        if reason.code != "disk-full":
            raise
        return False
    return True


def nearest_folder(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    real = path.resolve()
    return next(folder for folder in (real, *real.parents) if folder.is_dir())


def check_writable(folder: Path) -> None:
    """Refuse a folder where nothing can be written now. Raises StorageTrouble."""
    with storage_errors(), tempfile.TemporaryFile(dir=folder):
        pass


def check_copy(copy: Path, source: Path) -> None:
    """Refuse to write a copy with remarks over the file that it is of, or where there is no folder.

    Raises BadInput "over-source", NotFound "no-such-folder", StorageTrouble where nothing can be written."""
    if copy.resolve() == source.resolve():
        raise BadInput("over-source", _OVER_SOURCE, file=copy.name)
    if not copy.parent.is_dir():
        sentence = later("There is no folder {folder}. Nothing was done.")
        raise NotFound("no-such-folder", sentence, folder=copy.parent)
    check_writable(copy.parent)
