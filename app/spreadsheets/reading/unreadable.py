# SPDX-License-Identifier: Apache-2.0
"""Why a file is not read: a fixed word on the child's side, a sentence for people on the parent's."""

import errno
from typing import Final

DAMAGED: Final = "damaged"
NO_WORKBOOK: Final = "no-workbook"
UNSAFE: Final = "unsafe"
OLD: Final = "old"
MARKUP: Final = "markup"
EMPTY: Final = "empty"
INFLATED: Final = "inflated"
TOO_FAR: Final = "too-far"
TOO_MUCH: Final = "too-much"
TOO_SLOW: Final = "too-slow"
LOCKED: Final = "locked"
LOCKED_ODS: Final = "locked-ods"
WRONG_PASSWORD: Final = "wrong-password"
NO_SHEET: Final = "no-sheet"
NO_SUCH_TEXT: Final = "no-such-text"
GONE: Final = "gone"
HELD: Final = "held"
TROUBLE: Final = "trouble"


class Unreadable(Exception):
    """The file is not read, and why: one of the words of this module; ``detail`` is a name that belongs to it."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


def too_far(row: int, column: int, sheet: str = "") -> Unreadable:
    """The sheet of this name (the only one, if empty) has a cell there, counted from zero: further than is read."""
    return Unreadable(TOO_FAR, f"{row} {column} {sheet}")


def word_of(error: OSError) -> str:
    """The word for what the system says of a file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return GONE
    return HELD if isinstance(error, PermissionError) or error.errno == errno.EROFS else TROUBLE
