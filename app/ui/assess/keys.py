# SPDX-License-Identifier: Apache-2.0
"""What each key means on the assessment screen; the same in the grid and in the tiles.

Letters go by what is printed on a Latin key. Where the layout has no Latin letters (Cyrillic, Khmer, Armenian ...) they
go by the place of the key, as it is on a US keyboard.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.domain.assessing import CLEARED, LETTERS, MET, NOT_APPLICABLE, NOT_YET
from app.translation import later


class Wish(StrEnum):
    """What a key asks for."""

    MARK = "mark"
    CYCLE = "cycle"
    REMAINING_OF_CRITERION = "remaining-of-criterion"
    REMAINING_OF_LEARNER = "remaining-of-learner"
    NOTE = "note"
    NEXT_GAP = "next-gap"
    SEAT = "seat"
    NEXT_CRITERION = "next-criterion"
    PREVIOUS_CRITERION = "previous-criterion"
    UNDO = "undo"
    ABSENT = "absent"
    SWITCH_VIEW = "switch-view"
    KEY_SHEET = "key-sheet"


@dataclass(frozen=True, slots=True)
class Order:
    """A wish with its fact: the mark, or the number of the seat (from 0). ``with_note`` goes on to the note."""

    wish: Wish
    mark: str = ""
    seat: int = -1
    with_note: bool = False


SEAT_KEYS: Final = "1234567890-="
"""The keys of the first twelve seats."""

CYCLE: Final = (CLEARED, MET, NOT_YET, NOT_APPLICABLE)
"""What a click or Space makes of each mark: the one that follows it, and the first after the last."""

_LETTERS: Final = "YNXAMGZ"
_PLACES: Final = (*_LETTERS, *SEAT_KEYS)


def _codes(*codes: int) -> dict[int, str]:
    return dict(zip(codes, _PLACES, strict=True))


EVDEV: Final = _codes(29, 57, 53, 38, 58, 42, 52, *range(10, 22))
"""Scan codes of X11 and Wayland: the kernel's code and 8."""

WINDOWS: Final = _codes(0x15, 0x31, 0x2D, 0x1E, 0x32, 0x22, 0x2C, *range(0x02, 0x0E))
"""Scan codes of the first set, as Windows tells them."""

MACOS: Final = _codes(0x10, 0x2D, 0x07, 0x00, 0x2E, 0x05, 0x06, 18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 27, 24)
"""Virtual keys of macOS, which stand for places there."""

_BY_KEY: Final = {
    Qt.Key.Key_Delete: Order(Wish.MARK, CLEARED),
    Qt.Key.Key_Space: Order(Wish.CYCLE),
    Qt.Key.Key_F2: Order(Wish.NOTE),
    Qt.Key.Key_PageUp: Order(Wish.PREVIOUS_CRITERION),
    Qt.Key.Key_PageDown: Order(Wish.NEXT_CRITERION),
    Qt.Key.Key_F6: Order(Wish.SWITCH_VIEW),
    Qt.Key.Key_Question: Order(Wish.KEY_SHEET),
}
_PLAIN: Final = {
    **{letter: Order(Wish.MARK, mark) for letter, mark in LETTERS.items()},
    "A": Order(Wish.REMAINING_OF_CRITERION),
    "M": Order(Wish.NOTE),
    "G": Order(Wish.NEXT_GAP),
}
_SHIFTED: Final = {
    "N": Order(Wish.MARK, NOT_YET, with_note=True),
    "A": Order(Wish.REMAINING_OF_LEARNER),
}

KEY_SHEET: Final = (
    ("Y", later("Met")),
    ("N", later("Not yet met")),
    ("Shift+N", later("Not yet met, and write a note")),
    ("X", later("Not applicable")),
    ("Del", later("Take the mark back")),
    ("Space", later("Next kind of mark")),
    ("A", later("All remaining learners of this criterion: met")),
    ("Shift+A", later("All remaining criteria of this learner: met")),
    ("M  F2", later("Note (Enter saves, Esc reverts)")),
    ("G", later("Next gap")),
    ("1 … 9  0  -  =", later("Learner of that seat")),
    ("PgUp  PgDn", later("Previous or next criterion")),
    ("Alt+A", later("Absent, or here again")),
    ("Ctrl+Z", later("Undo")),
    ("F6", later("Grid or tiles")),
    ("?", later("This list of keys")),
)
"""Each key and what it does, for people."""


def places_here() -> Mapping[int, str]:
    """The places of the keys on this computer."""
    return {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, EVDEV)


def command_of(event: QKeyEvent, places: Mapping[int, str]) -> Order | None:
    """What the key asks for, or None when it means nothing here (arrows are left to the views)."""
    symbol = _symbol(event, places)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.GroupSwitchModifier
    if held == Qt.KeyboardModifier.ControlModifier:
        return Order(Wish.UNDO) if symbol == "Z" else None
    if held == Qt.KeyboardModifier.AltModifier:
        return Order(Wish.ABSENT) if symbol == "A" else None
    if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    fixed = _BY_KEY.get(Qt.Key(event.key())) if _is_named(event.key()) else None
    if fixed:
        return fixed
    letters = _SHIFTED if held == Qt.KeyboardModifier.ShiftModifier else _PLAIN
    return letters.get(symbol) or _seat_of(symbol)


def _symbol(event: QKeyEvent, places: Mapping[int, str]) -> str:
    key = event.key()
    if _is_ascii(key) and (chr(key).isalpha() or chr(key) in SEAT_KEYS):
        return chr(key).upper()
    if Qt.Key.Key_Escape <= key < Qt.Key.Key_unknown:
        return ""
    code = event.nativeVirtualKey() if sys.platform == "darwin" else event.nativeScanCode()
    symbol = places.get(code, "")
    return "" if _is_ascii(key) and symbol.isalpha() else symbol


def _seat_of(symbol: str) -> Order | None:
    return Order(Wish.SEAT, seat=SEAT_KEYS.index(symbol)) if symbol and symbol in SEAT_KEYS else None


def _is_ascii(key: int) -> bool:
    return 0x20 < key < 0x7F


def _is_named(key: int) -> bool:
    return key >= Qt.Key.Key_Escape or key in (Qt.Key.Key_Space, Qt.Key.Key_Question)
