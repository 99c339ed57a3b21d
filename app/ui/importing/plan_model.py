# SPDX-License-Identifier: Apache-2.0
"""The rows of a plan as a table: any number of them, each read when it is painted."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.services.import_plan import PlannedRow, State
from app.translation import tr
from app.ui.importing.plan_words import name_of, state_of, what_of
from app.ui.widgets.paged_model import ValueRole

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_CHECK = Qt.ItemDataRole.CheckStateRole
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Part(IntEnum):
    """The columns."""

    TAKEN, ROW, NAME, STATE, WHAT = range(5)


class PlanModel(QAbstractTableModel):
    """``edited`` carries a row number, a field and its new text; ``ticked`` a row number and whether it is taken."""

    edited = Signal(int, str, str)
    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PlannedRow] = ()

    @property
    def rows(self) -> Sequence[PlannedRow]:
        """The rows that are shown."""
        return self._rows

    def show(self, rows: Sequence[PlannedRow]) -> bool:
        """Show these. True where they are the same ones as before, so that whoever looks at one still does."""
        same = len(rows) == len(self._rows) and all(
            one.row == other.row for one, other in zip(rows, self._rows, strict=True)
        )
        if same:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Part) - 1))
            return True
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return False

    def place_of(self, number: int) -> int:
        """Where the row of this number stands, or would stand."""
        return next((at for at, row in enumerate(self._rows) if row.row >= number), len(self._rows) - 1)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Taken, row number, name, state, what."""
        return 0 if parent.isValid() else len(Part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("", tr("Row"), tr("Name"), tr("State"), tr("What"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Part.ROW:
            return _NUMBERS
        return tr("Import this row") if role == Qt.ItemDataRole.AccessibleTextRole and section == Part.TAKEN else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The tick box, and the cell that is refused, can be changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == Part.TAKEN:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == Part.WHAT and self._rows[index.row()].state is State.REFUSED:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if not index.isValid():
            return None
        row, part = self._rows[index.row()], Part(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(row, part)
        if role == ValueRole and part is Part.STATE:
            return state_of(row)
        if role == _CHECK and part is Part.TAKEN:
            return _tick(row)
        if role == Qt.ItemDataRole.EditRole and part is Part.WHAT:
            return next(iter(row.written.values()), "")
        if role == Qt.ItemDataRole.TextAlignmentRole and part is Part.ROW:
            return _NUMBERS
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(
                "Row {row}, {name}, {state}. {what}",
                row=row.row, name=name_of(row), state=state_of(row).text, what=what_of(row),
            )  # fmt: skip
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick, or another text for the refused cell."""
        row = self._rows[index.row()]
        if role == _CHECK and index.column() == Part.TAKEN:
            self.ticked.emit(row.row, row.left_out)
            return True
        field = next(iter(row.refused), "")
        if role == Qt.ItemDataRole.EditRole and field and str(value) != row.written.get(field, ""):
            self.edited.emit(row.row, field, str(value))
            return True
        return False


def _tick(row: PlannedRow) -> Qt.CheckState:
    """A dash for a row that waits: for a cell to be put right, or for a decision."""
    if row.left_out:
        return Qt.CheckState.Unchecked
    return Qt.CheckState.Checked if row.taken else Qt.CheckState.PartiallyChecked


def _text(row: PlannedRow, part: Part) -> str | None:
    if part is Part.TAKEN:
        return None
    if part is Part.ROW:
        return str(row.row)
    if part is Part.NAME:
        return name_of(row)
    return state_of(row).text if part is Part.STATE else what_of(row)
