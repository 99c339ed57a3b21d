# SPDX-License-Identifier: Apache-2.0
"""A short word at the foot of the window about what was done, with a way to take it back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_SMALL, GAP_WIDE
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.texts import announce, label

SHOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class Follow:
    """What a person may want next, under the words of its button. It is gone with the toast."""

    words: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class WayBack:
    """What takes back a command, which is named so that nobody offers it when that was done otherwise."""

    act: bytes
    take: Callable[[bytes], object]

    def __call__(self) -> None:
        """Take it back."""
        self.take(self.act)


class Toast(QFrame):
    """Lies over the foot of its parent. One at a time: a newer word takes the place of the older.

    It stays while the pointer or the keyboard is on it. ``undo_offered`` tells whether there is something to take
    back; that outlives the toast, so that the menu offers it too.
    """

    undo_offered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer: Callable[[], object] | None = None
        self._words = label("", wrap=False)
        self._follow: Follow | None = None
        self._undo = button("", self._press)
        self._close = icon_button(Icon.X, tr("Close this message"), self.hide)
        self._close.setIcon(icon(Icon.X, "surface"))
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP_WIDE, GAP_SMALL, GAP_SMALL, GAP_SMALL)
        line.setSpacing(GAP)
        line.addWidget(self._words, 1)
        line.addWidget(self._undo)
        line.addWidget(self._close)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SHOWN_MS)
        self._clock.timeout.connect(self._time_is_up)
        self._home = parent
        parent.installEventFilter(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.hide()

    def say(self, text: str, then: Callable[[], object] | Follow | None = None) -> None:
        """Show this for ten seconds, with a button for what may follow. What takes the thing back is offered in the
        menu too; without it the older offer stays there. Without a text the page says it, and only the menu offers."""
        if then is not None and not isinstance(then, Follow):
            self.keep_offer(then)
        if not text:
            self.hide()
            return
        self._words.setText(text)
        self._follow = then if isinstance(then, Follow) else None
        self._undo.setText(self._follow.words if self._follow else tr("Undo"))
        self._undo.setVisible(then is not None)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()
        announce(self, text)

    @Slot()
    def _press(self) -> None:
        if self._follow is None:
            self.undo()
        else:
            self.hide()
            self._follow.act()

    @Slot()
    def undo(self) -> None:
        """Take back the last thing that can be taken back, if any."""
        act = self.offer
        self.keep_offer(None)
        self.hide()
        if act is not None:
            act()

    def forget(self) -> None:
        """Nothing can be taken back any more, for instance since another person signed in."""
        self.keep_offer(None)
        self.hide()

    def withdraw(self, act: bytes) -> None:
        """This command was taken back otherwise: it is offered no more."""
        if isinstance(self.offer, WayBack) and self.offer.act == act:
            self.forget()

    def keep_offer(self, act: Callable[[], object] | None) -> None:
        """What Undo does from now on; None when there is nothing to take back."""
        self.offer = act
        self.undo_offered.emit(act is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the parent."""
        if watched is self._home and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count the ten seconds anew."""
        self._clock.start()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    @Slot()
    def _time_is_up(self) -> None:
        if self._undo.hasFocus() or self._close.hasFocus():
            self._clock.start()
        else:
            self.hide()

    def _place(self) -> None:
        widest = max(look().px(240), self._home.width() - 2 * GAP_SECTION)
        self._words.setWordWrap(False)
        if self.sizeHint().width() > widest:
            self._words.setWordWrap(True)
        width = min(self.sizeHint().width(), widest) if not self._words.wordWrap() else widest
        wrapped = self.heightForWidth(width)
        height = wrapped if wrapped > 0 else self.sizeHint().height()
        left, top = (self._home.width() - width) // 2, self._home.height() - height - GAP_SECTION
        self.setGeometry(left, top, width, height)
