# SPDX-License-Identifier: Apache-2.0
"""Knowing when a widget has been painted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Watch(QObject):
    """Calls back once, when a widget has been painted together with the rest of its window."""

    def __init__(self, widget: QWidget, painted: Callable[[], object]) -> None:
        super().__init__(widget)
        self._painted: Callable[[], object] | None = painted
        widget.installEventFilter(self)
        widget.update()  # where it is painted already, it is painted once more

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint of the widget is about to happen: look again when the event is over."""
        if event.type() == QEvent.Type.Paint and self._painted is not None:
            QTimer.singleShot(0, self, self._painted)
            self._painted = None
        return False
