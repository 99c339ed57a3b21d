# SPDX-License-Identifier: Apache-2.0
"""Notices that nobody has touched the program for a while."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

MINUTES = 10
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}


class IdleLock(QObject):
    """``lock_requested`` after some minutes without a touch, unless ``held`` says that it must not be now."""

    lock_requested = Signal()

    def __init__(self, held: Callable[[], bool], parent: QObject, minutes: float = MINUTES) -> None:
        super().__init__(parent)
        self._held = held
        self._clock = QTimer(self)
        self._clock.setInterval(round(minutes * 60_000))
        self._clock.timeout.connect(self._time_is_up)
        self._clock.start()
        app = cast(QGuiApplication, QGuiApplication.instance())
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    @Slot(object)
    def _watch(self, window: QWindow | None) -> None:
        """Listen at the windows, dialogs too: a filter on the whole program would see every event of every widget."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any touch begins the minutes anew."""
        if event.type() in _TOUCHES:
            self._clock.start()
        return False

    @Slot()
    def _time_is_up(self) -> None:
        if not self._held():
            self.lock_requested.emit()
