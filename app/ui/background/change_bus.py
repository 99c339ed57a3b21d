# SPDX-License-Identifier: Apache-2.0
"""News of what was changed, from whatever thread changed it to the screens."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Changes(Protocol):
    """What one committed piece of work touched."""

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables that have other content now."""

    def touches(self, table: str) -> frozenset[bytes]:
        """The ids of the records of this table that have other content now."""


class ChangeBus(QObject):
    """``changed`` tells of each ``publish``, in order, always in the thread that made the bus (the GUI thread)."""

    changed = Signal(object)
    _published = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._published.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: Changes) -> None:
        """Tell everyone; may be called from any thread, and returns at once."""
        self._published.emit(changes)

    @Slot(object)
    def _tell(self, changes: object) -> None:
        self.changed.emit(changes)
