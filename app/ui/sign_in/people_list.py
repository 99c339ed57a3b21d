# SPDX-License-Identifier: Apache-2.0
"""The people of the centre, to choose oneself among them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.services.entrance import Entry
from app.translation import tr
from app.ui.sign_in.face import face
from app.ui.theme.look import look

_FACE, _ROW = 30, 46
_MOST_ROWS = 6


class PeopleList(QListWidget):
    """``person_chosen`` tells that another person is chosen, ``entered`` that Enter was pressed or one was clicked."""

    person_chosen = Signal()
    entered = Signal()

    def __init__(self, entries: Sequence[Entry], chosen: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("People of this centre"))
        self.setIconSize(QSize(look().px(_FACE), look().px(_FACE)))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._entries = list(entries)
        for entry in self._entries:
            self.addItem(self._item(entry))
        rows = min(max(1, len(self._entries)), _MOST_ROWS)
        self.setFixedHeight(rows * look().px(_ROW) + 2 * self.frameWidth() + 2)
        self.choose(chosen)
        self.currentRowChanged.connect(self._tell)
        self.itemClicked.connect(self.entered)

    def entry(self) -> Entry | None:
        """The person who is chosen."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def choose(self, name: str) -> None:
        """Choose the person of this name; the first one when there is none."""
        names = [entry.name for entry in self._entries]
        self.setCurrentRow(names.index(name) if name in names else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the passphrase."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _item(self, entry: Entry) -> QListWidgetItem:
        item = QListWidgetItem(face(entry.name, look().px(_FACE), self.devicePixelRatioF()), entry.name)
        item.setSizeHint(QSize(0, look().px(_ROW)))
        item.setToolTip(entry.name)
        return item

    @Slot(int)
    def _tell(self, _row: int) -> None:
        self.person_chosen.emit()
