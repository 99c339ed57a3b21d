# SPDX-License-Identifier: Apache-2.0
"""Keys and clicks on marks, the same for the grid and the tiles."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from app.ui.assess.keys import command_of, places_here

_MOVES: Final = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class Gestures(QObject):
    """Watches a view. ``commanded`` carries a ``Command`` for the current cell; ``clicked`` the index where the button
    went down and up again; ``menu_wanted`` an index and a place on the screen. Arrows stay with the view, other keys go
    on to the window; a key that means something here is not taken by a shortcut of the window.
    """

    commanded = Signal(object)
    clicked = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._places = places_here()
        self._pressed = QModelIndex()
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt made the viewport, so Python's name for it may change: what is not the view is the viewport
        if isinstance(event, QContextMenuEvent):
            self._on_menu(event)
            return True
        if watched is self._view:
            return isinstance(event, QKeyEvent) and self._on_key(event)
        return isinstance(event, QMouseEvent) and self._on_mouse(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            return False
        command = command_of(event, self._places)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(command is not None)
            return command is not None
        if command:
            self.commanded.emit(command)
            return True
        if event.key() in _MOVES:
            return False
        event.ignore()
        return True

    def _on_mouse(self, event: QMouseEvent) -> bool:
        index = self._view.indexAt(event.position().toPoint())
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._pressed = index if event.button() == Qt.MouseButton.LeftButton else QModelIndex()
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            pressed, self._pressed = self._pressed, QModelIndex()
            if pressed.isValid() and pressed == index:
                self.clicked.emit(index)
        return True

    def _on_menu(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self._view.indexAt(event.pos()) if by_mouse else self._view.currentIndex()
        if index.isValid():
            at = event.pos() if by_mouse else self._view.visualRect(index).center()
            self.menu_wanted.emit(index, self._view.viewport().mapToGlobal(at))
