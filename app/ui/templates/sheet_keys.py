# SPDX-License-Identifier: Apache-2.0
"""What the keys of the page mean: every step with the mouse has one."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

STEP: Final = 0.5
LONG_STEP: Final = 5.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_PLAIN: Final = {
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
    Qt.Key.Key_Escape: "nothing",
}
_WITH_CONTROL: Final = {
    Qt.Key.Key_Z: "undo",
    Qt.Key.Key_Y: "redo",
    Qt.Key.Key_D: "duplicate",
    Qt.Key.Key_A: "everything",
    Qt.Key.Key_C: "copy",
    Qt.Key.Key_X: "cut",
    Qt.Key.Key_V: "paste",
    Qt.Key.Key_Plus: "larger",
    Qt.Key.Key_Equal: "larger",
    Qt.Key.Key_Minus: "smaller",
    Qt.Key.Key_0: "fit",
}
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for by a key, with the way across and down where it has one (millimetres, or steps)."""

    name: str
    across: float = 0.0
    down: float = 0.0


def asked_by(event: QKeyEvent) -> Asked | None:
    """What a key means on the page; None for one that is not for it."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    has_control, has_shift = bool(modifiers & _CONTROL), bool(modifiers & _SHIFT)
    if key in _ARROWS:
        step = LONG_STEP if has_shift else STEP
        across, down = _ARROWS[key]
        return Asked("pull" if has_control else "move", across * step, down * step)
    if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and not has_control:
        return Asked("next also" if has_shift else "next", 0.0, 1.0 if key == Qt.Key.Key_PageDown else -1.0)
    if not has_control:
        return Asked(_PLAIN[key]) if key in _PLAIN else None
    if key == Qt.Key.Key_Z and has_shift:
        return Asked("redo")
    return Asked(_WITH_CONTROL[key]) if key in _WITH_CONTROL else None
