# SPDX-License-Identifier: Apache-2.0
"""The one list of cells that would change: whose, which field, what it says now and what it would say."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.domain.differences import Difference, RefusedCell
from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.widgets.list_look import look_like_a_list

Cell = Difference | RefusedCell
Words = Callable[[str], str]
Shown = Callable[[str, str], str]
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MEASURED = 100
"""So many rows say how wide the columns of names and fields must be."""


class _Part(IntEnum):
    RECORD, FIELD, BEFORE, AFTER = range(4)


class DifferenceModel(QAbstractTableModel):
    """Cells, one a row; where they are grouped, a record is named once above its cells."""

    def __init__(self, words: Words, shown: Shown, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._shown = words, shown
        self._cells: Sequence[Cell] = ()
        self._grouped = False
        self._struck, self._bold = QFont(), QFont()

    def show_cells(self, cells: Sequence[Cell], grouped: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self._cells, self._grouped = cells, grouped
        self.endResetModel()

    def use_font(self, font: QFont) -> None:
        """Take letters of this kind: struck through for what goes, bold for what comes."""
        self._struck, self._bold = QFont(font), QFont(font)
        self._struck.setStrikeOut(True)
        self._bold.setWeight(QFont.Weight.DemiBold)

    def cell(self, row: int) -> Cell:
        """The cell of a row."""
        return self._cells[row]

    def rowCount(self, parent: _Index = _NONE) -> int:
        """One row a cell."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Record, field, before, after."""
        return 0 if parent.isValid() else len(_Part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the columns are."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Whose"), tr("What"), tr("Now"), tr("Will be"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, how they are written, and the whole change as a sentence."""
        if not index.isValid():
            return None
        cell, part = self._cells[index.row()], _Part(index.column())
        refused = isinstance(cell, RefusedCell)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), cell, part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.sentence(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(index.row())
        if role == Qt.ItemDataRole.FontRole:
            plain = refused or (part is _Part.AFTER and self._becomes_empty(cell))
            return None if plain else {_Part.BEFORE: self._struck, _Part.AFTER: self._bold}.get(part)
        if role == Qt.ItemDataRole.ForegroundRole:
            goes = part is _Part.AFTER and self._becomes_empty(cell)
            return look().colour("muted") if goes else self._ink(refused, part)
        if role == Qt.ItemDataRole.DecorationRole and refused and part is _Part.AFTER:
            return icon(Icon.TRIANGLE_ALERT, "not_yet")
        return None

    def sentence(self, row: int) -> str:
        """The whole change in words."""
        cell = self._cells[row]
        if isinstance(cell, RefusedCell):
            facts = {"name": cell.name, "field": self._words(cell.field), "reason": cell.reason}
            if not cell.written:
                return tr("{name}, {field}: the empty cell is left out. {reason}", **facts)
            return tr("{name}, {field}: “{written}” is left out. {reason}", written=cell.written, **facts)
        before, after = (self._shown(cell.field, text) for text in (cell.before, cell.after))
        facts = {"name": cell.name, "field": self._words(cell.field)}
        if not cell.after:
            return tr("{name}, {field}: “{before}” goes, the cell becomes empty", before=before, **facts)
        if not cell.before:
            return tr("{name}, {field}: the empty cell becomes “{after}”", after=after, **facts)
        return tr("{name}, {field}: “{before}” becomes “{after}”", before=before, after=after, **facts)

    def _text(self, row: int, cell: Cell, part: _Part) -> str:
        if part is _Part.RECORD:
            repeated = self._grouped and row and self._same(self._cells[row - 1], cell)
            return "" if repeated else cell.name or tr("New")
        if part is _Part.FIELD:
            return self._words(cell.field)
        if isinstance(cell, RefusedCell):
            return tr("stays as it is") if part is _Part.BEFORE else cell.reason
        text = self._shown(cell.field, cell.before if part is _Part.BEFORE else cell.after)
        return " ".join(text.split()) or ("" if part is _Part.BEFORE else tr("empty"))

    @staticmethod
    def _becomes_empty(cell: Cell) -> bool:
        return isinstance(cell, Difference) and not cell.after

    @staticmethod
    def _same(one: Cell, other: Cell) -> bool:
        return one.record == other.record and one.name == other.name

    @staticmethod
    def _ink(refused: bool, part: _Part) -> Any:
        if part is _Part.AFTER:
            return look().colour("not_yet" if refused else "met")
        return look().colour("muted") if part is _Part.BEFORE else None


class DifferenceList(QTableView):
    """Shows any number of cells that would change, and cells that are refused with the reason.

    ``words`` gives the words of a field, ``shown`` those of what a field keeps. Ctrl+C copies the selected rows as
    sentences.
    """

    def __init__(self, words: Words, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Cells that change"))
        self._reasons = False
        self.cells = DifferenceModel(words, shown, self)
        self.cells.use_font(self.font())
        self.setModel(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        look_like_a_list(self)
        self.verticalHeader().setDefaultSectionSize(look().row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def set_differences(self, cells: Sequence[Cell], *, grouped: bool = True) -> None:
        """Show these cells in their order; ``grouped`` names a record once above all its cells that stand together."""
        self.cells.show_cells(cells, grouped)
        self._reasons = any(isinstance(cell, RefusedCell) for cell in cells)
        self._share_room()
        if cells:
            self.setCurrentIndex(self.cells.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies sentences."""
        if event.matches(QKeySequence.StandardKey.Copy):
            from PySide6.QtGui import QGuiApplication

            rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
            QGuiApplication.clipboard().setText("\n".join(self.cells.sentence(row) for row in rows))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Before and after share what names and fields leave."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        header, whole = self.horizontalHeader(), self.viewport().width()
        measured = range(min(self.cells.rowCount(), _MEASURED))
        share = whole * 9 // 20 if self.isColumnHidden(_Part.RECORD) else whole * 3 // 10
        for part in (_Part.RECORD, _Part.FIELD):
            wanted = max((self.sizeHintForIndex(self.cells.index(row, part)).width() for row in measured), default=0)
            least = max(header.sectionSizeFromContents(part).width(), look().px(80))
            header.resizeSection(part, min(max(wanted, least), max(least, share)))
        rest = whole - header.sectionSize(_Part.RECORD) - header.sectionSize(_Part.FIELD)
        first = 0 if self.isColumnHidden(_Part.BEFORE) else rest // (3 if self._reasons else 2)
        for part, share in ((_Part.BEFORE, first), (_Part.AFTER, rest - first)):
            header.resizeSection(part, max(look().px(120), share))
