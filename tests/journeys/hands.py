# SPDX-License-Identifier: Apache-2.0
"""What a person can do at a laptop, whether by keyboard or by mouse."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.laptop import Laptop


class Hands(Protocol):
    """Controls are named by the words that people read on them."""

    laptop: Laptop

    def press(self, words: str) -> None:
        """Press a button, tick a box, choose a radio button or a tab."""

    def write(self, field: str, text: str) -> None:
        """Put this text in place of what stands in a field."""

    def choose(self, listed: str, row: str) -> None:
        """Choose the row of a list that says this."""

    def go_to(self, place: str) -> None:
        """Go to a place of the rail."""

    def lock(self) -> None:
        """Leave the laptop to the next person."""


def type_text(text: str) -> None:
    """Type letters into whatever has the keyboard; letters of any script."""
    for letter in text:
        code = ord(letter.upper()) if letter.isascii() else int(Qt.Key.Key_unknown)
        shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
        QTest.sendKeyEvent(QTest.KeyAction.Click, with_keyboard(), Qt.Key(code), letter, shift)


def with_keyboard() -> QWidget:
    """What a key press reaches: an open menu or list before all else."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return _inside(popup) or popup
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "no window has the keyboard"
    return found


def _inside(window: QWidget) -> QWidget | None:
    return window.focusWidget()
