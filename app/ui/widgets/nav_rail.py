# SPDX-License-Identifier: Apache-2.0
"""The dark column at the left: where one is and where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from app.ui.theme.fonts import ui_font
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY, GAP_WIDE, TYPE_BODY
from app.ui.widgets.texts import label

WIDE, WIDEST, NARROW = 208, 288, 60
_BESIDE_WORDS = 72
_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place: its key, its words, its drawing. ``at_foot`` puts it at the lower end; one that is there only
    ``when_needed`` has no number, so that those of the others stay."""

    key: str
    text: str
    icon: Icon
    at_foot: bool = False
    when_needed: bool = False


class NavButton(QPushButton):
    """One place in the rail."""

    def __init__(self, item: NavItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.keys = ""
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setIcon(icon(item.icon, "on_nav", "on_nav_selected"))
        self.setIconSize(QSize(look().px(18), look().px(18)))
        self.setAccessibleName(item.text)

    def show_words(self, shown: bool) -> None:
        """Words beside the drawing, or the drawing alone with the words in its tool tip; the keys stand there too."""
        metrics = QFontMetrics(ui_font(look().px(TYPE_BODY), bold=True))
        words = metrics.elidedText(self.item.text, Qt.TextElideMode.ElideRight, look().px(WIDEST - _BESIDE_WORDS))
        self.setText(f"  {words}".replace("&", "&&") if shown else "")
        self.setToolTip(self.keys if shown else "  ".join(filter(None, (self.item.text, self.keys))))


class NavRail(QFrame):
    """``chosen`` carries the key of the place a person goes to; ``entered`` follows when they went there by Ctrl+1 ...

    Ctrl+9 (from top to foot), so that the page takes the keyboard.
    """

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, title: str, items: Sequence[NavItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(title, "brand")
        self._title.setToolTip(title)
        self._group = QButtonGroup(self)
        self._buttons = {item.key: NavButton(item, self) for item in items}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_SMALL, GAP_WIDE, GAP_SMALL, GAP_SMALL)
        self._column.setSpacing(GAP_TINY)
        self._column.addWidget(self._title)
        self._column.addSpacing(GAP)
        self._title_text = title
        self._narrow = False
        self._fill()
        self.set_narrow(False)

    def set_current(self, key: str) -> None:
        """Mark where one is, without telling ``chosen``; nothing is marked at a place that the rail does not hold."""
        marked = self._group.checkedButton()
        if key in self._buttons:
            self._buttons[key].setChecked(True)
        elif marked is not None:
            self._group.setExclusive(False)
            marked.setChecked(False)
            self._group.setExclusive(True)

    def set_present(self, key: str, present: bool) -> None:
        """Show a place, or do not."""
        if key in self._buttons:
            self._buttons[key].setVisible(present)

    def take_focus(self) -> None:
        """Let the keyboard begin at the current place."""
        (self._group.checkedButton() or next(iter(self._buttons.values()))).setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """Drawings only, for windows that are not wide."""
        self._narrow = narrow
        self.setFixedWidth(look().px(NARROW) if narrow else self._width_for_words())
        room = self.width() - 2 * GAP_SMALL - GAP
        self._title.setVisible(not narrow)
        self._title.setContentsMargins(GAP_SMALL, 0, 0, 0)
        elide = Qt.TextElideMode.ElideRight
        self._title.setText(self._title.fontMetrics().elidedText(self._title_text, elide, room - GAP_SMALL))
        for button in self.findChildren(NavButton):
            button.show_words(not narrow)

    def add_at_foot(self, button: NavButton) -> None:
        """Add a button that is no place, such as the menu."""
        button.setCheckable(False)
        button.show_words(not self._narrow)
        self._column.addWidget(button)

    def _width_for_words(self) -> int:
        """As wide as the longest words need when they are marked, within bounds."""
        metrics = QFontMetrics(ui_font(look().px(TYPE_BODY), bold=True))
        longest = max((metrics.horizontalAdvance(button.item.text) for button in self._buttons.values()), default=0)
        return min(max(look().px(WIDE), longest + look().px(_BESIDE_WORDS)), look().px(WIDEST))

    def _fill(self) -> None:
        upper = [button for button in self._buttons.values() if not button.item.at_foot]
        lower = [button for button in self._buttons.values() if button.item.at_foot]
        for button in upper:
            self._add(button)
        self._column.addStretch(1)
        for button in lower:
            self._add(button)
        numbered = [button for button in (*upper, *lower) if not button.item.when_needed]
        for n, button in enumerate(numbered[:_NUMBERED], 1):
            keys = QKeySequence(f"Ctrl+{n}")
            button.keys = keys.toString(QKeySequence.SequenceFormat.NativeText)
            QShortcut(keys, self, partial(self._enter, button))

    def _add(self, button: NavButton) -> None:
        self._group.addButton(button)
        self._column.addWidget(button)
        button.clicked.connect(self._go)

    def _enter(self, button: NavButton) -> None:
        button.click()
        self.entered.emit(button.item.key)

    def _go(self) -> None:
        button = self._group.checkedButton()
        if isinstance(button, NavButton):
            self.chosen.emit(button.item.key)
