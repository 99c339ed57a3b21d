# SPDX-License-Identifier: Apache-2.0
"""One criterion with its whole text, and a big tile for each learner: for trackpads, touch and careful reading."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.translation import tr
from app.ui.assess.keys import Order, Wish
from app.ui.assess.model import CriterionTiles, GridModel
from app.ui.assess.passage import Passage, numbered
from app.ui.assess.tile_board import TileBoard
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.pill import Pill
from app.ui.widgets.texts import label


class FocusView(QWidget):
    """The second view of the sheet; the same keys and clicks as the grid."""

    commanded = Signal(object)
    cell_clicked = Signal(int, int)
    menu_wanted = Signal(int, int, QPoint)
    moved = Signal(int, int)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tiles = CriterionTiles(model, self)
        self.board = TileBoard(self._tiles)
        self.setFocusProxy(self.board)
        self._title = Passage("heading")
        self._element = Passage("caption")
        self._critical = Pill(tr("Critical"), "not_yet")
        self._previous = button("", lambda: self.commanded.emit(Order(Wish.PREVIOUS_CRITERION)))
        self._next = button("", lambda: self.commanded.emit(Order(Wish.NEXT_CRITERION)))
        self.remaining = button("", lambda: self.commanded.emit(Order(Wish.REMAINING_OF_CRITERION)))
        self._why = label("", "caption", wrap=True)
        self._arrange()
        self.board.commanded.connect(self.commanded)
        self.board.tile_clicked.connect(self._on_clicked)
        self.board.menu_wanted.connect(self._on_menu)
        self.board.moved.connect(self._on_moved)
        model.modelReset.connect(self.board.fit)

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(GAP_SMALL)
        title.addWidget(self._title, 1)
        title.addWidget(self._critical, 0, Qt.AlignmentFlag.AlignTop)
        feet = QHBoxLayout()
        feet.setSpacing(GAP_SMALL)
        feet.addWidget(self._previous)
        feet.addStretch(1)
        feet.addWidget(self.remaining)
        feet.addWidget(self._why, 2)
        feet.addStretch(1)
        feet.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._element)
        column.addLayout(title)
        column.addWidget(self.board, 1)
        column.addLayout(feet)

    def show_current(self, row: int, column: int) -> None:
        """Show this criterion and put the ring on this learner."""
        self._tiles.show_row(row)
        self.board.show_current(column)
        self._show_words(row)

    def _show_words(self, row: int) -> None:
        criteria = self._model.criteria
        if not criteria:
            return
        criterion = criteria[row]
        element = next(known for known in self._model.sheet.unit.elements if criterion in known.criteria)
        self._title.setText(numbered(criterion.code, criterion.text))
        self._element.setText(numbered(element.code, element.title))
        self._critical.setVisible(criterion.critical)
        self._show_neighbour(self._previous, row - 1, tr("Page Up"), "◀ {code}   {key}")
        self._show_neighbour(self._next, row + 1, tr("Page Down"), "{code}   {key} ▶")
        forbidden = criterion.critical and not self._model.sheet.batch_critical
        self.remaining.setText(tr("All remaining: met   {key}", key="A"))
        self.remaining.setEnabled(not forbidden)
        self._why.setText(tr("A critical criterion is marked for each learner by itself.") if forbidden else "")
        self._why.setVisible(forbidden)
        self.remaining.setToolTip(self._why.text())

    def _show_neighbour(self, one: QPushButton, row: int, key: str, pattern: str) -> None:
        there = 0 <= row < len(self._model.criteria)
        one.setEnabled(there)
        code = self._model.criteria[row].code if there else "–"
        one.setText(pattern.format(code=code, key=key))

    @Slot(int)
    def _on_clicked(self, column: int) -> None:
        self.cell_clicked.emit(self._tiles.row, column)

    @Slot(int, QPoint)
    def _on_menu(self, column: int, at: QPoint) -> None:
        self.menu_wanted.emit(self._tiles.row, column, at)

    @Slot(int)
    def _on_moved(self, column: int) -> None:
        self.moved.emit(self._tiles.row, column)
