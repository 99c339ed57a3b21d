# SPDX-License-Identifier: Apache-2.0
"""The grid: criteria by learners, marked by key or click. It knows no rule; it says what was asked for."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.translation import tr
from app.ui.assess.delegate import CellDelegate
from app.ui.assess.gestures import Gestures
from app.ui.assess.grid_headers import CriterionHeader, LearnerHeader
from app.ui.assess.model import GridModel, Index
from app.ui.theme.fonts import tall_line
from app.ui.theme.look import look
from app.ui.theme.tokens import TYPE_BODY, TYPE_DENSE, Density

ROW: Final = {Density.COMFORTABLE: 28, Density.NORMAL: 28, Density.COMPACT: 22, Density.TOUCH: 44}
"""Row height for each density: the grid is denser than lists, all criteria should be in sight."""
PITCH: Final = (64, 104)
"""Narrowest and widest column of a learner. The narrowest does not grow with the font: all twelve stay in sight."""
CRITERION_COLUMN: Final = (220, 460)
"""Narrowest and widest column of criteria."""


class GridView(QTableView):
    """``commanded`` carries a ``Command`` for the current cell, ``cell_clicked`` a row and column that was clicked,
    ``menu_wanted`` one that was right-clicked with the place on the screen, ``moved`` where the arrows went.
    """

    commanded = Signal(object)
    cell_clicked = Signal(int, int)
    menu_wanted = Signal(int, int, QPoint)
    moved = Signal(int, int)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = CellDelegate(self)
        self._learners = LearnerHeader(self)
        self._criteria = CriterionHeader(self)
        self.setHorizontalHeader(self._learners)
        self.setVerticalHeader(self._criteria)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Marks: criteria by learners"))
        gestures = Gestures(self)
        gestures.commanded.connect(self.commanded)
        gestures.clicked.connect(self._on_clicked)
        gestures.menu_wanted.connect(self._on_menu)
        self._learners.sectionClicked.connect(self._on_learner_clicked)
        self._criteria.sectionClicked.connect(self._on_criterion_clicked)
        model.pending_changed.connect(self._on_pending_changed)
        model.modelReset.connect(self.fit)

    def show_current(self, row: int, column: int) -> None:
        """Put the ring on this cell and bring it into sight."""
        before = self._cells.current
        self._cells.current = (row, column)
        self._learners.current, self._criteria.current = column, row
        self.setCurrentIndex(self.model().index(row, column))
        for other_row, other_column in {before, (row, column)} if before != (row, column) else ():
            self._repaint_cell(other_row, other_column)
            if before[1] != column:
                _repaint_section(self._learners, other_column)
            if before[0] != row:
                _repaint_section(self._criteria, other_row)

    def _repaint_cell(self, row: int, column: int) -> None:
        index = self.model().index(row, column)
        if index.isValid():
            self.viewport().update(self.visualRect(index))

    @Slot()
    def fit(self) -> None:
        """Share the width: learners get what they need, criteria the rest; rows follow the density."""
        now, learners = look(), max(1, self.model().columnCount())
        height = max(now.px(ROW[now.density]), round(tall_line() * TYPE_DENSE / TYPE_BODY))
        self._criteria.setDefaultSectionSize(height)
        self._criteria.measure()
        spare = self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width()
        narrowest, widest = PITCH[0], now.px(PITCH[1])
        least, most = CRITERION_COLUMN[0], now.px(CRITERION_COLUMN[1])
        pitch = min(widest, max(narrowest, (spare - round(spare * 0.28)) // learners))
        beside = min(most, max(least, spare - pitch * learners))
        self._learners.setMinimumSectionSize(narrowest)
        self._learners.setDefaultSectionSize(pitch)
        self._criteria.setFixedWidth(beside)
        self.updateGeometries()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and (current.row(), current.column()) != self._cells.current:
            self.moved.emit(current.row(), current.column())

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell is in the viewport."""
        return self.visualRect(self.model().index(row, column))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.cell_clicked.emit(index.row(), index.column())

    @Slot(QModelIndex, QPoint)
    def _on_menu(self, index: QModelIndex, at: QPoint) -> None:
        self.menu_wanted.emit(index.row(), index.column(), at)

    @Slot(int)
    def _on_learner_clicked(self, column: int) -> None:
        self.moved.emit(max(0, self._cells.current[0]), column)

    @Slot(int)
    def _on_criterion_clicked(self, row: int) -> None:
        self.moved.emit(row, max(0, self._cells.current[1]))

    @Slot(int, int)
    def _on_pending_changed(self, row: int, column: int) -> None:
        self._repaint_cell(row, column)


def _repaint_section(header: QHeaderView, section: int) -> None:
    at, size, whole = header.sectionViewportPosition(section), header.sectionSize(section), header.viewport().rect()
    across = header.orientation() == Qt.Orientation.Horizontal
    header.viewport().update(QRect(at, 0, size, whole.height()) if across else QRect(0, at, whole.width(), size))
