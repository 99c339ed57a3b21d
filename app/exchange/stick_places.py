# SPDX-License-Identifier: Apache-2.0
"""Files that people carry: whether the place to write one, or the file to read, is there at all."""

from pathlib import Path
from typing import Final

from app.domain.refusals import NotFound, StorageTrouble
from app.translation import later

_NO_FOLDER: Final = later(
    "The folder {folder} is not there. Nothing was written. See that the stick is in, or choose another folder."
)
_NO_FILE: Final = later("The file {file} is not there. Nothing was changed. See that the stick is in, then try again.")


def require_folder_for(path: Path) -> None:
    """Raise StorageTrouble "no-folder" unless there is a folder in which this file can be written."""
    if not path.absolute().parent.is_dir():
        raise StorageTrouble("no-folder", _NO_FOLDER, folder=path.absolute().parent)


def require_file(path: Path) -> None:
    """Raise NotFound "no-file" unless there is such a file."""
    if not path.is_file():
        raise NotFound("no-file", _NO_FILE, file=path)
