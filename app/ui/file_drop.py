# SPDX-License-Identifier: Apache-2.0
"""A file dropped anywhere on the window goes where it belongs; while it is held over the window, that is shown."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.texts import label

_ENDS = frozenset({QEvent.Type.DragLeave, QEvent.Type.Drop})
_SIDE = 56


class FileDrop(QObject):
    """Watches a window for files whose names end so. ``dropped`` carries them, in the order in which they were held.

    It listens before the widgets of the window do, so that a field under the pointer takes no file for text.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget, endings: Collection[str]) -> None:
        super().__init__(window)
        self._window, self._endings = window, frozenset(endings)
        self._cover: QFrame | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._watch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is held over the window, as far as it is such a file."""
        if watched is self._window:
            if event.type() in (QEvent.Type.WinIdChange, QEvent.Type.Show):
                self._watch()
            return False
        if event.type() is QEvent.Type.DragLeave:
            self._hide()
            return False
        if not isinstance(event, QDropEvent) or not self._files(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if isinstance(event, QDragMoveEvent):
            self._show()
            return True
        self._hide()
        self.dropped.emit(self._files(event.mimeData()))
        return True

    def _files(self, content: QMimeData) -> list[Path]:
        local = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
        return [path for path in local if path.suffix.lower().removeprefix(".") in self._endings]

    def _watch(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def _show(self) -> None:
        if self._cover is None:
            self._cover = _cover(self._window)
        self._cover.setGeometry(self._window.rect().adjusted(GAP, GAP, -GAP, -GAP))
        self._cover.show()
        self._cover.raise_()

    def _hide(self) -> None:
        if self._cover is not None:
            self._cover.hide()


def _cover(window: QWidget) -> QFrame:
    """What lies over the window while a file is held over it."""
    frame = QFrame(window)
    frame.setProperty("role", "dropping")
    picture, side = QLabel(), look().px(_SIDE)
    picture.setPixmap(icon(Icon.FILE_SPREADSHEET, "accent").pixmap(side, side))
    words = label(tr("Let go to import the learners of this file"), "title", wrap=True)
    column = QVBoxLayout(frame)
    column.setSpacing(GAP_WIDE)
    column.addStretch(1)
    for line in (picture, words):
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(line)
    column.addStretch(1)
    return frame
