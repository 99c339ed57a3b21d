# SPDX-License-Identifier: Apache-2.0
"""What of Python's and PySide's own housekeeping can wait until the first page is shown."""

import builtins
import gc
from typing import TYPE_CHECKING

from app.paths import PROGRAM

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def quick_application() -> "QApplication":
    """Qt's application, made before anything else of Qt is imported; ``settle`` when the first page is shown.

    Nothing that a start makes is rubbish, so the search for rubbish waits. PySide replaces Python's own import by one
    that reads the source text of each further module, to see which of them switch to other names of Qt; none here does.
    """
    gc.disable()
    plain = builtins.__import__
    from PySide6.QtWidgets import QApplication

    builtins.__import__ = plain
    # told here the style is made once, and no Python class for it
    return QApplication([PROGRAM, "-style", "Fusion"])


def settle() -> None:
    """Search for rubbish from now on, but never again in what was made until now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
