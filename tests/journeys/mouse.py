# SPDX-License-Identifier: Apache-2.0
"""A person who uses the mouse alone, and the keyboard only to type."""

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QMenu,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from tests.journeys import eyes
from tests.journeys.hands import type_text
from tests.journeys.laptop import Laptop

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
MOST_TURNS = 100


class Mouse:
    """Clicks on places of the window, so that whatever covers a control would get the click."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop

    def click(self, widget: QWidget, at: QPoint | None = None, *, wait: bool = True) -> None:
        """Click on a control at this place of it (its middle), turning the wheel until it is in sight."""
        self.laptop.look_here()
        assert widget.isEnabled(), f"{eyes.words_of(widget)!r} cannot be clicked now"
        place = at or widget.rect().center()
        _bring_into_sight(widget, place)
        window = widget.window()
        there = widget.mapTo(window, place)
        hit = window.childAt(there)
        assert hit is None or hit is widget or widget.isAncestorOf(hit), f"{eyes.words_of(widget)!r} is covered"
        QTest.mouseClick(window.windowHandle(), LEFT, PLAIN, there)
        QCoreApplication.processEvents()
        if wait:
            self.laptop.settle()

    def press(self, words: str) -> None:
        """Click on a button. Boxes and radio buttons are clicked on their mark."""
        button = eyes.find(self.laptop.look_here(), QAbstractButton, words)
        on_mark = isinstance(button, QCheckBox | QRadioButton)
        self.click(button, QPoint(10, button.height() // 2) if on_mark else None)

    def pick(self, words: str) -> None:
        """Choose a radio button."""
        self.press(words)

    def write(self, field: str, text: str) -> None:
        """Click three times into the field, which selects what stands there, and type."""
        wanted = eyes.field(self.laptop.look_here(), field)
        edit = wanted.lineEdit() if isinstance(wanted, QComboBox) else wanted
        assert edit is not None
        self.click(edit, QPoint(8, edit.height() // 2))
        edit.selectAll()
        type_text(text)
        self.laptop.settle()
        if isinstance(wanted, QComboBox):
            completer = wanted.completer()
            offered = completer.popup() if completer is not None else None
            assert isinstance(offered, QAbstractItemView)
            self.click(offered.viewport(), offered.visualRect(eyes.row_of(offered, text)).center())

    def choose(self, listed: str, row: str) -> None:
        """Click on the row."""
        view = eyes.find(self.laptop.look_here(), QAbstractItemView, listed)
        self.click(view.viewport(), self.turn_to(view, eyes.row_of(view, row)))

    def turn_to(self, view: QAbstractItemView, index: QModelIndex) -> QPoint:
        """Turn the wheel until this row or cell of a list is in sight; where it is then."""
        for _ in range(MOST_TURNS):
            at = view.visualRect(index).center()
            if view.viewport().rect().contains(at):
                return at
            _turn_wheel(view.viewport(), down=at.y() > 0)
        raise AssertionError("this does not come into sight")

    def show_tab(self, words: str) -> None:
        """Click on the tab."""
        bars = [bar for bar in self.laptop.look_here().findChildren(QTabBar) if bar.isVisible()]
        titles = [bars[0].tabText(n).replace("&", "") for n in range(bars[0].count())]
        self.click(bars[0], bars[0].tabRect(titles.index(words)).center())

    def go_to(self, place: str) -> None:
        """Click on the place in the rail."""
        self.press(place)

    def lock(self) -> None:
        """The menu, then its line."""
        self.press("Menu")
        self.pick_from_menu("Lock")

    def pick_from_menu(self, words: str) -> None:
        """Click on a line of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), "no menu is open"
        line = next(action for action in menu.actions() if _words(action).startswith(words))
        QTest.mouseClick(menu.windowHandle(), LEFT, PLAIN, menu.actionGeometry(line).center())
        self.laptop.settle()

    def ask_for_menu(self, view: QAbstractItemView, at: QPoint) -> None:
        """Click with the other button."""
        there = view.viewport().mapTo(view.window(), at)
        QTest.mouseClick(view.window().windowHandle(), Qt.MouseButton.RightButton, PLAIN, there)
        self.laptop.settle()


def _words(action: QAction) -> str:
    return action.text().replace("&", "")


def _bring_into_sight(widget: QWidget, place: QPoint) -> None:
    area = _scrolled_by(widget)
    for _ in range(MOST_TURNS):
        if area is None:
            return
        there = widget.mapTo(area.viewport(), place)
        if area.viewport().rect().contains(there):
            return
        _turn_wheel(area.viewport(), down=there.y() > 0)
    raise AssertionError(f"{eyes.words_of(widget)!r} does not come into sight")


def _scrolled_by(widget: QWidget) -> QScrollArea | None:
    here: QWidget | None = widget.parentWidget()
    while here is not None and not isinstance(here, QScrollArea):
        here = here.parentWidget()
    return here


def _turn_wheel(viewport: QWidget, *, down: bool) -> None:
    middle = QPointF(viewport.rect().center())
    turn = QWheelEvent(
        middle,
        viewport.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -60 if down else 60),
        Qt.MouseButton.NoButton,
        PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, turn)
    QCoreApplication.processEvents()
