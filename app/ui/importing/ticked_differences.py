# SPDX-License-Identifier: Apache-2.0
"""The cells that a row would change, each with a tick: taken over, or left as it is known."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.services.import_plan import PlannedCell
from app.translation import tr
from app.ui.learner_columns import field_text, field_words
from app.ui.theme.look import look
from app.ui.widgets.differences import DifferenceList, DifferenceModel

_Index = QModelIndex | QPersistentModelIndex
_CHECK = Qt.ItemDataRole.CheckStateRole
_WHOSE, _FIELD, _BEFORE, _AFTER = range(4)
_TICK: Final = 26
_FEWEST, _MOST = 1, 12


class _TickedModel(DifferenceModel):
    """``ticked`` carries the place of a cell and whether it is taken."""

    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(field_words, field_text, parent)
        self.taken: Sequence[bool] = ()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The field carries the tick."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_tick(index) else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As every list of differences, with the ticks."""
        if role == _CHECK and index.isValid() and self._has_tick(index):
            return Qt.CheckState.Checked if self.taken[index.row()] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and self.taken:
            state = tr("taken") if self.taken[index.row()] else tr("left out")
            return f"{super().data(index, role)}, {state}"
        stays = index.isValid() and bool(self.taken) and not self.taken[index.row()]
        if stays and role == Qt.ItemDataRole.FontRole:
            return None
        if stays and role == Qt.ItemDataRole.ForegroundRole:
            return look().colour("muted") if index.column() == _AFTER else None
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick."""
        if role != _CHECK or not self._has_tick(index):
            return False
        self.ticked.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _has_tick(self, index: _Index) -> bool:
        return index.column() == _FIELD and bool(self.taken)


class TickedDifferences(DifferenceList):
    """The differences of one row. ``ticked`` carries a field and whether its new text is taken over."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(field_words, field_text, parent)
        self.cells = self._own = _TickedModel(self)
        self.cells.use_font(self.font())
        self.setModel(self.cells)
        self.setColumnHidden(_WHOSE, True)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._own.ticked.connect(lambda at, taken: self.ticked.emit(self._shown[at].difference.field, taken))
        self._shown: Sequence[PlannedCell] = ()

    def show_cells(self, cells: Sequence[PlannedCell], *, may_untick: bool) -> None:
        """Show these; the current one stays the current one."""
        self._own.taken = [cell.taken for cell in cells] if may_untick else ()
        same = [one.difference for one in cells] == [one.difference for one in self._shown]
        self._shown = cells
        if same and cells:
            self._own.dataChanged.emit(self._own.index(0, 0), self._own.index(len(cells) - 1, 3))
        else:
            self.set_differences([cell.difference for cell in cells])
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ticks take room beside the words of the field."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Ticks stand beside the words of a field; of somebody new there is nothing that was before."""
        ticks = bool(self._own.taken)
        self.setColumnHidden(_BEFORE, not ticks)
        header, room = self.horizontalHeader(), look().px(_TICK) if ticks else 0
        field = self.sizeHintForColumn(_FIELD) if self._shown else 0
        field = max(field, header.sectionSizeFromContents(_FIELD).width()) + room
        rest = self.viewport().width() - field
        header.resizeSection(_FIELD, field)
        header.resizeSection(_BEFORE, rest // 2)
        header.resizeSection(_AFTER, rest - rest // 2 if ticks else rest)
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as its rows; a text that is longer than its column goes on beneath: both ends of it may matter."""
        line, rows = look().row_height(), self.verticalHeader()
        rows.setMinimumSectionSize(line)
        self.resizeRowsToContents()
        shown = min(max(rows.length(), _FEWEST * line), _MOST * line)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks and unticks the current cell."""
        at = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and 0 <= at < len(self._own.taken):
            self.ticked.emit(self._shown[at].difference.field, not self._own.taken[at])
        else:
            super().keyPressEvent(event)
