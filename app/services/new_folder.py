# SPDX-License-Identifier: Apache-2.0
"""A new data folder: made beside its place and put there whole, so that a power cut leaves it there or not."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from app.domain.refusals import StorageTrouble
from app.store.durable import put_in_place, sync_folder
from app.store.fitness import check_place
from app.store.folder import DataFolder
from app.store.troubles import storage_errors
from app.translation import later

Made = TypeVar("Made")

_NOT_EMPTY: Final = later(
    "The folder for the new records is not empty. Nothing was changed. Choose a new, empty folder."
)
_EXISTS: Final = later("This folder already holds records. Nothing was changed. Open them, or choose an empty folder.")


def check_new(folder: DataFolder) -> None:
    """Refuse a place where new records would not be safe, or where there is something already.

    Raises StorageTrouble "exists", "not-empty" and as ``check_place``.
    """
    check_place(folder.path)
    if folder.database.exists():
        raise StorageTrouble("exists", _EXISTS)
    if folder.path.exists() and (not folder.path.is_dir() or any(folder.path.iterdir())):
        raise StorageTrouble("not-empty", _NOT_EMPTY)


def make_whole(folder: DataFolder, make: Callable[[DataFolder], Made]) -> Made:
    """Let ``make`` fill a folder, then put it in its place. Raises as ``check_new`` and ``make``; nothing is left."""
    check_new(folder)
    beside = DataFolder(folder.path.with_name(folder.path.name + ".new"))
    with storage_errors():
        _remove(beside.path)
        beside.path.mkdir(0o700, parents=True)
    try:
        made = make(beside)
        with storage_errors():
            sync_folder(beside.path)
            if folder.path.exists():
                folder.path.rmdir()
            put_in_place(beside.path, folder.path)
    except BaseException:
        with storage_errors():
            _remove(beside.path)
        raise
    return made


def _remove(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
