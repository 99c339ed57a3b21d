# SPDX-License-Identifier: Apache-2.0
"""What goes wrong with disks and files, as sentences for people.

Told apart by number (SQLite result codes, errno), never by the text of an error.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.refusals import StorageTrouble
from app.translation import later

SENTENCES = {
    "disk-full": later(
        "The disk is full. Everything saved before is kept; the last change was not saved. "
        "Free some space on the disk, then do it again."
    ),
    "disk-error": later(
        "The disk did not work as it should. Everything saved before is kept; the last change may be missing. "
        "Close the program, see to the disk or the cable, and open the records again."
    ),
    "read-only": later(
        "The records cannot be written because the disk or the folder is protected against writing. "
        "Nothing was changed. Allow writing to the folder, or choose another folder."
    ),
    "protected": later(
        "{place} is protected: this program may not read or write there. Nothing was changed. "
        "Allow it, or choose another place."
    ),
    "damaged": later(
        "A part of the records is damaged and cannot be read. The file was left exactly as it is. "
        "Restore the newest backup into a new folder."
    ),
    "in-use": later(
        "The records are in use by another program. Nothing was changed. Close the other program, then try again."
    ),
    "cannot-open": later(
        "The records file cannot be opened. It was left as it is. "
        "See that the disk is connected and that you may use the folder, then try again."
    ),
    "too-large": later(
        "The file is larger than this disk allows. Nothing was changed. Choose another disk or stick, then try again."
    ),
}

# Primary result codes, https://sqlite.org/rescode.html
_BY_RESULT = {
    3: "read-only",  # PERM
    5: "in-use",  # BUSY
    6: "in-use",  # LOCKED
    8: "read-only",  # READONLY
    10: "disk-error",  # IOERR
    11: "damaged",  # CORRUPT
    13: "disk-full",  # FULL
    14: "cannot-open",  # CANTOPEN
    26: "damaged",  # NOTADB
}

_BY_ERRNO = {
    errno.ENOSPC: "disk-full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "disk-full",
    errno.EROFS: "read-only",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EFBIG: "too-large",
}


def trouble(code: str) -> StorageTrouble:
    """The refusal of this code, with its sentence."""
    return StorageTrouble(code, SENTENCES[code])


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what SQLite and the operating system say of the disk into StorageTrouble.

    Errors that are not about storage (a broken constraint, a mistaken statement) pass through as they are.
    """
    try:
        yield
    except OSError as error:
        raise _told(error) from error
    except _database_errors() as error:
        code = _BY_RESULT.get(result_code(error))
        if code is None:
            raise
        raise trouble(code) from error


def _told(error: OSError) -> StorageTrouble:
    """The refusal for what the operating system says; what is protected is named: it may be a stick or any file."""
    code = _BY_ERRNO.get(error.errno or 0, "disk-error")
    if code != "read-only" or not error.filename:
        return trouble(code)
    place = Path(os.fsdecode(error.filename))
    return StorageTrouble(code, SENTENCES["protected"], place=place if place.exists() else place.parent)


def result_code(error: BaseException) -> int:
    """SQLite's primary result code for an error of the driver or of SQLAlchemy; 1 (a plain error) where it has none."""
    origin = getattr(error, "orig", None) or error
    return int(getattr(origin, "sqlite_errorcode", 1)) & 0xFF


def _database_errors() -> tuple[type[Exception], ...]:
    # Looked up only once something has failed, so that start-up does not pay for importing them.
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3 import dbapi2

    return DBAPIError, dbapi2.Error
