# SPDX-License-Identifier: Apache-2.0
"""The sheet as Qt models: criteria by learners for the grid, and one criterion's learners for the tiles."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.domain.assessing import Progress, progress
from app.domain.standards import Criterion
from app.translation import tr
from app.ui.assess.desk import EMPTY, MARK_WORDS, Cell, CellKey, Changed, Seat, Sheet, states

Index = QModelIndex | QPersistentModelIndex

CELL: Final = int(Qt.ItemDataRole.UserRole) + 1
SEAT: Final = CELL + 1
CRITERION: Final = CELL + 2
PENDING: Final = CELL + 3
STARTS_ELEMENT: Final = CELL + 4

ROOT: Final = QModelIndex()
"""The parent of every cell: Qt's overrides need a default, and an invalid index never changes."""


def spoken_cell(seat: Seat, criterion: Criterion, cell: Cell) -> str:
    """The cell in words, for screen readers: "name, criterion 1.2: met, note"."""
    words = [tr(MARK_WORDS[cell.mark]).lower()]
    if cell.note:
        words.append(tr("note: {note}", note=cell.note))
    words.extend(states(seat, cell))
    return tr("{name}, criterion {code}: {state}", name=seat.full_name, code=criterion.code, state=", ".join(words))


class GridModel(QAbstractTableModel):
    """Rows are criteria, columns are learners. A wish in flight is told by ``pending_changed``, a commit by
    ``dataChanged`` for exactly the cells that changed.
    """

    pending_changed = Signal(int, int)
    applied = Signal()

    def __init__(self, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load(sheet)

    def _load(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.criteria = sheet.unit.criteria()
        self.seats = list(sheet.seats)
        self.cells = dict(sheet.cells)
        self._pending: dict[CellKey, list[str]] = {}
        self._counted: dict[bytes, Progress] = {}
        self._rows = {criterion.code: row for row, criterion in enumerate(self.criteria)}
        self._columns = {seat.learner: column for column, seat in enumerate(self.seats)}
        self._first_codes = {element.criteria[0].code for element in sheet.unit.elements if element.criteria}

    def show_sheet(self, sheet: Sheet) -> None:
        """Forget what is shown and show this sheet."""
        self.beginResetModel()
        self._load(sheet)
        self.endResetModel()
        self.applied.emit()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.criteria)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.seats)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        key = self.key_at(row, column)
        if role == CELL:
            return self.cells.get(key, EMPTY)
        if role == SEAT:
            return self.seats[column]
        if role == CRITERION:
            return self.criteria[row]
        if role == PENDING:
            return key in self._pending
        if role == STARTS_ELEMENT:
            return self.criteria[row].code in self._first_codes
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken_cell(self.seats[column], self.criteria[row], self.cells.get(key, EMPTY))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.seats):
            return _seat_header(self.seats[section], role)
        if orientation == Qt.Orientation.Vertical and 0 <= section < len(self.criteria):
            return self._criterion_header(self.criteria[section], role)
        return None

    def _criterion_header(self, criterion: Criterion, role: int) -> Any:
        if role == CRITERION:
            return criterion
        if role == STARTS_ELEMENT:
            return criterion.code in self._first_codes
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{criterion.code}  {criterion.text}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{criterion.code}, {criterion.text}"
            return tr("{criterion}, critical", criterion=words) if criterion.critical else words
        return None

    def key_at(self, row: int, column: int) -> CellKey:
        """The learner and criterion of a place in the grid."""
        return self.seats[column].learner, self.criteria[row].code

    def place_of(self, key: CellKey) -> tuple[int, int] | None:
        """Row and column of a cell, or None if it is not on this sheet."""
        row, column = self._rows.get(key[1]), self._columns.get(key[0])
        return None if row is None or column is None else (row, column)

    def cell(self, key: CellKey) -> Cell:
        """The cell as it was last committed."""
        return self.cells.get(key, EMPTY)

    def seat(self, learner: bytes) -> Seat:
        """The seat of a learner who is on the sheet."""
        return self.seats[self._columns[learner]]

    def wished(self, key: CellKey) -> str:
        """The mark that the cell will have when all wishes in flight have come back."""
        wishes = self._pending.get(key)
        return wishes[-1] if wishes else self.cell(key).mark

    def marks_of(self, learner: bytes) -> dict[str, str]:
        """The committed marks of one learner, by criterion."""
        return {criterion.code: self.cell((learner, criterion.code)).mark for criterion in self.criteria}

    def progress(self) -> Progress:
        """How far the sheet is filled, over the learners who are here."""
        parts = [self._progress_of(seat.learner) for seat in self.seats if not seat.absent]
        return Progress(
            sum(part.met for part in parts),
            sum(part.not_yet for part in parts),
            sum(part.not_applicable for part in parts),
            sum(part.total for part in parts),
        )

    def _progress_of(self, learner: bytes) -> Progress:
        if learner not in self._counted:
            self._counted[learner] = progress(self.sheet.unit, self.marks_of(learner))
        return self._counted[learner]

    def wish(self, key: CellKey, mark: str) -> None:
        """A mark is on its way for this cell."""
        self._pending.setdefault(key, []).append(mark)
        self._tell_pending(key)

    def settle(self, key: CellKey) -> None:
        """The oldest wish for this cell came back."""
        wishes = self._pending.get(key, [])
        if wishes[1:]:
            self._pending[key] = wishes[1:]
        else:
            self._pending.pop(key, None)
        self._tell_pending(key)

    def _tell_pending(self, key: CellKey) -> None:
        place = self.place_of(key)
        if place:
            self.pending_changed.emit(*place)

    def apply(self, changed: Changed) -> None:
        """Show what a commit changed: one ``dataChanged`` for each cell."""
        for key, cell in changed.cells.items():
            self.cells[key] = cell
            self._counted.pop(key[0], None)
            place = self.place_of(key)
            if place:
                index = self.index(*place)
                self.dataChanged.emit(index, index, [CELL, int(Qt.ItemDataRole.AccessibleTextRole)])
        for seat in changed.seats:
            self._apply_seat(seat)
        self.applied.emit()

    def _apply_seat(self, seat: Seat) -> None:
        column = self._columns.get(seat.learner)
        if column is None:
            return
        self.seats[column] = seat
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)
        if self.criteria:
            bottom = self.index(len(self.criteria) - 1, column)
            self.dataChanged.emit(self.index(0, column), bottom, [SEAT])


def _seat_header(seat: Seat, role: int) -> Any:
    if role == SEAT:
        return seat
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{seat.bib}\n{seat.short_name}"
    if role == Qt.ItemDataRole.ToolTipRole:
        return "\n".join(filter(None, (seat.full_name, seat.before)))
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(filter(None, (tr("Learner {bib}, {name}", bib=seat.bib, name=seat.full_name), seat.before)))
    return None


class CriterionTiles(QAbstractListModel):
    """One row of the grid as a list of learners."""

    def __init__(self, grid: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._row = 0
        grid.dataChanged.connect(self._on_data_changed)
        grid.pending_changed.connect(self._on_pending_changed)
        grid.modelAboutToBeReset.connect(self._on_about_to_reset)
        grid.modelReset.connect(self._on_reset)

    @property
    def row(self) -> int:
        """The row of the grid that is shown."""
        return self._row

    def show_row(self, row: int) -> None:
        """Show another criterion."""
        if row == self._row or not 0 <= row < self.grid.rowCount():
            return
        self._row = row
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or not self.grid.rowCount() else self.grid.columnCount()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        return self.grid.data(self.grid.index(self._row, index.row()), role)

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self._row <= last.row():
            self.dataChanged.emit(self.index(first.column()), self.index(last.column()))

    @Slot(int, int)
    def _on_pending_changed(self, row: int, column: int) -> None:
        if row == self._row:
            self.dataChanged.emit(self.index(column), self.index(column), [PENDING])

    @Slot()
    def _on_about_to_reset(self) -> None:
        self.beginResetModel()

    @Slot()
    def _on_reset(self) -> None:
        self._row = min(self._row, max(0, self.grid.rowCount() - 1))
        self.endResetModel()
