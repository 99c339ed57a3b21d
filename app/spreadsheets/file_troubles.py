# SPDX-License-Identifier: Apache-2.0
"""What people are told when the system does not let a file be read or written: told apart by the kind of error, never
by the system's own words, which are in English or in the language of the laptop."""

import errno
from pathlib import Path
from typing import Final

from app.domain.refusals import StorageTrouble
from app.spreadsheets.reading.unreadable import GONE, HELD, TROUBLE, word_of
from app.translation import later

_NOT_READ: Final[dict[str, str]] = {
    GONE: later("{file} is not there any more. Look where it is now, and try again."),
    HELD: later("{file} may not be opened: perhaps another program holds it. Close it there and try again."),
    TROUBLE: later("{file} cannot be read: its disk or the way to it fails. Copy it to this laptop and try again."),
}
_NOT_WRITTEN: Final[dict[str, str]] = {
    GONE: later("{file} cannot be written: its folder is not there any more. Choose another place."),
    HELD: later(
        "{file} cannot be written: another program holds it, or the folder is protected. Close it in other programs "
        "and try again, or choose another place."
    ),
    TROUBLE: later("{file} cannot be written: its disk or the way to it fails. Choose another place and try again."),
}
_DISK_FULL: Final = later("{file} cannot be written: the disk is full. Free some space on it, or choose another place.")
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def not_read(file: str, word: str) -> StorageTrouble:
    """The refusal of the file of this name that could not be read, for a word of ``word_of``."""
    return StorageTrouble("cannot-read", _NOT_READ[word], file=file)


def not_written(path: Path, error: OSError) -> StorageTrouble:
    """The refusal for a file that could not be written."""
    sentence = _DISK_FULL if error.errno in _FULL else _NOT_WRITTEN[word_of(error)]
    return StorageTrouble("cannot-write", sentence, file=path.name)
