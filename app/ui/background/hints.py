# SPDX-License-Identifier: Apache-2.0
"""What happens around the program that an exchange should know of: a connection came, somebody types.

They are hints: without them the exchange comes at its usual times.
"""

from time import monotonic
from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

STILL_S: Final = 2.0
"""After so long without a key nobody is typing."""


class Hints(QObject):
    """``connected`` tells that the system found a connection, or that a page to sign in to is out of the way."""

    connected = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typed = float("-inf")
        self.metered = False

    def listen(self) -> None:
        """Watch keys and the network from now on, as far as the system tells of them."""
        app = cast(QGuiApplication, QGuiApplication.instance())
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        system = QNetworkInformation.instance()
        system.reachabilityChanged.connect(self._on_reachable)
        system.isBehindCaptivePortalChanged.connect(self._on_portal)
        system.isMeteredChanged.connect(self._on_metered)
        self.metered = system.isMetered()

    def typing(self) -> bool:
        """Whether somebody types just now."""
        return monotonic() - self._typed < STILL_S

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note each key."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.InputMethod):
            self._typed = monotonic()
        return False

    @Slot(object)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    @Slot(object)
    def _on_reachable(self, how: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        if how in (QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site):
            self.connected.emit()

    @Slot(bool)
    def _on_portal(self, behind: bool) -> None:
        if not behind:
            self.connected.emit()

    @Slot(bool)
    def _on_metered(self, metered: bool) -> None:
        self.metered = metered
