# SPDX-License-Identifier: Apache-2.0
"""A person who has a keyboard and no mouse."""

import re

import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QRadioButton, QTabBar, QWidget

from tests.journeys import eyes
from tests.journeys.hands import type_text, with_keyboard
from tests.journeys.laptop import Laptop

PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_TABS = 80
_TEXT = {Qt.Key.Key_Space: " ", Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t"}


class Keyboard:
    """Finds every control by its mnemonic, by Tab, or by the arrows of its group."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN, *, wait: bool = True) -> None:
        """Press a key. The program goes on working; ``wait`` until it has answered."""
        text = _TEXT.get(key, chr(key).lower() if 0x20 < key < 0x7F and held in (PLAIN, SHIFT) else "")
        self.laptop.look_here()
        QTest.sendKeyEvent(QTest.KeyAction.Click, with_keyboard(), key, text, held)
        QCoreApplication.processEvents()
        if wait:
            self.laptop.settle()

    def press(self, words: str) -> None:
        """Alt and the underlined letter where the button has one; otherwise Tab and Space."""
        wanted = eyes.find(self.laptop.look_here(), QAbstractButton, words)
        assert wanted.isEnabled(), f"{words!r} cannot be pressed now"
        letter = re.search(r"&([^&\s])", wanted.text().replace("&&", ""))
        if letter:
            self.key(Qt.Key(ord(letter.group(1).upper())), ALT)
            # a button that is pressed so stays down for a tenth of a second before it does what it says
            self.laptop.until(lambda: not shiboken6.isValid(wanted) or not wanted.isDown(), f"the end of {words!r}")
            return
        self.reach(wanted)
        self.key(Qt.Key.Key_Space)

    def write(self, field: str, text: str) -> None:
        """Tab into the field, select all, type."""
        wanted = eyes.field(self.laptop.look_here(), field)
        self.reach(wanted)
        self.key(Qt.Key.Key_A, CTRL)
        type_text(text)
        if isinstance(wanted, QComboBox):
            self.key(Qt.Key.Key_Down)
            self.key(Qt.Key.Key_Return)
        self.laptop.settle()

    def choose(self, listed: str, row: str) -> None:
        """Tab into the list, then go up and down to the row."""
        view = eyes.find(self.laptop.look_here(), QAbstractItemView, listed)
        self.reach(view)
        aim = eyes.row_of(view, row).row()
        while view.currentIndex().row() != aim:
            self.key(Qt.Key.Key_Down if view.currentIndex().row() < aim else Qt.Key.Key_Up)

    def show_tab(self, words: str) -> None:
        """Tab to the tabs, then go along them."""
        bars = [bar for bar in self.laptop.look_here().findChildren(QTabBar) if bar.isVisible()]
        assert len(bars) == 1
        aim = [bars[0].tabText(n).replace("&", "") for n in range(bars[0].count())].index(words)
        while bars[0].currentIndex() != aim:
            self.reach(bars[0])
            self.key(Qt.Key.Key_Right if bars[0].currentIndex() < aim else Qt.Key.Key_Left)

    def pick(self, words: str) -> None:
        """Choose a radio button: Tab to its group, then the arrows."""
        wanted = eyes.find(self.laptop.look_here(), QRadioButton, words)
        group = wanted.group().buttons()
        self.reach(*group)
        for _ in range(len(group)):
            if wanted.hasFocus():
                break
            self.key(Qt.Key.Key_Right)
        self.key(Qt.Key.Key_Space)
        assert eyes.find(self.laptop.look_here(), QRadioButton, words).isChecked()

    def go_to(self, place: str) -> None:
        """Ctrl and a digit for the upper places; Tab and Space for those at the foot."""
        window = self.laptop.look_here()
        button = eyes.find(window, QAbstractButton, place)
        if button.toolTip().startswith("Ctrl+"):
            self.key(Qt.Key(ord(button.toolTip()[-1])), CTRL)
            return
        self.reach(button)
        self.key(Qt.Key.Key_Space)

    def lock(self) -> None:
        """The shortcut of the menu."""
        self.key(Qt.Key.Key_L, CTRL)

    def reach(self, *wanted: QWidget) -> None:
        """Press Tab until the keyboard is there."""
        for _ in range(MOST_TABS):
            here = with_keyboard()
            if any(here is each or each.isAncestorOf(here) for each in wanted):
                return
            self.key(Qt.Key.Key_Tab, wait=False)
        raise AssertionError(f"no way by Tab to {[eyes.words_of(each) for each in wanted]}")
